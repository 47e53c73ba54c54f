// SPDX-License-Identifier: BSL-1.0
// A function on lanes as data: the straight-line steps that its body took when it was recorded. Engines that make
// machine code translate the steps one by one and so compute the very same bits as the body itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace adage::lanes {

enum class Step : std::uint8_t {
  argument,  ///< the argument number `a`
  constant,  ///< `constant` as a number
  word,      ///< `constant`'s bits, of the width of a number
  add,
  sub,
  mul,
  div,
  neg,
  fused,  ///< a*b + c, rounded once
  scale,  ///< a*2^b as lanes::scale_by_parts has it
  square_root,
  magnitude,
  round_down,
  round_up,
  equal,  ///< false for a NaN, as are the next two
  less,
  less_equal,
  both,
  either,
  opposite,
  select,       ///< b where a holds, else c
  select_bits,  ///< the same for bits
  to_bits,
  from_bits,
  bit_add,
  bit_sub,
  bit_and,
  bit_or,
  bit_not,
  shift_left,   ///< a by the constant b
  shift_right,  ///< a by the constant b, zeros coming in
};
inline constexpr std::size_t kSteps = static_cast<std::size_t>(Step::shift_right) + 1;

/// How many of a, b, c a step reads: none where it is an argument or a constant.
unsigned operands(Step step);

/// One step; a, b, c are the positions of the steps that it reads.
struct LaneStep {
  Step step = Step::constant;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  std::uint64_t word = 0;  ///< the bits of a constant: of a double, of a float, or a word of their width
};

struct Program {
  std::vector<LaneStep> steps;  ///< each reads only earlier ones
  std::uint32_t result = 0;

  /// The position of `step`, which goes to the end.
  std::uint32_t append(const LaneStep& step);
};

/// Where steps on `a`, `b`, `c` are recorded: the first of these that is there. Throws Error when none is.
Program& program_of(Program* a, Program* b = nullptr, Program* c = nullptr);

}  // namespace adage::lanes
