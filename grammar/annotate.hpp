// SPDX-License-Identifier: BSL-1.0
// The state of one reading: the text and the place in it, what has been read, what was found wrong. A place becomes a
// span here, a fault becomes a diagnostic here. It must not know how anything is spelled.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/codes.hpp"
#include "base/utf8.hpp"
#include "grammar/names.hpp"
#include "grammar/parse.hpp"
#include "grammar/stack.hpp"

namespace adage::grammar {

/// Why a reader stopped.
enum class Stop : std::uint8_t {
  end,          // of the statement
  equals,       // a single = outside brackets
  comma,        // outside brackets
  for_,         // the word
  row,          // LaTeX: \\ outside brackets
  environment,  // LaTeX: \end of an environment that is not part of the formula
  fault,
  none,   // an operand must follow
  again,  // not yet; still in operator position
};

struct Reading {
  Reading(std::string_view text, const Options& options_, Parsed& parsed_)
      : source(text),
        here(text.data()),
        last(text.data() + text.size()),
        options(options_),
        parsed(parsed_),
        names(parsed_.script.names),
        stack(parsed_.script.comparisons, options_.max_nesting) {}

  std::string_view source;
  const char* here;        ///< the next byte to read
  const char* const last;  ///< past the end
  const Options& options;
  Parsed& parsed;
  Names names;
  Stack stack;
  bool one_formula = false;   ///< newlines are blanks and nothing but one expression may stand here
  bool at_end = false;        ///< the last fault is that the text ended
  bool resumes_here = false;  ///< the last fault ended a statement, and a new one stands here

  std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - source.data()); }
  Span span(const char* from, const char* to) const { return {offset(from), offset(to)}; }
  const char* place(std::uint32_t at) const { return source.data() + at; }
  std::string_view text(Span at) const { return source.substr(at.begin, at.end - at.begin); }

  /// Bytes up to where the expression that begins here most likely ends.
  std::size_t likely_length() {
    if (one_formula) return static_cast<std::size_t>(last - here);
    if (newline_ < here) newline_ = std::find(here, last, '\n');
    return static_cast<std::size_t>(newline_ - here);
  }

  /// Blanks include newlines: something is open that may go on in the next line.
  bool spans_lines() const { return one_formula || stack.open(); }

  Diagnostic& fault(std::string_view code, Span at, std::string message) {
    at_end = false;
    Diagnostic& found = parsed.diagnostics.emplace_back();
    found.code = code;
    found.span = at;
    found.message = std::move(message);
    return found;
  }

  /// A place between two bytes, just after the last operand.
  Span after_operand() const { return {stack.end, stack.end}; }

  bool too_deep(Span at) {
    fault(code("too-deep"), at, fmt::format("nesting deeper than {} levels", options.max_nesting))
        .notes.push_back({at, "the limit is the option max_nesting"});
    return false;
  }

  /// Opens a bracket or pushes an operator that counts as one; false, with a diagnostic, at the limit.
  bool push(const Frame& frame) { return stack.push(frame) || too_deep(frame.head); }

  /// The text of a span for a suggestion; empty when it is too long to be worth repeating.
  std::string quoted(Span at) const { return at.end - at.begin > 64 ? std::string() : std::string(text(at)); }

 private:
  const char* newline_ = std::find(here, last, '\n');  // the first one at or after some place that has been read
};

}  // namespace adage::grammar
