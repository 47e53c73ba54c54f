// SPDX-License-Identifier: BSL-1.0
// Columns of computed numbers against the true values of a formula, tallied. The order in which rows are compared does
// not change the tally.
#pragma once

#include <adage/kernel.hpp>
#include <span>

#include "verify/judge.hpp"
#include "verify/reference.hpp"

namespace adage {

/// For one thread at a time.
class Comparison {
 public:
  /// How many rows may be evaluated one by one, by balls or in 64 digits, and how many of these to as many bits as it
  /// takes.
  struct Allowed {
    std::size_t rows = 0;
    std::size_t hard = 0;
  };
  /// How many rows were evaluated so, and how many more would have needed it.
  struct Effort {
    std::size_t spent = 0;
    std::size_t lacking = 0;
  };

  Comparison(Reference reference, const FloatFormat& format) : reference_(std::move(reference)), format_(format) {}

  /// Compares row i of `computed` with the formula at row i of the inputs, its index being `first + i`, and adds what
  /// is found to `report`. The first rows that need it are evaluated one by one, as many as are `allowed`; others count
  /// as undecided.
  Effort add(std::span<const double* const> in, std::span<const double> computed, std::uint64_t first, Allowed allowed,
             KernelReport& report);

  /// The true value in words.
  std::string expected(std::span<const double> point);

 private:
  void judge_all(std::span<const double* const> in, std::span<const double> computed);
  Judgement precisely(double computed, std::size_t& hard);
  void add_special(const Between& truth, const KernelReport::Point& point, KernelReport& report) const;

  Reference reference_;
  FloatFormat format_;
  std::vector<Between> truths_;
  std::vector<double> errors_;
  std::vector<std::uint8_t> rows_;
  std::vector<double> point_;
};

/// Adds what another thread found.
void merge(KernelReport& into, const KernelReport& from);

/// Fills in the true values at the points that a report shows.
void explain(KernelReport& report, Comparison& comparison);

}  // namespace adage
