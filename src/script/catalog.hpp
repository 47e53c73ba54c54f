// SPDX-License-Identifier: BSL-1.0
// The catalogue of activations that travels inside the binary, so that it is found whatever the machine's paths
// are. The definition is generated from catalog/activations.adage while building.
#pragma once

#include <string_view>

namespace adage {

/// The text of catalog/activations.adage, byte for byte. It lives as long as the program.
std::string_view builtin_catalog();

}  // namespace adage
