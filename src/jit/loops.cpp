// SPDX-License-Identifier: BSL-1.0
// The loop over rows: several vectors at once, then the rest by single ones under a mask, so that no scalar loop is
// needed.
#include "jit/loops.hpp"

#include <algorithm>
#include <numeric>

#include "jit/jit.hpp"
#include "jit/translate.hpp"

namespace adage {
namespace {

/// How far before its use a column too long for the caches is asked for.
constexpr std::int64_t kAheadBytes = 2048;

/// A step waits for the one before it: vectors side by side fill the gaps. They take longer to compile, which longer
/// tapes are spared.
constexpr std::size_t kMostSideBySide = 40;
unsigned vectors_at_once(const Tape& tape) { return tape.instructions.size() <= kMostSideBySide ? kVectorsAtOnce : 1; }

/// Numbers as columns hold them.
struct Memory {
  explicit Memory(Numbers n) : numbers(n) {}
  bool in_doubles() const { return numbers != Numbers::floats; }  ///< what is computed
  unsigned bytes() const { return numbers == Numbers::doubles ? 8 : 4; }
  llvm::Type* element(llvm::IRBuilder<>& builder) const {
    return numbers == Numbers::doubles ? builder.getDoubleTy() : builder.getFloatTy();
  }
  Numbers numbers;
};

llvm::Function* declared(llvm::Module& module, const char* name, std::size_t pointers, std::size_t numbers) {
  llvm::LLVMContext& context = module.getContext();
  std::vector<llvm::Type*> parameters(pointers, llvm::PointerType::getUnqual(context));
  parameters.insert(parameters.end(), numbers, llvm::Type::getInt64Ty(context));
  auto* type = llvm::FunctionType::get(llvm::Type::getInt1Ty(context), parameters, false);
  auto* function = llvm::Function::Create(type, llvm::Function::ExternalLinkage, name, module);
  function->addFnAttr(llvm::Attribute::NoUnwind);
  function->addRetAttr(llvm::Attribute::ZExt);
  return function;
}

/// The loop over rows. What does not change (the columns' addresses) is read before it.
class ColumnLoop {
 public:
  ColumnLoop(llvm::Module& module, const char* name, const Tape& tape, Wanted wanted, unsigned vector_bytes,
             Store store)
      : tape_(tape),
        store_(store),
        memory_(wanted.numbers),
        watch_(wanted.watch),
        vector_bytes_(vector_bytes),
        lanes_(vector_bytes / (memory_.in_doubles() ? 8U : 4U)),
        wide_lanes_(vectors_at_once(tape) * lanes_),
        context_(module.getContext()),
        builder_(context_),
        function_(declared(module, name, 3, 2)) {}

  void make() {
    auto* const entry = block("entry");
    auto* const wide = block("wide");
    auto* const body = block("body");
    auto* const rest = block("rest");
    auto* const last = block("last");
    auto* const done = block("done");

    builder_.SetInsertPoint(entry);
    read_addresses();
    llvm::Value* const begin = function_->getArg(3);
    llvm::Value* const end = function_->getArg(4);
    builder_.CreateBr(wide);

    builder_.SetInsertPoint(wide);
    auto* const row = builder_.CreatePHI(builder_.getInt64Ty(), 2, "row");
    row->addIncoming(begin, entry);
    Seen wide_seen(*this, entry);
    llvm::Value* const next = builder_.CreateAdd(row, builder_.getInt64(wide_lanes_));
    builder_.CreateCondBr(builder_.CreateICmpSLE(next, end), body, rest);

    builder_.SetInsertPoint(body);
    wide_seen.keep(vectors(row, wide_lanes_, nullptr, wide_seen.now()));
    row->addIncoming(next, builder_.GetInsertBlock());
    builder_.CreateBr(wide);

    builder_.SetInsertPoint(rest);
    auto* const one = builder_.CreatePHI(builder_.getInt64Ty(), 2, "one");
    one->addIncoming(row, wide);
    Seen seen(*this, wide, wide_seen.now());
    builder_.CreateCondBr(builder_.CreateICmpSLT(one, end), last, done);

    builder_.SetInsertPoint(last);
    seen.keep(vectors(one, lanes_, mask(builder_.CreateSub(end, one)), seen.now()));
    one->addIncoming(builder_.CreateAdd(one, builder_.getInt64(lanes_)), builder_.GetInsertBlock());
    builder_.CreateBr(rest);

    builder_.SetInsertPoint(done);
    // Such stores wait in buffers that other threads do not see.
    if (store_ == Store::streaming) builder_.CreateFence(llvm::AtomicOrdering::SequentiallyConsistent);
    builder_.CreateRet(seen.all_finite());
  }

 private:
  /// What has been seen of the outputs so far, through the rounds of a loop: zero in each lane, or NaN once a value was
  /// not finite.
  class Seen {
   public:
    /// At the head of a loop that is entered from `before`, where `known` had been seen.
    Seen(ColumnLoop& loop, llvm::BasicBlock* before, llvm::Value* known = nullptr) : loop_(loop) {
      if (!loop.watch_) return;
      auto* const type = llvm::FixedVectorType::get(loop.memory_.element(loop.builder_), loop.lanes_);
      sum_ = loop.builder_.CreatePHI(type, 2, "seen");
      sum_->addIncoming(known != nullptr ? known : llvm::Constant::getNullValue(type), before);
    }
    llvm::Value* now() const { return sum_; }
    void keep(llvm::Value* sum) {
      if (sum_ != nullptr) sum_->addIncoming(sum, loop_.builder_.GetInsertBlock());
    }
    llvm::Value* all_finite() const {
      if (sum_ == nullptr) return loop_.builder_.getTrue();
      return loop_.builder_.CreateAndReduce(loop_.builder_.CreateFCmpORD(sum_, sum_));
    }

   private:
    ColumnLoop& loop_;
    llvm::PHINode* sum_ = nullptr;
  };

  llvm::BasicBlock* block(const char* name) { return llvm::BasicBlock::Create(context_, name, function_); }

  llvm::Value* entry_of(llvm::Value* array, llvm::Type* type, std::uint64_t index) {
    return builder_.CreateLoad(type, builder_.CreateConstInBoundsGEP1_64(type, array, index));
  }
  void read_addresses() {
    for (const std::uint32_t input : tape_.loads) {
      inputs_.push_back(entry_of(function_->getArg(0), builder_.getPtrTy(), input));
      masks_.push_back(entry_of(function_->getArg(1), builder_.getInt64Ty(), input));
    }
    for (std::size_t k = 0; k != tape_.outputs.size(); ++k) {
      outputs_.push_back(entry_of(function_->getArg(2), builder_.getPtrTy(), k));
    }
  }

  /// The lanes below `count`.
  llvm::Value* mask(llvm::Value* count) {
    auto* const type = llvm::FixedVectorType::get(builder_.getInt64Ty(), lanes_);
    std::vector<llvm::Constant*> numbers;
    for (unsigned i = 0; i != lanes_; ++i) numbers.push_back(builder_.getInt64(i));
    return builder_.CreateICmpSLT(llvm::ConstantVector::get(numbers),
                                  builder_.CreateVectorSplat(type->getElementCount(), count));
  }

  /// Asks for the `size` bytes that lie `kAheadBytes` beyond `from`, line by line.
  void ask_ahead(llvm::Value* from, unsigned size) {
    constexpr unsigned line = 64;
    for (unsigned at = 0; at < size; at += line) {
      llvm::Value* const ahead = builder_.CreateConstGEP1_64(builder_.getInt8Ty(), from, kAheadBytes + at);
      builder_.CreateIntrinsic(llvm::Intrinsic::prefetch, {builder_.getPtrTy()},
                               {ahead, builder_.getInt32(0), builder_.getInt32(3), builder_.getInt32(1)});
    }
  }

  /// `seen` and what there is to see in `result`, vector by vector; lanes that are not active have nothing to show.
  llvm::Value* look(llvm::Value* seen, llvm::Value* result, unsigned lanes, llvm::Value* active) {
    if (seen == nullptr) return nullptr;
    llvm::Value* const zero = llvm::Constant::getNullValue(seen->getType());
    for (unsigned first = 0; first != lanes; first += lanes_) {
      std::vector<int> part(lanes_);
      std::iota(part.begin(), part.end(), static_cast<int>(first));
      llvm::Value* values = lanes == lanes_ ? result : builder_.CreateShuffleVector(result, part);
      if (active != nullptr) values = builder_.CreateSelect(active, values, zero);
      seen = builder_.CreateIntrinsic(llvm::Intrinsic::fma, {seen->getType()}, {values, zero, seen});
    }
    return seen;
  }

  /// `lanes` rows from `row` on, or those of `active`; what has been seen of outputs then.
  llvm::Value* vectors(llvm::Value* row, unsigned lanes, llvm::Value* active, llvm::Value* seen) {
    Translator translator(builder_, memory_.in_doubles(), lanes, vector_bytes_);
    llvm::Type* const element = memory_.element(builder_);
    llvm::Type* const number = llvm::FixedVectorType::get(element, lanes);
    const llvm::Align align(memory_.bytes());
    std::vector<llvm::Value*> loads;
    for (std::size_t i = 0; i != inputs_.size(); ++i) {
      llvm::Value* const from = builder_.CreateGEP(element, inputs_[i], builder_.CreateAnd(row, masks_[i]));
      if (store_ == Store::streaming) ask_ahead(from, lanes * memory_.bytes());
      llvm::Value* const loaded =
          active == nullptr
              ? static_cast<llvm::Value*>(builder_.CreateAlignedLoad(number, from, align))
              : builder_.CreateMaskedLoad(number, from, align, active, llvm::Constant::getNullValue(number));
      loads.push_back(builder_.CreateFPCast(loaded, translator.number()));
    }
    const std::vector<llvm::Value*> results = translator.run(tape_, loads);
    for (std::size_t k = 0; k != results.size(); ++k) {
      llvm::Value* const result = builder_.CreateFPCast(results[k], number);
      seen = look(seen, result, lanes, active);
      llvm::Value* const to = builder_.CreateGEP(element, outputs_[k], row);
      if (active != nullptr) {
        builder_.CreateMaskedStore(result, to, align, active);
        continue;
      }
      const bool streaming = store_ == Store::streaming;
      const unsigned whole = std::min(memory_.bytes() * lanes, vector_bytes_);
      auto* const stored = builder_.CreateAlignedStore(result, to, streaming ? llvm::Align(whole) : align);
      if (streaming) {
        auto* const one = llvm::ConstantAsMetadata::get(builder_.getInt32(1));
        stored->setMetadata(llvm::LLVMContext::MD_nontemporal, llvm::MDNode::get(context_, one));
      }
    }
    return seen;
  }

  const Tape& tape_;
  Store store_;
  Memory memory_;
  bool watch_;
  unsigned vector_bytes_;
  unsigned lanes_;       ///< of one vector
  unsigned wide_lanes_;  ///< of those side by side
  llvm::LLVMContext& context_;
  llvm::IRBuilder<> builder_;
  llvm::Function* function_;
  std::vector<llvm::Value*> inputs_;
  std::vector<llvm::Value*> masks_;
  std::vector<llvm::Value*> outputs_;
};

}  // namespace

void add_scalar(llvm::Module& module, const char* name, const Tape& tape, Wanted wanted) {
  llvm::Function* const function = declared(module, name, 2, 0);
  llvm::IRBuilder<> builder(llvm::BasicBlock::Create(module.getContext(), "entry", function));
  const Memory memory(wanted.numbers);
  Translator translator(builder, memory.in_doubles(), 1, 0);
  llvm::Type* const element = memory.element(builder);
  std::vector<llvm::Value*> loads;
  for (const std::uint32_t input : tape.loads) {
    llvm::Value* const loaded =
        builder.CreateLoad(element, builder.CreateConstInBoundsGEP1_64(element, function->getArg(0), input));
    loads.push_back(builder.CreateFPCast(loaded, translator.number()));
  }
  std::vector<llvm::Value*> results = translator.run(tape, loads);
  for (llvm::Value*& result : results) result = builder.CreateFPCast(result, element);
  if (wanted.watch) {
    // Zero, or NaN if a result is not finite.
    llvm::Value* const zero = llvm::Constant::getNullValue(element);
    llvm::Value* seen = zero;
    for (llvm::Value* const result : results)
      seen = builder.CreateIntrinsic(llvm::Intrinsic::fma, {element}, {result, zero, seen});
    auto* const finite = llvm::BasicBlock::Create(module.getContext(), "finite", function);
    auto* const otherwise = llvm::BasicBlock::Create(module.getContext(), "otherwise", function);
    builder.CreateCondBr(builder.CreateFCmpORD(seen, seen), finite, otherwise);
    builder.SetInsertPoint(otherwise);
    builder.CreateRet(builder.getFalse());
    builder.SetInsertPoint(finite);
  }
  for (std::size_t k = 0; k != results.size(); ++k) {
    builder.CreateStore(results[k], builder.CreateConstInBoundsGEP1_64(element, function->getArg(1), k));
  }
  builder.CreateRet(builder.getTrue());
}

void add_columns(llvm::Module& module, const char* name, const Tape& tape, Wanted wanted, unsigned vector_bytes,
                 Store store) {
  ColumnLoop(module, name, tape, wanted, vector_bytes, store).make();
}

}  // namespace adage
