// SPDX-License-Identifier: BSL-1.0
// Cases are resolved on one interval at a time. A condition that changes over inside splits the interval there, and
// both parts begin anew. An even function is written in |x|.
#include "simplify/intervals.hpp"

#include <algorithm>
#include <vector>

#include "graph/slice.hpp"
#include "rules/identities.hpp"
#include "simplify/resolver.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostPieces = 12;

/// f[0] below ends[0], values[0] there, f[1] up to ends[1], and so on; a value is kNone where no point is.
struct Pieces {
  std::vector<Id> f;
  std::vector<Id> ends;
  std::vector<Id> values;
  friend bool operator==(const Pieces&, const Pieces&) = default;
};

class Cases {
 public:
  Cases(const Line& line, Id e) : arena_(line.arena), line_(line), e_(e), x_(line.x) {}

  Id run() {
    find();
    drop_needless_ends();
    const Id even = written_in_size();
    return even != kNone ? even : written(pieces_, x_);
  }

 private:
  void find() {
    std::vector<OpenInterval> open{{}};
    while (!open.empty()) {
      const OpenInterval interval = open.back();
      open.pop_back();
      try {
        Resolver resolver(line_, interval);
        const Id f = resolver.tidied(resolver(e_));
        pieces_.f.push_back(f);
        if (interval.hi == kNone) continue;
        pieces_.ends.push_back(interval.hi);
        pieces_.values.push_back(value_at(e_, interval.hi));
      } catch (const SplitPoint& split) {
        if (pieces_.f.size() + open.size() == kMostPieces) throw GiveUp();
        open.push_back({split.at, interval.hi});
        open.push_back({interval.lo, split.at});
      }
    }
  }

  Id value_at(Id e, Id at) {
    if (arena_.op(line_.tidy(arena_.make(Op::eq, x_, at))) == Op::constant_false) return kNone;
    const Id there = replaced(arena_, e, x_, at);
    Id value = line_.tidy(there);
    if (arena_.has(value, kPiecewise)) value = line_.tidy(Resolver(line_, {})(there));
    if (!line_.has_value(value)) throw GiveUp();
    return value;
  }
  bool is_value(Id f, Id at, Id value) { return value == kNone || line_.tidy(replaced(arena_, f, x_, at)) == value; }

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

  Id mirrored(Id e) { return replaced(arena_, e, x_, arena_.make(Op::neg, x_)); }

  /// Has f(-x) the same pieces? What is assumed of x need not hold of -x; then the pieces themselves have to show it.
  bool is_even() {
    const std::size_t last = pieces_.ends.size();
    bool shown = true;
    for (std::size_t i = 0; i <= last && shown; ++i)
      shown = simplify(arena_, mirrored(pieces_.f[i])) == pieces_.f[last - i];
    if (shown) return true;
    if (std::ranges::any_of(line_.assumptions, [&](Id known) { return depends(arena_, known, x_); })) return false;
    const Id mirror = line_.tidy(mirrored(e_));
    if (mirror == line_.tidy(e_)) return true;
    Cases other(line_, mirror);
    other.find();
    other.drop_needless_ends();
    return other.pieces_ == pieces_;
  }

  /// The right half in |x|, if the left one mirrors it.
  Id written_in_size() {
    const std::size_t count = pieces_.ends.size();
    if (count == 0) return kNone;
    for (std::size_t i = 0; i != count; ++i) {
      if (line_.tidy(arena_.make(Op::neg, pieces_.ends[i])) != pieces_.ends[count - 1 - i]) return kNone;
      if (pieces_.values[i] != pieces_.values[count - 1 - i]) return kNone;
    }
    if (!is_even()) return kNone;
    Pieces half;
    // With an end at zero the right half begins there.
    std::size_t first = (count + 1) / 2;
    if (const Id zero = arena_.number(0);
        count % 2 != 0 && !is_value(pieces_.f[first], zero, pieces_.values[first - 1])) {
      half.f.push_back(pieces_.f[first]);
      half.ends.push_back(zero);
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
      const Id end = pieces.ends[i];
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
  const Line& line_;
  Id e_;
  Id x_;
  Pieces pieces_;
};

}  // namespace

Id by_intervals(Arena& arena, Id e, std::span<const Id> assumptions) {
  if (arena.is_boolean(e) || !arena.has(e, kPiecewise) || slice(arena, e).size() > kMostResolved) return kNone;
  const std::vector<Id> unknowns = variables(arena, std::span<const Id>(&e, 1));
  if (unknowns.empty() || (unknowns.size() != 1 && assumptions.empty())) return kNone;
  constexpr std::size_t most_unknowns = 4;
  for (std::size_t i = 0; i != std::min(unknowns.size(), most_unknowns); ++i) {
    Arena scratch(&local_identities());  // whatever is tried leaves no nodes behind
    std::vector<Id> roots{e, unknowns[i]};
    roots.insert(roots.end(), assumptions.begin(), assumptions.end());
    const std::vector<Id> local = copy(arena, roots, scratch);
    const Line line{scratch, local[1], {local.begin() + 2, local.end()}};
    try {
      const Id form = Cases(line, local[0]).run();
      if (slice(scratch, form).size() < slice(scratch, local[0]).size()) {
        return copy(scratch, std::span<const Id>(&form, 1), arena).front();
      }
    } catch (const GiveUp&) {
      continue;
    }
  }
  return kNone;
}

}  // namespace adage
