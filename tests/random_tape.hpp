// SPDX-License-Identifier: BSL-1.0
// Random tapes, which reuse registers as no compiler would, and whether another run of them gives the same bits.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "lower/tape.hpp"
#include "run/interpreter.hpp"

namespace adage::testing {

/// Tapes of parts that repeat with other inputs, and of instructions that do not.
class RandomTape {
 public:
  RandomTape(std::uint64_t seed, std::size_t size) : random_(seed) {
    const std::uint32_t inputs = 1 + below(50);
    tape_.inputs.resize(inputs);
    tape_.loads.resize(1 + below(inputs));
    for (std::uint32_t& load : tape_.loads) load = below(inputs);
    tape_.constants.resize(1 + below(20));
    for (Constant& c : tape_.constants) {
      c.f32 = static_cast<float>(below(9)) / 4 - 1;
      c.f64 = c.f32;
    }
    tape_.results = 1 + below(static_cast<std::uint32_t>(size));
    tape_.temporaries = 4 + below(60);
    is_readable_.resize(tape_.registers());
    for (Register r = 0; r != tape_.first_result(); ++r) make_readable(r);
    while (tape_.instructions.size() < size) below(4) == 0 ? append_any() : append_repeated(size);
    // Those that were never written are no results.
    for (Register r = tape_.first_result() + written_; r != tape_.first_temporary(); ++r) append(Op::neg, {0}, r);
    for (std::uint32_t k = 0; k != tape_.results; ++k) tape_.outputs.push_back(tape_.first_result() + k);
    for (std::uint32_t k = below(5); k-- != 0;) tape_.outputs.push_back(below(tape_.first_temporary()));
    std::ranges::shuffle(tape_.outputs.begin(), tape_.outputs.begin() + below(10) % tape_.outputs.size(), random_);
  }

  const Tape& tape() const { return tape_; }
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

 private:
  static const std::vector<Op>& operations() {
    static const std::vector<Op> all = [] {
      std::vector<Op> result;
      for (std::size_t i = static_cast<std::size_t>(Op::neg); i != all_rows().size(); ++i) {
        const Op op = static_cast<Op>(i);
        if (arity(op) != 0 && all_rows()[i].machine.exists()) result.push_back(op);
      }
      return result;
    }();
    return all;
  }
  /// Mostly cheap ones.
  Op operation() {
    constexpr std::array<Op, 5> cheap{Op::add, Op::sub, Op::mul, Op::neg, Op::div};
    return below(8) != 0 ? cheap[below(5)] : operations()[below(static_cast<std::uint32_t>(operations().size()))];
  }
  Register readable() { return readable_[below(static_cast<std::uint32_t>(readable_.size()))]; }

  void append(Op op, std::vector<Register> args, Register out) {
    Instruction step{op, static_cast<std::uint8_t>(args.size()), out, {}};
    step.args.fill(args[0]);
    std::ranges::copy(args, step.args.begin());
    tape_.instructions.push_back(step);
    if (!is_readable_[out]) make_readable(out);
  }

  void make_readable(Register r) {
    readable_.push_back(r);
    is_readable_[r] = true;
  }

  Register target(const std::vector<Register>& args) {
    if (written_ != tape_.results && below(3) == 0) return tape_.first_result() + written_++;
    Register out = args[0];
    while (std::ranges::find(args, out) != args.end()) out = tape_.first_temporary() + below(tape_.temporaries);
    return out;
  }

  void append_any() {
    const Op op = operation();
    std::vector<Register> args(arity(op));
    for (Register& arg : args) arg = readable();
    append(op, args, target(args));
  }

  /// A few instructions that read each other, over and over.
  void append_repeated(std::size_t size) {
    struct Line {
      Op op;
      std::array<std::uint32_t, kMaxArity> back;  // 0: any register, k: what was made k lines before
    };
    std::vector<Line> lines(1 + below(6));
    for (std::size_t i = 0; i != lines.size(); ++i) {
      lines[i].op = operation();
      for (std::uint32_t& back : lines[i].back) back = below(static_cast<std::uint32_t>(i) + 1);
    }
    const bool in_turn = below(2) == 0;
    Register next = readable();
    for (std::uint32_t repeats = 1 + below(200); repeats-- != 0 && tape_.instructions.size() < size;) {
      for (const Line& line : lines) {
        std::vector<Register> args(arity(line.op));
        for (std::size_t k = 0; k != args.size(); ++k) {
          const std::size_t made = tape_.instructions.size();
          if (in_turn) next = (next + 1) % tape_.first_result();
          args[k] = line.back[k] != 0 && line.back[k] <= made ? tape_.instructions[made - line.back[k]].out
                    : in_turn                                 ? next
                                                              : readable();
        }
        append(line.op, args, target(args));
      }
    }
  }

  std::mt19937_64 random_;
  Tape tape_;
  std::vector<Register> readable_;
  std::vector<bool> is_readable_;  // by register
  std::uint32_t written_ = 0;      // results so far
};

/// Does `run(in, out)` write the same bits as run_scalar, at a point that the seed chooses? NaN is NaN.
template <class T, class Run>
bool same_bits(const Tape& tape, std::uint64_t seed, Run run) {
  std::mt19937_64 random(seed);
  std::vector<T> in(tape.inputs.size()), plain(tape.outputs.size()), other(plain.size());
  for (T& x : in) x = static_cast<T>(random() % 4001) / 1000 - 2;
  const bool finite = run_scalar(tape, in.data(), plain.data());
  if (run(in.data(), other.data()) != finite) return false;
  for (std::size_t k = 0; k != plain.size(); ++k) {
    if (std::isnan(plain[k]) && std::isnan(other[k])) continue;
    if (std::memcmp(&plain[k], &other[k], sizeof(T)) != 0) return false;
  }
  return true;
}

}  // namespace adage::testing
