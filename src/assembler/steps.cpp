// SPDX-License-Identifier: BSL-1.0
// One row of a table for each kind of step. Numbers, bits and truth values (all ones or none) alike lie in the lowest
// place of a vector register; constants stay in memory, repeated so that any instruction may read them.
#include "assembler/steps.hpp"

#include <array>

#include "ops/row.hpp"

namespace adage {
namespace {

namespace x86 = asmjit::x86;
using lanes::Step;
using Id = x86::Inst::Id;

/// A register, or memory that holds a constant.
using Value = asmjit::Operand;

class Assembly {
 public:
  Assembly(x86::Compiler& code, bool doubles) : code_(code), doubles_(doubles) {}

  x86::Compiler& code() { return code_; }
  bool doubles() const { return doubles_; }
  Id of(Id in_doubles, Id in_floats) const { return doubles_ ? in_doubles : in_floats; }

  x86::Mem constant(std::uint64_t word) {
    const std::uint64_t whole = doubles_ ? word : word | word << 32;
    const std::array<std::uint64_t, 2> repeated{whole, whole};
    x86::Mem place = code_.newConst(asmjit::ConstPoolScope::kLocal, repeated.data(), sizeof repeated);
    place.setSize(0);
    return place;
  }
  x86::Mem sign() { return constant(std::uint64_t{1} << (doubles_ ? 63 : 31)); }
  x86::Mem all() { return constant(doubles_ ? ~std::uint64_t{0} : 0xFFFF'FFFF); }
  x86::Mem all_but_sign() { return constant(doubles_ ? ~std::uint64_t{0} >> 1 : 0x7FFF'FFFF); }

  x86::Xmm in_register(const Value& value) {
    if (value.isReg()) return value.as<x86::Xmm>();
    const x86::Xmm loaded = code_.newXmm();
    code_.vmovaps(loaded, value.as<x86::Mem>());
    return loaded;
  }

 private:
  x86::Compiler& code_;
  bool doubles_;
};

struct Operands {
  Value a, b, c;
  std::uint32_t shift = 0;  ///< where `b` is a constant number of bits
};
using Make = void (*)(Assembly& at, const x86::Xmm& to, const Operands& from);

template <Id InDoubles, Id InFloats>
void binary(Assembly& at, const x86::Xmm& to, const Operands& from) {
  at.code().emit(at.of(InDoubles, InFloats), to, at.in_register(from.a), from.b);
}
template <unsigned Predicate>
void comparison(Assembly& at, const x86::Xmm& to, const Operands& from) {
  at.code().emit(at.of(Id::kIdVcmpsd, Id::kIdVcmpss), to, at.in_register(from.a), from.b, Predicate);
}
template <unsigned Direction>
void rounded(Assembly& at, const x86::Xmm& to, const Operands& from) {
  const x86::Xmm a = at.in_register(from.a);
  at.code().emit(at.of(Id::kIdVroundsd, Id::kIdVroundss), to, a, a, Direction);
}
template <Id InDoubles, Id InFloats>
void shift(Assembly& at, const x86::Xmm& to, const Operands& from) {
  at.code().emit(at.of(InDoubles, InFloats), to, at.in_register(from.a), from.shift);
}
void moved(Assembly& at, const x86::Xmm& to, const Operands& from) { at.code().emit(Id::kIdVmovaps, to, from.a); }
void opposite(Assembly& at, const x86::Xmm& to, const Operands& from) {
  at.code().vxorps(to, at.in_register(from.a), at.all());
}
void chosen(Assembly& at, const x86::Xmm& to, const Operands& from) {
  at.code().emit(at.of(Id::kIdVblendvpd, Id::kIdVblendvps), to, at.in_register(from.c), from.b, at.in_register(from.a));
}

constexpr unsigned kQuietLess = 0x11, kQuietLessEqual = 0x12, kEqual = 0x00;
constexpr unsigned kDown = 0x09, kUp = 0x0A;  // without raising `inexact`

struct StepRow {
  Step step;
  Make make;
};

constexpr StepRow table[] = {
    {Step::add, binary<Id::kIdVaddsd, Id::kIdVaddss>},
    {Step::sub, binary<Id::kIdVsubsd, Id::kIdVsubss>},
    {Step::mul, binary<Id::kIdVmulsd, Id::kIdVmulss>},
    {Step::div, binary<Id::kIdVdivsd, Id::kIdVdivss>},
    {Step::neg, [](Assembly& at, const x86::Xmm& to,
                   const Operands& from) { at.code().vxorps(to, at.in_register(from.a), at.sign()); }},
    {Step::fused,
     [](Assembly& at, const x86::Xmm& to, const Operands& from) {
       at.code().emit(Id::kIdVmovaps, to, from.a);
       at.code().emit(at.of(Id::kIdVfmadd213sd, Id::kIdVfmadd213ss), to, at.in_register(from.b), from.c);
     }},
    {Step::scale, nullptr},  // operations that scale are called
    {Step::square_root,
     [](Assembly& at, const x86::Xmm& to, const Operands& from) {
       const x86::Xmm a = at.in_register(from.a);
       at.code().emit(at.of(Id::kIdVsqrtsd, Id::kIdVsqrtss), to, a, a);
     }},
    {Step::magnitude, [](Assembly& at, const x86::Xmm& to,
                         const Operands& from) { at.code().vandps(to, at.in_register(from.a), at.all_but_sign()); }},
    {Step::round_down, rounded<kDown>},
    {Step::round_up, rounded<kUp>},
    {Step::equal, comparison<kEqual>},
    {Step::less, comparison<kQuietLess>},
    {Step::less_equal, comparison<kQuietLessEqual>},
    {Step::both, binary<Id::kIdVandps, Id::kIdVandps>},
    {Step::either, binary<Id::kIdVorps, Id::kIdVorps>},
    {Step::opposite, opposite},
    {Step::select, chosen},
    {Step::select_bits, chosen},
    {Step::to_bits, moved},
    {Step::from_bits, moved},
    {Step::bit_add, binary<Id::kIdVpaddq, Id::kIdVpaddd>},
    {Step::bit_sub, binary<Id::kIdVpsubq, Id::kIdVpsubd>},
    {Step::bit_and, binary<Id::kIdVandps, Id::kIdVandps>},
    {Step::bit_or, binary<Id::kIdVorps, Id::kIdVorps>},
    {Step::bit_not, opposite},
    {Step::shift_left, shift<Id::kIdVpsllq, Id::kIdVpslld>},
    {Step::shift_right, shift<Id::kIdVpsrlq, Id::kIdVpsrld>},
};

constexpr std::size_t kFirst = static_cast<std::size_t>(Step::add);

constexpr bool in_order() {
  for (std::size_t i = 0; i != std::size(table); ++i) {
    if (static_cast<std::size_t>(table[i].step) != i + kFirst) return false;
  }
  return std::size(table) + kFirst == lanes::kSteps;
}
static_assert(in_order());

void call(Assembly& at, Op op, const x86::Xmm& to, const Operands& from) {
  const MachineCode& code = row(op).machine.code();
  using Doubles = asmjit::FuncSignatureT<double, double, double, double>;
  using Floats = asmjit::FuncSignatureT<float, float, float, float>;
  const std::array args{at.in_register(from.a), at.in_register(from.b), at.in_register(from.c)};
  asmjit::InvokeNode* call = nullptr;
  if (at.doubles()) {
    at.code().invoke(&call, reinterpret_cast<std::uintptr_t>(code.f64), Doubles());
  } else {
    at.code().invoke(&call, reinterpret_cast<std::uintptr_t>(code.f32), Floats());
  }
  for (std::size_t i = 0; i != args.size(); ++i) call->setArg(i, args[i]);
  call->setRet(0, to);
}

/// Registers for values, each used again once its value has been read for the last time: what the assembler does with
/// them takes more than linear time in their number.
class RegisterPool {
 public:
  RegisterPool(x86::Compiler& code, const Unrolled& row) : code_(code), last_read_(row.steps.size(), 0) {
    for (std::uint32_t i = 0; i != row.steps.size(); ++i) {
      for (const std::uint32_t from : row.steps[i].reads()) last_read_[from] = i;
    }
    for (const std::uint32_t output : row.outputs) last_read_[output] = static_cast<std::uint32_t>(row.steps.size());
  }

  x86::Xmm fresh() {
    if (free_.empty()) return code_.newXmm();
    const x86::Xmm result = free_.back();
    free_.pop_back();
    return result;
  }
  /// `step`, at `place`, has read what it reads.
  void release(const UnrolledStep& step, std::uint32_t place, std::span<const Value> values) {
    for (const std::uint32_t from : step.reads()) {
      if (last_read_[from] != place || !values[from].isReg()) continue;
      free_.push_back(values[from].as<x86::Xmm>());
      last_read_[from] = kNoRegister;  // once, though it may have been read twice
    }
  }

 private:
  x86::Compiler& code_;
  std::vector<std::uint32_t> last_read_;
  std::vector<x86::Xmm> free_;
};

}  // namespace

std::vector<x86::Xmm> assemble(x86::Compiler& code, const Unrolled& row, bool doubles, const Load& load) {
  Assembly at(code, doubles);
  RegisterPool pool(code, row);
  std::vector<Value> done(row.steps.size());
  // Inputs are read when they are first needed, so that few of many take up registers.
  const auto value = [&](std::uint32_t place) {
    if (done[place].isNone()) {
      const x86::Xmm loaded = pool.fresh();
      load(loaded, row.steps[place].args[0]);
      done[place] = loaded;
    }
    return done[place];
  };
  for (std::uint32_t i = 0; i != row.steps.size(); ++i) {
    const UnrolledStep& step = row.steps[i];
    if (step.is(Step::argument)) continue;
    if (step.count == 0) {
      done[i] = at.constant(step.word);
      continue;
    }
    Operands from;
    const std::array places{&from.a, &from.b, &from.c};
    for (std::size_t k = 0; k != step.count; ++k) *places[k] = value(step.args[k]);
    from.shift = static_cast<std::uint32_t>(row.steps[step.args[1]].word);
    const x86::Xmm to = pool.fresh();
    if (step.call) {
      call(at, *step.call, to, from);
    } else {
      table[static_cast<std::size_t>(step.step) - kFirst].make(at, to, from);
    }
    pool.release(step, i, done);
    done[i] = to;
  }
  std::vector<x86::Xmm> results;
  for (const std::uint32_t output : row.outputs) results.push_back(at.in_register(value(output)));
  return results;
}

}  // namespace adage
