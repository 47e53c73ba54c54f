// SPDX-License-Identifier: BSL-1.0
// The number type for evaluation beyond double: 64 decimal digits, an exponent range of ±6·10^8.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace adage {

using PreciseNumber =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<64>, boost::multiprecision::et_off>;

/// A precise value; a type of its own so that rows can name it without including the above.
struct Precise {
  PreciseNumber value;
};

}  // namespace adage
