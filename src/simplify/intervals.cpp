// SPDX-License-Identifier: BSL-1.0
// Cases are resolved on one interval at a time. A condition that changes over inside splits the interval there, and
// both parts begin anew. An even function is written in |x|.
#include "simplify/intervals.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "graph/affine.hpp"
#include "graph/slice.hpp"
#include "rules/identities.hpp"
#include "rules/ranges.hpp"
#include "rules/switching.hpp"
#include "simplify/candidates.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostNodes = 120;
constexpr std::size_t kMostPieces = 12;

struct Interval {
  std::optional<Rational> lo, hi;
};

/// Thrown where a condition changes over inside the interval.
struct Split {
  Rational at;
};
struct GiveUp {};

Id replaced(Arena& arena, Id e, Id x, Id value) {
  return substitute(arena, std::span<const Id>(&e, 1), std::span<const Id>(&x, 1), std::span<const Id>(&value, 1))
      .front();
}

/// One expression on one open interval, without its cases.
class Resolver {
 public:
  Resolver(Arena& arena, Id x, const Interval& interval) : arena_(arena), x_(x), interval_(interval), ranges_(arena) {
    if (interval.lo) assumptions_.push_back(arena.make(Op::gt, x, arena.number(*interval.lo)));
    if (interval.hi) assumptions_.push_back(arena.make(Op::lt, x, arena.number(*interval.hi)));
    for (const Id assumption : assumptions_) ranges_.assume(assumption);
  }

  /// Throws Split, GiveUp.
  Id operator()(Id id) {
    if (arena_.is_constant(id) || id == x_) return id;
    if (const auto known = images_.find(id); known != images_.end()) return known->second;
    const Id image = made(id);
    images_.emplace(id, image);
    return image;
  }

  /// The shortest of a few equal forms.
  Id tidied(Id e) {
    Id best = simplify(arena_, e, {.assumptions = assumptions_});
    for (const Id form : algebraic_forms(arena_, e, assumptions_)) {
      const Id tidy = simplify(arena_, form, {.assumptions = assumptions_});
      if (slice(arena_, tidy).size() < slice(arena_, best).size()) best = tidy;
    }
    return best;
  }

 private:
  Id made(Id id) {
    const Node node = arena_[id];
    if (node.op == Op::where) {
      const Id condition = (*this)(node.args[0]);
      if (!arena_.is_constant(condition)) throw GiveUp();
      if (arena_.op(condition) == Op::constant_true) return (*this)(node.args[1]);
      if (arena_.op(condition) == Op::constant_false) return (*this)(node.args[2]);
      throw GiveUp();
    }
    std::array<Id, kMaxArity> args{};
    for (std::size_t i = 0; i != node.count; ++i) args[i] = (*this)(node.args[i]);
    const Id now = arena_.make(node.op, {args.data(), node.count});
    if (arena_.is_constant(now) || row(node.op).kink.empty() || arena_.op(now) != node.op) return now;
    if (!ranges_.total(now)) throw GiveUp();  // where an argument has no value, neither piece is the value
    if (can_be_split(node.op)) return piece(arena_, now, sign_of(switching_function(arena_, now)));
    const Template* const meaning = body(node.op);
    if (meaning == nullptr) throw GiveUp();
    return (*this)(meaning->instantiate(arena_, arena_.args(now)));
  }

  /// On the whole interval; nothing else is zero on it but what is zero everywhere.
  int sign_of(Id function) {
    if (const auto form = affine(arena_, function)) {
      if (form->is_constant()) return form->constant.sign();
      const Rational slope = form->terms.front().second;
      const Rational zero = -form->constant / slope;
      const bool above = !interval_.lo || *interval_.lo < zero, below = !interval_.hi || zero < *interval_.hi;
      if (above && below) throw Split{zero};
      return above ? -slope.sign() : slope.sign();
    }
    const Range range = ranges_[function];
    if (!range.nonzero() || !(range.nonnegative() || range.nonpositive())) throw GiveUp();
    return range.nonnegative() ? 1 : -1;
  }

  Arena& arena_;
  Id x_;
  Interval interval_;
  Ranges ranges_;
  std::vector<Id> assumptions_;
  NodeMap<Id> images_;
};

/// f[0] below ends[0], values[0] there, f[1] up to ends[1], and so on.
struct Pieces {
  std::vector<Id> f;
  std::vector<Rational> ends;
  std::vector<Id> values;
  friend bool operator==(const Pieces&, const Pieces&) = default;
};

class Cases {
 public:
  Cases(Arena& arena, Id e, Id x) : arena_(arena), e_(e), x_(x) {}

  Id run() {
    find();
    drop_needless_ends();
    const Id even = written_in_size();
    return even != kNone ? even : written(pieces_, x_);
  }

 private:
  void find() {
    std::vector<Interval> open{{}};
    while (!open.empty()) {
      const Interval interval = open.back();
      open.pop_back();
      try {
        Resolver resolver(arena_, x_, interval);
        const Id f = resolver.tidied(resolver(e_));
        pieces_.f.push_back(f);
        if (!interval.hi) continue;
        pieces_.ends.push_back(*interval.hi);
        pieces_.values.push_back(value_at(e_, *interval.hi));
      } catch (const Split& split) {
        if (pieces_.f.size() + open.size() == kMostPieces) throw GiveUp();
        open.push_back({split.at, interval.hi});
        open.push_back({interval.lo, split.at});
      }
    }
  }

  /// A constant that surely has a value.
  Id value_at(Id e, const Rational& at) {
    const Id value = simplify(arena_, replaced(arena_, e, x_, arena_.number(at)));
    if (!arena_.is_constant(value) || !Ranges(arena_).total(value)) throw GiveUp();
    return value;
  }
  bool is_value(Id f, const Rational& at, Id value) {
    const Id there = simplify(arena_, replaced(arena_, f, x_, arena_.number(at)));
    return there == value;
  }

  /// Those where nothing changes.
  void drop_needless_ends() {
    for (std::size_t i = 0; i != pieces_.ends.size();) {
      if (pieces_.f[i] != pieces_.f[i + 1] || !is_value(pieces_.f[i], pieces_.ends[i], pieces_.values[i])) {
        ++i;
        continue;
      }
      const auto at = static_cast<std::ptrdiff_t>(i);
      pieces_.f.erase(pieces_.f.begin() + at);
      pieces_.ends.erase(pieces_.ends.begin() + at);
      pieces_.values.erase(pieces_.values.begin() + at);
    }
  }

  /// Has f(-x) the same pieces?
  bool is_even() {
    const Id mirror = simplify(arena_, replaced(arena_, e_, x_, arena_.make(Op::neg, x_)));
    if (mirror == simplify(arena_, e_)) return true;
    Cases other(arena_, mirror, x_);
    other.find();
    other.drop_needless_ends();
    return other.pieces_ == pieces_;
  }

  /// The right half in |x|, if the left one mirrors it.
  Id written_in_size() {
    const std::size_t count = pieces_.ends.size();
    if (count == 0) return kNone;
    for (std::size_t i = 0; i != count; ++i) {
      if (!(pieces_.ends[i] == -pieces_.ends[count - 1 - i])) return kNone;
      if (pieces_.values[i] != pieces_.values[count - 1 - i]) return kNone;
    }
    if (!is_even()) return kNone;
    Pieces half;
    // With an end at zero the right half begins there.
    std::size_t first = (count + 1) / 2;
    if (count % 2 != 0 && !is_value(pieces_.f[first], Rational(), pieces_.values[first - 1])) {
      half.f.push_back(pieces_.f[first]);
      half.ends.push_back(Rational());
      half.values.push_back(pieces_.values[first - 1]);
    }
    half.f.push_back(pieces_.f[first]);
    for (std::size_t i = first; i != count; ++i) {
      half.ends.push_back(pieces_.ends[i]);
      half.values.push_back(pieces_.values[i]);
      half.f.push_back(pieces_.f[i + 1]);
    }
    return written(half, arena_.make(function("abs"), x_));
  }

  /// The pieces as cases of `y`, which stands in them, too.
  Id written(const Pieces& pieces, Id y) {
    Id result = replaced(arena_, pieces.f.back(), x_, y);
    for (std::size_t i = pieces.ends.size(); i-- != 0;) {
      const Id end = arena_.number(pieces.ends[i]);
      const Id below = replaced(arena_, pieces.f[i], x_, y);
      const bool with_below = is_value(pieces.f[i], pieces.ends[i], pieces.values[i]);
      if (!with_below && !is_value(pieces.f[i + 1], pieces.ends[i], pieces.values[i])) {
        result = arena_.make(Op::where, arena_.make(Op::eq, y, end), pieces.values[i], result);
      }
      if (arena_.op(result) == Op::where && arena_.arg(result, 2) == below) {  // the same outside on both sides
        const Id inside = arena_.make(with_below ? Op::gt : Op::ge, y, end);
        const Id both = arena_.make(Op::logical_and, inside, arena_.arg(result, 0));
        result = arena_.make(Op::where, both, arena_.arg(result, 1), below);
      } else {
        result = arena_.make(Op::where, arena_.make(with_below ? Op::le : Op::lt, y, end), below, result);
      }
    }
    return result;
  }

  Arena& arena_;
  Id e_;
  Id x_;
  Pieces pieces_;
};

}  // namespace

Id by_intervals(Arena& arena, Id e) {
  if (arena.is_boolean(e) || !arena.has(e, kPiecewise) || slice(arena, e).size() > kMostNodes) return kNone;
  if (variables(arena, std::span<const Id>(&e, 1)).size() != 1) return kNone;
  Arena scratch(&local_identities());  // whatever is tried leaves no nodes behind
  const Id local = copy(arena, std::span<const Id>(&e, 1), scratch).front();
  try {
    const Id form = Cases(scratch, local, variables(scratch, std::span<const Id>(&local, 1)).front()).run();
    if (slice(scratch, form).size() >= slice(scratch, local).size()) return kNone;
    return copy(scratch, std::span<const Id>(&form, 1), arena).front();
  } catch (const GiveUp&) {
    return kNone;
  }
}

}  // namespace adage
