// SPDX-License-Identifier: BSL-1.0
// Towards infinity and beside poles tails tell the signs, between them the division of intervals. Nothing here rests on
// the branches being smooth: what is not analytic on a box is not trusted there.
#include "analyze/line.hpp"

#include <algorithm>

#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

constexpr double kReach[] = {4, 8, 16, 64, 512, 16'384};  // how far out a tail begins, the first that will do
constexpr double kBeside = 1e-6;

Id replaced(Arena& arena, Id f, Id from, Id to) {
  return substitute(arena, std::span(&f, 1), std::span(&from, 1), std::span(&to, 1)).front();
}

class Builder {
 public:
  Builder(Constants& constants, Id f, Id x, const Deadline& deadline)
      : constants_(constants), f_(f), x_(x), deadline_(deadline), y_(constants.arena().variable("distance")) {}

  Line run() {
    Line line;
    Branches branches = branches_of(constants_, f_, x_, deadline_);
    line.unsolved = std::move(branches.unsolved);
    for (const Gap& gap : branches.gaps) {
      if (!gap.from.infinite()) farthest_ = std::max({farthest_, std::fabs(gap.from.lo), std::fabs(gap.from.hi)});
    }
    for (const Gap& gap : branches.gaps) line.pieces.push_back(piece(gap));
    return line;
  }

 private:
  Piece piece(const Gap& gap) {
    Piece result;
    result.from = gap.from;
    result.to = gap.to;
    result.undefined = gap.undefined;
    result.branch = std::make_unique<Branch>(constants_, gap.f, x_);
    if (!result.undefined) lay_out(result);
    return result;
  }

  bool regular(Piece& piece, const Place& end) {
    return !end.infinite() && piece.branch->view(end.lo - kBeside, end.hi + kBeside).analytic;
  }

  /// The function beside an end, in a variable that tends to infinity there.
  std::optional<Zone> zone(Piece& piece, const Place& end, int side) {
    Arena& arena = constants_.arena();
    Zone best;
    int most = -1;
    for (const double reach : kReach) {
      if (deadline_.passed() && most >= 0) break;
      Zone zone;
      if (end.infinite()) {
        const double inner =
            reach < 2 * farthest_ ? reach * std::exp2(std::ceil(std::log2(2 * farthest_ / reach))) : reach;
        zone.inner = place_at(side * inner);
        zone.far = std::make_unique<FarOut>(constants_, x_, side, inner, deadline_);
      } else {
        const double inner = end.middle() - side / reach;
        if (side < 0 ? !(inner < piece.to.lo) : !(inner > piece.from.hi)) continue;
        // Rounded towards the end, but the tail holds a little beyond.
        zone.inner = place_at(side < 0 ? std::nextafter(inner, -kInf) : std::nextafter(inner, kInf));
        zone.far = std::make_unique<FarOut>(constants_, y_, 1, reach * (1 - 1e-9), deadline_);
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
      // What oscillates is looked at a little further, but not as far as it goes.
      constexpr double enough = 16;
      if (known > most || (known == most && reach <= enough)) {
        most = known;
        best = std::move(zone);
      }
      if (known == 3) break;
    }
    return most < 0 ? std::nullopt : std::optional<Zone>(std::move(best));
  }

  void lay_out(Piece& piece) {
    piece.regular = {regular(piece, piece.from), regular(piece, piece.to)};
    if (!piece.regular[0]) piece.left = zone(piece, piece.from, -1);
    if (!piece.regular[1]) piece.right = zone(piece, piece.to, 1);
    for (std::size_t n = 0; n != Branch::kOrders; ++n) {
      piece.ends[n][0] = end_value(piece, static_cast<int>(n), piece.from, piece.left, piece.regular[0]);
      piece.ends[n][1] = end_value(piece, static_cast<int>(n), piece.to, piece.right, piece.regular[1]);
    }
    const Place from = piece.left ? piece.left->inner : piece.from;
    const Place to = piece.right ? piece.right->inner : piece.to;
    for (int n = 2; n >= 0; --n) {
      const auto order = static_cast<std::size_t>(n);
      Stretches& level = piece.levels[order];
      const Stretches* above = n == 2 ? nullptr : &piece.levels[order + 1];
      if (piece.left) level.push_back(beside(piece, n, *piece.left, true, above));
      if (from.hi < to.lo) {
        const Stretches middle = between(piece, n, from, to, above);
        level.insert(level.end(), middle.begin(), middle.end());
      }
      if (piece.right) level.push_back(beside(piece, n, *piece.right, false, above));
      if (level.empty()) level.push_back({piece.from, piece.to});
      join(level);
    }
  }

  /// The plain way first, with little patience.
  Stretches between(Piece& piece, int n, const Place& from, const Place& to, const Stretches* above) {
    constexpr std::uint64_t few = 600, many = 6'000;
    Stretches result = signs(*piece.branch, constants_, n, from, to, above, {few, &deadline_});
    if (settled(result)) return result;
    Stretches other = signs_by_factors(*piece.branch, constants_, n, from, to, {many, &deadline_});
    if (settled(other)) return other;
    return signs(*piece.branch, constants_, n, from, to, above, {many, &deadline_});
  }

  EndValue end_value(Piece& piece, int n, const Place& end, const std::optional<Zone>& zone, bool smooth) {
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
    } else if (smooth) {
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
