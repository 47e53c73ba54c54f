// SPDX-License-Identifier: BSL-1.0
// The assembler itself (AsmJit; Kobalicek 2008), which also finds the registers: one function for one row. Code lies in
// memory that is mapped twice, so that none is writable and executable at one address.
#include <asmjit/x86.h>

#include <adage/error.hpp>
#include <string>

#include "assembler/assembler.hpp"
#include "assembler/steps.hpp"
#include "assembler/unrolled.hpp"
#include "lanes/target.hpp"

namespace adage {
namespace {

namespace x86 = asmjit::x86;

struct Failing : asmjit::ErrorHandler {
  void handleError(asmjit::Error, const char* message, asmjit::BaseEmitter*) override {
    throw Error(std::string("the assembler failed: ") + message);
  }
};

asmjit::JitRuntime& runtime() {
  static asmjit::JitRuntime* const only = [] {
    asmjit::JitAllocator::CreateParams params;
    params.options = asmjit::JitAllocatorOptions::kUseDualMapping;
    return new asmjit::JitRuntime(&params);  // never destroyed: code may outlive static objects
  }();
  return *only;
}

/// The function from its head to its end.
class RowMaker {
 public:
  RowMaker(x86::Compiler& code, Wanted wanted)
      : code_(code),
        floats_(wanted.numbers != Numbers::doubles),
        watch_(wanted.watch),
        doubles_(wanted.numbers != Numbers::floats) {}

  void make(const Tape& tape) {
    using Signature = asmjit::FuncSignatureT<std::uint8_t, const void*, void*>;
    asmjit::FuncNode* const function = code_.addFunc(Signature());
    function->frame().setAvxEnabled();
    const x86::Gp in = code_.newIntPtr(), out = code_.newIntPtr();
    function->setArg(0, in);
    function->setArg(1, out);
    const auto load = [&](const x86::Xmm& to, std::uint32_t number) {
      loaded(to, x86::ptr(in, offset(tape.loads[number])));
    };
    std::vector<x86::Xmm> results = assemble(code_, unrolled(tape, doubles_), doubles_, load);
    for (x86::Xmm& result : results) result = converted(result);
    const asmjit::Label otherwise = code_.newLabel();
    if (watch_) leave_unless_finite(results, otherwise);
    for (std::size_t k = 0; k != results.size(); ++k) stored(x86::ptr(out, offset(k)), results[k]);
    answer(true);
    if (watch_) {
      code_.bind(otherwise);
      answer(false);
    }
    code_.endFunc();
  }

 private:
  std::int32_t offset(std::size_t index) const { return static_cast<std::int32_t>(index * (floats_ ? 4 : 8)); }

  void loaded(const x86::Xmm& to, const x86::Mem& from) {
    if (!floats_) {
      code_.vmovsd(to, from);
    } else {
      code_.vmovss(to, from);
      if (doubles_) code_.vcvtss2sd(to, to, to);
    }
  }
  x86::Xmm converted(const x86::Xmm& result) {
    if (!floats_ || !doubles_) return result;
    const x86::Xmm rounded = code_.newXmm();
    code_.vcvtsd2ss(rounded, result, result);
    return rounded;
  }
  void stored(const x86::Mem& to, const x86::Xmm& value) {
    if (floats_) {
      code_.vmovss(to, value);
    } else {
      code_.vmovsd(to, value);
    }
  }

  /// A sum of zeros, or NaN if a result is not finite.
  void leave_unless_finite(const std::vector<x86::Xmm>& results, const asmjit::Label& otherwise) {
    const x86::Xmm zero = code_.newXmm(), seen = code_.newXmm();
    code_.vxorps(zero, zero, zero);
    code_.vxorps(seen, seen, seen);
    for (const x86::Xmm& result : results) {
      if (floats_) {
        code_.vfmadd231ss(seen, result, zero);
      } else {
        code_.vfmadd231sd(seen, result, zero);
      }
    }
    if (floats_) {
      code_.vucomiss(seen, seen);
    } else {
      code_.vucomisd(seen, seen);
    }
    code_.jp(otherwise);
  }
  void answer(bool value) {
    const x86::Gp result = code_.newUInt32();
    code_.mov(result, value ? 1 : 0);
    code_.ret(result);
  }

  x86::Compiler& code_;
  bool floats_;  ///< in memory
  bool watch_;
  bool doubles_;  ///< in between
};

}  // namespace

bool assembler_available() { return lanes::target() != lanes::Target::baseline; }

template <class T>
Compiled<ScalarKernel<T>> assembled_row(const Tape& tape, Wanted wanted) {
  Failing failing;
  asmjit::CodeHolder holder;
  holder.init(runtime().environment());
  holder.setErrorHandler(&failing);
  x86::Compiler code(&holder);
  RowMaker(code, wanted).make(tape);
  code.finalize();
  ScalarKernel<T> call = nullptr;
  if (const asmjit::Error error = runtime().add(&call, &holder); error != asmjit::kErrorOk)
    failing.handleError(error, asmjit::DebugUtils::errorAsString(error), nullptr);
  return {call, std::shared_ptr<const void>(reinterpret_cast<const void*>(call),
                                            [](const void* at) { runtime().release(const_cast<void*>(at)); })};
}
template Compiled<ScalarKernel<float>> assembled_row(const Tape&, Wanted);
template Compiled<ScalarKernel<double>> assembled_row(const Tape&, Wanted);

}  // namespace adage
