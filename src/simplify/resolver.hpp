// SPDX-License-Identifier: BSL-1.0
// What an expression is on an interval of one variable, without its cases.
#pragma once

#include <vector>

#include "algebra/algebra.hpp"
#include "graph/node_map.hpp"
#include "rules/ranges.hpp"

namespace adage {

/// Larger expressions are not looked at.
inline constexpr std::size_t kMostResolved = 120;

/// Thrown where a condition changes over inside the interval.
struct SplitPoint {
  Id at;
};
/// Thrown where a condition is not understood.
struct GiveUp {};

/// e with `value` for x.
Id replaced(Arena& arena, Id e, Id x, Id value);
bool depends(const Arena& arena, Id e, Id x);

/// The variable in question and what is known of it and of the others, the parameters.
struct Line {
  Arena& arena;
  Id x;
  std::vector<Id> assumptions{};

  Id tidy(Id e) const;
  Ranges ranges() const;
  /// Of what is free of x; zero only if it is zero for all parameters. Throws GiveUp.
  int sign(Id e) const;
  bool less(Id a, Id b) const { return a != b && sign(tidy(arena.make(Op::sub, a, b))) < 0; }
  /// Is e free of x, and does it surely have a value?
  bool has_value(Id e) const { return !depends(arena, e, x) && ranges().total(e); }
};

/// Open; an end that is kNone is infinite.
struct OpenInterval {
  Id lo = kNone, hi = kNone;
};

class Resolver {
 public:
  /// The line must outlive it.
  Resolver(const Line& line, const OpenInterval& interval);

  /// Throws SplitPoint, GiveUp.
  Id operator()(Id id);
  /// The shortest of a few equal forms.
  Id tidied(Id e) const;

 private:
  Id made(Id id);
  int sign_of(Id function);
  int sign_of_line(int slope, Id zero) const;
  int sign_of_factors(Id function);
  int sign_of_factor(Id factor, const AlgebraOptions& options);

  Arena& arena_;
  Id x_;
  const Line& line_;
  OpenInterval interval_;
  Line inside_;
  Ranges ranges_;
  NodeMap<Id> images_;
};

}  // namespace adage
