// SPDX-License-Identifier: BSL-1.0
// The form of a formula that is run in its stead: the one place that says which.
#pragma once

#include <adage/simplify.hpp>

namespace adage {

/// To be compiled as it is written.
inline Expression improved(const Expression& e) {
  SimplifyOptions options;
  options.aim = Aim::accuracy;
  return simplify(e, options);
}

}  // namespace adage
