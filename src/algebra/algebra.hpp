// SPDX-License-Identifier: BSL-1.0
// Exact algebra: an expression as a quotient of integer polynomials over kernels, the variables and what of functions
// no identity takes apart. A zero numerator is a proof, whatever else may relate the kernels; anything else says
// nothing. Every step is an identity wherever the original is defined. No type of the polynomial library shows here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// Bounds on the work; passing one ends the attempt without an answer.
struct AlgebraOptions {
  std::span<const Id> assumptions{};  ///< truth values that hold; they tell signs of factors
  /// Do points on thin sets count, where a symbolic exponent happens to be whole or a factor happens to be zero? Off
  /// these sets a power of unknown sign is exp(b*log(a)); under assumptions that leave only such sets it is not.
  bool everywhere = false;
  std::size_t max_nodes = 4'000;        ///< of the expression
  std::size_t max_kernels = 48;         ///< variables included
  std::size_t max_terms = 20'000;       ///< of one polynomial
  std::int64_t max_degree = 2'000;      ///< total, of one polynomial
  std::int64_t max_bits = 40'000;       ///< of one coefficient
  std::uint64_t max_work = 20'000'000;  ///< products of terms, in all
  double max_seconds = 5;               ///< a brake for what the counts do not foresee
};

enum class Zero : std::uint8_t { yes, unknown };

struct ZeroTest {
  Zero answer = Zero::unknown;
  std::string reason;  ///< for people, when unknown
};

/// Was the library built with this room? Without it nothing is ever shown.
bool has_algebra();

/// Is the number-valued node zero wherever it is defined and the assumptions hold, thin sets aside unless asked for?
/// Adds nodes to the arena, which must have no other user meanwhile.
ZeroTest is_zero(Arena& arena, Id id, const AlgebraOptions& options = {});

/// `square_free` has factors to the same power multiplied out: (x^2 - 1)^2.
enum class NormalForm : std::uint8_t { expanded, factored, square_free, partial_fractions };

/// The canonical quotient as a node: equal to the original wherever that is defined, thin sets as above aside.
/// Numbers stay exact; functions that the algebra has written in terms of others are not put back.
/// Nothing when a bound is passed, or when the node is defined nowhere.
std::optional<Id> normal_form(Arena& arena, Id id, NormalForm shape = NormalForm::expanded,
                              const AlgebraOptions& options = {});

/// A number-valued node as constant sign times size times a product of powers, numerator and denominator together.
struct Factored {
  int sign = 1;
  std::vector<std::pair<Id, std::int64_t>> factors;  ///< each with its exponent, never zero
};

/// Several at once, for little more than the price of one; empty when there is none.
std::vector<Id> normal_forms(Arena& arena, Id id, std::span<const NormalForm> shapes,
                             const AlgebraOptions& options = {});

/// The factors of the canonical quotient, constants aside. Nothing when a bound is passed or the node is zero.
std::optional<Factored> factored(Arena& arena, Id id, const AlgebraOptions& options = {});

}  // namespace adage
