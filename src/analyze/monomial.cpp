// SPDX-License-Identifier: BSL-1.0
// Growth is decided by the fastest part in which two monomials differ. That a monomial falls from K on is shown by its
// logarithmic derivative: what makes it fall outweighs at K what makes it rise, and the more so the further out.
#include "analyze/monomial.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace adage::analysis {
namespace {

/// Doubles are computed to within a few units of the last place; this is ample.
constexpr double kSlack = 1e-10;

bool faster(const Growth& a, const Growth& b) { return a.rate != b.rate ? a.rate > b.rate : a.power > b.power; }

int certain_sign(Constants& constants, Id id) {
  const auto sign = constants.sign(id);
  if (!sign) throw Undecided("a constant may be zero");
  return *sign;
}

void add_growth(Constants& constants, std::vector<Growth>& growths, const Growth& more) {
  const auto same = [&](const Growth& g) { return g.rate == more.rate && g.power == more.power; };
  const auto found = std::ranges::find_if(growths, same);
  if (found == growths.end()) {
    if (certain_sign(constants, more.factor) == 0) return;
    growths.insert(std::ranges::upper_bound(growths, more, faster), more);
    return;
  }
  found->factor = constants.make(Op::add, found->factor, more.factor);
  if (certain_sign(constants, found->factor) == 0) growths.erase(found);
}

double upper_size(const Enclosure& e) { return std::max(std::fabs(e.lo), std::fabs(e.hi)); }
double lower_size(const Enclosure& e) { return std::min(std::fabs(e.lo), std::fabs(e.hi)); }

}  // namespace

Monomial product(Constants& constants, const Monomial& a, const Monomial& b) {
  Monomial result{a.power + b.power, a.logs + b.logs, a.growths};
  for (const Growth& g : b.growths) add_growth(constants, result.growths, g);
  return result;
}

Monomial raised(Constants& constants, const Monomial& m, const Rational& exponent) {
  Monomial result;
  result.power = m.power * exponent;
  if (m.logs != 0) {
    const auto whole = exponent.small_integer();
    if (!whole || std::abs(*whole) > 64) throw Undecided("a root of a logarithm");
    result.logs = m.logs * *whole;
  }
  if (exponent.is_zero()) return result;
  const Id factor = constants.number(exponent);
  for (const Growth& g : m.growths)
    result.growths.push_back({g.rate, g.power, constants.make(Op::mul, factor, g.factor)});
  return result;
}

int growth_sign(Constants& constants, const Monomial& m) {
  if (!m.growths.empty()) return certain_sign(constants, m.growths.front().factor);
  if (!m.power.is_zero()) return m.power.sign();
  return m.logs == 0 ? 0 : m.logs > 0 ? 1 : -1;
}

int compare(Constants& constants, const Monomial& a, const Monomial& b) {
  return growth_sign(constants, product(constants, a, raised(constants, b, Rational(-1))));
}

Decay decay(Constants& constants, const Monomial& m, double from) {
  const double log_from = std::log(from);
  double rising =
      std::max(m.power.to_double(), 0.0) + static_cast<double>(std::max<std::int64_t>(m.logs, 0)) / log_from;
  double falling = std::max(-m.power.to_double(), 0.0);
  // Logarithms are computed to within kSlack of the sum of the sizes of all parts.
  double log_value = m.power.to_double() * log_from + static_cast<double>(m.logs) * std::log(log_from);
  double size = std::fabs(m.power.to_double()) * log_from + std::fabs(static_cast<double>(m.logs)) + 1;
  double slope = 0;
  const Growth* lead = m.growths.empty() ? nullptr : &m.growths.front();
  for (const Growth& g : m.growths) {
    const double p = g.power.to_double(), r = g.rate.to_double();
    if (p < 0) throw Undecided("a growth that is not simple");
    const double scale = std::exp(std::min(p * log_from + r * from, 600.0));
    const double weight = p + r * from;  // of y·d/dy
    const Enclosure& factor = constants.enclosure(g.factor);
    const bool falls = certain_sign(constants, g.factor) < 0;
    const double part = (falls ? lower_size(factor) : upper_size(factor)) * scale;
    log_value += falls ? -part : part;
    size += part;
    if (&g == lead) {
      if (!falls) throw Undecided("a growth that does not fall");
      falling = part * weight;
      if (p >= 1 || r * from >= 1) slope = 1;
    } else if (!falls) {
      const double behind = lead->rate.to_double() - r;
      if (behind > 0 && behind * from < p - lead->power.to_double() + 1) throw Undecided("a growth that is too close");
      rising += part * weight;
    }
  }
  const double surplus = falling * (1 - kSlack) - rising * (1 + kSlack);
  if (!(surplus > 0) && !(m.growths.empty() && m.power.is_zero() && m.logs < 0))
    throw Undecided("a growth that may still rise");
  return {log_value + kSlack * size, slope > 0 ? surplus / from * (1 - kSlack) : 0};
}

double bound(Constants& constants, const Monomial& m, double from) {
  if (m.constant()) return 1;
  const double value = std::exp(decay(constants, m, from).log_value) * (1 + kSlack);
  return std::max(value, std::numeric_limits<double>::denorm_min());
}

}  // namespace adage::analysis
