// SPDX-License-Identifier: BSL-1.0
// A continuous function without zeros keeps its sign (Bolzano), so a switching function needs one evaluation where it
// is defined throughout and all its zeros are known.
#include "analyze/branches.hpp"

#include <algorithm>

#include "analyze/figures.hpp"
#include "diff/kinks.hpp"
#include "diff/solve.hpp"
#include "graph/slice.hpp"
#include "rules/template.hpp"
#include "simplify/simplify.hpp"
#include "verify/switches.hpp"

namespace adage::analysis {
namespace {

/// Operations that have a kink and are not split as they are, written out: clamp(x, a, b) is min(max(x, a), b).
Id without_bodies(Arena& arena, Id f) {
  NodeMap<Id> image;
  for (const Id id : slice(arena, f)) {
    const Node node = arena[id];
    std::array<Id, kMaxArity> args{};
    for (std::size_t i = 0; i != node.count; ++i) args[i] = image.at(node.args[i]);
    const bool write_out = kink(node.op) != nullptr && !can_be_split(node.op) && body(node.op) != nullptr;
    image.emplace(id, write_out         ? body(node.op)->instantiate(arena, {args.data(), node.count})
                      : node.count == 0 ? id
                                        : arena.make(node.op, {args.data(), node.count}));
  }
  return image.at(f);
}

class Cutter {
 public:
  Cutter(Constants& constants, Id f, Id x, const Deadline& deadline)
      : constants_(constants), f_(without_bodies(constants.arena(), f)), x_(x), deadline_(deadline) {}

  Branches run() {
    for (const Id condition : domain_conditions()) {
      const std::vector<Id> functions = switches(constants_.arena(), condition, x_);
      domain_known_ &= functions.size() <= kMostSwitches;
      for (const Id g : functions) {
        for (const Place& place : zeros_of(g)) add(edges_, place);
        domain_known_ &= complete(g);
      }
    }
    std::vector<Gap> open = cut_at({Place{-kInf, -kInf, kNone}, Place{kInf, kInf, kNone}}, edges_);
    std::ranges::reverse(open);
    std::size_t joints = open.size();
    while (!open.empty()) {
      const Gap gap = open.back();
      open.pop_back();
      std::vector<Place> inside;
      const Id branch = resolved(gap, inside);
      if (!inside.empty() && joints + inside.size() <= kMostJoints && !deadline_.passed()) {
        joints += inside.size();
        std::vector<Gap> parts = cut_at(gap, inside);
        open.insert(open.end(), parts.rbegin(), parts.rend());
        continue;
      }
      result_.gaps.push_back(finished(gap, branch));
    }
    merge();
    return std::move(result_);
  }

 private:
  std::vector<Id> domain_conditions() {
    Arena& arena = constants_.arena();
    std::vector<Id> result;
    for (const Id id : slice(arena, f_)) {
      const Template* text = domain(arena.op(id));
      if (text == nullptr || arena.is_constant(id)) continue;
      const Node node = arena[id];
      result.push_back(simplify(arena, text->instantiate(arena, {node.args.data(), node.count})));
    }
    return result;
  }

  const std::vector<Place>& zeros_of(Id g) {
    const auto known = zeros_.find(g);
    if (known != zeros_.end()) return known->second;
    bool all = true;
    std::vector<Place> places;
    for (const Id point : zeros(constants_.arena(), g, x_, all)) {
      if (const auto place = place_of(constants_, point)) add(places, *place);
    }
    complete_.emplace(g, all);
    return zeros_.emplace(g, std::move(places)).first->second;
  }

  bool complete(Id g) const { return complete_.at(g); }

  bool same(const Place& a, const Place& b) {
    if (a.exact == b.exact) return true;
    if (a.hi < b.lo || b.hi < a.lo) return false;
    return constants_.sign(constants_.make(Op::sub, a.exact, b.exact)) == 0;
  }

  /// Into ascending order, each once.
  void add(std::vector<Place>& places, const Place& place) {
    if (std::ranges::any_of(places, [&](const Place& p) { return same(p, place); })) return;
    places.insert(std::ranges::upper_bound(places, place.middle(), {}, &Place::middle), place);
  }

  static std::vector<Gap> cut_at(const Gap& gap, const std::vector<Place>& places) {
    std::vector<Gap> parts;
    Place from = gap.from;
    for (const Place& place : places) {
      parts.push_back({from, place});
      from = place;
    }
    parts.push_back({from, gap.to});
    return parts;
  }

  /// Is the place an end of the gap (0), inside (1), outside (-1), or too close to an end to tell (2)?
  int position(const Gap& gap, const Place& place) {
    for (const Place* end : {&gap.from, &gap.to}) {
      if (end->infinite()) continue;
      if (same(*end, place)) return 0;
      if (!(place.hi < end->lo) && !(place.lo > end->hi)) return 2;
    }
    return place.lo > gap.from.hi && place.hi < gap.to.lo ? 1 : -1;
  }

  Id resolved(const Gap& gap, std::vector<Place>& inside) {
    Arena& arena = constants_.arena();
    NodeMap<Id> image;
    for (const Id id : slice(arena, f_)) {
      const Node node = arena[id];
      std::array<Id, kMaxArity> args{};
      for (std::size_t i = 0; i != node.count; ++i) args[i] = image.at(node.args[i]);
      Id made = node.count == 0 ? id : arena.make(node.op, {args.data(), node.count});
      if (arena.op(made) == Op::where) {
        const Op condition = arena.op(arena.arg(made, 0));
        if (condition == Op::constant_true) made = arena.arg(made, 1);
        if (condition == Op::constant_false) made = arena.arg(made, 2);
      }
      // What was chosen may itself be split, as the relu of a maximum is.
      for (int depth = 0; depth != 4 && can_be_split(arena.op(made)) && !arena.is_constant(made); ++depth) {
        const Id next = chosen(gap, made, inside);
        if (next == kNone || next == made) break;
        made = next;
      }
      image.emplace(id, made);
    }
    return image.at(f_);
  }

  /// What a node is between the ends of the gap; kNone when that is not known, or not everywhere the same.
  Id chosen(const Gap& gap, Id id, std::vector<Place>& inside) {
    Arena& arena = constants_.arena();
    if (arena[id].count == 2 && arena.is_boolean(arena.arg(id, 0))) return kNone;
    const Id g = simplify(arena, switching_function(arena, id));
    if (arena.is_constant(g)) {
      const auto sign = constants_.sign(g);
      return sign ? piece(arena, id, *sign) : kNone;
    }
    bool known = !arena.has(g, kPiecewise) && (!arena.has(g, kPartial) || domain_known_);
    const std::size_t before = inside.size();
    for (const Place& place : zeros_of(g)) {
      const int where = position(gap, place);
      if (where == 1) add(inside, place);
      known &= where != 2;
    }
    if (inside.size() != before) return kNone;
    if (known && complete(g)) {
      const int sign = sign_inside(gap, g);
      if (sign != 0) return piece(arena, id, sign);
    } else if (std::ranges::find(result_.unsolved, g) == result_.unsolved.end()) {
      result_.unsolved.push_back(g);
    }
    return kNone;
  }

  int sign_inside(const Gap& gap, Id g) {
    const bool left = gap.from.infinite(), right = gap.to.infinite();
    const double middle = left && right ? 0.3
                          : left        ? gap.to.lo - 1
                          : right       ? gap.from.hi + 1
                                        : gap.from.hi + 0.4 * (gap.to.lo - gap.from.hi);
    BallEvaluator balls(constants_.arena(), std::span<const Id>(&g, 1));
    balls.evaluate(std::span<const double>(&middle, 1), 192);
    const Enclosure e = balls[g];
    return !e.everywhere() ? 0 : e.positive() ? 1 : e.negative() ? -1 : 0;
  }

  Gap finished(Gap gap, Id branch) {
    Arena& arena = constants_.arena();
    std::vector<Id> assumptions;
    if (gap.from.exact != kNone) assumptions.push_back(arena.make(Op::gt, x_, gap.from.exact));
    if (gap.to.exact != kNone) assumptions.push_back(arena.make(Op::lt, x_, gap.to.exact));
    const LocalOptions options{.assumptions = assumptions};
    gap.f = deadline_.passed() ? branch : simplify(arena, branch, options);
    gap.undefined = arena.is_constant(gap.f) && constants_.enclosure(gap.f).nowhere();
    const Slice nodes = slice(arena, branch);
    // A part that has no value does not matter where a choice is left that may not take it.
    if (std::ranges::any_of(nodes, [&](Id id) { return arena.op(id) == Op::where; })) return gap;
    for (const Id id : nodes) {
      const Template* text = domain(arena.op(id));
      if (text == nullptr || arena.is_constant(id)) continue;
      const Node node = arena[id];
      const Id condition = simplify(arena, text->instantiate(arena, {node.args.data(), node.count}), options);
      gap.undefined |= arena.op(condition) == Op::constant_false;
    }
    return gap;
  }

  /// A joint at which nothing happens is none.
  void merge() {
    std::vector<Gap> kept;
    for (Gap& gap : result_.gaps) {
      const bool edge =
          gap.from.exact != kNone && std::ranges::any_of(edges_, [&](const Place& p) { return same(p, gap.from); });
      if (!kept.empty() && kept.back().f == gap.f && !kept.back().undefined && !gap.undefined && !edge) {
        const Id there = value_at(constants_, f_, x_, gap.from.exact);
        if (there != kNone && there == value_at(constants_, gap.f, x_, gap.from.exact)) {
          kept.back().to = gap.to;
          continue;
        }
      }
      kept.push_back(gap);
    }
    result_.gaps = std::move(kept);
  }

  Constants& constants_;
  Id f_;
  Id x_;
  const Deadline& deadline_;
  std::vector<Place> edges_;  // of the domain, as far as known
  bool domain_known_ = true;
  NodeMap<std::vector<Place>> zeros_;
  NodeMap<bool> complete_;
  Branches result_;
};

}  // namespace

std::optional<Place> place_of(Constants& constants, Id exact) {
  const Enclosure& e = constants.enclosure(exact);
  if (!e.everywhere() || std::isinf(e.lo) || std::isinf(e.hi)) return std::nullopt;
  return Place{e.lo, e.hi, exact};
}

Branches branches_of(Constants& constants, Id f, Id variable, const Deadline& deadline) {
  return Cutter(constants, f, variable, deadline).run();
}

}  // namespace adage::analysis
