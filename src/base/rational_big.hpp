// SPDX-License-Identifier: BSL-1.0
// The large form of a Rational; only for files that compute with numbers beyond 64 bits.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>

#include "base/rational.hpp"

namespace adage {

struct Rational::Big {
  boost::multiprecision::cpp_rational value;
};

}  // namespace adage
