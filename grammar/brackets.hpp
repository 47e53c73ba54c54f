// SPDX-License-Identifier: BSL-1.0
// What closes and what separates: brackets of every kind, commas, then and else, the end of the text. Shared by both
// notations; a fault names the bracket that is open and where it was opened.
#pragma once

#include "grammar/annotate.hpp"

namespace adage::grammar {

/// How the end of a bracket is spelled, for messages.
inline std::string closer_of(const Reading& r, const Frame& frame) {
  switch (frame.role == Role::condition ? 't' : frame.role == Role::consequence ? 'e' : frame.closer) {
    case 't':
      return "then";
    case 'e':
      return "else";
    case 'f':
      return "\\rfloor";
    case 'c':
      return "\\rceil";
    case 'v':
      return "\\rvert";
    case 'V':
      return "\\right|";
    case 'B':
      return "\\}";
    case 'C':
    case 'E':
      return "\\end" + std::string(r.text(frame.head).substr(6));  // after \begin
    default:
      return std::string(1, frame.closer);
  }
}

/// Where a bracket was opened: for a call its name and the bracket.
inline Span opening_of(const Reading& r, const Frame& frame) {
  const bool lists = frame.closer == ')' || frame.closer == ']' || frame.closer == 'B';
  if (frame.role != Role::call || !lists) return frame.head;
  const std::size_t at = r.source.find_first_of("([{|", frame.head.end - 1);
  const auto end = static_cast<std::uint32_t>(at == std::string_view::npos ? frame.head.end : at + 1);
  return {frame.head.begin, std::max(end, frame.head.end)};
}

inline void unclosed(Reading& r, const Frame& open, Span at) {
  const std::string closer = closer_of(r, open);
  Diagnostic& found = r.fault(code("unclosed-bracket"), at, fmt::format("`{}` is missing", closer));
  found.suggestion = closer;
  found.notes.push_back({opening_of(r, open), "the bracket was opened here"});
}

/// An `if` meets `at` before its `then` or `else`; any other bracket meets it before its end.
inline bool left_open(Reading& r, const Frame& open, Span at) {
  if (open.role == Role::condition || open.role == Role::consequence) {
    const std::string word = closer_of(r, open);
    Diagnostic& found = r.fault(code("incomplete-if"), at, fmt::format("an if needs its `{}`", word));
    found.expected = {"`" + word + "`"};
    found.notes.push_back({open.head, "the if stands here"});
  } else {
    unclosed(r, open, at);
  }
  return false;
}

/// The text ends; false, with a diagnostic, when something is still open.
inline bool end_of_text(Reading& r) {
  r.stack.reduce_to_bracket();
  if (!r.stack.open()) return true;
  left_open(r, r.stack.top(), r.after_operand());
  r.at_end = true;
  return false;
}

/// An argument of the call on top is complete.
inline bool finish_argument(Reading& r) {
  Frame& call = r.stack.top();
  ++call.count;
  const ast::Item& argument = r.stack.items.back();
  if (argument.kind == ast::Kind::named) {
    call.named = true;
    return true;
  }
  if (!call.named) return true;
  r.fault(code("argument-order"), argument.span, "an argument without a name cannot follow one with a name");
  return false;
}

/// A closing bracket after an operand.
inline bool close_bracket(Reading& r, char closer, Span at) {
  r.stack.reduce_to_bracket();
  const Frame& open = r.stack.top();
  if (open.role == Role::condition || open.role == Role::consequence) return left_open(r, open, at);
  if (open.role == Role::bottom) {
    r.fault(code("stray-bracket"), at, fmt::format("`{}` closes nothing", r.text(at)));
    return false;
  }
  if (open.closer != closer) {
    Diagnostic& found = r.fault(code("mismatched-bracket"), at,
                                fmt::format("`{}` does not close `{}`", r.text(at), r.quoted(opening_of(r, open))));
    found.suggestion = closer_of(r, open);
    found.notes.push_back({opening_of(r, open), "the bracket was opened here"});
    return false;
  }
  if (open.role == Role::call && !finish_argument(r)) return false;
  r.stack.close(at.end);
  return true;
}

/// A comma or semicolon after an operand. It ends an argument, or is out of place.
inline bool separate(Reading& r, Span at) {
  r.stack.reduce_to_bracket();
  const Frame& open = r.stack.top();
  const bool lists = open.role == Role::call && (open.closer == ')' || open.closer == ']' || open.closer == 'B');
  if (lists) return finish_argument(r);
  if (open.role == Role::condition || open.role == Role::consequence) return left_open(r, open, at);
  Diagnostic& found = r.fault(code("stray-separator"), at, fmt::format("`{}` separates arguments", r.text(at)));
  const auto digit = [&](std::uint32_t i) { return i < r.source.size() && r.source[i] >= '0' && r.source[i] <= '9'; };
  const bool decimal = r.text(at) == "," && at.begin != 0 && digit(at.begin - 1) && digit(at.end);
  if (decimal) {
    found.suggestion = ".";
    found.notes.push_back({at, "a decimal fraction is written with a point"});
  } else if (open.role == Role::group) {
    found.notes.push_back({open.head, "these brackets are not those of a call"});
  }
  return false;
}

inline bool misplaced_word(Reading& r, Span at) {
  r.fault(code("reserved-word"), at, fmt::format("the word `{}` is out of place", r.text(at)));
  return false;
}

/// `then` or `else` after an operand.
inline bool continue_if(Reading& r, bool is_else, Span at) {
  r.stack.reduce_to_bracket();
  Frame& open = r.stack.top();
  if (open.role == (is_else ? Role::consequence : Role::condition)) {
    if (!is_else) {
      open.role = Role::consequence;
      return true;
    }
    Frame rest = open;
    r.stack.pop();
    rest.role = Role::alternative;
    rest.binds = binds_else;
    return r.push(rest);
  }
  if (open.role == Role::condition) return left_open(r, open, at);
  const Role around = r.stack.next_bracket().role;
  const bool inside_if = around == Role::condition || around == Role::consequence;
  return inside_if && open.role != Role::consequence ? left_open(r, open, r.after_operand()) : misplaced_word(r, at);
}

}  // namespace adage::grammar
