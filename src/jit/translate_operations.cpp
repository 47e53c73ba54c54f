// SPDX-License-Identifier: BSL-1.0
// How an operation comes into the code: by its steps, by steps of doubles between two conversions, or by a call in each
// lane of what a library has.
#include <llvm/IR/MDBuilder.h>

#include "jit/translate.hpp"

namespace adage {

llvm::Value* Translator::applied(Op op, std::span<llvm::Value* const> args) {
  const Primitive& machine = row(op).machine;
  // A single value has no lanes to gain: there the library's own compilation of the same steps is called, as long ones
  // would take more time to compile than they save.
  const bool alone = lanes_ == 1 && machine.steps32 == nullptr;
  if (!alone && (doubles_ ? machine.steps64 : machine.steps32) != nullptr) {
    llvm::Value* const result = steps(program(op), args);
    return machine.beyond == nullptr ? result : repaired(machine, args[0], result);
  }
  if (!alone && machine.steps64 != nullptr) return in_doubles(op, args);
  return call(
      doubles_ ? reinterpret_cast<const void*>(machine.code().f64) : reinterpret_cast<const void*>(machine.code().f32),
      args);
}

/// Floats whose function is written for doubles alone.
llvm::Value* Translator::in_doubles(Op op, std::span<llvm::Value* const> args) {
  if (wide_ == nullptr) wide_ = std::make_unique<Translator>(builder_, true, lanes_, vector_bytes_);
  std::array<llvm::Value*, kMaxArity> wide{};
  for (std::size_t i = 0; i != args.size(); ++i) {
    llvm::Value*& known = widened_[args[i]];
    if (known == nullptr) known = builder_.CreateFPExt(args[i], wide_->number());
    wide[i] = known;
  }
  return builder_.CreateFPTrunc(wide_->applied(op, std::span(wide).first(args.size())), number_);
}

/// `result` of the steps on lanes, with the library's function in those where they do not hold: a branch that is seldom
/// taken. What is made in it is unknown elsewhere.
llvm::Value* Translator::repaired(const Primitive& machine, llvm::Value* arg, llvm::Value* result) {
  llvm::Value* const most = llvm::ConstantFP::get(number_, llvm::APFloat(machine.within));
  llvm::Value* const outside = builder_.CreateFCmpUGT(magnitude(arg), most);
  llvm::Value* const any = builder_.CreateOrReduce(outside);
  llvm::BasicBlock* const before = builder_.GetInsertBlock();
  llvm::LLVMContext& context = before->getContext();
  auto* const after = llvm::BasicBlock::Create(context, "", before->getParent(), before->getNextNode());
  auto* const seldom = llvm::BasicBlock::Create(context, "", before->getParent(), after);
  builder_.CreateCondBr(any, seldom, after, llvm::MDBuilder(context).createBranchWeights(1, 1'000'000));
  builder_.SetInsertPoint(seldom);
  llvm::Value* const called = called_in_each_lane(reinterpret_cast<const void*>(machine.beyond), std::array{arg});
  llvm::Value* const chosen = builder_.CreateSelect(outside, called, result);
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  llvm::PHINode* const joined = builder_.CreatePHI(number_, 2);
  joined->addIncoming(result, before);
  joined->addIncoming(chosen, seldom);
  return joined;
}

llvm::Value* Translator::call(const void* function, std::span<llvm::Value* const> args) {
  Key name{0, reinterpret_cast<std::uintptr_t>(function)};
  for (std::size_t i = 0; i != args.size(); ++i) name[2 + i] = reinterpret_cast<std::uintptr_t>(args[i]);
  llvm::Value*& known = known_[name];
  if (known == nullptr) known = called_in_each_lane(function, args);
  return known;
}

llvm::Value* Translator::called_in_each_lane(const void* function, std::span<llvm::Value* const> args) {
  auto* const type = llvm::FunctionType::get(element_, {element_, element_, element_}, false);
  llvm::Value* const address =
      builder_.CreateIntToPtr(builder_.getInt64(reinterpret_cast<std::uintptr_t>(function)), builder_.getPtrTy());
  const auto lane = [&](unsigned i) {
    std::array<llvm::Value*, kMaxArity> given{};
    for (std::size_t k = 0; k != kMaxArity; ++k) {
      llvm::Value* const whole = args[k < args.size() ? k : 0];
      given[k] = lanes_ == 1 ? whole : builder_.CreateExtractElement(whole, i);
    }
    return builder_.CreateCall(type, address, given);
  };
  if (lanes_ == 1) return lane(0);
  llvm::Value* result = llvm::PoisonValue::get(number_);
  for (unsigned i = 0; i != lanes_; ++i) result = builder_.CreateInsertElement(result, lane(i), i);
  return result;
}

}  // namespace adage
