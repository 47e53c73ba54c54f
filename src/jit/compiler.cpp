// SPDX-License-Identifier: BSL-1.0
// The compiler itself: one ORC session for the process, a library of its own for each kernel, so that its memory goes
// when the kernel does. Memory is never writable and executable at once (JITLink maps it anew when it is finished).
#include <llvm/Config/llvm-config.h>
#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Host.h>

#include <adage/error.hpp>
#include <mutex>
#include <unordered_map>

#include "jit/jit.hpp"
#include "jit/loops.hpp"
#include "jit/store.hpp"
#include "jit/translate.hpp"
#include "lanes/target.hpp"

namespace adage {
namespace {

namespace orc = llvm::orc;

[[noreturn]] void fail(llvm::Error error) { throw Error("the compiler failed: " + llvm::toString(std::move(error))); }
template <class T>
T checked(llvm::Expected<T> value) {
  if (!value) fail(value.takeError());
  return std::forward<T>(*value);
}

constexpr const char* kName = "kernel";

/// What is made of a tape.
enum class Form : std::uint8_t { scalar, cached, streaming };

/// The processor's features, without those that a lesser target, if one is wanted, must not use.
orc::JITTargetMachineBuilder machine_builder() {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  auto builder = checked(orc::JITTargetMachineBuilder::detectHost());
  if (lanes::target() != lanes::Target::avx512) builder.addFeatures({"-avx512f"});
  if (lanes::target() == lanes::Target::baseline) builder.addFeatures({"-avx"});
  builder.getOptions().AllowFPOpFusion = llvm::FPOpFusion::Strict;
  builder.setCodeGenOptLevel(llvm::CodeGenOptLevel::Default);
  return builder;
}

unsigned vector_bytes() {
  constexpr std::array<unsigned, lanes::kTargets> bytes{16, 32, 64};
  return bytes[static_cast<std::size_t>(lanes::target())];
}

class Compiler {
 public:
  Compiler() : builder_(machine_builder()), machine_(checked(builder_.createTargetMachine())), store_(compiler()) {
    jit_ = checked(orc::LLJITBuilder()
                       .setJITTargetMachineBuilder(builder_)
                       .setCompileFunctionCreator([this](orc::JITTargetMachineBuilder builder) {
                         return std::make_unique<orc::TMOwningSimpleCompiler>(checked(builder.createTargetMachine()),
                                                                              &store_);
                       })
                       .create());
    orc::SymbolMap library;
    for (const LibraryFunction& function : library_functions()) {
      library[jit_->mangleAndIntern(function.name)] = {orc::ExecutorAddr::fromPtr(function.address),
                                                       llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
    }
    if (auto error = jit_->getMainJITDylib().define(orc::absoluteSymbols(std::move(library)))) fail(std::move(error));
  }

  static Compiler& instance() {
    static Compiler* const only = new Compiler;  // never destroyed: kernels may outlive static objects
    return *only;
  }

  std::string description() const {
    const std::string kept = store_.description();
    return "LLVM " LLVM_VERSION_STRING ", " + builder_.getCPU() + ", " + std::to_string(vector_bytes()) +
           "-byte vectors" + (kept.empty() ? "" : ", " + kept);
  }

  /// The address of the code and what holds it.
  std::pair<orc::ExecutorAddr, std::shared_ptr<const void>> find(const Tape& tape, Wanted wanted, Form form) {
    const std::lock_guard lock(mutex_);
    std::string key = content(tape);
    key += static_cast<char>(wanted.numbers);
    key += static_cast<char>(wanted.watch);
    key += static_cast<char>(form);
    std::weak_ptr<const Held>& known = known_[key];
    std::shared_ptr<const Held> held = known.lock();
    if (!held) {
      held = made(tape, wanted, form);
      known = held;
      forget_dead();
    }
    return {held->address, held};
  }

  orc::ThreadSafeModule module(const Tape& tape, Wanted wanted, Form form) const {
    auto context = std::make_unique<llvm::LLVMContext>();
    auto module = std::make_unique<llvm::Module>(kName, *context);
    module->setDataLayout(machine_->createDataLayout());
    module->setTargetTriple(machine_->getTargetTriple().str());
    if (form == Form::scalar) {
      add_scalar(*module, kName, tape, wanted);
    } else {
      add_columns(*module, kName, tape, wanted, vector_bytes(),
                  form == Form::streaming ? Store::streaming : Store::cached);
    }
    for (llvm::Function& function : *module) {
      if (function.isDeclaration()) continue;
      function.addFnAttr("target-cpu", machine_->getTargetCPU());
      function.addFnAttr("target-features", machine_->getTargetFeatureString());
      function.addFnAttr("prefer-vector-width", std::to_string(8 * vector_bytes()));
      function.addFnAttr("min-legal-vector-width", std::to_string(8 * vector_bytes()));
    }
    return {std::move(module), std::move(context)};
  }

  llvm::TargetMachine& machine() const { return *machine_; }

 private:
  struct Held {
    Held(Compiler& owner, orc::JITDylib& library, orc::ExecutorAddr at)
        : compiler(owner), dylib(library), address(at) {}
    ~Held() { compiler.drop(dylib); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    Compiler& compiler;
    orc::JITDylib& dylib;
    orc::ExecutorAddr address;
  };

  /// All that decides, beside the code itself, what becomes of it.
  std::string compiler() const {
    return "LLVM " LLVM_VERSION_STRING " " + machine_->getTargetTriple().str() + " " + machine_->getTargetCPU().str() +
           " " + machine_->getTargetFeatureString().str();
  }

  /// Everything that decides what a tape computes; names do not.
  static std::string content(const Tape& tape) {
    std::string key;
    const auto append = [&](auto value) { key.append(reinterpret_cast<const char*>(&value), sizeof value); };
    for (const auto input : tape.loads) append(input);
    append(tape.results);
    for (const Constant& constant : tape.constants) {
      append(constant.f64);
      append(constant.f32);
    }
    append(tape.temporaries);
    for (const Instruction& step : tape.instructions) {
      append(step.op);
      append(step.out);
      for (std::size_t i = 0; i != step.count; ++i) append(step.args[i]);
    }
    for (const Register output : tape.outputs) append(output);
    return key;
  }

  std::shared_ptr<const Held> made(const Tape& tape, Wanted wanted, Form form) {
    orc::JITDylib& library = checked(jit_->createJITDylib("kernel " + std::to_string(next_++)));
    library.addToLinkOrder(jit_->getMainJITDylib());
    if (auto error = jit_->addIRModule(library, module(tape, wanted, form))) fail(std::move(error));
    auto address = jit_->lookup(library, kName);
    if (!address) {
      drop(library);
      fail(address.takeError());
    }
    return std::make_shared<const Held>(*this, library, *address);
  }

  void drop(orc::JITDylib& library) {
    if (auto error = jit_->getExecutionSession().removeJITDylib(library)) llvm::consumeError(std::move(error));
  }

  /// Now and then, so that the table does not grow with what is gone.
  void forget_dead() {
    if (known_.size() < 2 * alive_ + 64) return;
    std::erase_if(known_, [](const auto& entry) { return entry.second.expired(); });
    alive_ = known_.size();
  }

  orc::JITTargetMachineBuilder builder_;
  std::unique_ptr<llvm::TargetMachine> machine_;
  KernelStore store_;
  std::unique_ptr<orc::LLJIT> jit_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::weak_ptr<const Held>> known_;
  std::size_t alive_ = 0;
  std::uint64_t next_ = 0;
};

}  // namespace

bool jit_available() { return true; }
std::string jit_description() { return Compiler::instance().description(); }

template <class T>
Compiled<ScalarKernel<T>> scalar_kernel(const Tape& tape, Wanted wanted) {
  auto [address, held] = Compiler::instance().find(tape, wanted, Form::scalar);
  return {address.template toPtr<ScalarKernel<T>>(), std::move(held)};
}
template <class T>
Compiled<ColumnKernel<T>> column_kernel(const Tape& tape, Store store, Wanted wanted) {
  const Form form = store == Store::streaming ? Form::streaming : Form::cached;
  auto [address, held] = Compiler::instance().find(tape, wanted, form);
  return {address.template toPtr<ColumnKernel<T>>(), std::move(held)};
}
template Compiled<ScalarKernel<float>> scalar_kernel(const Tape&, Wanted);
template Compiled<ScalarKernel<double>> scalar_kernel(const Tape&, Wanted);
template Compiled<ColumnKernel<float>> column_kernel(const Tape&, Store, Wanted);
template Compiled<ColumnKernel<double>> column_kernel(const Tape&, Store, Wanted);

std::string llvm_text(const Tape& tape, Wanted wanted) {
  std::string text;
  llvm::raw_string_ostream out(text);
  Compiler::instance().module(tape, wanted, Form::cached).withModuleDo([&](llvm::Module& m) { m.print(out, nullptr); });
  return text;
}

std::string assembly_text(const Tape& tape, Wanted wanted) {
  llvm::SmallString<0> text;
  llvm::raw_svector_ostream out(text);
  Compiler::instance().module(tape, wanted, Form::cached).withModuleDo([&](llvm::Module& m) {
    llvm::legacy::PassManager passes;
    Compiler::instance().machine().addPassesToEmitFile(passes, out, nullptr, llvm::CodeGenFileType::AssemblyFile);
    passes.run(m);
  });
  return text.str().str();
}

}  // namespace adage
