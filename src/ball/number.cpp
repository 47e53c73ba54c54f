// SPDX-License-Identifier: BSL-1.0
// Between balls, intervals and exact rationals, always rounding outward.
#include "ball/number.hpp"

#include <algorithm>

#include "base/rational_big.hpp"

namespace adage::ball {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

/// An integer as FLINT holds it.
class Integer {
 public:
  explicit Integer(const boost::multiprecision::cpp_int& value) {
    fmpz_init(value_);
    const boost::multiprecision::cpp_int size = abs(value);
    fmpz_set_str(value_, size.str(0, std::ios_base::hex).c_str(), 16);
    if (value < 0) fmpz_neg(value_, value_);
  }
  ~Integer() { fmpz_clear(value_); }
  Integer(const Integer&) = delete;
  Integer& operator=(const Integer&) = delete;
  operator const fmpz*() const { return value_; }  // NOLINT(google-explicit-constructor): as fmpz_t does

 private:
  fmpz_t value_;
};

}  // namespace

Number whole_line(Defined defined) { return {-kInf, kInf, defined}; }

Number number_of(const Ball& ball, slong bits) {
  if (!arb_is_finite(ball)) return whole_line(Defined::everywhere);
  Number result;
  arb_get_lbound_arf(result.lo, ball, bits);
  arb_get_ubound_arf(result.hi, ball, bits);
  return result;
}

Ball ball_of(const Number& x, slong bits) {
  Ball ball;
  if (x.point()) {
    arb_set_arf(ball, x.lo);
  } else {
    arb_set_interval_arf(ball, x.lo, x.hi, bits);
  }
  return ball;
}

Number number_of(const Rational& value, slong bits) {
  Number result;
  Real num, den;
  if (value.small()) {
    arf_set_si(num, value.small_num());
    arf_set_si(den, value.small_den());
  } else {
    const auto big = value.big().value;
    arf_set_fmpz(num, Integer(numerator(big)));
    arf_set_fmpz(den, Integer(denominator(big)));
  }
  arf_div(result.lo, num, den, bits, ARF_RND_FLOOR);
  arf_div(result.hi, num, den, bits, ARF_RND_CEIL);
  return result;
}

Number hull(const Number& a, const Number& b) {
  const Defined defined = a.defined == b.defined ? a.defined : Defined::maybe;
  if (a.defined == Defined::nowhere) return {b.lo, b.hi, defined};
  if (b.defined == Defined::nowhere) return {a.lo, a.hi, defined};
  return {a.lo < b.lo ? a.lo : b.lo, a.hi < b.hi ? b.hi : a.hi, defined};
}

void clip(Number& x, double lo, double hi) {
  if (arf_cmp_d(x.lo, lo) < 0) x.lo = lo;
  if (arf_cmp_d(x.hi, hi) > 0) x.hi = hi;
}

}  // namespace adage::ball
