// SPDX-License-Identifier: BSL-1.0
// How fast are f and f' over arrays, typed as in a textbook? The interpreter and compiled code on one thread and two,
// beside loops written by hand and a streaming copy, which is the memory's limit. Nanoseconds an element: medians of
// runs that take turns, so that a slow moment falls on all. arrays_peers.py measures PyTorch and numexpr on the same
// sizes.
#include <adage/adage.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "handwritten.hpp"

namespace {

using namespace adage;

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};
template <class T>
std::unique_ptr<T[], Free> column(std::size_t n) {
  return std::unique_ptr<T[], Free>(static_cast<T*>(std::aligned_alloc(64, (n * sizeof(T) + 63) / 64 * 64)));
}

/// Median nanoseconds an element of each piece of work, run in turns.
std::vector<double> in_turns(const std::vector<std::function<void()>>& works, std::size_t n, int runs) {
  std::vector<std::vector<double>> times(works.size());
  for (const auto& work : works) work();
  for (int run = 0; run != runs; ++run) {
    for (std::size_t k = 0; k != works.size(); ++k) {
      const double begin = seconds();
      works[k]();
      times[k].push_back((seconds() - begin) / static_cast<double>(n) * 1e9);
    }
  }
  std::vector<double> result;
  for (auto& of_one : times) result.push_back(median(std::move(of_one)));
  return result;
}

template <class T>
void measure(std::size_t n) {
  const auto x = column<T>(n);
  const auto y = column<T>(n);
  const auto dy = column<T>(n);
  for (std::size_t i = 0; i != n; ++i) x[i] = static_cast<T>(std::fmod(static_cast<double>(i) * 0.618, 16) - 8);
  std::fill_n(y.get(), n, T(0));
  std::fill_n(dy.get(), n, T(0));
  std::printf("\nfloat%zu, %zu elements: ns for f and f' of one element\n", 8 * sizeof(T), n);
  std::printf("%-10s %8s %8s %8s %8s %8s %8s | %8s %8s %8s\n", "", "copy", "by hand", "interp.", "jit", "interp.2",
              "jit 2", "jit/copy", "hand/jit", "int./jit");
  for (const handwritten::Activation& activation : handwritten::activations()) {
    Graph graph;
    const Expression at = graph.variable("x");
    const Expression f = parse(graph, activation.formula);
    const Expression d = gradient(f, {at}).front();
    std::vector<std::function<void()>> works;
    works.push_back([&] { handwritten::copy_to_two(x.get(), y.get(), dy.get(), n); });
    works.push_back([&] {
      if constexpr (sizeof(T) == 4) {
        activation.f32(x.get(), y.get(), dy.get(), n);
      } else {
        activation.f64(x.get(), y.get(), dy.get(), n);
      }
    });
    for (const unsigned threads : {1U, 2U}) {
      for (const Engine engine : {Engine::interpreter, Engine::jit}) {
        const bool possible = engine == Engine::interpreter || !jit_description().empty();
        const Function both =
            compile({f, d}, {at}, {.engine = possible ? engine : Engine::interpreter, .threads = threads});
        works.push_back([&, both] {
          both({Column<const T>(x.get(), n)}, {Column<T>(y.get(), n), Column<T>(dy.get(), n)});
        });
      }
    }
    const auto t = in_turns(works, n, n < 1'000'000 ? 101 : 11);
    std::printf("%-10s %8.3f %8.3f %8.3f %8.3f %8.3f %8.3f | %8.2f %8.2f %8.2f\n", activation.name, t[0], t[1], t[2],
                t[3], t[4], t[5], t[3] / t[0], t[1] / t[3], t[2] / t[3]);
  }
}

}  // namespace

int main() {
  std::printf("lanes: %s; compiler: %s\n", lanes_description().c_str(), jit_description().c_str());
  for (const std::size_t n : {std::size_t{100'000}, std::size_t{10'000'000}}) {
    measure<float>(n);
    measure<double>(n);
  }
}
