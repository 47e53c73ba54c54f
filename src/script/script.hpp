// SPDX-License-Identifier: BSL-1.0
// A text read into statements, and what executing one comes to. The text must outlive both.
#pragma once

#include <adage/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/parse.hpp"
#include "graph/arena.hpp"

namespace adage {

/// A parsed text with its name and lines.
class Script {
 public:
  Script(std::string_view source, std::string_view name, const grammar::Options& options = {});

  std::string_view source() const { return source_; }
  const std::string& name() const { return name_; }
  const grammar::Parsed& parsed() const { return parsed_; }
  /// The text between two offsets on one line: comments, line ends and runs of blanks as one blank.
  std::string text(Span span) const;
  /// 1-based.
  std::uint32_t line(std::uint32_t offset) const;

 private:
  std::string_view source_;
  std::string name_;
  grammar::Parsed parsed_;
  std::vector<std::uint32_t> line_begins_;
};

/// An equality or inequality that a script asserts.
struct Claim {
  Id left = kNone;
  Op relation = Op::eq;  ///< or lt, le, gt, ge
  Id right = kNone;
  std::vector<Id> assumptions;  ///< truth values
  std::string text;             ///< `A == B for x > 0`
};

/// What one statement came to.
struct Outcome {
  enum class Kind : std::uint8_t { expression, definition, check, error };
  Kind kind = Kind::error;
  const ast::Statement* statement = nullptr;  ///< absent where the parser found the fault
  Span span;
  std::uint32_t line = 0;
  std::string text;                ///< the statement, on one line
  Id value = kNone;                ///< expression: its node, not simplified
  std::string name;                ///< definition: what it defined
  std::vector<Claim> claims;       ///< check: one for `A == B`, two for `A == B == C`
  Diagnostic diagnostic;           ///< error: rendered without colour
  std::vector<std::string> notes;  ///< for a person to read: allowed, but perhaps not what was meant
};

}  // namespace adage
