// SPDX-License-Identifier: BSL-1.0
// The form of a formula that is run in its stead: the one place that says which.
#pragma once

#include <adage/simplify.hpp>

namespace adage {

/// Compiled the default way, which chooses safe forms too.
inline Expression improved(const Expression& e) { return simplify(e); }

}  // namespace adage
