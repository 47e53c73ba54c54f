// SPDX-License-Identifier: BSL-1.0
// Text to expressions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adage/expression.hpp"

namespace adage {

/// Limits on hostile input. Passing one is a diagnostic that names the option.
struct ParseOptions {
  std::uint32_t max_nesting = 10'000;        ///< brackets, calls, signs and powers open at one time
  std::uint32_t max_bytes = 1'000'000'000;   ///< length of the text
  std::string_view source_name = "formula";  ///< what diagnostics call the text
};

struct ParseResult {
  std::optional<Expression> expression;  ///< absent when there are diagnostics
  std::vector<Diagnostic> diagnostics;   ///< rendered, in source order
  bool incomplete = false;               ///< the only fault is that the text ends too early
};

/// The formula in `text`: one expression, or several statements (definitions) separated by `;` or newlines of
/// which the last is an expression. Names that are not defined become variables of `graph`.
/// Throws ParseError. Modifies the graph, so one thread at a time.
Expression parse(Graph& graph, std::string_view text, const ParseOptions& options = {});

/// The same without throwing for bad input.
ParseResult try_parse(Graph& graph, std::string_view text, const ParseOptions& options = {});

}  // namespace adage
