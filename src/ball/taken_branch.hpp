// SPDX-License-Identifier: BSL-1.0
// Which branch operations with kinks and choices take where their arguments are known to lie, so that there they are
// as smooth as what they choose.
#pragma once

#include <optional>
#include <span>

#include "ball/ball.hpp"

namespace adage::ball {

/// An argument times a factor or, without one, the number that `factor` is.
struct TakenBranch {
  std::optional<std::size_t> argument{};
  double factor = 1;
};

/// For all arguments in these enclosures; nothing where it may be one or another, or the operation has no branches.
std::optional<TakenBranch> taken_branch(Op op, std::span<const Enclosure> args);

}  // namespace adage::ball
