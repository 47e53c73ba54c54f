// SPDX-License-Identifier: BSL-1.0
// Equality saturation (Tate, Stepp, Tatlock & Lerner 2009; Willsey et al. 2021): rules and arithmetic are applied until
// nothing is new or a limit is reached. The same input gives the same e-graph, unless the time limit cuts it short.
#pragma once

#include "simplify/ematch.hpp"

namespace adage {

/// The slack of searches for more than the shortest form.
inline constexpr float kWideSlack = 6;

struct SaturationLimits {
  std::size_t nodes = 400;      ///< of the e-graph
  std::size_t iterations = 8;   ///< rounds over all rules
  std::size_t steps = 200'000;  ///< positions of left sides looked at, in all
  std::size_t patience = 1;     ///< rounds in a row that make no root shorter, after which it ends
  float slack = 3;              ///< see worth_keeping
  bool algebraic = false;       ///< also with the rules about arithmetic alone, which match everywhere
  double seconds = 5;           ///< a brake for what the counts do not foresee
  /// From so many nodes on there is no room for more: the last few would cost a round over all the others.
  std::size_t full() const { return nodes - nodes / 10; }
};

/// Is a form of that size worth keeping beside what its class has? Longer ones seldom lead anywhere and crowd out the
/// rest; `slack` is how many nodes it may have beyond half as many again.
inline bool worth_keeping(float size, float smallest, float slack) { return size <= 1.5F * smallest + slack; }

/// What else than rules adds equalities: exact algebra, the cases of a function of one variable put together, and what
/// a condition says of the formulas under it.
inline constexpr std::string_view kAlgebra = "algebra";
inline constexpr std::string_view kIntervals = "intervals";
inline constexpr std::string_view kConditions = "conditions";

/// Told of every equality that is added.
class Witness {
 public:
  virtual ~Witness() = default;
  virtual void rule(const EGraph& graph, const ERule& rule, const EMatch& match, ClassId result) = 0;
  /// Equal by what is no rule: `by` is one of the names above.
  virtual void known(Id from, Id to, std::string_view by) = 0;
  /// Asked between rounds: has it seen enough?
  virtual bool done(EGraph& graph) = 0;
};

enum class Saturation : std::uint8_t { saturated, stopped, out_of_time };

/// Where `roots` are given, it ends when patience does.
Saturation saturate(EGraph& graph, const SaturationLimits& limits, std::span<const ClassId> roots = {},
                    Witness* witness = nullptr);

/// One round of what sums and products need no rules for: opening nested ones, taking out common factors,
/// multiplying out. `done` remembers what was done in earlier rounds.
struct ArithmeticMemo {
  boost::unordered_flat_map<std::uint64_t, float> done;  ///< and the size of what came out
};
void apply_arithmetic(EGraph& graph, ArithmeticMemo& memo, const SaturationLimits& limits);

}  // namespace adage
