// SPDX-License-Identifier: BSL-1.0
// Operations that may leave the range of their arguments stand in a table; others take what fits the machine's widest
// type, whose overflow or underflow leaves them unknown.
#include "run/scaled.hpp"

#include <array>
#include <cmath>

namespace adage {
namespace {

using Wide = std::numeric_limits<long double>;
constexpr long double kInfinity = std::numeric_limits<long double>::infinity();
constexpr Scaled kUnknown{Wide::quiet_NaN(), 0};
/// The digits of an exponent beyond this are not enough for the number's first digit.
constexpr long double kBlurred = 0x1p50;
/// What a difference leaves beyond so many bits may be rounding, and what is as small beside a number is none of it.
constexpr long double kDigits = 40;
/// Bits of a number that are right, less those of its exponent, which an exponential takes from them.
constexpr long double kWide = 60;
/// Exponents as far apart have no digit in common.
constexpr long double kApart = 80;
constexpr long double kLeast = Wide::min_exponent - Wide::digits;  ///< of what the machine holds
/// A result that vanishes beyond that.
constexpr long double kVanishing = kLeast / 2;

bool is_zero(const Scaled& a) { return a.m == 0 && a.e == -kInfinity; }
bool is_bound(const Scaled& a) { return a.m == 0; }
bool is_plain(const Scaled& a) { return std::isfinite(a.m) && a.m != 0; }

Scaled normal(long double m, long double e) {
  if (std::isnan(e)) return kUnknown;
  if (m == 0) return {0, e};
  if (!std::isfinite(m)) return {m, 0};
  int moved = 0;
  m = std::frexp(m, &moved);
  e += moved;
  return e == -kInfinity ? Scaled{} : Scaled{m, e};
}

Scaled negative(const Scaled& a, const Scaled& = {}, const Scaled& = {}) { return {-a.m, a.e}; }

Scaled sum(const Scaled& x, const Scaled& y, const Scaled& = {}) {
  if (!std::isfinite(x.m) || !std::isfinite(y.m)) return {x.m + y.m, 0};
  const Scaled &a = x.e < y.e ? y : x, &b = x.e < y.e ? x : y;
  if (is_zero(b)) return a;
  const long double apart = a.e - b.e;
  if (std::isnan(apart)) return kUnknown;
  if (apart > (is_bound(b) ? kDigits : kApart) && !is_bound(a)) return a;
  // Little is left of a number beside a bound, and of the difference of two without digits.
  const bool blurred = std::fabs(a.e) > kBlurred && std::signbit(a.m) != std::signbit(b.m);
  if (is_bound(a) || is_bound(b) || blurred) return {0, a.e + 1};
  const Scaled total = normal(a.m + std::ldexp(b.m, static_cast<int>(-apart)), a.e);
  if (total.m != 0 && total.e >= a.e - kDigits) return total;
  const long double rounding = a.e - kWide + std::log2(1 + std::fabs(a.e));
  return {0, total.m == 0 ? rounding : std::fmax(total.e, rounding)};
}
Scaled difference(const Scaled& a, const Scaled& b, const Scaled&) { return sum(a, negative(b)); }

/// Of a product or quotient, with the exponents of its parts. Of exponents that cancel only a bound is left.
Scaled combined(long double m, long double a, long double b) {
  const long double e = a + b, rest = 0x1p-20L * std::fmax(std::fabs(a), std::fabs(b));
  return std::fabs(e) < rest && std::fabs(a) > kBlurred && std::isfinite(m) ? Scaled{0, 2 * rest} : normal(m, e);
}
Scaled product(const Scaled& a, const Scaled& b, const Scaled& = {}) { return combined(a.m * b.m, a.e, b.e); }
Scaled quotient(const Scaled& a, const Scaled& b, const Scaled&) {
  if (is_zero(b)) return {a.m / b.m, 0};
  return is_bound(b) ? kUnknown : combined(a.m / b.m, a.e, -b.e);
}

Scaled exponential(const Scaled& a, const Scaled& = {}, const Scaled& = {}) {
  constexpr long double most = 16'000;  // then the exponent of the result is no number
  if (!is_plain(a)) return is_bound(a) ? (a.e < -kApart ? scaled(1) : kUnknown) : scaled(std::exp(a.m));
  if (a.e > most) return a.m > 0 ? Scaled{0.5L, kInfinity} : Scaled{};
  const long double x = std::ldexp(a.m, static_cast<int>(std::fmax(a.e, -most)));
  constexpr long double log2e = 1.442695040888963407359924681001892137L;
  constexpr long double ln2 = 0x1.62e42fefa39efp-1L, ln2_rest = 0x1.abc9e3b39803f2f6af40f343267p-56L;
  const long double k = std::round(x * log2e);
  if (std::fabs(k) > kBlurred) return normal(0.75L, k);
  const long double r = std::fma(-k, ln2, x) - k * ln2_rest;
  return normal(std::exp(r), k);
}

Scaled logarithm(const Scaled& a, const Scaled& = {}, const Scaled& = {}) {
  constexpr long double ln2 = 0.693147180559945309417232121458176568L;
  if (!is_plain(a)) return is_bound(a) && !is_zero(a) ? kUnknown : scaled(std::log(a.m));
  if (a.m < 0) return kUnknown;
  if (a.m == 0.5L && a.e == 1) return {0, -kDigits};  // of 1, as which much is rounded
  if (std::fabs(a.e) < 64) return scaled(std::log(std::ldexp(a.m, static_cast<int>(a.e))));
  return sum(scaled(std::log(a.m)), product(scaled(a.e), scaled(ln2)));
}

Scaled root(const Scaled& a, const Scaled&, const Scaled&) {
  if (!is_plain(a)) return normal(std::sqrt(a.m), a.e / 2);
  const long double half = std::floor(a.e / 2);
  return std::isinf(a.e) ? a : normal(std::sqrt(a.m * (a.e - 2 * half == 1 ? 2 : 1)), half);
}

Scaled cube_root(const Scaled& a, const Scaled&, const Scaled&) {
  if (!is_plain(a) || std::fabs(a.e) > kBlurred) return {a.m, a.e / 3};
  const long double third = std::floor(a.e / 3);
  return normal(std::cbrt(std::ldexp(a.m, static_cast<int>(a.e - 3 * third))), third);
}
Scaled hypotenuse(const Scaled& a, const Scaled& b, const Scaled&) {
  return root(sum(product(a, a), product(b, b)), {}, {});
}

/// -1, 0 or 1 as a number, for comparisons.
long double order(const Scaled& a, const Scaled& b) {
  if (a.m == b.m && a.e == b.e) return 0;
  const Scaled rest = sum(a, negative(b));
  if (is_bound(rest) && !is_zero(rest)) return Wide::quiet_NaN();
  return std::isnan(rest.m) ? rest.m : rest.m > 0 ? 1 : rest.m < 0 ? -1 : 0;
}
template <bool (*Holds)(long double order)>
Scaled compared(const Scaled& a, const Scaled& b, const Scaled&) {
  const long double found = order(a, b);
  return std::isnan(found) ? kUnknown : scaled(Holds(found) ? 1 : 0);
}
template <bool (*First)(long double order)>
Scaled chosen(const Scaled& a, const Scaled& b, const Scaled&) {
  const long double found = order(a, b);
  return std::isnan(found) ? kUnknown : First(found) ? a : b;
}
Scaled where(const Scaled& condition, const Scaled& a, const Scaled& b) {
  return std::isnan(condition.m) ? kUnknown : condition.m != 0 ? a : b;
}

bool below(long double order) { return order < 0; }
bool above(long double order) { return order > 0; }
bool equal(long double order) { return order == 0; }
bool not_below(long double order) { return order >= 0; }
bool not_above(long double order) { return order <= 0; }
bool unequal(long double order) { return order != 0; }

/// What the widest type of the machine makes of it.
Scaled by_machine(Op op, const Scaled& a, const Scaled& b = {}, const Scaled& c = {}) {
  constexpr long double little = kLeast / 4, slope = 64;  // functions are not steeper than 2^slope
  const Row& r = row(op);
  const std::array args{a, b, c};
  std::array<long double, kMaxArity> values{};
  long double bound = -kInfinity;
  for (std::size_t k = 0; k != arity(op); ++k) {
    const Scaled& arg = args[k];
    if (is_bound(arg) && arg.e > little) return kUnknown;
    values[k] = std::ldexp(arg.m, static_cast<int>(std::fmax(2 * kLeast, std::fmin(arg.e, -2 * kLeast))));
    if (is_zero(arg)) continue;
    if (values[k] == 0 && (r.boolean || r.jumps)) {  // floor(-1e-9999) is -1
      if (is_bound(arg)) return kUnknown;
      values[k] = std::copysign(Wide::denorm_min(), arg.m);
    }
    // What is zero at another number is only close to zero there, since the number was rounded.
    bound = std::fmax(bound, is_bound(arg) || values[k] == 0 ? std::fmax(kVanishing, arg.e + slope) : -kDigits);
  }
  const long double value = r.machine.extended(values[0], values[1], values[2]);
  if (value != 0) return scaled(value);
  return r.boolean || r.jumps ? Scaled{} : Scaled{0, bound};
}

// What functions are like for large arguments.
Scaled times(long double factor, const Scaled& a) { return product(scaled(factor), a); }
Scaled size_of(const Scaled& a) { return {std::fabs(a.m), a.e}; }
Scaled unchanged(const Scaled& a) { return a; }
Scaled itself(const Scaled& a) { return a.m > 0 ? a : exponential(a); }
Scaled exponential_of(const Scaled& a) { return a.m > 0 ? exponential(a) : scaled(-1); }
Scaled half_exponential(const Scaled& a) { return times(0.5L, exponential(size_of(a))); }
Scaled odd_half_exponential(const Scaled& a) { return times(a.m < 0 ? -0.5L : 0.5L, exponential(size_of(a))); }
Scaled logarithm_of(const Scaled& a) { return logarithm(a); }
Scaled rise(const Scaled& a) { return a.m > 0 ? scaled(1) : exponential(a); }
Scaled decay(const Scaled& a) { return exponential(negative(size_of(a))); }
Scaled twice_decay(const Scaled& a) { return a.m > 0 ? exponential(times(-2, a)) : scaled(0.25L); }
Scaled power_of_two(const Scaled& a) { return exponential(times(0.693147180559945309417232121458176568L, a)); }
/// exp(scale*a^2), a in two parts, so that no digit of the square is lost.
Scaled gauss(const Scaled& a, const Scaled& scale, const Scaled& = {}) {
  if (!is_plain(a)) return exponential(product(scale, product(a, a)));
  const long double whole = std::ldexp(a.m, 32), most = std::nearbyint(whole);
  const Scaled high = normal(most, a.e - 32), low = whole == most ? Scaled{} : normal(whole - most, a.e - 32);
  return product(exponential(product(scale, product(high, high))),
                 exponential(product(scale, product(low, sum(a, high)))));
}

/// erfc(a) for a scale of 1 and normal_cdf(-a) for 1/2, of large numbers, by the asymptotic series (DLMF 7.12.1).
Scaled gauss_tail(const Scaled& a, long double scale) {
  constexpr long double pi = 3.141592653589793238462643383279502884L;
  const long double z = a.e > 200 ? 0 : 1 / (2 * scale * std::ldexp(a.m * a.m, static_cast<int>(2 * a.e)));
  const long double series = 1 - z * (1 - 3 * z * (1 - 5 * z * (1 - 7 * z * (1 - 9 * z))));
  return quotient(times(series * std::sqrt(scale / pi), gauss(a, scaled(-scale))), a, {});
}
Scaled erfc_of(const Scaled& a) { return a.m > 0 ? gauss_tail(a, 1) : scaled(2); }
Scaled normal_cdf_of(const Scaled& a) { return a.m < 0 ? gauss_tail(negative(a), 0.5L) : scaled(1); }

/// As far as the rest is a number.
Scaled with_rest(const Scaled& a, const Scaled& rest) { return is_plain(rest) ? sum(a, rest) : a; }
Scaled gauss_of_sum(const Scaled& a, const Scaled& scale, const Scaled& rest) {
  return product(gauss(a, scale), exponential(with_rest({}, rest)));
}

Scaled power(const Scaled& a, const Scaled& b, const Scaled&) {
  // Of zero, or what stays below a size, though `b` was rounded.
  if (is_bound(a) && is_plain(b) && b.m > 0 && std::fabs(b.e) < 64)
    return {0, a.e * std::ldexp(b.m, static_cast<int>(b.e))};
  const Scaled value = by_machine(Op::pow, a, b);
  if (is_plain(value) && is_plain(a) && std::fabs(a.e) < -kLeast) return value;
  if (!is_plain(a) || !is_plain(b)) return value;
  const long double exponent = std::fabs(b.e) < 64 ? std::ldexp(b.m, static_cast<int>(b.e)) : Wide::quiet_NaN();
  const bool whole = std::floor(exponent) == exponent;
  if (a.m < 0 && !whole) return kUnknown;
  const Scaled size = exponential(product(b, logarithm(size_of(a))));
  return a.m < 0 && std::fmod(exponent, 2.0L) != 0 ? negative(size) : size;
}

using Form = Scaled (*)(const Scaled& a, const Scaled& b, const Scaled& c);

struct Entry {
  Form form = nullptr;                         ///< of all arguments
  Scaled (*large)(const Scaled& a) = nullptr;  ///< where the machine has no answer
};

const std::array<Entry, 256>& table() {
  static const std::array<Entry, 256> entries = [] {
    std::array<Entry, 256> result{};
    const auto enter = [&](Op op, Form form) { result[static_cast<std::size_t>(op)].form = form; };
    const auto enter_large = [&](std::initializer_list<const char*> names, Scaled (*large)(const Scaled&)) {
      for (const char* name : names) result[static_cast<std::size_t>(find_operation(name).value())].large = large;
    };
    enter(Op::neg, negative);
    enter(Op::add, sum);
    enter(Op::sub, difference);
    enter(Op::mul, product);
    enter(Op::div, quotient);
    enter(Op::pow, power);
    enter(Op::eq, compared<equal>);
    enter(Op::ne, compared<unequal>);
    enter(Op::lt, compared<below>);
    enter(Op::le, compared<not_above>);
    enter(Op::gt, compared<above>);
    enter(Op::ge, compared<not_below>);
    enter(Op::where, where);
    enter(Op::min, chosen<below>);
    enter(Op::max, chosen<above>);
    enter(function("abs"), [](const Scaled& a, const Scaled&, const Scaled&) { return size_of(a); });
    enter(function("relu"), [](const Scaled& a, const Scaled&, const Scaled&) { return a.m < 0 ? Scaled() : a; });
    enter(function("sqrt"), root);
    enter(function("cbrt"), cube_root);
    enter(function("hypot"), hypotenuse);
    enter(function("exp"), exponential);
    enter(function("log"), logarithm);
    enter(find_operation("fused_gauss").value(), gauss);
    enter(find_operation("fused_gauss_of_sum").value(), gauss_of_sum);
    enter(find_operation("fused_showing_quotient").value(), quotient);
    // Numbers as wide lose nothing that counts; what rounding took from constants has been a constant since lowering.
    for (const Row& row : all_rows()) {
      if (row.rest)
        enter(find_operation(row.name).value(), [](const Scaled&, const Scaled&, const Scaled&) { return Scaled(); });
    }
    enter(find_operation("fused_exp_of_sum").value(),
          [](const Scaled& a, const Scaled& rest, const Scaled&) { return exponential(with_rest(a, rest)); });
    enter_large({"sigmoid", "fused_sigmoid_of_sum", "fused_tanh_softplus"}, rise);
    enter_large({"fused_softplus", "fused_softplus_of_sum"}, itself);
    enter_large({"fused_sigmoid_slope", "fused_sigmoid_slope_of_sum"}, decay);
    enter_large({"fused_slope_softplus"}, twice_decay);
    enter_large({"erfc", "fused_erfc_of_sum"}, erfc_of);
    enter_large({"normal_cdf", "fused_normal_cdf_of_sum"}, normal_cdf_of);
    enter_large({"fused_sub_sin", "fused_sub_tanh"}, unchanged);
    enter_large({"exp2"}, power_of_two);
    enter_large({"expm1"}, exponential_of);
    enter_large({"log1p"}, logarithm_of);
    enter_large({"cosh", "fused_cosh_of_sum"}, half_exponential);
    enter_large({"sinh", "fused_sinh_of_sum"}, odd_half_exponential);
    return result;
  }();
  return entries;
}

}  // namespace

Scaled scaled(long double value) {
  if (value == 0) return {};
  return normal(value, 0);
}

long double unscaled(const Scaled& value) {
  constexpr long double nothing = -256, most = 20'000;
  if (value.m == 0) return value.e < nothing ? 0 : Wide::quiet_NaN();
  if (!std::isfinite(value.m)) return value.m;
  return std::ldexp(value.m, static_cast<int>(std::fmax(-most, std::fmin(value.e, most))));
}

Scaled apply(Op op, const Scaled& a, const Scaled& b, const Scaled& c) {
  const Entry& entry = table()[static_cast<std::size_t>(op)];
  if (entry.form != nullptr) return entry.form(a, b, c);
  const Scaled value = by_machine(op, a, b, c);
  const bool beyond = is_plain(a) && a.e > 6 && (!is_plain(value) || a.e > Wide::max_exponent);
  return beyond && entry.large != nullptr ? entry.large(a) : value;
}

}  // namespace adage
