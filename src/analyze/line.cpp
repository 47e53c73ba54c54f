// SPDX-License-Identifier: BSL-1.0
// Joints come from exact zeros of switching functions, ends of the domain among them; a branch is the function
// simplified under the assumption that its variable lies between two. Nothing here rests on their being complete.
#include "analyze/line.hpp"

#include <algorithm>

#include "diff/kinks.hpp"
#include "diff/solve.hpp"
#include "graph/slice.hpp"
#include "rules/template.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

constexpr double kReach[] = {16, 64, 512, 16'384};  // how far out a tail begins, the first that will do
constexpr double kBeside = 1e-6;

Id replaced(Arena& arena, Id f, Id from, Id to) {
  return substitute(arena, std::span(&f, 1), std::span(&from, 1), std::span(&to, 1)).front();
}

std::vector<Id> domain_conditions(Arena& arena, Id f) {
  std::vector<Id> result;
  for (const Id id : slice(arena, f)) {
    const Template* text = domain(arena.op(id));
    if (text == nullptr || arena.is_constant(id)) continue;
    const Node node = arena[id];
    result.push_back(simplify(arena, text->instantiate(arena, {node.args.data(), node.count})));
  }
  return result;
}

/// Where a branch or the domain may change, in order.
std::vector<Place> joints(Constants& constants, Id f, Id x, Line& line) {
  Arena& arena = constants.arena();
  std::vector<Id> functions = switches(arena, f, x);
  line.joints_complete = functions.size() <= kMostSwitches;
  for (const Id condition : domain_conditions(arena, f)) {
    for (const Id g : switches(arena, condition, x)) functions.push_back(g);
  }
  std::ranges::sort(functions);
  functions.erase(std::unique(functions.begin(), functions.end()), functions.end());
  std::vector<Place> places;
  for (const Id g : functions) {
    bool complete = true;
    for (const Id point : zeros(arena, g, x, complete)) {
      const auto place = place_of(constants, point);
      const auto same = [&](const Place& p) { return p.exact == point; };
      if (place && std::ranges::none_of(places, same)) places.push_back(*place);
    }
    if (complete) continue;
    line.unsolved.push_back(g);
    line.joints_complete = false;
  }
  std::ranges::sort(places, [](const Place& a, const Place& b) { return a.middle() < b.middle(); });
  for (std::size_t i = 1; i < places.size();) {  // two that cannot be told apart, such as 1/3 written in two ways
    if (places[i - 1].hi < places[i].lo) {
      ++i;
    } else {
      if (constants.sign(constants.make(Op::sub, places[i - 1].exact, places[i].exact)) != 0) line.joints_complete = false;
      places.erase(places.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  return places;
}

class Builder {
 public:
  Builder(Constants& constants, Id f, Id x, const Deadline& deadline)
      : constants_(constants), f_(f), x_(x), deadline_(deadline), y_(constants.arena().variable("distance")) {}

  Line run() {
    Line line;
    const std::vector<Place> places = joints(constants_, f_, x_, line);
    for (const Place& p : places) farthest_ = std::max({farthest_, std::fabs(p.lo), std::fabs(p.hi)});
    Place from{-kInf, -kInf, kNone};
    for (std::size_t i = 0; i <= places.size(); ++i) {
      const Place to = i == places.size() ? Place{kInf, kInf, kNone} : places[i];
      line.pieces.push_back(piece(from, to));
      from = to;
    }
    return line;
  }

 private:
  Piece piece(const Place& from, const Place& to) {
    Arena& arena = constants_.arena();
    Piece result;
    result.from = from;
    result.to = to;
    std::vector<Id> assumptions;
    if (from.exact != kNone) assumptions.push_back(arena.make(Op::gt, x_, from.exact));
    if (to.exact != kNone) assumptions.push_back(arena.make(Op::lt, x_, to.exact));
    const LocalOptions options{.assumptions = assumptions};
    const Id f = deadline_.passed() ? f_ : simplify(arena, f_, options);
    result.smooth = !arena.has(f, kPiecewise);
    result.branch = std::make_unique<Branch>(constants_, f, x_);
    for (const Id condition : domain_conditions(arena, f_))
      result.undefined |= arena.op(simplify(arena, condition, options)) == Op::constant_false;
    if (result.undefined) return result;
    lay_out(result);
    return result;
  }

  bool regular(Piece& piece, const Place& end) {
    return !end.infinite() && piece.branch->view(end.lo - kBeside, end.hi + kBeside).analytic;
  }

  /// The function beside an end, in a variable that tends to infinity there.
  std::optional<Zone> zone(Piece& piece, const Place& end, int side) {
    if (regular(piece, end)) return std::nullopt;
    Arena& arena = constants_.arena();
    Zone best;
    int most = -1;
    for (const double reach : kReach) {
      if (deadline_.passed() && most >= 0) break;
      Zone zone;
      if (end.infinite()) {
        const double inner = reach < 2 * farthest_ ? reach * std::exp2(std::ceil(std::log2(2 * farthest_ / reach))) : reach;
        zone.inner = place_at(side * inner);
        zone.far = std::make_unique<FarOut>(constants_, x_, side, inner);
      } else {
        const double inner = end.middle() - side / reach;
        if (side < 0 ? !(inner < piece.to.lo) : !(inner > piece.from.hi)) continue;
        // Rounded towards the end, but the tail holds a little beyond.
        zone.inner = place_at(side < 0 ? std::nextafter(inner, -kInf) : std::nextafter(inner, kInf));
        zone.far = std::make_unique<FarOut>(constants_, y_, 1, reach * (1 - 1e-9));
      }
      int known = 0;
      for (std::size_t n = 0; n != Branch::kOrders; ++n) {
        Id g = piece.branch->derivative(static_cast<int>(n));
        if (g == kNone) continue;
        if (!end.infinite()) {
          const Id step = arena.make(Op::div, arena.number(1), y_);
          g = simplify(arena, replaced(arena, g, x_, arena.make(side < 0 ? Op::add : Op::sub, end.exact, step)));
        }
        zone.roots[n] = g;
        if (n < 3 && zone.far->sign(g, true)) ++known;
      }
      if (known > most) {
        most = known;
        best = std::move(zone);
      }
      if (known == 3) break;
    }
    return most < 0 ? std::nullopt : std::optional<Zone>(std::move(best));
  }

  void lay_out(Piece& piece) {
    piece.left = zone(piece, piece.from, -1);
    piece.right = zone(piece, piece.to, 1);
    for (std::size_t n = 0; n != Branch::kOrders; ++n) {
      piece.ends[n][0] = end_value(piece, static_cast<int>(n), piece.from, piece.left);
      piece.ends[n][1] = end_value(piece, static_cast<int>(n), piece.to, piece.right);
    }
    const Place from = piece.left ? piece.left->inner : piece.from;
    const Place to = piece.right ? piece.right->inner : piece.to;
    for (int n = 2; n >= 0; --n) {
      const auto order = static_cast<std::size_t>(n);
      Stretches& level = piece.levels[order];
      const Stretches* above = n == 2 ? nullptr : &piece.levels[order + 1];
      if (piece.left) level.push_back(beside(piece, n, *piece.left, true, above));
      if (from.hi < to.lo) {
        const Stretches middle = signs(*piece.branch, constants_, n, from, to, above, {.deadline = &deadline_});
        level.insert(level.end(), middle.begin(), middle.end());
      }
      if (piece.right) level.push_back(beside(piece, n, *piece.right, false, above));
      if (level.empty()) level.push_back({piece.from, piece.to});
      join(level);
    }
  }

  EndValue end_value(Piece& piece, int n, const Place& end, const std::optional<Zone>& zone) {
    EndValue result;
    const Id g = piece.branch->derivative(n);
    if (g == kNone) return result;
    if (zone) {
      const Id root = zone->roots[static_cast<std::size_t>(n)];
      if (root == kNone) return result;
      const TailLimit limit = zone->far->limit(root);
      if (limit.kind == TailLimit::Kind::unknown) return result;
      if (limit.kind != TailLimit::Kind::finite) {
        result.kind = EndValue::Kind::infinite;
        result.sign = limit.kind == TailLimit::Kind::plus_infinity ? 1 : -1;
        return result;
      }
      result.exact = limit.value;
    } else if (!end.infinite()) {
      result.exact = piece.branch->value_at(g, end.exact);
      if (result.exact == kNone) return result;
    } else {
      return result;
    }
    result.kind = EndValue::Kind::finite;
    result.value = constants_.enclosure(result.exact);
    return result;
  }

  Stretch beside(Piece& piece, int n, Zone& zone, bool left, const Stretches* above) {
    const auto order = static_cast<std::size_t>(n);
    Stretch result{.from = left ? piece.from : zone.inner, .to = left ? zone.inner : piece.to};
    if (zone.roots[order] == kNone) return result;
    result.analytic = zone.roots[0] != kNone && (*zone.far)[zone.roots[0]].has_value();
    if (const auto sign = zone.far->sign(zone.roots[order], true)) {
      result.sign = *sign;
      result.known = true;
      return result;
    }
    const Branch::View view = piece.branch->view(result.from.lo, result.to.hi);
    result.analytic |= view.analytic;
    const Enclosure value = view.values[order];
    if (result.analytic && value.everywhere() && value.nonzero()) {
      result.sign = value.positive() ? 1 : -1;
      result.known = true;
      return result;
    }
    // A monotone function that tends to zero, or to a value of the same sign, keeps its sign.
    if (above == nullptr || !result.analytic) return result;
    const Stretch& trend = left ? above->front() : above->back();
    const EndValue& end = piece.ends[order][left ? 0 : 1];
    if (!trend.known || end.kind == EndValue::Kind::unknown) return result;
    const Enclosure inner = piece.branch->at(n, zone.inner);
    const int here = !inner.everywhere() ? 0 : inner.positive() ? 1 : inner.negative() ? -1 : 0;
    const auto there = end.kind == EndValue::Kind::infinite ? std::optional(end.sign) : constants_.sign(end.exact);
    if (here != 0 && there && (*there == here || *there == 0)) {
      result.sign = here;
      result.known = true;
    }
    return result;
  }

  Constants& constants_;
  Id f_;
  Id x_;
  const Deadline& deadline_;
  Id y_;
  double farthest_ = 0;
};

}  // namespace

Line line_of(Constants& constants, Id f, Id variable, const Deadline& deadline) {
  return Builder(constants, f, variable, deadline).run();
}

}  // namespace adage::analysis
