// SPDX-License-Identifier: BSL-1.0
// A trial: points spread over all doubles, the true values of formulas there, and what formulas give in double
// arithmetic when run as they are written. Knows nothing of where formulas come from.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/node_map.hpp"

namespace adage {

/// How far a computed number is from the true one: log2(1 + the numbers in between), 64 for an infinity or NaN
/// (Panchekha, Sanchez-Stern, Wilcox & Tatlock 2015). Nothing is held against anybody where the truth is not known
/// (NaN).
double bits_of_error(double computed, double truth);

/// The place of a double among all doubles, and back.
std::int64_t ordinal(double x);
double from_ordinal(std::int64_t place);

struct VariableRange {
  double lo;
  double hi;
};

class Trial {
 public:
  /// Points at which the formula that all of `equals` are forms of has a value that a double can hold: `count` of them
  /// if they can be found, fewer otherwise. After a few at the ends of the format, one in eight is drawn where 1 is
  /// about to be lost or exponentials leave the numbers, three evenly from the doubles of each variable's range, and
  /// four from the numbers up to some moderate size, so that tails which lie in few binades are seen too.
  Trial(const Arena& arena, std::span<const Id> equals, std::span<const Id> variables,
        std::span<const VariableRange> ranges, std::size_t count, std::uint64_t seed);

  std::size_t size() const { return size_; }
  /// Is an input among the least or the largest numbers, where little can be right?
  bool is_at_an_end(std::size_t point) const;
  const std::vector<double>& column(std::size_t variable) const { return columns_[variable]; }
  /// The root's true values, rounded.
  const std::vector<double>& truth() const { return truth_; }

  /// For each of the nodes its true values, NaN where they are not known well enough or do not exist.
  std::vector<std::vector<double>> truths(const Arena& arena, std::span<const Id> nodes) const;
  /// What the node gives at the points when run as it is written. Kept for what is asked next; references stay valid
  /// until then.
  const std::vector<double>& computed(const Arena& arena, Id node);

 private:
  std::vector<double> applied(Op op, std::span<const std::vector<double>* const> args) const;
  std::vector<double> constant(const Arena& arena, Id node) const;

  std::vector<Id> variables_;
  std::vector<std::vector<double>> columns_;
  std::vector<double> truth_;
  std::size_t size_ = 0;
  NodeMap<std::vector<double>> computed_;
};

}  // namespace adage
