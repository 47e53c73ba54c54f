// SPDX-License-Identifier: BSL-1.0
// LaTeX that can be read in more than one way is refused, and the readings are shown as the author could have written
// them. The pieces are cut from the text, so they are found by looking ahead, over brackets but not into them.
#pragma once

#include <initializer_list>

#include "grammar/latex_text.hpp"

namespace adage::grammar {

inline bool ambiguous(Reading& r, Span at, std::string message, std::initializer_list<std::string> readings) {
  Diagnostic& found = r.fault(code("ambiguous"), at, std::move(message));
  for (const std::string& reading : readings) found.notes.push_back({at, fmt::format("either `{}`", reading)});
  if (found.notes.size() > 1) {
    for (std::size_t i = 1; i != found.notes.size(); ++i) found.notes[i].message.replace(0, 6, "or");
  }
  return false;
}

/// The end of the product that goes on at a place: what is written side by side, up to an operator or separator.
inline const char* product_end(const Reading& r, const char* at) {
  constexpr std::ptrdiff_t longest = 48;
  const char* const limit = r.last - at > longest ? at + longest : r.last;
  int depth = 0;
  const char* end = at;
  for (; at < limit; ++at) {
    const char c = *at;
    const bool opens = c == '(' || c == '[' || c == '{';
    const bool closes = c == ')' || c == ']' || c == '}';
    if (depth == 0 && (closes || std::string_view("+-*=<>,;&|\n/").find(c) != std::string_view::npos)) return end;
    if (depth == 0 && c == '\\') {
      const std::string_view rest(at + 1, static_cast<std::size_t>(limit - at - 1));
      for (const std::string_view stop : {"\\", "cdot", "times", "le", "ge", "ne", "right", "end", "to", "rvert"}) {
        if (rest.starts_with(stop)) return end;
      }
    }
    depth += opens;
    depth -= closes;
    if (c != ' ') end = at + 1;
  }
  return end;
}

/// A power or a `/` with its right side, at a place that holds one; else nothing.
inline const char* tail_end(const Reading& r, const char* at) {
  if (at == r.last || (*at != '^' && *at != '/')) return at;
  const bool slash = *at == '/';
  for (++at; at != r.last && *at == ' ';) ++at;
  if (slash) return product_end(r, at);
  if (at == r.last || *at != '{') return at == r.last ? at : at + 1;
  return std::min(r.last, std::find(at, r.last - at > 48 ? at + 48 : r.last, '}') + 1);
}

/// A piece of the text without the blanks around it.
inline std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n~");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\n~") - first + 1));
}

/// `\sin x^2 y`: the function starts at `head`, its argument so far is `argument`, and reading stands after it.
inline bool ambiguous_argument(Reading& r, Span head, Span argument) {
  const char* const power = tail_end(r, r.here);
  const char* const end = std::max(power, product_end(r, power));
  const std::string name = r.quoted(head), inner = trimmed(r.quoted(argument));
  const std::string raised = trimmed({r.here, static_cast<std::size_t>(power - r.here)});
  const std::string rest = trimmed({power, static_cast<std::size_t>(end - power)});
  const Span at{head.begin, r.offset(end)};
  const std::string message = fmt::format("it is not clear where the argument of `{}` ends", name);
  if (raised.empty()) {
    return ambiguous(r, at, message,
                     {fmt::format("{}({} {})", name, inner, rest), fmt::format("{}({}) {}", name, inner, rest)});
  }
  if (rest.empty()) {
    return ambiguous(r, at, message,
                     {fmt::format("{}({}{})", name, inner, raised), fmt::format("{}({}){}", name, inner, raised)});
  }
  return ambiguous(
      r, at, message,
      {fmt::format("{}({}{}) {}", name, inner, raised, rest), fmt::format("{}({}{} {})", name, inner, raised, rest),
       fmt::format("{}({}){} {}", name, inner, raised, rest)});
}

/// `1/2x`: a quotient of `left` and `right`, and reading stands at another factor.
inline bool ambiguous_quotient(Reading& r, Span left, Span right) {
  const char* const end = product_end(r, r.here);
  const std::string rest = trimmed({r.here, static_cast<std::size_t>(end - r.here)});
  const std::string over = trimmed(r.quoted(left)), under = trimmed(r.quoted(right));
  return ambiguous(r, {left.begin, r.offset(end)}, "it is not clear how far the denominator goes",
                   {fmt::format("\\frac{{{}}}{{{}}} {}", over, under, rest),
                    fmt::format("\\frac{{{}}}{{{} {}}}", over, under, rest)});
}

/// `x^2^3`, and reading stands at the second `^`; `first` is the frame of the first.
inline bool ambiguous_second_power(Reading& r, const Frame& first) {
  const std::string base = r.quoted({first.begin, first.head.begin});
  const std::string exponent = r.quoted({first.head.end, r.stack.end});
  const bool braced = exponent.size() > 1 && exponent.starts_with('{');
  const std::string inner = braced ? exponent.substr(1, exponent.size() - 2) : exponent;
  const char* const end = tail_end(r, r.here);
  const std::string second(r.here, end);
  return ambiguous(
      r, {first.begin, r.offset(end)}, "TeX does not raise twice",
      {fmt::format("{}^{{{}{}}}", base, inner, second), fmt::format("{{{}^{{{}}}}}{}", base, inner, second)});
}

/// `f^{-1}(x)`, and reading stands at the bracket; `power` is the frame of the power.
inline bool ambiguous_function_power(Reading& r, const Frame& power) {
  const std::string name = r.quoted({power.begin, power.head.begin});
  const std::string exponent = r.quoted({power.head.begin, r.stack.end});
  const char* const end = product_end(r, r.here);
  const std::string argument = trimmed({r.here, static_cast<std::size_t>(end - r.here)});
  return ambiguous(
      r, {power.begin, r.offset(end)}, "a function raised to a power looks like a product",
      {fmt::format("({}{}){}", name, argument, exponent), fmt::format("{}{} \\cdot {}", name, exponent, argument)});
}

/// Letters side by side that could be one name or a product.
inline bool ambiguous_letters(Reading& r, Span at, const Command* greek) {
  const std::string word = r.quoted(at);
  std::string product;
  for (const char c : word) {
    if (!product.empty()) product += ' ';
    product += c;
  }
  const std::string message = "letters side by side are a product in LaTeX, which is hardly meant here";
  if (greek) return ambiguous(r, at, message, {"\\" + word, product});
  return ambiguous(r, at, message, {fmt::format("\\mathrm{{{}}}", word), product});
}

}  // namespace adage::grammar
