// SPDX-License-Identifier: BSL-1.0
// Appending steps, each only if it is new; then what nothing reads is left out.
#include "assembler/unrolled.hpp"

#include <array>
#include <bit>
#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <span>

#include "lanes/traced.hpp"
#include "ops/recorded.hpp"

namespace adage {
namespace {

using lanes::Step;

/// Longer operations are called: that costs two nanoseconds, and their steps would take long to assemble.
constexpr std::size_t kMostUnrolled = 100;

class Unroller {
 public:
  explicit Unroller(bool doubles) : doubles_(doubles) {}

  Unrolled run(const Tape& tape) {
    std::vector<std::uint32_t> registers(tape.registers());
    for (std::uint32_t i = 0; i != tape.loads.size(); ++i) registers[i] = append({Step::argument, i});
    Register next = tape.first_constant();
    for (const Constant& constant : tape.constants) registers[next++] = number(constant);
    for (const Instruction& instruction : tape.instructions) {
      std::array<std::uint32_t, kMaxArity> args{};
      for (std::size_t i = 0; i != kMaxArity; ++i) args[i] = registers[instruction.args[i]];
      registers[instruction.out] = applied(instruction.op, args);
    }
    for (const Register output : tape.outputs) result_.outputs.push_back(registers[output]);
    drop_unread();
    return std::move(result_);
  }

 private:
  using Args = std::array<std::uint32_t, kMaxArity>;

  std::uint32_t append(const lanes::LaneStep& step, std::optional<Op> call = std::nullopt) {
    const std::uint64_t kind = static_cast<std::uint64_t>(step.step) + (call ? 256 + static_cast<std::uint64_t>(*call) : 0);
    const std::array<std::uint64_t, 5> name{kind, step.a, step.b, step.c, step.word};
    const auto [place, is_new] = known_.try_emplace(name, static_cast<std::uint32_t>(result_.steps.size()));
    if (is_new) result_.steps.push_back({step, call});
    return place->second;
  }

  std::uint32_t number(const Constant& constant) {
    return append({Step::constant, 0, 0, 0,
                   doubles_ ? std::bit_cast<std::uint64_t>(constant.f64) : std::bit_cast<std::uint32_t>(constant.f32)});
  }

  std::uint32_t applied(Op op, const Args& args) {
    const lanes::Program& steps = recorded_steps(op, doubles_);
    const bool is_short = !steps.steps.empty() && steps.steps.size() <= kMostUnrolled;
    if (is_short && row(op).machine.beyond == nullptr) return appended(steps, args);
    return append({Step::argument, args[0], args[1], args[2]}, op);
  }

  std::uint32_t appended(const lanes::Program& program, const Args& args) {
    std::vector<std::uint32_t> done;
    done.reserve(program.steps.size());
    for (const lanes::LaneStep& one : program.steps) {
      if (one.step == Step::argument) {
        done.push_back(args[one.a]);
      } else if (one.step == Step::constant || one.step == Step::word) {
        done.push_back(append(one));
      } else {
        done.push_back(made({one.step, done[one.a], done[one.b], done[one.c]}));
      }
    }
    return done[program.result];
  }

  std::uint32_t made(lanes::LaneStep step) {
    const std::size_t count = operands({step, std::nullopt});
    if (count < 2) step.b = 0;
    if (count < 3) step.c = 0;
    if (step.step == Step::magnitude) return magnitude(step.a);
    if (step.step == Step::scale) return appended(scale_by_parts(), {step.a, step.b});
    return append(step);
  }

  /// |-a| is |a| and |a*c| is |a|*|c|, exactly: sigmoid(x) and sigmoid(-x) share their exponential.
  std::uint32_t magnitude(std::uint32_t a) {
    const UnrolledStep of = result_.steps[a];
    if (!of.call && of.step == Step::neg) return magnitude(of.a);
    if (!of.call && of.step == Step::mul && result_.steps[of.b].step == Step::constant) {
      const std::uint64_t sign = std::uint64_t{1} << (doubles_ ? 63 : 31);
      const std::uint32_t factor = append({Step::constant, 0, 0, 0, result_.steps[of.b].word & ~sign});
      return append({Step::mul, magnitude(of.a), factor});
    }
    return append({Step::magnitude, a});
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
      const std::array read{steps[i].a, steps[i].b, steps[i].c};
      for (const std::uint32_t from : std::span(read).first(operands(steps[i]))) place[from] = 1;
    }
    std::uint32_t kept = 0;
    for (std::size_t i = 0; i != steps.size(); ++i) {
      if (place[i] == 0) continue;
      UnrolledStep step = steps[i];
      const std::array reads{&step.a, &step.b, &step.c};
      for (std::uint32_t* from : std::span(reads).first(operands(step))) *from = place[*from];
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

std::size_t operands(const UnrolledStep& step) {
  return step.call ? kMaxArity : lanes::operands(step.step);
}

Unrolled unrolled(const Tape& tape, bool doubles) { return Unroller(doubles).run(tape); }

}  // namespace adage
