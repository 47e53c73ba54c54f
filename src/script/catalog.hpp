// SPDX-License-Identifier: BSL-1.0
// The catalogue of activations that travels inside the binary, so that it is found whatever the machine's paths
// are. The definition is generated from catalog/activations.adage while building.
#pragma once

#include <string_view>

#include "script/session.hpp"

namespace adage {

/// The text of catalog/activations.adage, byte for byte. It lives as long as the program.
std::string_view builtin_catalog();

/// A formula in which the functions of the catalogue are known, unless it defines them itself.
FormulaOutcome formula_with_catalog(Arena& arena, const Script& script);

}  // namespace adage
