// SPDX-License-Identifier: BSL-1.0
// Functions of several variables over a box: range and slopes by branch and bound (Hansen 1980), joints as conditions.
#include <algorithm>
#include <queue>

#include "analyze/card.hpp"
#include "analyze/figures.hpp"
#include "diff/diff.hpp"
#include "diff/kinks.hpp"
#include "graph/print.hpp"
#include "graph/slice.hpp"
#include "rules/identities.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

constexpr int kMostBoxes = 4'000;
constexpr unsigned kBits = 80;

using Sides = std::vector<std::pair<double, double>>;

/// One expression over parts of a box.
class BoxSearch {
 public:
  BoxSearch(const Arena& arena, Id root, std::span<const Id> variables, const Deadline& deadline)
      : root_(root), balls_(arena, std::span<const Id>(&root, 1)), deadline_(deadline) {
    for (const Id id : balls_.variables())
      places_.push_back(static_cast<std::size_t>(std::ranges::find(variables, id) - variables.begin()));
  }

  /// Encloses the supremum of sign·root, or of |root| for sign 0.
  Range supremum(const Sides& whole, int sign) {
    struct Open {
      double bound;
      Sides box;
      bool operator<(const Open& other) const { return bound < other.bound; }
    };
    std::priority_queue<Open> open;
    double found = -kInf;
    const auto push = [&](const Sides& box) {
      const Range r = value(box, sign);
      if (r.hi > found) open.push({r.hi, box});
      Sides middle = box;
      for (auto& [lo, hi] : middle) lo = hi = lo + (hi - lo) / 2;
      found = std::max(found, value(middle, sign, true).lo);
    };
    push(whole);
    for (const bool low : {true, false}) {  // corners catch what is monotone
      Sides corner = whole;
      for (auto& [lo, hi] : corner) (low ? hi : lo) = low ? lo : hi;
      found = std::max(found, value(corner, sign, true).lo);
    }
    double top = open.empty() ? found : open.top().bound;
    for (int i = 0; i != kMostBoxes && !open.empty() && !deadline_.passed(); ++i) {
      top = open.top().bound;
      if (!(top > found + 1e-10 * std::fabs(found))) break;
      Sides box = open.top().box;
      const auto widest = std::ranges::max_element(box, {}, [](const auto& s) { return s.second - s.first; });
      const auto [lo, hi] = *widest;
      const double middle = lo + (hi - lo) / 2;
      if (!(lo < middle && middle < hi)) break;
      open.pop();
      widest->second = middle;
      push(box);
      *widest = {middle, hi};
      push(box);
      top = open.empty() ? found : open.top().bound;
    }
    return {found, std::max(top, found)};
  }

 private:
  Range value(const Sides& box, int sign, bool must_exist = false) {
    std::vector<Extent> part;
    for (const std::size_t place : places_)
      part.push_back(
          {Rational::from_double_exactly(box[place].first), Rational::from_double_exactly(box[place].second)});
    balls_.evaluate(part, kBits);
    const Enclosure e = balls_[root_];
    if (e.nowhere() || (must_exist && !e.everywhere())) return {-kInf, -kInf};
    if (sign > 0) return {e.lo, e.hi};
    if (sign < 0) return {-e.hi, -e.lo};
    const double far = std::max(std::fabs(e.lo), std::fabs(e.hi));
    return {e.lo > 0 ? e.lo : e.hi < 0 ? -e.hi : 0, far};
  }

  Id root_;
  BallEvaluator balls_;
  const Deadline& deadline_;
  std::vector<std::size_t> places_;
};

}  // namespace

void fill_box(Arena& arena, Id f, std::span<const Id> variables, const Deadline& deadline, Card& card) {
  Arena scratch(&local_identities());
  const Id root = simplify(scratch, copy(arena, std::span<const Id>(&f, 1), scratch).front());
  std::vector<Id> inputs;
  for (const Id v : variables) inputs.push_back(scratch.variable(arena.name(v)));
  Sides box;
  for (const auto& side : card.box) box.emplace_back(side.first, side.last);
  BoxSearch values(scratch, root, inputs, deadline);
  const Range top = values.supremum(box, 1), bottom = values.supremum(box, -1);
  card.supremum.value = enclosed(top.lo, top.hi);
  card.infimum.value = enclosed(-bottom.hi, -bottom.lo);
  const std::vector<Id> slopes = simplify(scratch, gradient(scratch, root, inputs));
  for (std::size_t i = 0; i != slopes.size(); ++i) {
    BoxSearch slope(scratch, slopes[i], inputs, deadline);
    const Range bound = slope.supremum(box, 0);
    card.slopes.emplace_back(std::string(scratch.name(inputs[i])), enclosed(bound.lo, bound.hi));
  }
  for (const Id g : switches(scratch, root, kNone)) {
    Card::Joint joint;
    joint.condition = to_infix(scratch, g);
    card.joints.push_back(std::move(joint));
  }
  if (deadline.passed()) card.notes.emplace_back("the time was up before everything was decided");
}

}  // namespace adage::analysis
