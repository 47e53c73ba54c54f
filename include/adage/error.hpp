// SPDX-License-Identifier: BSL-1.0
// Diagnostics and the exceptions that carry them. Spans are half-open byte ranges of the source text.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace adage {

/// Bytes [begin, end) of a source text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// A second place that a diagnostic points at, such as the bracket that was opened.
struct Note {
  Span span;
  std::string message;
};

/// One finding about a source text.
struct Diagnostic {
  std::string code;                   ///< stable identifier, e.g. `unknown-function`
  Span span;                          ///< the bytes at fault
  std::string message;                ///< one sentence, no full stop, no source text repeated needlessly
  std::vector<std::string> expected;  ///< what could have stood there, most likely first
  std::string suggestion;             ///< replacement for the text at `span`, or empty
  std::vector<Note> notes;
  std::uint32_t line = 0;    ///< 1-based, filled in when rendered
  std::uint32_t column = 0;  ///< 1-based, in code points, filled in when rendered
  std::string rendered;      ///< the text that a person reads: message, source line, caret, suggestion
};

/// Base of every exception that adage throws.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A text that is not a formula or script, or that names what does not exist. Carries every finding.
class ParseError : public Error {
 public:
  explicit ParseError(std::vector<Diagnostic> diagnostics);
  const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// Arguments whose shapes do not fit; the message names both shapes.
class ShapeError : public Error {
 public:
  using Error::Error;
};

/// A stated limit (nesting, size, nodes) was passed; the message names the limit and the option that raises it.
class LimitError : public Error {
 public:
  using Error::Error;
};

}  // namespace adage
