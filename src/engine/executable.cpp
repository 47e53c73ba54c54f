// SPDX-License-Identifier: BSL-1.0
// Which engine takes a call: code that is there, code that is made now since it pays, or the interpreter.
#include "engine/executable.hpp"

#include <adage/error.hpp>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string_view>
#include <vector>

#include "assembler/assembler.hpp"
#include "engine/choice.hpp"
#include "engine/kernel_columns.hpp"
#include "engine/precision.hpp"
#include "engine/split.hpp"
#include "engine/values.hpp"
#include "run/finite.hpp"

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

Executable::Executable(Lowered lowered, const CompileOptions& options)
    : tape_(std::move(lowered.tape)),
      typed_(options.extended ? std::move(lowered.typed) : nullptr),
      engine_(chosen(options.engine)),
      floats_in_(options.as_written ? FloatArithmetic::single : options.floats),
      extended_(options.extended && !options.as_written),
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
  if ((!jit_available() && !assembler_available()) || size > most) engine_ = Engine::interpreter;
  if (engine_ != Engine::interpreter) return;
  interpreted = [](const Rows& self, const double* in, double* out) {
    static_cast<const Executable&>(self).interpret(in, out);
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
ScalarKernel<T> Executable::scalar_for(std::uint64_t rows) const {
  if (const auto known = scalar<T>().load(std::memory_order_acquire); known != nullptr) return known;
  const std::uint64_t enough =
      assembler_available() ? choice::kRowsToAssemble * (tape_.instructions.size() + 1) : choice::kScalarWork;
  if (engine_ == Engine::interpreter || !pays(row_work_, rows, enough)) return nullptr;
  return publish(compiling_, scalar<T>(), kernels<T>().scalar_code, failed_, engine_ == Engine::automatic, [&] {
    const Wanted wanted = this->wanted(std::is_same_v<T, double>);
    const Tape& tape = tape_on(wanted.numbers);
    return assembler_available() ? assembled_row<T>(tape, wanted) : scalar_kernel<T>(tape, wanted);
  });
}

template <class T>
ColumnKernel<T> Executable::columns_for(std::uint64_t rows, Store store) const {
  Kernels<T>& k = kernels<T>();
  auto& slot = store == Store::streaming ? k.streaming : k.cached;
  if (const auto known = slot.load(std::memory_order_acquire); known != nullptr) return known;
  if (!jit_available() || engine_ == Engine::interpreter || !pays(column_work_, rows, choice::kColumnWork))
    return nullptr;
  return publish(compiling_, slot, store == Store::streaming ? k.streaming_code : k.cached_code, failed_,
                 engine_ == Engine::automatic, [&] {
                   const Wanted wanted = this->wanted(std::is_same_v<T, double>);
                   return column_kernel<T>(tape_on(wanted.numbers), store, wanted);
                 });
}

namespace {

/// Is an output in the place of an input? There may be a million of either.
template <class T>
bool written_over(std::span<const Strided<const T>> in, std::span<const Strided<T>> out) {
  Values<const T*> places;
  for (const auto& output : out) places.push_back(output.data);
  std::ranges::sort(places, std::less<const T*>());
  return std::ranges::any_of(
      in, [&](const auto& input) { return std::ranges::binary_search(places, input.data, std::less<const T*>()); });
}

template <class T>
bool overlap(const T* a, std::size_t a_size, const T* b, std::size_t b_size) {
  return std::less<const T*>()(a, b + b_size) && std::less<const T*>()(b, a + a_size);
}

}  // namespace

namespace {

template <class T>
bool run_by(const Schedule* schedule, const Tape& tape, const T* in, T* out) {
  return schedule != nullptr ? run_scheduled(tape, *schedule, in, out) : run_scalar(tape, in, out);
}

}  // namespace

template <class T>
bool Executable::run_row(const Tape& tape, const Schedule* schedule, const T* in, T* out) const {
  if constexpr (std::is_same_v<T, float>) {
    if (widens()) {
      Values<double> values(in, in + inputs), results(outputs);
      run_by(schedule, tape, values.data(), results.data());
      std::ranges::transform(results, out, [](double value) { return static_cast<T>(value); });
      return all_finite(out, outputs);
    }
  }
  return run_by(schedule, tape, in, out);
}

template <class T>
void Executable::interpret(const T* in, T* out) const {
  const Watch& runs = watch(numbers(std::is_same_v<T, double>));
  const Threaded<T>* const threaded = runs.threaded<T>();
  if (threaded == nullptr || !threaded->run(in, out)) interpret_tape(in, out);
}

template <class T>
void Executable::interpret_tape(const T* in, T* out) const {
  if (overlap<T>(in, inputs, out, outputs)) return interpret_tape(Values<T>(in, in + inputs).data(), out);
  const Watch& runs = watch(numbers(std::is_same_v<T, double>));
  if (!run_row(runs.tape(), runs.schedule(), in, out)) look_closer(in, out);
}

template <class T>
void Executable::row(const T* in, T* out) const {
  const auto kernel = scalar_for<T>(1);
  if (kernel == nullptr || !kernel(in, out)) interpret(in, out);
}

template <class T>
void Executable::columns(std::span<const Strided<const T>> in, std::span<const Strided<T>> out, std::size_t n) const {
  if (n == 0) return;
  const Wanted wanted = this->wanted(std::is_same_v<T, double>);
  if (wanted.watch && written_over(in, out)) return columns_from_copies(in, out, n);
  KernelColumns<T> columns(in, out, n);
  columns.cached = columns_for<T>(n, Store::cached);
  const Tape& tape = tape_on(wanted.numbers);
  if (columns.cached != nullptr && columns.streams() && lane_steps(tape, wanted.numbers) <= choice::kMostStreamedSteps)
    columns.streaming = columns_for<T>(n, Store::streaming);
  const auto run = [&](std::size_t begin, std::size_t end) {
    if (columns.cached != nullptr) return columns.run(begin, end);
    if constexpr (std::is_same_v<T, float>) {
      if (widens()) return run_part_in_doubles(tape, in, out, begin, end);
    }
    return run_part(tape, in, out, begin, end, wanted.watch);
  };
  split(n, KernelColumns<T>::kLanes, threads_, [&](std::size_t begin, std::size_t end) {
    if (!run(begin, end)) look_closer(in, out, begin, end);
  });
}

/// Where outputs are written over inputs that a closer look may still need.
template <class T>
void Executable::columns_from_copies(std::span<const Strided<const T>> in, std::span<const Strided<T>> out,
                                     std::size_t n) const {
  constexpr std::size_t most_rows = 4096;
  split(n, most_rows, threads_, [&](std::size_t begin, std::size_t end) {
    std::vector<T> copies(in.size() * most_rows);
    std::vector<Strided<const T>> from(in.size());
    std::vector<Strided<T>> to(out.size());
    for (std::size_t first = begin; first != end;) {
      const std::size_t count = std::min(end - first, most_rows);
      for (std::size_t k = 0; k != in.size(); ++k) {
        T* const copy = copies.data() + k * most_rows;
        const bool single = in[k].stride == 0;
        for (std::size_t i = 0; i != (single ? 1 : count); ++i) copy[i] = element(in[k], first + i);
        from[k] = {copy, single ? 0 : 1};
      }
      for (std::size_t k = 0; k != out.size(); ++k) to[k] = {&element(out[k], first), out[k].stride};
      columns<T>(from, to, count);
      first += count;
    }
  });
}

template bool Executable::run_row(const Tape&, const Schedule*, const double*, double*) const;
template bool Executable::run_row(const Tape&, const Schedule*, const float*, float*) const;
template void Executable::row(const double*, double*) const;
template void Executable::row(const float*, float*) const;
template void Executable::columns(std::span<const Strided<const double>>, std::span<const Strided<double>>,
                                  std::size_t) const;
template void Executable::columns(std::span<const Strided<const float>>, std::span<const Strided<float>>,
                                  std::size_t) const;

}  // namespace adage
