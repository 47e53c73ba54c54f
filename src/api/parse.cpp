// SPDX-License-Identifier: BSL-1.0
// The public door for text: a script of definitions that ends in an expression, executed in the caller's graph.
#include <adage/parse.hpp>

#include "script/session.hpp"

namespace adage {

ParseResult try_parse(Graph& graph, std::string_view text, const ParseOptions& options) {
  const Script script(text, options.source_name, {options.max_nesting, options.max_bytes});
  Session session(graph.arena());
  FormulaOutcome outcome = session.formula(script);
  ParseResult result;
  if (outcome.value) result.expression = Expression(graph.arena(), *outcome.value);
  result.diagnostics = std::move(outcome.diagnostics);
  result.incomplete = outcome.incomplete;
  return result;
}

Expression parse(Graph& graph, std::string_view text, const ParseOptions& options) {
  ParseResult result = try_parse(graph, text, options);
  if (!result.expression) throw ParseError(std::move(result.diagnostics));
  return *result.expression;
}

}  // namespace adage
