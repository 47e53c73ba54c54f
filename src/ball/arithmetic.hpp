// SPDX-License-Identifier: BSL-1.0
// Interval arithmetic (Moore 1966) with directed rounding; an infinite end stands for no bound, so that 0·inf is 0.
// Definedness of the arguments is not looked at here; what an operation itself leaves undefined is said.
#pragma once

#include "ball/number.hpp"

namespace adage::ball {

Number negated(const Number& a);
Number sum(const Number& a, const Number& b, slong bits);
Number difference(const Number& a, const Number& b, slong bits);
Number product(const Number& a, const Number& b, slong bits);
Number quotient(const Number& a, const Number& b, slong bits);
Number magnitude(const Number& a);
Number smaller(const Number& a, const Number& b);
Number larger(const Number& a, const Number& b);
Number square_root(const Number& a, slong bits);
/// a^n.
Number whole_power(const Number& a, const Real& n, slong bits);
/// a^b; whole exponents as whole_power.
Number power(const Number& a, const Number& b, slong bits);

}  // namespace adage::ball
