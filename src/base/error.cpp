// SPDX-License-Identifier: BSL-1.0
// What the exceptions say of themselves: a ParseError reads as its diagnostics do, one after the other.
#include <adage/error.hpp>

namespace adage {
namespace {

std::string joined(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!text.empty()) text += "\n";
    text += diagnostic.rendered.empty() ? diagnostic.code + ": " + diagnostic.message : diagnostic.rendered;
  }
  return text.empty() ? "parse error" : text;
}

}  // namespace

ParseError::ParseError(std::vector<Diagnostic> diagnostics)
    : Error(joined(diagnostics)), diagnostics_(std::move(diagnostics)) {}

}  // namespace adage
