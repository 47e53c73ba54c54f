// SPDX-License-Identifier: BSL-1.0
// The loop over a slice: constants when it is compiled, the rest at each point.
#include "verify/precise_eval.hpp"

namespace adage {

PreciseEvaluator::PreciseEvaluator(const Arena& arena, std::span<const Id> roots)
    : nodes_(slice(arena, roots)), values_(nodes_.size()) {
  for (std::uint32_t i = 0; i != nodes_.size(); ++i) {
    const Id id = nodes_.nodes[i];
    if (arena.is_number(id)) {
      values_[i] = bounded(arena.value(id));
    } else if (arena.op(id) == Op::variable) {
      variables_.push_back(id);
      variable_positions_.push_back(i);
    } else {
      Instruction instruction{.op = arena.op(id), .count = arena[id].count, .target = i};
      for (std::size_t k = 0; k != instruction.count; ++k) {
        instruction.args[k] = static_cast<std::uint32_t>(nodes_.position(arena.arg(id, k)));
      }
      if (arena.is_constant(id)) {
        run(instruction);
      } else {
        program_.push_back(instruction);
        cost_ += row(instruction.op).cost;
      }
    }
  }
}

void PreciseEvaluator::evaluate(std::span<const Rational> point) {
  for (std::size_t i = 0; i != variables_.size(); ++i) values_[variable_positions_[i]] = bounded(point[i]);
  for (const Instruction& instruction : program_) run(instruction);
}

void PreciseEvaluator::run(const Instruction& instruction) {
  std::array<Bounded, kMaxArity> args;
  for (std::size_t k = 0; k != instruction.count; ++k) args[k] = values_[instruction.args[k]];
  values_[instruction.target] = apply(instruction.op, {args.data(), instruction.count});
}

}  // namespace adage
