// SPDX-License-Identifier: BSL-1.0
// How an operation comes into the code: by its steps, by steps of doubles between two conversions, or by a call in each
// lane of what a library has.
#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/Module.h>

#include "jit/translate.hpp"
#include "ops/recorded.hpp"

namespace adage {

namespace {

enum class Precision : std::uint8_t { doubles, floats, beyond };

std::string name_of(Op op, Precision precision) {
  constexpr std::array<const char*, 3> suffixes{" in double", " in float", " beyond"};
  return std::string(row(op).name) + suffixes[static_cast<std::size_t>(precision)];
}

}  // namespace

std::vector<LibraryFunction> library_functions() {
  std::vector<LibraryFunction> result;
  for (std::size_t i = 0; i != all_rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    const Primitive& machine = row(op).machine;
    const auto add = [&](Precision precision, auto* function) {
      if (function != nullptr) result.push_back({name_of(op, precision), reinterpret_cast<const void*>(function)});
    };
    add(Precision::doubles, machine.code().f64);
    add(Precision::floats, machine.code().f32);
    add(Precision::beyond, machine.beyond);
  }
  return result;
}

llvm::Value* Translator::applied(Op op, std::span<llvm::Value* const> args) {
  const Primitive& machine = row(op).machine;
  // A single value has no lanes to gain: there the library's own compilation of the same steps is called, as long ones
  // would take more time to compile than they save.
  const bool alone = lanes_ == 1 && machine.steps32 == nullptr;
  if (!alone && (doubles_ ? machine.steps64 : machine.steps32) != nullptr) {
    llvm::Value* const result = steps(recorded_steps(op, doubles_), args);
    return machine.beyond == nullptr ? result : repaired(op, args, result);
  }
  if (!alone && machine.steps64 != nullptr) return in_doubles(op, args);
  return call(op, args);
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
llvm::Value* Translator::repaired(Op op, std::span<llvm::Value* const> args, llvm::Value* result) {
  llvm::Value* const most = llvm::ConstantFP::get(number_, llvm::APFloat(row(op).machine.within));
  llvm::Value* const outside = builder_.CreateFCmpUGT(magnitude(args[0]), most);
  llvm::Value* const any = builder_.CreateOrReduce(outside);
  llvm::BasicBlock* const before = builder_.GetInsertBlock();
  llvm::LLVMContext& context = before->getContext();
  auto* const after = llvm::BasicBlock::Create(context, "", before->getParent(), before->getNextNode());
  auto* const seldom = llvm::BasicBlock::Create(context, "", before->getParent(), after);
  builder_.CreateCondBr(any, seldom, after, llvm::MDBuilder(context).createBranchWeights(1, 1'000'000));
  builder_.SetInsertPoint(seldom);
  llvm::Value* const called = called_in_each_lane(name_of(op, Precision::beyond), args);
  llvm::Value* const chosen = builder_.CreateSelect(outside, called, result);
  builder_.CreateBr(after);
  builder_.SetInsertPoint(after);
  llvm::PHINode* const joined = builder_.CreatePHI(number_, 2);
  joined->addIncoming(result, before);
  joined->addIncoming(chosen, seldom);
  return joined;
}

llvm::Value* Translator::call(Op op, std::span<llvm::Value* const> args) {
  Key name{0, static_cast<std::uint64_t>(op)};
  for (std::size_t i = 0; i != args.size(); ++i) name[2 + i] = reinterpret_cast<std::uintptr_t>(args[i]);
  llvm::Value*& known = known_[name];
  if (known == nullptr)
    known = called_in_each_lane(name_of(op, doubles_ ? Precision::doubles : Precision::floats), args);
  return known;
}

llvm::Value* Translator::called_in_each_lane(const std::string& name, std::span<llvm::Value* const> args) {
  auto* const type = llvm::FunctionType::get(element_, {element_, element_, element_}, false);
  llvm::Module& module = *builder_.GetInsertBlock()->getModule();
  const llvm::FunctionCallee function = module.getOrInsertFunction(name, type);
  const auto lane = [&](unsigned i) {
    std::array<llvm::Value*, kMaxArity> given{};
    for (std::size_t k = 0; k != kMaxArity; ++k) {
      llvm::Value* const whole = args[k < args.size() ? k : 0];
      given[k] = lanes_ == 1 ? whole : builder_.CreateExtractElement(whole, i);
    }
    return builder_.CreateCall(function, given);
  };
  if (lanes_ == 1) return lane(0);
  llvm::Value* result = llvm::PoisonValue::get(number_);
  for (unsigned i = 0; i != lanes_; ++i) result = builder_.CreateInsertElement(result, lane(i), i);
  return result;
}

}  // namespace adage
