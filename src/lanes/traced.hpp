// SPDX-License-Identifier: BSL-1.0
// The words of lane.hpp for lanes that only record what is done to them. A constant stands by itself until it meets
// a lane that knows its program; constants are not folded, for that is the translator's business.
#pragma once

#include <array>
#include <concepts>

#include "lanes/lane.hpp"
#include "lanes/program.hpp"

namespace adage::lanes {

/// What is recorded is a number of type T, bits of its width, or a truth value.
enum class Sort : std::uint8_t { number, bits, truth };

template <class T, Sort S>
class Traced {
 public:
  Traced(Program& program, std::uint32_t at) : program_(&program), at_(at) {}
  explicit Traced(std::unsigned_integral auto word) requires(S == Sort::bits) : word_(word) {}
  /// A constant that is exact in T.
  template <class U>
  requires(S == Sort::number && std::is_arithmetic_v<U>) explicit Traced(U value)
      : word_(lanes::bits(static_cast<T>(value))) {}

  Program* program() const { return program_; }
  /// The position in `program`, to which a constant is appended here.
  std::uint32_t in(Program& program) const {
    if (program_ != nullptr) return at_;
    return program.append({S == Sort::bits ? Step::word : Step::constant, 0, 0, 0, word_});
  }

 private:
  Program* program_ = nullptr;
  std::uint32_t at_ = 0;
  std::uint64_t word_ = 0;
};

template <class T>
using TracedNumber = Traced<T, Sort::number>;
template <class T>
using TracedBits = Traced<T, Sort::bits>;
template <class T>
using TracedTruth = Traced<T, Sort::truth>;

template <class T>
struct Kind<TracedNumber<T>> {
  using Element = T;
  using Bits = TracedBits<T>;
};

/// Appends `step` on these operands, at least one of which knows the program.
template <Sort R, class T, Sort... Operands>
Traced<T, R> record(Step step, const Traced<T, Operands>&... operands) {
  Program& program = program_of(operands.program()...);
  const std::array<std::uint32_t, 3> at{operands.in(program)...};
  return {program, program.append({step, at[0], at[1], at[2], 0})};
}

/// A zero that knows the program of `x`.
template <class T>
TracedNumber<T> zero_like(TracedNumber<T> x) {
  return {*x.program(), TracedNumber<T>(0).in(*x.program())};
}

template <class T>
TracedNumber<T> operator+(TracedNumber<T> a, TracedNumber<T> b) {
  return record<Sort::number>(Step::add, a, b);
}
template <class T>
TracedNumber<T> operator-(TracedNumber<T> a, TracedNumber<T> b) {
  return record<Sort::number>(Step::sub, a, b);
}
template <class T>
TracedNumber<T> operator*(TracedNumber<T> a, TracedNumber<T> b) {
  return record<Sort::number>(Step::mul, a, b);
}
template <class T>
TracedNumber<T> operator/(TracedNumber<T> a, TracedNumber<T> b) {
  return record<Sort::number>(Step::div, a, b);
}
template <class T>
TracedNumber<T> operator-(TracedNumber<T> a) {
  return record<Sort::number>(Step::neg, a);
}
template <class T>
TracedNumber<T> fused(TracedNumber<T> a, TracedNumber<T> b, TracedNumber<T> c) {
  return record<Sort::number>(Step::fused, a, b, c);
}
template <class T>
TracedNumber<T> scale(TracedNumber<T> x, TracedNumber<T> k) {
  return record<Sort::number>(Step::scale, x, k);
}
template <class T>
TracedNumber<T> square_root(TracedNumber<T> a) {
  return record<Sort::number>(Step::square_root, a);
}
template <class T>
TracedNumber<T> magnitude(TracedNumber<T> a) {
  return record<Sort::number>(Step::magnitude, a);
}
template <class T>
TracedNumber<T> round_down(TracedNumber<T> a) {
  return record<Sort::number>(Step::round_down, a);
}
template <class T>
TracedNumber<T> round_up(TracedNumber<T> a) {
  return record<Sort::number>(Step::round_up, a);
}

template <class T>
TracedTruth<T> operator==(TracedNumber<T> a, TracedNumber<T> b) {
  return record<Sort::truth>(Step::equal, a, b);
}
template <class T>
TracedTruth<T> operator!=(TracedNumber<T> a, TracedNumber<T> b) {
  return !(a == b);
}
template <class T>
TracedTruth<T> operator<(TracedNumber<T> a, TracedNumber<T> b) {
  return record<Sort::truth>(Step::less, a, b);
}
template <class T>
TracedTruth<T> operator>(TracedNumber<T> a, TracedNumber<T> b) {
  return b < a;
}
template <class T>
TracedTruth<T> operator<=(TracedNumber<T> a, TracedNumber<T> b) {
  return record<Sort::truth>(Step::less_equal, a, b);
}
template <class T>
TracedTruth<T> operator>=(TracedNumber<T> a, TracedNumber<T> b) {
  return b <= a;
}
template <class T>
TracedTruth<T> both(TracedTruth<T> a, TracedTruth<T> b) {
  return record<Sort::truth>(Step::both, a, b);
}
template <class T>
TracedTruth<T> either(TracedTruth<T> a, TracedTruth<T> b) {
  return record<Sort::truth>(Step::either, a, b);
}
template <class T>
TracedTruth<T> operator!(TracedTruth<T> a) {
  return record<Sort::truth>(Step::opposite, a);
}
template <class T>
TracedNumber<T> select(TracedTruth<T> condition, TracedNumber<T> yes, TracedNumber<T> no) {
  return record<Sort::number>(Step::select, condition, yes, no);
}
template <class T>
TracedBits<T> select(TracedTruth<T> condition, TracedBits<T> yes, TracedBits<T> no) {
  return record<Sort::bits>(Step::select_bits, condition, yes, no);
}

template <class T>
TracedBits<T> bits(TracedNumber<T> a) {
  return record<Sort::bits>(Step::to_bits, a);
}
template <class T>
TracedNumber<T> from_bits(TracedBits<T> a) {
  return record<Sort::number>(Step::from_bits, a);
}
template <class T>
TracedBits<T> operator+(TracedBits<T> a, TracedBits<T> b) {
  return record<Sort::bits>(Step::bit_add, a, b);
}
template <class T>
TracedBits<T> operator-(TracedBits<T> a, TracedBits<T> b) {
  return record<Sort::bits>(Step::bit_sub, a, b);
}
template <class T>
TracedBits<T> operator&(TracedBits<T> a, TracedBits<T> b) {
  return record<Sort::bits>(Step::bit_and, a, b);
}
template <class T>
TracedBits<T> operator|(TracedBits<T> a, TracedBits<T> b) {
  return record<Sort::bits>(Step::bit_or, a, b);
}
template <class T>
TracedBits<T> operator~(TracedBits<T> a) {
  return record<Sort::bits>(Step::bit_not, a);
}
template <class T>
TracedBits<T> operator<<(TracedBits<T> a, int by) {
  return record<Sort::bits>(Step::shift_left, a, TracedBits<T>(Bits<T>(by)));
}
template <class T>
TracedBits<T> operator>>(TracedBits<T> a, int by) {
  return record<Sort::bits>(Step::shift_right, a, TracedBits<T>(Bits<T>(by)));
}

/// The steps of `body` over `arity` arguments.
template <class T, std::size_t Arity, class F>
requires(Arity >= 1 && Arity <= 3) Program recorded(F body) {
  Program program;
  const auto argument = [&](std::uint32_t i) {
    return TracedNumber<T>(program, program.append({Step::argument, i, 0, 0, 0}));
  };
  const auto a = argument(0);
  if constexpr (Arity == 1) {
    program.result = body(a).in(program);
  } else if constexpr (Arity == 2) {
    program.result = body(a, argument(1)).in(program);
  } else {
    const auto b = argument(1);
    program.result = body(a, b, argument(2)).in(program);
  }
  return program;
}

}  // namespace adage::lanes
