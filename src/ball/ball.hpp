// SPDX-License-Identifier: BSL-1.0
// Expressions on balls: at exact points or over whole boxes, at any precision, intervals that surely contain every
// value. Where a value may not exist, that is said; it never makes an enclosure wrong. No type of Arb shows here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "graph/arena.hpp"

namespace adage {

/// Was the library built with this room? Without it every enclosure is the whole line and may be undefined.
bool has_balls();

/// The closed interval in which a variable lies; an absent end is infinite.
struct Extent {
  std::optional<Rational> lo;
  std::optional<Rational> hi;
};

/// A closed interval that contains every value which a node takes at points of the box where it is defined, as finite
/// real numbers. A truth value is [0, 0], [1, 1] or, where it may be either, [0, 1].
struct Enclosure {
  enum class Defined : std::uint8_t { nowhere, maybe, everywhere };
  double lo = 0;  ///< rounded outward, infinite where the values have no bound or none is known
  double hi = 0;
  int lo_sign = -1;  ///< of the unrounded ends, so that 1e-1000 is positive
  int hi_sign = 1;
  Defined defined = Defined::maybe;

  bool everywhere() const { return defined == Defined::everywhere; }
  bool nowhere() const { return defined == Defined::nowhere; }
  bool positive() const { return lo_sign > 0; }
  bool negative() const { return hi_sign < 0; }
  bool nonnegative() const { return lo_sign >= 0; }
  bool nonpositive() const { return hi_sign <= 0; }
  bool nonzero() const { return positive() || negative(); }
  /// Of truth values, at least where they are defined.
  bool surely_true() const { return lo_sign > 0; }
  bool surely_false() const { return hi_sign <= 0; }
};

/// A value as two doubles and a power of two: (head + tail) * 2^exponent, to within error * 2^exponent. Numbers far
/// below the subnormal ones are taken together around zero; of those far beyond all doubles only the sign is known.
struct Split {
  enum class State : std::uint8_t { known, huge, unknown, undefined };
  double head = 0;  ///< 0, or of a size in [1, 2]; of a huge value ±1
  double tail = 0;
  double error = 0;
  std::int64_t exponent = 0;
  State state = State::unknown;

  bool known() const { return state == State::known; }
};
/// Below 2^this a Split has no exponent of its own.
inline constexpr std::int64_t kLeastExponent = -1200;

/// Frees what the library of balls keeps for the calling thread. For threads that are about to end.
void release_thread_memory();

/// Compiled once for some roots of an arena, which may grow but must live. One thread at a time.
class BallEvaluator {
 public:
  BallEvaluator(const Arena& arena, std::span<const Id> roots);
  BallEvaluator(BallEvaluator&&) noexcept;
  BallEvaluator& operator=(BallEvaluator&&) noexcept;
  ~BallEvaluator();

  /// The variables the roots depend on, in the order in which `evaluate` takes their values.
  std::span<const Id> variables() const;
  /// Computes with `bits` of precision, 2 to 2^20. At points a value usually has nearly as many correct bits; where it
  /// has not, ask for more.
  void evaluate(std::span<const Rational> point, unsigned bits);
  void evaluate(std::span<const Extent> box, unsigned bits);
  /// The same at finite doubles, without the detour over rationals.
  void evaluate(std::span<const double> point, unsigned bits);

  /// Of a node of the slice, after the last evaluation.
  Enclosure operator[](Id id) const;
  /// The same to more digits than a double has; known only where it is defined everywhere and bounded.
  Split split(Id id) const;
  /// Its ends exactly; nothing where one is infinite or too large to be of use.
  std::optional<Rational> lower(Id id) const;
  std::optional<Rational> upper(Id id) const;
  /// Correct bits of a value: of the relative width of its enclosure. At most the precision.
  unsigned accurate_bits(Id id) const;
  /// `0.25 ± 1e-60`, `0.25` where exact, with at most so many digits; `true`, `undefined`, `unknown`.
  std::string text(Id id, int digits) const;
  /// Rough work for one point, an addition being 1.
  std::uint64_t cost() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace adage
