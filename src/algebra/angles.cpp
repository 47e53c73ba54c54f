// SPDX-License-Identifier: BSL-1.0
// Sine and cosine: sums and whole multiples of angles expand over one pair with s^2 = 1 - c^2; those parts of pi that
// ruler and compass make are radicals; inverse functions and their halves are algebraic. DLMF 4.17, 4.21.
#include "algebra/functions.hpp"

namespace adage::algebra {
namespace {

constexpr std::int64_t kMostMultiples = 24;
constexpr std::size_t kMostAngles = 5;  ///< added in one argument
constexpr int kAngles = 2;              ///< as distinct from exponents and roots in the plan
constexpr std::int64_t kFinestTurn = 480;
constexpr std::int64_t kMostHalvings = 8;  ///< as a power of two

}  // namespace

Functions::Angle Functions::added(const Angle& a, const Angle& b) const {
  return {difference(product(a.cos, b.cos), product(a.sin, b.sin)), sum(product(a.sin, b.cos), product(a.cos, b.sin))};
}

Functions::Angle Functions::multiple(Angle base, std::int64_t times) const {
  if (times < 0) base.sin = negated(base.sin);
  Angle result{constant(Rational(1)), constant(Rational(0))};
  for (auto left = static_cast<std::uint64_t>(times < 0 ? -times : times); left != 0; left /= 2) {
    if (left % 2 != 0) result = added(result, base);
    if (left > 1) base = added(base, base);
  }
  return result;
}

Functions::Angle Functions::base_angle(const Term& term, const Rational& unit) {
  const Id argument = node(scaled(term.part, unit));
  const std::array<Id, 1> args{argument};
  const std::size_t cosine = kernel({.node = arena_.intern(cos_, args)});
  const Fraction c = kernel_fraction(cosine);
  const Fraction square = difference(constant(Rational(1)), product(c, c));
  const std::size_t sine = kernel({.node = arena_.intern(sin_, args), .degree = 2, .value = square.num});
  return {c, kernel_fraction(sine)};
}

/// Of an angle strictly between -pi and pi.
Functions::Angle Functions::halved(const Angle& a) {
  const Fraction half = constant(Rational(1, 2));
  const Fraction cosine = power_of(product(sum(constant(Rational(1)), a.cos), half), half.constant());
  return {cosine, ratio(product(a.sin, half), cosine)};
}

/// The angle of an inverse function itself.
std::optional<Functions::Angle> Functions::angle_of_inverse(const Term& term) {
  if (!term.kernel) return std::nullopt;
  const Kernel kernel = (*this)[*term.kernel];
  if (!kernel.inner || kernel.family != Family::plain) return std::nullopt;
  const Fraction& v = *kernel.inner;
  const Fraction one = constant(Rational(1));
  const Op op = arena_.op(kernel.node);
  if (op == asin_) return Angle{power_of(difference(one, product(v, v)), Rational(1, 2)), v};
  if (op != atan_ && op != atan2_) return std::nullopt;
  const Fraction x = op == atan2_ ? *kernel.second : one;
  const Fraction radius = power_of(sum(product(x, x), product(v, v)), Rational(1, 2));
  return Angle{ratio(x, radius), ratio(v, radius)};
}

/// The angle pi/denominator for 3, 5 (DLMF 4.17) and powers of 2.
Functions::Angle Functions::root_of_unity(std::int64_t denominator) {
  const auto root = [this](const Fraction& u) { return power_of(u, Rational(1, 2)); };
  const Fraction half = constant(Rational(1, 2));
  if (denominator == 3) return {half, product(root(constant(Rational(3))), half)};
  if (denominator == 5) {
    const Fraction five = root(constant(Rational(5)));
    return {scaled(sum(five, constant(Rational(1))), Rational(1, 4)),
            root(scaled(difference(constant(Rational(5)), five), Rational(1, 8)))};
  }
  if (denominator == 1) return {constant(Rational(-1)), constant(Rational(0))};
  Angle result{constant(Rational(0)), constant(Rational(1))};
  for (; denominator != 2; denominator /= 2) result = halved(result);
  return result;
}

/// Multiples of pi whose denominator is a power of 2 times perhaps 3 and 5, which radicals express.
std::optional<Functions::Angle> Functions::angle_of_turns(const Term& term) {
  if (!term.kernel || arena_.op((*this)[*term.kernel].node) != pi_) return std::nullopt;
  const Rational turns = term.coefficient - Rational(2) * floor(term.coefficient / Rational(2));
  if (!turns.small() || turns.small_den() > kFinestTurn) return std::nullopt;
  std::int64_t rest = turns.small_den();
  const std::array<std::int64_t, 3> parts{rest & -rest, rest % 3 == 0 ? 3 : 1, rest % 5 == 0 ? 5 : 1};
  for (const std::int64_t part : parts) rest /= part;
  if (rest != 1) return std::nullopt;
  Angle result{constant(Rational(1)), constant(Rational(0))};
  Rational left = turns;
  for (const std::int64_t part : parts) {
    if (part == 1) continue;
    // The share of this part: times/part, where the others make up the rest of the turns but for whole ones.
    const std::int64_t others = turns.small_den() / part;
    std::int64_t times = 0;
    while ((times * others - turns.small_num()) % part != 0) ++times;
    result = added(result, multiple(root_of_unity(part), times));
    left = left - Rational(times, part);
  }
  return added(result, multiple(root_of_unity(1), *left.small_integer() % 2));
}

Functions::Angle Functions::angle(const Term& term) {
  if (const auto known = angle_of_turns(term)) return *known;
  const auto times = term.coefficient.small() ? std::optional(term.coefficient.small_num()) : std::nullopt;
  const std::int64_t parts = times ? term.coefficient.small_den() : 0;
  // Half of an angle of the full turn is not the half that a root gives where that angle is pi.
  const bool whole = parts == 1 || (term.kernel && arena_.op((*this)[*term.kernel].node) != atan2_);
  if (times && std::abs(*times) <= kMostMultiples && whole && parts <= kMostHalvings && (parts & (parts - 1)) == 0) {
    if (auto known = angle_of_inverse(term)) {
      for (std::int64_t i = 1; i != parts; i *= 2) known = halved(*known);
      return multiple(*known, *times);
    }
  }
  const auto [unit, multiples] = measured(kAngles, term.node, term.coefficient, kMostMultiples);
  return multiple(base_angle(term, unit), multiples);
}

Functions::Angle Functions::angle(const Fraction& u) {
  std::vector<Term> parts = terms(u);
  if (parts.size() > kMostAngles) {
    const bool flip = u.num.leads_negative();
    parts = {Term{Rational(flip ? -1 : 1), flip ? negated(u) : u, node(flip ? negated(u) : u), std::nullopt}};
  }
  Angle result{constant(Rational(1)), constant(Rational(0))};
  for (const Term& term : parts) result = added(result, angle(term));
  return result;
}

}  // namespace adage::algebra
