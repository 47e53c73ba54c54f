// SPDX-License-Identifier: BSL-1.0
// Faults at a place where an operand or an operator must stand, explained: what stands there instead, and what its
// author most likely meant.
#pragma once

#include <cctype>
#include <cstring>

#include "grammar/brackets.hpp"
#include "grammar/lookalikes.hpp"
#include "ops/row.hpp"

namespace adage::grammar {

/// The code point at the place of reading, which is not the end.
inline utf8::Decoded decode_here(const Reading& r) {
  return utf8::decode({r.here, static_cast<std::size_t>(r.last - r.here)});
}

inline Span span_here(const Reading& r) {
  return r.here == r.last ? r.span(r.here, r.here) : r.span(r.here, r.here + decode_here(r).length);
}

/// A character that is taken for another. Raised digits are taken together, and so are a root and what it stands over.
inline bool like_another(Reading& r, const Lookalike& like, Span at) {
  std::string meant(like.meant);
  const auto next_code = [&] {
    const std::string_view rest = r.source.substr(at.end);
    return rest.empty() ? utf8::Decoded{} : utf8::decode(rest);
  };
  if (like.superscript) {
    meant.insert(0, "^");
    for (auto more = next_code(); more.valid && at.end - at.begin < 64; more = next_code()) {
      const auto digit = lookalike(more.code);
      if (!digit || !digit->superscript) break;
      meant += digit->meant;
      at.end += more.length;
    }
  } else if (meant.ends_with('(') && meant.size() > 1) {
    const bool bracketed = next_code().code == U'(';
    std::uint32_t operand = 0;
    for (auto more = next_code(); more.valid && at.end - at.begin < 64; more = next_code()) {
      const bool word = more.code < 0x80 ? std::isalnum(static_cast<int>(more.code)) != 0 : utf8::is_letter(more.code);
      if (!word) break;
      at.end += more.length;
      operand += more.length;
    }
    if (bracketed) meant.pop_back();
    if (operand != 0) meant += fmt::format("{})", r.text({at.end - operand, at.end}));
  }
  const char* what = like.superscript ? "a raised digit is written as a power" : "this character only looks like one";
  r.fault(code("lookalike-character"), at, fmt::format("{} ({})", what, utf8::name(like.code))).suggestion = meant;
  return false;
}

/// A character that begins nothing: bytes that are not UTF-8, a look-alike, or no part of the language.
inline bool bad_character(Reading& r) {
  const utf8::Decoded found = decode_here(r);
  const Span at = r.span(r.here, r.here + found.length);
  if (!found.valid) {
    const auto byte = static_cast<unsigned char>(*r.here);
    r.fault(code("invalid-utf8"), at, fmt::format("the byte 0x{:02X} is not part of UTF-8 text", byte));
    return false;
  }
  if (found.code == U'∞') {
    Diagnostic& infinite = r.fault(code("infinity"), at, "infinity is not a number of the language");
    infinite.notes.push_back({at, "take a limit by hand, or compare with a large number"});
    return false;
  }
  if (const auto like = lookalike(found.code)) return like_another(r, *like, at);
  const bool shown = found.code > 0x20 && found.code != 0x7F && !(found.code >= 0x80 && found.code < 0xA0);
  const std::string name = utf8::name(found.code);
  const std::string look = shown ? fmt::format("`{}` ({})", r.text(at), name) : name;
  Diagnostic& bad = r.fault(code("bad-character"), at, fmt::format("{} is no part of a formula", look));
  if (const Hint* hint = hint_for(*r.here)) {
    bad.suggestion = hint->suggestion;
    bad.notes.push_back({at, std::string(hint->note)});
  }
  return false;
}

/// A bar in plain text, meant as an absolute value.
inline bool bars(Reading& r) {
  const char* const line_end = std::find(r.here, r.last, '\n');
  const char* const closing = std::find(r.here + 1, line_end, '|');
  const bool pair = closing != line_end && closing != r.here + 1;
  const Span at = r.span(r.here, pair ? closing + 1 : r.here + 1);
  Diagnostic& found = r.fault(code("bars"), at, "an absolute value is written with abs outside LaTeX");
  const Span inside{at.begin + 1, at.end - 1};
  if (pair && !r.quoted(inside).empty()) found.suggestion = fmt::format("abs({})", r.text(inside));
  return false;
}

/// Something that cannot begin an operand, or the end, stands where an operand must.
inline bool missing_operand(Reading& r, Span at) {
  const bool ended = at.begin == r.source.size();
  const Frame& open = r.stack.top();
  if (open.role == Role::group && !ended && r.text(at) == std::string_view(&open.closer, 1)) {
    const Span brackets{open.head.begin, at.end};
    r.fault(code("empty-brackets"), brackets, "there is nothing between the brackets").expected = {"an expression"};
    return false;
  }
  const bool first = r.stack.items.empty() && open.role == Role::bottom;
  if (ended && first) {
    r.fault(code("empty-input"), at, "an expression is missing").expected = {"an expression"};
    r.at_end = true;
    return false;
  }
  const bool line = !ended && r.source[at.begin] == '\n';
  const std::string before = ended ? "the end" : line ? "the end of the line" : fmt::format("`{}`", r.quoted(at));
  Diagnostic& found = r.fault(code("missing-operand"), at, fmt::format("an operand is missing before {}", before));
  found.expected = {"a number", "a name", "`(`"};
  if (open.role == Role::binary || open.role == Role::comparison || open.role == Role::sign) {
    found.notes.push_back({open.head, "the operator stands here"});
  } else if (open.binds == binds_argument) {
    found.notes.push_back({open.head, "what takes the operand stands here"});
  }
  if (ended) {
    const Frame& bracket_open = r.stack.innermost_bracket();
    if (r.stack.open()) found.notes.push_back({opening_of(r, bracket_open), "and what was opened here is not closed"});
    r.at_end = true;
  }
  return false;
}

/// An operand follows another; it ends at `next_end`. `function`: the one before is the name of a known function.
inline bool missing_operator(Reading& r, const char* next_end) {
  const char* const previous_end = r.place(r.stack.end);
  const bool new_line = std::memchr(previous_end, '\n', static_cast<std::size_t>(r.here - previous_end)) != nullptr;
  if (new_line && r.stack.open() && !r.one_formula) {
    r.resumes_here = true;
    return left_open(r, r.stack.innermost_bracket(), r.after_operand());
  }

  const ast::Item& previous = r.stack.items.back();
  const bool leaf =
      previous.span.end == r.stack.end && (previous.kind == ast::Kind::name || previous.kind == ast::Kind::number);
  const Span left = leaf ? previous.span : Span{r.stack.end - 1, r.stack.end};
  const Span right = r.span(r.here, next_end);
  const Span both{left.begin, right.end};
  const bool quotable = !r.quoted(left).empty() && !r.quoted(right).empty();
  const bool bracketed = *r.here == '(' || *r.here == '[' || *r.here == '{';

  const bool function = leaf && previous.kind == ast::Kind::name && is_function_name(r.names.text(previous.name));
  if (function && !bracketed) {
    Diagnostic& found = r.fault(code("function-without-brackets"), both, "a function takes its argument in brackets");
    const char* after = next_end;
    while (after != r.last && *after == ' ') ++after;
    const bool power =
        after != r.last &&
        (*after == '^' || std::string_view(after, static_cast<std::size_t>(r.last - after)).starts_with("**"));
    const std::string call = fmt::format("{}({})", r.text(left), r.quoted(right));
    if (quotable && !power) found.suggestion = call;
    if (quotable && power) {
      found.notes.push_back({both, fmt::format("`{}` raises the argument, `{}^…` the function",
                                               fmt::format("{}({}^…)", r.text(left), r.quoted(right)), call)});
    }
    return false;
  }
  if (leaf && previous.kind == ast::Kind::name && *r.here == '{') {
    r.fault(code("missing-operator"), both, "braces do not call").suggestion = fmt::format("{}(", r.quoted(left));
    return false;
  }
  Diagnostic& found = r.fault(code("missing-operator"), both, "there is no operator between these");
  found.expected = {"an operator"};
  if (r.stack.open()) found.expected.push_back("`" + closer_of(r, r.stack.innermost_bracket()) + "`");
  if (quotable) found.suggestion = fmt::format("{}*{}", r.text(left), r.text(right));
  return false;
}

/// A single = that defines nothing.
inline bool misplaced_equals(Reading& r, Span at) {
  Diagnostic& found = r.fault(code("equals-in-expression"), at, "`=` defines a name at the start of a statement");
  found.suggestion = "==";
  found.notes.push_back({at, "a comparison is written with two signs"});
  return false;
}

/// A number that goes on where no number can; it began at `begin`, and a well-formed part ends where reading stands.
inline bool malformed_number(Reading& r, const char* begin) {
  const auto in_number = [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '_' || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
           c == 'x' || c == 'X';
  };
  const char* end = r.here;
  while (end != r.last && in_number(*end)) ++end;
  const Span at = r.span(begin, end);
  const std::string_view good(begin, static_cast<std::size_t>(r.here - begin));
  const char next = *r.here;
  if (next == '_') {
    Diagnostic& found = r.fault(code("malformed-number"), at, "digits cannot be grouped");
    found.suggestion = r.quoted(at);
    std::erase(found.suggestion, '_');
  } else if (next == 'e' || next == 'E') {
    Diagnostic& found = r.fault(code("malformed-number"), at, "the exponent of the number has no digits");
    found.expected = {"digits after the `e`"};
    if (good.size() <= 64) {
      found.notes.push_back({at, fmt::format("the product with Euler's number is written `{}*e`", good)});
    }
  } else if (next == 'x' || next == 'X') {
    r.fault(code("malformed-number"), at, "numbers are decimal");
  } else {
    r.fault(code("malformed-number"), at, "a number has one decimal point");
  }
  return false;
}

}  // namespace adage::grammar
