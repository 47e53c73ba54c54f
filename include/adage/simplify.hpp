// SPDX-License-Identifier: BSL-1.0
// Simplification: the same function in fewer, more readable, faster or more accurate operations.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "adage/expression.hpp"

namespace adage {

/// What a form is chosen for.
enum class Aim : std::uint8_t {
  balanced,  ///< short to read; of equally short forms the faster one
  size,      ///< fewest nodes
  speed,     ///< least time on columns, as measured operation by operation
  accuracy,  ///< least error in floating point, measured
};

struct SimplifyOptions {
  Aim aim = Aim::balanced;
  std::vector<Expression> assumptions{};  ///< truth values such as `x > 0` that hold
  /// Bounds on the search by equality saturation. Passing one ends it, and the best form found so far is taken; a
  /// search that takes longer than `max_seconds` is given up, and local simplification alone is the result.
  std::size_t max_forms = 400;      ///< equal forms kept at one time; twice as many once more where these do not do
  std::size_t max_rounds = 8;       ///< over all rules
  std::size_t max_steps = 200'000;  ///< positions of rules looked at
  std::size_t patience = 1;         ///< rounds in a row that find nothing shorter, one more for formulas with cases;
                                    ///< the aim `accuracy` does not ask it
  double max_seconds = 5;
  /// A graph of more nodes is searched in windows of so many.
  std::size_t window = 160;
  /// A graph of more nodes is not searched: local simplification alone, in linear time.
  std::size_t max_searched = 2'000;
};

/// An expression equal to `e` wherever `e` is defined, of no higher cost under the aim; it may be defined at further
/// isolated points (`x/x` is 1). Idempotent and deterministic, unless `max_seconds` is reached. Modifies the graph, so
/// one thread at a time. Throws Error when an assumption is no truth value or of another graph.
Expression simplify(const Expression& e, const SimplifyOptions& options = {});

/// Several expressions at once, sharing the work; what they share is paid once.
std::vector<Expression> simplify(std::span<const Expression> expressions, const SimplifyOptions& options = {});

/// The same under assumptions about the variables.
Expression simplify(const Expression& e, std::span<const Expression> assumptions);

/// One step of an explanation.
struct SimplifyStep {
  /// What was used: the name of a rule (`adage rules` lists them); `arithmetic` for collecting, ordering, opening and
  /// factoring out; `algebra` for what exact algebra expands, factors or cancels; `intervals` for the cases of one
  /// variable put together; `conditions` for what a condition says of the formulas under it; `simplification` where
  /// nothing closer is known. Several names, joined by `, `, are one step whose parts cannot be told apart.
  std::string rule;
  Expression after;  ///< the whole expression after the step
};

/// How simplify(e, options) comes about: equal expressions from `e` on, the last of them the result; empty when `e` is
/// as simple as it gets. It is longer work than simplifying. Deterministic, modifies the graph and throws like
/// `simplify`; besides, throws LimitError when `e` has more nodes than `options.window`.
std::vector<SimplifyStep> explain(const Expression& e, const SimplifyOptions& options = {});

}  // namespace adage
