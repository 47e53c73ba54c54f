// SPDX-License-Identifier: BSL-1.0
// What hangs on a name: primes before a call, a subscript in braces. Both notations share them.
#pragma once

#include <limits>

#include "grammar/faults.hpp"

namespace adage::grammar {

/// The length of a prime at a place, in bytes: an apostrophe, its typographic form, or the sign itself; 0 for none.
inline std::size_t prime_at(std::string_view text) {
  for (const std::string_view form : {"'", "\u2019", "\u2032"}) {
    if (text.starts_with(form)) return form.size();
  }
  return 0;
}

inline std::string_view rest_of(const Reading& r) { return {r.here, static_cast<std::size_t>(r.last - r.here)}; }

/// Counts the primes at the place of reading.
inline bool read_primes(Reading& r, std::uint8_t& primes) {
  const char* const begin = r.here;
  std::size_t count = primes;
  while (const std::size_t length = prime_at(rest_of(r))) {
    r.here += length;
    ++count;
  }
  constexpr std::size_t most = std::numeric_limits<std::uint8_t>::max();
  if (count > most) {
    r.fault(code("bad-prime"), r.span(begin, r.here), fmt::format("more than {} primes", most));
    return false;
  }
  primes = static_cast<std::uint8_t>(count);
  return true;
}

/// Primes that no call follows. They begin at `begin`, after an operand that starts at `operand`.
inline bool bad_prime(Reading& r, Span operand, const char* begin) {
  const char* end = begin;
  while (end != r.last && prime_at({end, static_cast<std::size_t>(r.last - end)}) != 0) {
    end += prime_at({end, static_cast<std::size_t>(r.last - end)});
  }
  Diagnostic& found =
      r.fault(code("bad-prime"), r.span(begin, end), "a prime differentiates a function that is called");
  if (operand.begin != operand.end && !r.quoted(operand).empty()) {
    found.notes.push_back({found.span, fmt::format("for example `{}'(x)`", r.text(operand))});
  }
  return false;
}

/// A subscript in braces at the place of reading, appended to the name that ends in `_`. Letters and digits only;
/// commas and blanks between them become `_`.
inline bool read_subscript(Reading& r, std::string& name) {
  const char* const begin = r.here++;
  const char* const end = std::find(r.here, r.last, '}');
  const auto part = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  };
  bool gap = false;
  const std::size_t before = name.size();
  for (; r.here != end; ++r.here) {
    if (part(*r.here)) {
      if (gap && name.size() != before) name += '_';
      name += *r.here;
      gap = false;
    } else if (*r.here == ',' || *r.here == ' ' || *r.here == '_') {
      gap = true;
    } else {
      break;
    }
  }
  if (end == r.last || r.here != end || name.size() == before) {
    const bool closed = r.here != r.last;
    r.fault(code("malformed-subscript"), closed ? span_here(r) : r.span(begin, begin + 1),
            "a subscript in a name is letters and digits");
    return false;
  }
  ++r.here;
  return true;
}

/// A name has been read, `=` follows, and it stands where an argument of a call may be given by name.
inline bool names_argument(Reading& r) {
  const Frame& top = r.stack.top();
  const bool lists = top.role == Role::call && (top.closer == ')' || top.closer == ']');
  return lists && r.here != r.last && *r.here == '=' && (r.last - r.here == 1 || r.here[1] != '=');
}

/// The next argument of the call on top is a condition, where `=` is meant as a comparison: `where(x = 0, 1, 2)`.
inline bool wants_truth(Reading& r) {
  const Frame& call = r.stack.top();
  const auto op = find_function(r.names.text(call.name));
  return op && call.count < kMaxArity && (row(*op).boolean_arguments >> call.count & 1) != 0;
}

/// The circle constant has one name, however it is written.
inline std::string_view letter_name(std::string_view letter) { return letter == "\u03C0" ? "pi" : letter; }

/// An exclamation mark after an operand.
inline bool factorial(Reading& r) {
  Diagnostic& found = r.fault(code("factorial"), span_here(r), "there is no factorial sign");
  const ast::Item& operand = r.stack.items.back();
  if (operand.span.end == r.stack.end && !r.quoted(operand.span).empty() && operand.span.begin == r.stack.begin) {
    found.span.begin = operand.span.begin;
    found.suggestion = fmt::format("gamma({} + 1)", r.text(operand.span));
  } else {
    found.notes.push_back({found.span, "the factorial of n is `gamma(n + 1)`"});
  }
  return false;
}

}  // namespace adage::grammar
