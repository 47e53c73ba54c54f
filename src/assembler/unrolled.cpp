// SPDX-License-Identifier: BSL-1.0
// Appending steps, each only if it is new; then what nothing reads is left out.
#include "assembler/unrolled.hpp"

#include <array>
#include <bit>
#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "lanes/traced.hpp"
#include "ops/recorded.hpp"

namespace adage {
namespace {

using lanes::Step;

/// Longer operations are called. With all of them unrolled sigmoid takes 9.4 ns instead of 8.3, and 68 us to assemble
/// instead of 11.
constexpr std::size_t kMostUnrolled = 20;

class Unroller {
 public:
  explicit Unroller(bool doubles) : doubles_(doubles) {}

  Unrolled run(const Tape& tape) {
    std::vector<std::uint32_t> registers(tape.registers());
    for (std::uint32_t i = 0; i != tape.loads.size(); ++i) registers[i] = append({.args = {i}});
    Register next = tape.first_constant();
    for (const Constant& constant : tape.constants) registers[next++] = number(bits_of(constant));
    for (const Instruction& instruction : tape.instructions) {
      Args args{};
      for (std::size_t i = 0; i != kMaxArity; ++i) args[i] = registers[instruction.args[i]];
      registers[instruction.out] = applied(instruction.op, args);
    }
    for (const Register output : tape.outputs) result_.outputs.push_back(registers[output]);
    drop_unread();
    return std::move(result_);
  }

 private:
  using Args = std::array<std::uint32_t, kMaxArity>;

  std::uint32_t append(const UnrolledStep& step) {
    const std::uint64_t kind =
        step.call ? 256 + static_cast<std::uint64_t>(*step.call) : static_cast<std::uint64_t>(step.step);
    const auto& [a, b, c] = step.args;
    const auto [place, is_new] =
        known_.try_emplace({kind, a, b, c, step.word}, static_cast<std::uint32_t>(result_.steps.size()));
    if (is_new) result_.steps.push_back(step);
    return place->second;
  }

  std::uint64_t bits_of(const Constant& constant) const {
    return doubles_ ? std::bit_cast<std::uint64_t>(constant.f64) : std::bit_cast<std::uint32_t>(constant.f32);
  }
  std::uint32_t number(std::uint64_t word) { return append({.step = Step::constant, .word = word}); }

  std::uint32_t applied(Op op, const Args& args) {
    const lanes::Program& steps = recorded_steps(op, doubles_);
    const bool is_short = !steps.steps.empty() && steps.steps.size() <= kMostUnrolled;
    if (is_short && row(op).machine.beyond == nullptr) return appended(steps, args);
    return append({.call = op, .count = kMaxArity, .args = args});
  }

  std::uint32_t appended(const lanes::Program& program, const Args& args) {
    std::vector<std::uint32_t> done;
    done.reserve(program.steps.size());
    for (const lanes::LaneStep& one : program.steps) {
      const auto count = static_cast<std::uint8_t>(lanes::operands(one.step));
      if (one.step == Step::argument) {
        done.push_back(args[one.a]);
      } else if (count == 0) {
        done.push_back(append({.step = one.step, .word = one.word}));
      } else {
        done.push_back(made(one.step, count, {done[one.a], count > 1 ? done[one.b] : 0, count > 2 ? done[one.c] : 0}));
      }
    }
    return done[program.result];
  }

  std::uint32_t made(Step step, std::uint8_t count, const Args& args) {
    if (step == Step::magnitude) return magnitude(args[0]);
    if (step == Step::scale) return appended(scale_by_parts(), args);
    return append({.step = step, .count = count, .args = args});
  }

  /// |-a| is |a| and |a*c| is |a|*|c|, exactly: so more steps are equal ones.
  std::uint32_t magnitude(std::uint32_t at) {
    const UnrolledStep of = result_.steps[at];
    if (of.is(Step::neg)) return magnitude(of.args[0]);
    if (of.is(Step::mul) && result_.steps[of.args[1]].is(Step::constant)) {
      const std::uint64_t sign = std::uint64_t{1} << (doubles_ ? 63 : 31);
      return made(Step::mul, 2, {magnitude(of.args[0]), number(result_.steps[of.args[1]].word & ~sign)});
    }
    return append({.step = Step::magnitude, .count = 1, .args = {at}});
  }

  const lanes::Program& scale_by_parts() const {
    static const std::array<lanes::Program, 2> recorded{
        lanes::recorded<float, 2>([](auto a, auto b) { return lanes::scale_by_parts(a, b); }),
        lanes::recorded<double, 2>([](auto a, auto b) { return lanes::scale_by_parts(a, b); })};
    return recorded[doubles_ ? 1 : 0];
  }

  void drop_unread() {
    std::vector<UnrolledStep>& steps = result_.steps;
    std::vector<std::uint32_t> place(steps.size(), 0);  // 1 for what is read, and then where it goes
    for (const std::uint32_t output : result_.outputs) place[output] = 1;
    for (std::size_t i = steps.size(); i-- != 0;) {
      if (place[i] == 0) continue;
      for (const std::uint32_t from : steps[i].reads()) place[from] = 1;
    }
    std::uint32_t kept = 0;
    for (std::size_t i = 0; i != steps.size(); ++i) {
      if (place[i] == 0) continue;
      UnrolledStep step = steps[i];
      for (std::uint32_t& from : step.reads()) from = place[from];
      steps[kept] = step;
      place[i] = kept++;
    }
    steps.resize(kept);
    for (std::uint32_t& output : result_.outputs) output = place[output];
  }

  bool doubles_;
  Unrolled result_;
  boost::unordered_flat_map<std::array<std::uint64_t, 5>, std::uint32_t, boost::hash<std::array<std::uint64_t, 5>>>
      known_;
};

}  // namespace

Unrolled unrolled(const Tape& tape, bool doubles) { return Unroller(doubles).run(tape); }

}  // namespace adage
