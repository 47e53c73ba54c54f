// SPDX-License-Identifier: BSL-1.0
// Any bytes: a result whose items a reader of postfix can trust, or diagnostics that point into the text and render.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../grammar_tree.hpp"
#include "base/diagnostics.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace adage;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const grammar::Options options{.max_nesting = 100};
  for (const bool script : {true, false}) {
    grammar::Parsed parsed = script ? grammar::parse_script(text, options) : grammar::parse_formula(text, options);
    if (!testing::sound(parsed, size)) std::abort();
    if (parsed.incomplete && parsed.diagnostics.size() != 1) std::abort();
    finish(parsed.diagnostics, text, "fuzz");
    for (const Diagnostic& found : parsed.diagnostics) {
      if (found.rendered.empty()) std::abort();
    }
  }
  return 0;
}
