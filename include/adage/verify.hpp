// SPDX-License-Identifier: BSL-1.0
// Claims about equality and order, decided. Proved is never a guess, refuted always has a witness.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "adage/expression.hpp"

namespace adage {

enum class Relation : std::uint8_t { equal, less, at_most, greater, at_least };

struct CheckOptions {
  std::vector<Expression> assumptions;  ///< truth values about the variables, such as `x > 0`
  std::uint32_t points = 400;           ///< sample points for refutation
  std::uint64_t seed = 1;               ///< of the sample points
  std::size_t max_cases = 4096;         ///< combinations of piecewise conditions tried for a proof
  std::uint32_t max_boxes = 20'000;  ///< parts into which the domain of an inequality is divided, fewer for large ones
  bool at_kinks = false;             ///< a difference at single points, such as a kink, refutes too
};

struct Verdict {
  enum class Kind { proved, refuted, undecided };
  Kind kind = Kind::undecided;
  /// refuted: a point, each variable with its exact value as the formula language writes it, by name, and both
  /// values there, to the digits that show the difference.
  std::vector<std::pair<std::string, std::string>> witness;
  std::string left;
  std::string right;
  /// refuted, where the library was built with Arb: intervals that surely contain both values and do not meet,
  /// `0.25 ± 1e-60`; a value without ± is exact.
  std::string left_enclosure;
  std::string right_enclosure;
  /// undecided: points at which both sides were compared, and decimal digits to which they agree at least.
  std::uint32_t points = 0;
  int digits = 0;
  std::string note;  ///< for people: why undecided, or where a proved claim differs at isolated points
  double seconds = 0;

  friend bool operator==(const Verdict& v, Kind k) { return v.kind == k; }
};

std::string_view to_string(Verdict::Kind kind);

/// Is `left` equal to `right` wherever both are defined and the assumptions hold, single points and thin sets where a
/// condition changes aside? Proofs rest on simplification and an exhaustive split into cases, refutations on a point
/// where the sides differ by far more than bounds on the errors of a 64-digit evaluation allow. Leaves the graph as it
/// is; the same claim gets the same verdict on every machine. Work is bounded, so large claims see fewer points.
/// Throws Error when the two are of different graphs or kinds (a number against a truth value), or when nothing
/// satisfies the assumptions.
Verdict check(const Expression& left, const Expression& right, const CheckOptions& options = {});

/// The same for `left` < `right` and its like, at every point where both sides are defined and the assumptions hold,
/// kinks included. Proofs rest on signs that algebra shows, or on enclosures over all parts of the domain, for which
/// the library must have been built with Arb; a refutation has an exact point at which the opposite surely holds.
/// Throws Error for truth values, which have no order.
Verdict check(const Expression& left, Relation relation, const Expression& right, const CheckOptions& options = {});

}  // namespace adage
