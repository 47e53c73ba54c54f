// SPDX-License-Identifier: BSL-1.0
// Exact zeros come first: around one, the first derivative that does not vanish tells the sign on either side
// (Taylor). What is left is divided until a sign, or a monotone piece, is seen.
#include "analyze/signs.hpp"

#include <algorithm>

#include "diff/solve.hpp"

namespace adage::analysis {
namespace {

constexpr int kMostOrders = 7;
constexpr double kSliver = 1e-9;  // narrower boxes are not divided further

int sign_of(const Enclosure& e) {
  if (!e.everywhere()) return 0;
  return e.positive() ? 1 : e.negative() ? -1 : 0;
}

/// An exact zero and the signs beside it, within `reach` on either side.
struct ExactZero {
  Place place;
  int left = 0;
  int right = 0;
  double reach = 0;
};

class Finder {
 public:
  Finder(Branch& branch, Constants& constants, int n, const Stretches* above, const SignLimits& limits)
      : branch_(branch),
        constants_(constants),
        n_(n),
        above_(above),
        limits_(limits),
        last_(branch.evaluations() + limits.evaluations) {}

  Stretches run(const Place& from, const Place& to) {
    const Id g = branch_.derivative(n_);
    if (g == kNone) return {{from, to, 0, false, false}};
    if (constants_.arena().is_constant(g)) {
      const auto sign = constants_.sign(g);
      const bool analytic = branch_.view(from.lo, to.hi).analytic;
      return {{from, to, sign.value_or(0), sign.has_value() && analytic, analytic}};
    }
    for (const Id exact : candidates(g, from, to)) examine(g, exact);
    std::ranges::sort(zeros_, {}, [](const ExactZero& z) { return z.place.lo; });
    walk(from, to);
    join(result_);
    return std::move(result_);
  }

 private:
  std::vector<Id> candidates(Id g, const Place& from, const Place& to) {
    std::vector<Id> found;
    bool complete = true;
    for (const Id zero : zeros(constants_.arena(), g, branch_.variable(), complete)) found.push_back(zero);
    found.push_back(constants_.arena().number(0));
    for (const Place* end : {&from, &to}) {
      if (end->exact != kNone) found.push_back(end->exact);
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::erase_if(found, [&](Id id) {
      const auto place = place_of(constants_, id);
      return !place || place->hi < from.lo || place->lo > to.hi;
    });
    return found;
  }

  void examine(Id g, Id exact) {
    const Id there = branch_.value_at(g, exact);
    if (there == kNone || constants_.sign(there) != 0) return;
    ExactZero zero{.place = *place_of(constants_, exact)};
    for (int m = 1; m <= kMostOrders; ++m) {
      const Id derived = branch_.derived(n_ + m);
      const Id slope = branch_.value_at(derived, exact);
      if (slope == kNone) return;
      const auto sign = constants_.sign(slope);
      if (!sign) return;
      if (*sign == 0) continue;
      zero.right = *sign;
      zero.left = m % 2 == 0 ? *sign : -*sign;
      zero.reach = reach(derived, zero.place);
      if (zero.reach > 0) zeros_.push_back(zero);
      return;
    }
  }

  /// How far from the place the derivative keeps its sign.
  double reach(Id derived, const Place& place) {
    BallEvaluator balls(constants_.arena(), std::span<const Id>(&derived, 1));
    for (double radius = 0.5; radius > 1e-7; radius /= 2) {
      std::vector<Extent> box;
      for (std::size_t i = 0; i != balls.variables().size(); ++i) {
        box.push_back(
            {Rational::from_double_exactly(place.lo - radius), Rational::from_double_exactly(place.hi + radius)});
      }
      balls.evaluate(box, 96);
      const Enclosure e = balls[derived];
      if (e.everywhere() && e.nonzero() && branch_.view(place.lo - radius, place.hi + radius).analytic) return radius;
      // A joint or an edge of the domain may lie beside it: one side alone is of use at the end of a branch.
      if (balls.variables().empty()) return e.nonzero() ? radius : 0;
    }
    return 0;
  }

  void walk(const Place& from, const Place& to) {
    Place here = from;
    for (const ExactZero& zero : zeros_) {
      if (zero.place.lo < here.lo) continue;
      const double left_end = std::max(here.hi, std::nextafter(zero.place.lo - zero.reach, kInf));
      if (here.exact != zero.place.exact || here.exact == kNone) {
        if (here.hi < left_end) divide(here, place_at(left_end));
        emit(here.hi < left_end ? place_at(left_end) : here, zero.place, zero.left, true);
      }
      if (to.exact == zero.place.exact && to.exact != kNone) return;
      const double right_end = std::min(to.lo, std::nextafter(zero.place.hi + zero.reach, -kInf));
      const bool last = right_end >= to.lo;
      emit(zero.place, last ? to : place_at(right_end), zero.right, true);
      if (!result_.empty()) result_.back().from_zero = true;
      here = last ? to : place_at(right_end);
      if (last) return;
    }
    divide(here, to);
  }

  void emit(const Place& from, const Place& to, int sign, bool analytic) {
    if (from.lo < to.hi) result_.push_back({from, to, sign, true, analytic});
  }

  /// Known monotone parts are decided by their ends, the rest is divided.
  void divide(const Place& from, const Place& to) {
    if (above_ == nullptr) return search(from, to);
    Place here = from;
    for (const Stretch& part : *above_) {
      if (part.to.lo <= here.hi) continue;
      if (part.from.lo >= to.hi) break;
      const bool last = part.to.lo >= to.lo;
      const Place end = last ? to : part.to;
      if (part.known && part.analytic) {
        monotone(here, end, part.sign);
      } else {
        search(here, end);
      }
      here = end;
      if (last) break;
    }
    if (here.hi < to.lo) search(here, to);
  }

  void monotone(const Place& from, const Place& to, int trend) {
    const int first = sign_of(branch_.at(n_, from)), last = sign_of(branch_.at(n_, to));
    if (first != 0 && first == last) return emit(from, to, first, true);
    if (first != 0 && last != 0) {
      const Place zero = crossing(branch_, n_, from.hi, to.lo, 0);
      emit(from, zero, first, true);
      return emit(zero, to, last, true);
    }
    // An end that is zero, or too close to it to tell: what moves away from it has a sign once that is seen.
    const auto leaves = [&](const Place& end, int sign) {
      const Enclosure e = branch_.at(n_, end);
      return e.everywhere() && (sign > 0 ? e.nonnegative() : e.nonpositive());
    };
    if (last != 0 && last == trend) {
      if (leaves(from, last)) return emit(from, to, last, true);
      const Place seen = first_seen(from.hi, to.lo, last);
      unknown(from, seen);
      return emit(seen, to, last, true);
    }
    if (first != 0 && first == -trend) {
      if (leaves(to, first)) return emit(from, to, first, true);
      const Place seen = first_seen(to.lo, from.hi, first);
      emit(from, seen, first, true);
      return unknown(seen, to);
    }
    unknown(from, to);
  }

  void unknown(const Place& from, const Place& to) { result_.push_back({from, to, 0, false, true}); }

  /// The point closest to `dark` at which the sign is seen that `light` has.
  Place first_seen(double dark, double light, int sign) {
    for (int i = 0; i != 60; ++i) {
      const double middle = dark + (light - dark) / 2;
      if (middle == dark || middle == light) break;
      (sign_of(branch_.at(n_, place_at(middle))) == sign ? light : dark) = middle;
    }
    return place_at(light);
  }

  void search(const Place& from, const Place& to) {
    std::vector<std::pair<Place, Place>> open{{from, to}};
    const std::size_t order = static_cast<std::size_t>(n_);
    while (!open.empty()) {
      const auto [a, b] = open.back();
      open.pop_back();
      const Branch::View view = branch_.view(a.lo, b.hi);
      const Enclosure value = view.values[order], slope = view.values[order + 1];
      if (view.analytic && sign_of(value) != 0) {
        emit(a, b, sign_of(value), true);
        continue;
      }
      if (view.analytic && value.everywhere() && sign_of(slope) != 0 && settle(a, b)) continue;
      if (view.analytic && value.everywhere() && slope.everywhere() && by_mean_value(a, b, slope)) continue;
      // Off the middle, where zeros of simple functions seldom lie.
      const double middle = a.hi + 0.4871 * (b.lo - a.hi);
      const double scale = std::max(1.0, std::fabs(middle));
      const bool spent = branch_.evaluations() > last_ || (limits_.deadline != nullptr && limits_.deadline->passed());
      if (spent || !(b.lo - a.hi > kSliver * scale) || middle <= a.hi || middle >= b.lo) {
        result_.push_back({a, b, 0, false, view.analytic});
        continue;
      }
      open.emplace_back(place_at(middle), b);
      open.emplace_back(a, place_at(middle));
    }
  }

  /// A monotone box whose ends have signs.
  bool settle(const Place& a, const Place& b) {
    const int first = sign_of(branch_.at(n_, a)), last = sign_of(branch_.at(n_, b));
    if (first == 0 || last == 0) return false;
    if (first == last) return emit(a, b, first, true), true;
    const Place zero = crossing(branch_, n_, a.hi, b.lo, 0);
    emit(a, zero, first, true);
    emit(zero, b, last, true);
    return true;
  }

  bool by_mean_value(const Place& a, const Place& b, const Enclosure& slope) {
    const double middle = a.hi + (b.lo - a.hi) / 2;
    const Enclosure center = branch_.at(n_, place_at(middle));
    if (sign_of(center) == 0) return false;
    const double radius = std::max(b.hi - middle, middle - a.lo) * (1 + 1e-12);
    const double change = radius * std::max(std::fabs(slope.lo), std::fabs(slope.hi)) * (1 + 1e-12);
    if (!(change < std::min(std::fabs(center.lo), std::fabs(center.hi)))) return false;
    emit(a, b, sign_of(center), true);
    return true;
  }

  Branch& branch_;
  Constants& constants_;
  int n_;
  const Stretches* above_;
  const SignLimits& limits_;
  std::uint64_t last_;
  std::vector<ExactZero> zeros_;
  Stretches result_;
};

}  // namespace

void join(Stretches& stretches) {
  Stretches joined;
  for (const Stretch& s : stretches) {
    const bool alike = !joined.empty() && joined.back().known == s.known && joined.back().sign == s.sign &&
                       joined.back().analytic == s.analytic && !s.from_zero;
    if (alike) {
      joined.back().to = s.to;
    } else {
      joined.push_back(s);
    }
  }
  stretches = std::move(joined);
}

Stretches signs(Branch& branch, Constants& constants, int n, const Place& from, const Place& to, const Stretches* above,
                const SignLimits& limits) {
  return Finder(branch, constants, n, above, limits).run(from, to);
}

}  // namespace adage::analysis
