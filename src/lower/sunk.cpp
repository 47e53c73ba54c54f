// SPDX-License-Identifier: BSL-1.0
// One pass over the tape, with what is known of each register. Which functions decay or grow exponentially is asked of
// their machine code.
#include "lower/sunk.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace adage {
namespace {

/// Products behind one register that are remembered.
constexpr std::size_t kMostRemembered = 8;

struct Held {
  bool decays = false;            ///< may be exponentially small
  bool grows = false;             ///< may be exponentially large
  std::vector<std::size_t> sunk;  ///< products in it that may have vanished
};

/// Does the function reach a value that `wanted` at a moderate first argument, others being as in its fused forms?
template <class Wanted>
bool reaches(Op op, Wanted wanted) {
  const Row& r = row(op);
  if (r.notation != Notation::call || r.boolean || r.rest || !r.machine.exists()) return false;
  for (const double x : {20.0, 100.0}) {
    for (const double second : {0.0, -1.0}) {
      if (wanted(r.machine.code().f64(x, second, 0)) || wanted(r.machine.code().f64(-x, second, 0))) return true;
    }
  }
  return false;
}

/// By operation, of a property that costs calls to find out.
template <class Property>
std::array<bool, 256> table_of(Property property) {
  std::array<bool, 256> result{};
  for (std::size_t i = 0; i != all_rows().size(); ++i) result[i] = property(static_cast<Op>(i));
  return result;
}
bool decays(Op op) {
  static const auto table = table_of(
      [](Op one) { return reaches(one, [](double value) { return value != 0 && std::fabs(value) < 1e-20; }); });
  return table[static_cast<std::size_t>(op)];
}
bool grows(Op op) {
  static const auto table =
      table_of([](Op one) { return reaches(one, [](double value) { return std::fabs(value) > 1e20; }); });
  return table[static_cast<std::size_t>(op)];
}

class Pass {
 public:
  explicit Pass(const Tape& tape) : tape_(tape), held_(tape.registers()) {}

  std::vector<std::size_t> run() {
    for (std::size_t i = 0; i != tape_.instructions.size(); ++i) {
      const Instruction& step = tape_.instructions[i];
      held_[step.out] = result(step, i);
    }
    std::ranges::sort(found_);
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return std::move(found_);
  }

 private:
  Held result(const Instruction& step, std::size_t at) {
    const Held &a = held_[step.args[0]], &b = held_[step.args[1]];
    Held held;
    switch (step.op) {
      case Op::mul:
        held = {a.decays || b.decays, a.grows || b.grows, joined(a, b)};
        if (b.grows) found(a);
        if (a.grows) found(b);
        if (a.decays && b.decays) held.sunk.push_back(at);
        break;
      case Op::div:
        held = {a.decays || b.grows, a.grows || b.decays, a.sunk};
        if (b.decays) found(a);
        if (a.decays && b.grows) held.sunk.push_back(at);
        break;
      case Op::add:
      case Op::sub:
        held = {a.decays && b.decays, a.grows || b.grows, joined(a, b)};
        break;
      case Op::neg:
        held = a;
        break;
      case Op::where:
        held = joined_cases(b, held_[step.args[2]]);
        break;
      default:
        held = {decays(step.op), grows(step.op), {}};
    }
    if (held.sunk.size() > kMostRemembered) held.sunk.resize(kMostRemembered);
    return held;
  }

  static std::vector<std::size_t> joined(const Held& a, const Held& b) {
    std::vector<std::size_t> result = a.sunk;
    result.insert(result.end(), b.sunk.begin(), b.sunk.end());
    return result;
  }
  static Held joined_cases(const Held& a, const Held& b) {
    return {a.decays || b.decays, a.grows || b.grows, joined(a, b)};
  }
  void found(const Held& held) { found_.insert(found_.end(), held.sunk.begin(), held.sunk.end()); }

  const Tape& tape_;
  std::vector<Held> held_;
  std::vector<std::size_t> found_;
};

}  // namespace

std::vector<std::size_t> sunk_products(const Tape& tape) { return Pass(tape).run(); }

}  // namespace adage
