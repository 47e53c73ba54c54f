// SPDX-License-Identifier: BSL-1.0
// Simplification makes equal constants equal nodes; balls tell the sign of the rest.
#include "analyze/constants.hpp"

#include "algebra/algebra.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

constexpr unsigned kBits = 192;

}  // namespace

Id Constants::make(Op op, Id a, Id b) {
  return simplify(*arena_, b == kNone ? arena_->make(op, a) : arena_->make(op, a, b));
}

const Enclosure& Constants::enclosure(Id constant) {
  const auto known = enclosures_.find(constant);
  if (known != enclosures_.end()) return known->second;
  BallEvaluator balls(*arena_, std::span<const Id>(&constant, 1));
  balls.evaluate(std::span<const Rational>(), kBits);
  return enclosures_.emplace(constant, balls[constant]).first->second;
}

std::optional<int> Constants::sign(Id constant) {
  if (arena_->is_number(constant)) return arena_->value(constant).sign();
  const Enclosure& value = enclosure(constant);
  if (!value.everywhere()) return std::nullopt;
  if (value.positive()) return 1;
  if (value.negative()) return -1;
  if (value.nonnegative() && value.nonpositive()) return 0;
  const auto known = zeros_.find(constant);
  if (known != zeros_.end()) return known->second ? std::optional(0) : std::nullopt;
  const bool zero = adage::is_zero(*arena_, constant, {.everywhere = true, .max_seconds = 0.1}).answer == Zero::yes;
  zeros_.emplace(constant, zero);
  return zero ? std::optional(0) : std::nullopt;
}

}  // namespace adage::analysis
