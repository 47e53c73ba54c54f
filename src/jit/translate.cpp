// SPDX-License-Identifier: BSL-1.0
// One row of a table for each kind of step. No flag ever allows LLVM to round differently.
#include "jit/translate.hpp"

#include <llvm/IR/IntrinsicsX86.h>

#include <bit>

#include "jit/jit.hpp"
#include "lanes/traced.hpp"
#include "ops/recorded.hpp"

namespace adage {
namespace {

using lanes::Step;

struct Context {
  llvm::IRBuilder<>& builder;
  llvm::Type* number;
  llvm::Type* bits;
  llvm::Value* a = nullptr;
  llvm::Value* b = nullptr;
  llvm::Value* c = nullptr;
};

using Make = llvm::Value* (*)(const Context&);

template <llvm::Instruction::BinaryOps Code>
llvm::Value* binary(const Context& at) {
  return at.builder.CreateBinOp(Code, at.a, at.b);
}
template <llvm::CmpInst::Predicate Code>
llvm::Value* comparison(const Context& at) {
  return at.builder.CreateFCmp(Code, at.a, at.b);
}
template <llvm::Intrinsic::ID Code>
llvm::Value* unary_intrinsic(const Context& at) {
  return at.builder.CreateUnaryIntrinsic(Code, at.a);
}
llvm::Value* chosen(const Context& at) { return at.builder.CreateSelect(at.a, at.b, at.c); }

struct StepRow {
  Step step;
  Make make;
};

constexpr StepRow table[] = {
    {Step::add, binary<llvm::Instruction::FAdd>},
    {Step::sub, binary<llvm::Instruction::FSub>},
    {Step::mul, binary<llvm::Instruction::FMul>},
    {Step::div, binary<llvm::Instruction::FDiv>},
    {Step::neg, [](const Context& at) { return at.builder.CreateFNeg(at.a); }},
    {Step::fused,
     [](const Context& at) -> llvm::Value* {
       return at.builder.CreateIntrinsic(llvm::Intrinsic::fma, {at.number}, {at.a, at.b, at.c});
     }},
    {Step::scale, nullptr},  // see Translator::scaled
    {Step::square_root, unary_intrinsic<llvm::Intrinsic::sqrt>},
    {Step::magnitude, unary_intrinsic<llvm::Intrinsic::fabs>},
    {Step::round_down, unary_intrinsic<llvm::Intrinsic::floor>},
    {Step::round_up, unary_intrinsic<llvm::Intrinsic::ceil>},
    {Step::equal, comparison<llvm::CmpInst::FCMP_OEQ>},
    {Step::less, comparison<llvm::CmpInst::FCMP_OLT>},
    {Step::less_equal, comparison<llvm::CmpInst::FCMP_OLE>},
    {Step::both, binary<llvm::Instruction::And>},
    {Step::either, binary<llvm::Instruction::Or>},
    {Step::opposite, [](const Context& at) { return at.builder.CreateNot(at.a); }},
    {Step::select, chosen},
    {Step::select_bits, chosen},
    {Step::to_bits, [](const Context& at) { return at.builder.CreateBitCast(at.a, at.bits); }},
    {Step::from_bits, [](const Context& at) { return at.builder.CreateBitCast(at.a, at.number); }},
    {Step::bit_add, binary<llvm::Instruction::Add>},
    {Step::bit_sub, binary<llvm::Instruction::Sub>},
    {Step::bit_and, binary<llvm::Instruction::And>},
    {Step::bit_or, binary<llvm::Instruction::Or>},
    {Step::bit_not, [](const Context& at) { return at.builder.CreateNot(at.a); }},
    {Step::shift_left, binary<llvm::Instruction::Shl>},
    {Step::shift_right, binary<llvm::Instruction::LShr>},
};

constexpr std::size_t kFirst = static_cast<std::size_t>(Step::add);

const StepRow& row_of(Step step) { return table[static_cast<std::size_t>(step) - kFirst]; }

constexpr bool in_order() {
  for (std::size_t i = 0; i != std::size(table); ++i) {
    if (static_cast<std::size_t>(table[i].step) != i + kFirst) return false;
  }
  return std::size(table) + kFirst == lanes::kSteps;
}
static_assert(in_order());

std::uint64_t key(llvm::Value* value) { return reinterpret_cast<std::uintptr_t>(value); }

}  // namespace

Translator::Translator(llvm::IRBuilder<>& builder, bool doubles, unsigned lanes, unsigned vector_bytes)
    : builder_(builder),
      doubles_(doubles),
      lanes_(lanes),
      vector_bytes_(vector_bytes),
      element_(doubles ? builder.getDoubleTy() : builder.getFloatTy()),
      number_(element_),
      bits_(doubles ? builder.getInt64Ty() : builder.getInt32Ty()) {
  if (lanes == 1) return;
  number_ = llvm::FixedVectorType::get(element_, lanes);
  bits_ = llvm::FixedVectorType::get(bits_, lanes);
}

std::vector<llvm::Value*> Translator::run(const Tape& tape, std::span<llvm::Value* const> loads) {
  std::vector<llvm::Value*> registers(tape.registers(), nullptr);
  std::copy(loads.begin(), loads.end(), registers.begin());
  for (std::size_t i = 0; i != tape.constants.size(); ++i) {
    const Constant& value = tape.constants[i];
    registers[tape.first_constant() + i] =
        llvm::ConstantFP::get(number_, doubles_ ? llvm::APFloat(value.f64) : llvm::APFloat(value.f32));
  }
  for (const Instruction& instruction : tape.instructions) {
    begin_block_when_long();
    std::array<llvm::Value*, kMaxArity> args{};
    for (std::size_t i = 0; i != instruction.count; ++i) args[i] = registers[instruction.args[i]];
    const std::span<llvm::Value* const> given(args.data(), instruction.count);
    registers[instruction.out] = applied(instruction.op, given);
  }
  std::vector<llvm::Value*> result;
  for (const Register output : tape.outputs) result.push_back(registers[output]);
  return result;
}

/// LLVM's selection of instructions takes more than linear time in the length of a block.
void Translator::begin_block_when_long() {
  constexpr std::size_t most = 500;
  llvm::BasicBlock* const block = builder_.GetInsertBlock();
  if (block->size() < most) return;
  auto* const next = llvm::BasicBlock::Create(block->getContext(), "", block->getParent(), block->getNextNode());
  builder_.CreateBr(next);
  builder_.SetInsertPoint(next);
}

std::size_t lane_steps(const Tape& tape, Numbers numbers) {
  constexpr std::size_t of_library = 100;
  std::size_t result = 0;
  for (const Instruction& instruction : tape.instructions) {
    const std::size_t in_floats = numbers == Numbers::floats ? recorded_steps(instruction.op, false).steps.size() : 0;
    const std::size_t in_doubles = recorded_steps(instruction.op, true).steps.size();
    result += in_floats != 0 ? in_floats : in_doubles != 0 ? in_doubles : of_library;
  }
  return result;
}

llvm::Value* Translator::steps(const lanes::Program& program, std::span<llvm::Value* const> args) {
  std::vector<llvm::Value*> done;
  done.reserve(program.steps.size());
  for (const lanes::LaneStep& one : program.steps) done.push_back(step(one, done, args));
  return done[program.result];
}

llvm::Value* Translator::step(const lanes::LaneStep& step, std::span<llvm::Value* const> done,
                              std::span<llvm::Value* const> args) {
  if (step.step == Step::argument) return args[step.a];
  if (step.step == Step::word) return llvm::ConstantInt::get(bits_, step.word);
  if (step.step == Step::constant) {
    const llvm::APFloat value = doubles_ ? llvm::APFloat(std::bit_cast<double>(step.word))
                                         : llvm::APFloat(std::bit_cast<float>(static_cast<std::uint32_t>(step.word)));
    return llvm::ConstantFP::get(number_, value);
  }
  const unsigned count = lanes::operands(step.step);
  Operands operands{done[step.a], count > 1 ? done[step.b] : nullptr, count > 2 ? done[step.c] : nullptr};
  return step.step == Step::magnitude ? magnitude(operands[0]) : made(step.step, operands);
}

/// The result of `step`, which is appended unless it is known.
llvm::Value* Translator::made(Step step, const Operands& operands) {
  const auto [a, b, c] = operands;
  const Key name{static_cast<std::uint64_t>(step), key(a), key(b), key(c), 0};
  if (const auto known = known_.find(name); known != known_.end()) return known->second;
  const StepRow& kind = row_of(step);
  llvm::Value* const result = kind.make != nullptr ? kind.make({builder_, number_, bits_, a, b, c}) : scaled(a, b);
  known_[name] = result;
  return result;
}

/// |-a| is |a| and |a*c| is |a|*|c|, exactly: so sigmoid(x) and sigmoid(-x), or tanh(x) and the slope of sigmoid at
/// 2*x, share their exponential.
llvm::Value* Translator::magnitude(llvm::Value* a) {
  if (auto* const negated = llvm::dyn_cast<llvm::UnaryOperator>(a)) return magnitude(negated->getOperand(0));
  auto* const product = llvm::dyn_cast<llvm::BinaryOperator>(a);
  if (product != nullptr && product->getOpcode() == llvm::Instruction::FMul) {
    auto* const factor = llvm::dyn_cast<llvm::Constant>(product->getOperand(1));
    const auto* const value =
        llvm::dyn_cast_or_null<llvm::ConstantFP>(factor != nullptr && lanes_ > 1 ? factor->getSplatValue() : factor);
    if (value != nullptr) {
      return made(Step::mul, {magnitude(product->getOperand(0)),
                              llvm::ConstantFP::get(number_, llvm::abs(value->getValueAPF())), nullptr});
    }
  }
  return made(Step::magnitude, {a, nullptr, nullptr});
}

/// AVX-512 scales whole vectors by one instruction, with the same single rounding.
llvm::Value* Translator::scaled(llvm::Value* x, llvm::Value* k) {
  constexpr unsigned whole = 64;
  const unsigned bytes = lanes_ * (doubles_ ? 8 : 4);
  if (vector_bytes_ == whole && bytes % whole == 0) {
    const auto code =
        doubles_ ? llvm::Intrinsic::x86_avx512_mask_scalef_pd_512 : llvm::Intrinsic::x86_avx512_mask_scalef_ps_512;
    constexpr std::uint32_t current_rounding = 4;
    const unsigned lanes = lanes_ / (bytes / whole);
    auto* const all = llvm::ConstantInt::getAllOnesValue(builder_.getIntNTy(lanes));
    auto* const part = llvm::FixedVectorType::get(element_, lanes);
    llvm::Value* result = llvm::PoisonValue::get(number_);
    for (unsigned first = 0; first != lanes_; first += lanes) {
      llvm::Value* const from = builder_.CreateExtractVector(part, x, builder_.getInt64(first));
      llvm::Value* const by = builder_.CreateExtractVector(part, k, builder_.getInt64(first));
      llvm::Value* const one =
          builder_.CreateIntrinsic(code, {}, {from, by, from, all, builder_.getInt32(current_rounding)});
      result = builder_.CreateInsertVector(number_, result, one, builder_.getInt64(first));
    }
    return result;
  }
  static const std::array<lanes::Program, 2> by_parts{
      lanes::recorded<float, 2>([](auto a, auto b) { return lanes::scale_by_parts(a, b); }),
      lanes::recorded<double, 2>([](auto a, auto b) { return lanes::scale_by_parts(a, b); })};
  return steps(by_parts[doubles_ ? 1 : 0], std::array{x, k});
}

}  // namespace adage
