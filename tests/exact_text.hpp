// SPDX-License-Identifier: BSL-1.0
// Witnesses read back, to be evaluated where they are said to be.
#pragma once

#include <string_view>

#include "base/rational.hpp"

namespace adage::testing {

/// A number as `exact_text` writes it.
inline Rational read_exact(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto bar = text.find('/');
  Rational value = *Rational::from_decimal(text.substr(0, bar));
  if (bar != text.npos) value = value / *Rational::from_decimal(text.substr(bar + 1));
  return negative ? -value : value;
}

}  // namespace adage::testing
