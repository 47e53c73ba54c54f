// SPDX-License-Identifier: BSL-1.0
// Tapes as text.
#include "lower/tape.hpp"

#include <fmt/format.h>

#include <span>

namespace adage {
namespace {

std::string operand(const Tape& tape, Register r) {
  if (r < tape.first_constant()) return tape.inputs[tape.loads[r]];
  if (r < tape.first_result()) return fmt::format("{}", tape.constants[r - tape.first_constant()].f64);
  return fmt::format("%{}", r - tape.first_result());
}

std::string applied(const Tape& tape, const Instruction& instruction) {
  const Row& r = row(instruction.op);
  const auto argument = [&](std::size_t i) { return operand(tape, instruction.args[i]); };
  if (r.notation == Notation::infix) return fmt::format("{} {} {}", argument(0), r.name, argument(1));
  if (r.notation == Notation::prefix) {
    const bool word = r.name.back() >= 'a' && r.name.back() <= 'z';
    const std::string only = argument(0);
    return fmt::format("{}{}{}", r.name, word ? " " : "", only.front() == '-' ? "(" + only + ")" : only);
  }
  std::string text(r.name);
  for (std::size_t i = 0; i != instruction.count; ++i) text += (i == 0 ? "(" : ", ") + argument(i);
  return text + (instruction.count == 0 ? "" : ")");
}

}  // namespace

std::string listing(const Tape& tape) {
  std::string text = "inputs";
  for (const std::string& name : tape.inputs) text += " " + name;
  text += '\n';
  for (const Instruction& instruction : tape.instructions) {
    text += operand(tape, instruction.out) + " = " + applied(tape, instruction) + '\n';
  }
  text += "outputs";
  for (const Register r : tape.outputs) text += " " + operand(tape, r);
  return text + '\n';
}

}  // namespace adage
