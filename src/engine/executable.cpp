// SPDX-License-Identifier: BSL-1.0
// Which engine takes a call: code that is there, code that is made now since it pays, or the interpreter.
#include "engine/executable.hpp"

#include <adage/error.hpp>
#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstdlib>
#include <string_view>

#include "engine/choice.hpp"
#include "engine/kernel_columns.hpp"
#include "engine/precision.hpp"
#include "engine/split.hpp"

namespace adage {
namespace {

/// What `automatic` means: the environment variable ADAGE_ENGINE may choose, for comparing and for tests.
Engine chosen(Engine wanted) {
  if (wanted != Engine::automatic) return wanted;
  static const Engine by_environment = [] {
    const char* name = std::getenv("ADAGE_ENGINE");  // NOLINT(concurrency-mt-unsafe): read once, under a static's lock
    if (name == nullptr) return Engine::automatic;
    if (name == std::string_view("interpreter")) return Engine::interpreter;
    return name == std::string_view("jit") && jit_available() ? Engine::jit : Engine::automatic;
  }();
  return by_environment;
}

}  // namespace

Executable::Executable(Tape tape, const CompileOptions& options)
    : tape_(std::move(tape)),
      engine_(chosen(options.engine)),
      floats_in_(options.as_written ? FloatArithmetic::single : options.floats),
      threads_(options.threads) {
  inputs = tape_.inputs.size();
  outputs = tape_.outputs.size();
  const std::size_t size = tape_.instructions.size();
  if (options.engine == Engine::jit && !jit_available()) {
    throw Error("the engine `jit` was asked for, but this build has no compiler (LLVM)");
  }
  if (options.engine == Engine::jit && size > choice::kMostCompiled) {
    throw Error("the engine `jit` takes at most " + std::to_string(choice::kMostCompiled) +
                " instructions, and the function has " + std::to_string(size));
  }
  const std::size_t most = engine_ == Engine::automatic ? choice::kMostInstructions : choice::kMostCompiled;
  if (!jit_available() || size > most) engine_ = Engine::interpreter;
  if (engine_ != Engine::interpreter) return;
  interpreted = [](const Rows& self, const double* in, double* out) {
    run_scalar(static_cast<const Executable&>(self).tape_, in, out);
  };
}

template <class T>
Executable::Kernels<T>& Executable::kernels() const {
  if constexpr (std::is_same_v<T, double>) {
    return doubles_;
  } else {
    return floats_;
  }
}

template <class T>
std::atomic<ScalarKernel<T>>& Executable::scalar() const {
  if constexpr (std::is_same_v<T, double>) {
    return doubles;
  } else {
    return floats;
  }
}

bool Executable::compiled() const { return doubles != nullptr || doubles_.cached != nullptr; }

bool Executable::widens() const {
  std::call_once(measured_, [&] {
    widens_ = floats_in_ == FloatArithmetic::wide || (floats_in_ == FloatArithmetic::automatic && single_errs(tape_));
  });
  return widens_;
}

/// Has so much been interpreted, with `rows` more, that compiling pays?
bool Executable::pays(std::atomic<std::uint64_t>& work, std::uint64_t rows, std::uint64_t enough) const {
  if (engine_ != Engine::automatic) return engine_ == Engine::jit;
  if (failed_) return false;
  const std::uint64_t more = rows * (tape_.instructions.size() + 1);
  return work.fetch_add(more, std::memory_order_relaxed) + more >= enough;
}

namespace {

/// Compiles by `make` into `place`, once, and publishes the address in `slot`. With `may_fail` a failure leaves it
/// null.
template <class F, class Make>
F publish(std::mutex& mutex, std::atomic<F>& slot, Compiled<F>& place, std::atomic<bool>& failed, bool may_fail,
          Make make) {
  const std::lock_guard lock(mutex);
  if (F known = slot.load(std::memory_order_acquire); known != nullptr) return known;
  try {
    place = make();
  } catch (const Error&) {
    if (!may_fail) throw;
    failed = true;
    return nullptr;
  }
  slot.store(place.call, std::memory_order_release);
  return place.call;
}

}  // namespace

template <class T>
ScalarKernel<T> Executable::scalar_for(std::uint64_t rows, bool wide) const {
  if (const auto known = scalar<T>().load(std::memory_order_acquire); known != nullptr) return known;
  if (engine_ == Engine::interpreter || !pays(row_work_, rows, choice::kScalarWork)) return nullptr;
  return publish(compiling_, scalar<T>(), kernels<T>().scalar_code, failed_, engine_ == Engine::automatic,
                 [&] { return scalar_kernel<T>(tape_, wide); });
}

template <class T>
ColumnKernel<T> Executable::columns_for(std::uint64_t rows, Store store, bool wide) const {
  Kernels<T>& k = kernels<T>();
  auto& slot = store == Store::streaming ? k.streaming : k.cached;
  if (const auto known = slot.load(std::memory_order_acquire); known != nullptr) return known;
  if (engine_ == Engine::interpreter || !pays(column_work_, rows, choice::kColumnWork)) return nullptr;
  return publish(compiling_, slot, store == Store::streaming ? k.streaming_code : k.cached_code, failed_,
                 engine_ == Engine::automatic, [&] { return column_kernel<T>(tape_, store, wide); });
}

template <class T>
void Executable::row(const T* in, T* out) const {
  const bool wide = std::is_same_v<T, float> && widens();
  if (const auto kernel = scalar_for<T>(1, wide); kernel != nullptr) return kernel(in, out);
  if (!wide) return run_scalar(tape_, in, out);
  boost::container::small_vector<double, 16> values(in, in + inputs), results(outputs);
  run_scalar(tape_, values.data(), results.data());
  std::ranges::transform(results, out, [](double value) { return static_cast<T>(value); });
}

template <class T>
void Executable::columns(std::span<const Strided<const T>> in, std::span<const Strided<T>> out, std::size_t n) const {
  if (n == 0) return;
  const bool wide = std::is_same_v<T, float> && widens();
  KernelColumns<T> columns(in, out, n);
  columns.cached = columns_for<T>(n, Store::cached, wide);
  if (columns.cached != nullptr && columns.streams()) columns.streaming = columns_for<T>(n, Store::streaming, wide);
  const auto part = [&](std::size_t begin, std::size_t end) {
    if (columns.cached != nullptr) return columns.run(begin, end);
    if constexpr (std::is_same_v<T, float>) {
      if (wide) return run_part_in_doubles(tape_, in, out, begin, end);
    }
    run_part(tape_, in, out, begin, end);
  };
  split(n, KernelColumns<T>::kLanes, threads_, part);
}

template void Executable::row(const double*, double*) const;
template void Executable::row(const float*, float*) const;
template void Executable::columns(std::span<const Strided<const double>>, std::span<const Strided<double>>,
                                  std::size_t) const;
template void Executable::columns(std::span<const Strided<const float>>, std::span<const Strided<float>>,
                                  std::size_t) const;

}  // namespace adage
