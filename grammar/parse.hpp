// SPDX-License-Identifier: BSL-1.0
// Text in, ast and diagnostics out. Any bytes give one or the other; nothing is thrown for bad input.
#pragma once

#include <string_view>
#include <vector>

#include "grammar/ast.hpp"

namespace adage::grammar {

struct Options {
  std::uint32_t max_nesting = 10'000;       ///< brackets, calls, signs and powers open at one time
  std::uint32_t max_bytes = 1'000'000'000;  ///< length of a text; spans are 32-bit
};

struct Parsed {
  ast::Script script;
  std::vector<Diagnostic> diagnostics;  ///< empty on success; otherwise in source order, not yet rendered
  bool incomplete = false;              ///< the only fault is that the text ends too early (an open bracket)
};

/// Statements separated by newlines or `;`, each in the formula language or in LaTeX. After a faulty statement, which
/// stays in the script with an empty formula, parsing resumes at the next one.
Parsed parse_script(std::string_view source, const Options& options = {});

/// Exactly one expression.
Parsed parse_formula(std::string_view source, const Options& options = {});

}  // namespace adage::grammar
