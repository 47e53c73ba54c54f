// SPDX-License-Identifier: BSL-1.0
// Two threads and more running one compiled function at one time, on scalars and on columns; the thread sanitizer
// watches. The first calls race on purpose: whatever is built on first use must be built safely.
#include <adage/adage.hpp>
#include <barrier>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t kThreads = 4;
constexpr std::size_t kRows = 3001;

/// Runs `work(thread)` on all threads, started at the same moment.
template <class F>
void together(F work) {
  std::barrier start(static_cast<std::ptrdiff_t>(kThreads));
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t != kThreads; ++t) {
    threads.emplace_back([&, t] {
      start.arrive_and_wait();
      work(t);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

template <class T>
std::vector<T> inputs_of(std::size_t thread) {
  std::vector<T> xs(kRows);
  for (std::size_t i = 0; i != kRows; ++i) xs[i] = static_cast<T>(i) / 100 - static_cast<T>(10 + thread);
  return xs;
}

struct Example {
  adage::Graph graph;
  adage::Expression x = graph.variable("x");
  adage::Expression f = softplus(x) * lgamma(x + 0.5) + digamma(abs(x) + 1) + x / (1 + exp(-x)) + pow(x, 3);
  adage::Function kernel = adage::compile({f, sin(x)}, {x});
};

/// A function with more registers than fit a stack frame, so that calls take their thread's scratch.
adage::Function wide_function(adage::Graph& graph) {
  std::vector<adage::Expression> terms;
  const auto x = graph.variable("x");
  for (int i = 0; i != 2000; ++i) terms.push_back(sin(x + i));
  auto sum = terms[0];
  for (const auto& term : terms) sum = sum + term * term;
  return adage::compile({sum}, {x});
}

}  // namespace

BOOST_AUTO_TEST_CASE(columns_from_many_threads) {
  const Example example;
  std::vector<std::vector<double>> fs(kThreads, std::vector<double>(kRows));
  std::vector<std::vector<double>> gs = fs;
  together([&](std::size_t t) {
    const auto xs = inputs_of<double>(t);
    for (int repeat = 0; repeat != 5; ++repeat) example.kernel({xs}, {fs[t], gs[t]});
  });
  for (std::size_t t = 0; t != kThreads; ++t) {
    const auto xs = inputs_of<double>(t);
    std::vector<double> f(kRows);
    std::vector<double> g(kRows);
    example.kernel({xs}, {f, g});
    BOOST_TEST(fs[t] == f);
    BOOST_TEST(gs[t] == g);
  }
}

BOOST_AUTO_TEST_CASE(scalars_from_many_threads) {
  const Example example;
  std::vector<std::vector<float>> results(kThreads, std::vector<float>(kRows));
  together([&](std::size_t t) {
    const auto xs = inputs_of<float>(t);
    std::array<float, 2> out{};
    for (std::size_t i = 0; i != kRows; ++i) {
      example.kernel.evaluate(std::span(&xs[i], 1), out);
      results[t][i] = out[0];
    }
  });
  for (std::size_t t = 0; t != kThreads; ++t) {
    const auto xs = inputs_of<float>(t);
    std::vector<float> f(kRows);
    std::vector<float> g(kRows);
    example.kernel({xs}, {f, g});
    BOOST_TEST(results[t] == f);
  }
}

BOOST_AUTO_TEST_CASE(large_tapes_use_their_threads_scratch) {
  adage::Graph graph;
  const adage::Function wide = wide_function(graph);
  std::vector<double> results(kThreads);
  together([&](std::size_t t) {
    for (int repeat = 0; repeat != 20; ++repeat) results[t] = wide(static_cast<double>(t));
  });
  for (std::size_t t = 0; t != kThreads; ++t) BOOST_TEST(results[t] == wide(static_cast<double>(t)));
}

BOOST_AUTO_TEST_CASE(threads_work_on_their_own_graphs) {
  std::vector<double> results(kThreads);
  together([&](std::size_t t) {
    adage::Graph graph;
    const auto x = graph.variable("x");
    results[t] = adage::evaluate(adage::gradient(sigmoid(x) * x, {x})[0], {{x, static_cast<double>(t)}});
  });
  for (const double t : {0.0, 1.0, 2.0, 3.0}) {
    const double s = 1 / (1 + std::exp(-t));
    BOOST_TEST(results[static_cast<std::size_t>(t)] == s + t * s * (1 - s), boost::test_tools::tolerance(1e-14));
  }
}
