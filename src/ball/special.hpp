// SPDX-License-Identifier: BSL-1.0
// Functions that are not monotone on all of their domain: trigonometric ones, angles, and the gamma family.
#pragma once

#include "ball/number.hpp"

namespace adage::ball {

Number sine(const Number& x, slong bits);
Number cosine(const Number& x, slong bits);
Number tangent(const Number& x, slong bits);
Number angle(const Number& y, const Number& x, slong bits);
Number gamma(const Number& x, slong bits);
Number log_gamma(const Number& x, slong bits);
Number digamma(const Number& x, slong bits);
Number polygamma(const Number& n, const Number& x, slong bits);

}  // namespace adage::ball
