// SPDX-License-Identifier: BSL-1.0
// Assembly in three loops over the slice: who needs a register, when each value is used last, the instructions.
// The register of a result is taken before those of its arguments are given back, so none is written while read.
#include "lower/assemble.hpp"

#include "graph/slice_table.hpp"
#include "lower/constants.hpp"

namespace adage {
namespace {

constexpr Register kUnassigned = 0xFFFF'FFFF;

class Assembler {
 public:
  Assembler(const Arena& arena, const Slice& nodes, std::span<const Id> roots)
      : arena_(arena), roots_(roots), slice_(nodes), constants_(constants(arena, slice_)), position_(slice_) {
    registers_.assign(slice_.size(), kUnassigned);
    last_use_.assign(slice_.size(), 0);
  }

  Tape run(std::span<const Id> inputs) {
    for (const Id input : inputs) tape_.inputs.emplace_back(arena_.name(input));
    find_last_uses();
    assign_inputs(inputs);
    assign_constants();
    assign_results();
    emit();
    for (const Id root : roots_) tape_.outputs.push_back(registers_[position(root)]);
    return std::move(tape_);
  }

 private:
  std::size_t position(Id id) const { return position_[id]; }
  Id node(std::size_t i) const { return slice_.nodes[i]; }
  bool is_instruction(std::size_t i) const {
    const Id id = node(i);
    return arena_.is_constant(id) ? !constants_.contains(id) : arena_.op(id) != Op::variable;
  }

  /// The position of the last instruction that reads each value; a value that none reads keeps 0. Of constants and
  /// inputs only whether there is one matters, and to be a result counts as much.
  void find_last_uses() {
    for (std::size_t i = 0; i != slice_.size(); ++i) {
      if (!is_instruction(i)) continue;
      ++instructions_;
      for (const Id arg : arena_.args(node(i))) last_use_[position(arg)] = static_cast<std::uint32_t>(i);
    }
    for (const Id root : roots_) {
      if (!is_instruction(position(root))) last_use_[position(root)] = 1;
    }
  }

  void assign_inputs(std::span<const Id> inputs) {
    for (std::size_t k = 0; k != inputs.size(); ++k) {
      if (!position_.contains(inputs[k]) || last_use_[position(inputs[k])] == 0) continue;
      registers_[position(inputs[k])] = static_cast<Register>(tape_.loads.size());
      tape_.loads.push_back(static_cast<std::uint32_t>(k));
    }
  }

  void assign_constants() {
    for (std::size_t i = 0; i != slice_.size(); ++i) {
      if (!arena_.is_constant(node(i))) continue;
      const auto value = constants_.find(node(i));
      if (value == constants_.end() || last_use_[i] == 0) continue;
      registers_[i] = tape_.first_constant() + static_cast<Register>(tape_.constants.size());
      tape_.constants.push_back(value->second);
    }
  }

  void assign_results() {
    for (const Id root : roots_) {
      Register& place = registers_[position(root)];
      if (place == kUnassigned) place = tape_.first_result() + tape_.results++;
    }
  }

  void emit() {
    tape_.instructions.reserve(instructions_);
    std::vector<Register> free;
    for (std::size_t i = 0; i != slice_.size(); ++i) {
      if (!is_instruction(i)) continue;
      if (registers_[i] == kUnassigned) registers_[i] = take(free);
      const auto args = arena_.args(node(i));
      Instruction instruction{arena_.op(node(i)), static_cast<std::uint8_t>(args.size()), registers_[i], {}};
      instruction.args.fill(args.empty() ? registers_[i] : registers_[position(args[0])]);
      for (std::size_t k = 0; k != args.size(); ++k) {
        const std::size_t arg = position(args[k]);
        instruction.args[k] = registers_[arg];
        if (last_use_[arg] != i || registers_[arg] < tape_.first_temporary()) continue;
        free.push_back(registers_[arg]);
        last_use_[arg] = 0;  // an argument given twice is given back once
      }
      tape_.instructions.push_back(instruction);
    }
  }

  Register take(std::vector<Register>& free) {
    if (free.empty()) return tape_.first_temporary() + tape_.temporaries++;
    const Register last = free.back();
    free.pop_back();
    return last;
  }

  const Arena& arena_;
  std::span<const Id> roots_;
  const Slice& slice_;
  NodeMap<Constant> constants_;
  PositionMap position_;
  LargeVector<Register> registers_;  // by position, as last_use_
  LargeVector<std::uint32_t> last_use_;
  std::size_t instructions_ = 0;
  Tape tape_;
};

}  // namespace

Tape assemble(const Arena& arena, const Slice& nodes, std::span<const Id> roots, std::span<const Id> inputs) {
  return Assembler(arena, nodes, roots).run(inputs);
}

}  // namespace adage
