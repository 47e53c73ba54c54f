// SPDX-License-Identifier: BSL-1.0
// The engines against each other, bit for bit: every operation, random expressions, columns of every tail length and
// alignment, streaming stores, threads; and what the compiler is asked for, forgets and refuses.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <random>
#include <thread>

#include "effort.hpp"
#include "engine/choice.hpp"
#include "graph/arena.hpp"
#include "jit/jit.hpp"
#include "lower/tape.hpp"
#include "random_expression.hpp"
#include "ruler.hpp"

using namespace adage;

namespace {

using Types = std::tuple<double, float>;

/// Numbers at the edges of the format and of the functions' pieces, and any bits at all.
template <class T>
std::vector<T> arguments(std::size_t n, std::uint64_t seed) {
  using Limits = std::numeric_limits<T>;
  const std::vector<T> edges{T(0),
                             -T(0),
                             T(1),
                             T(-1),
                             T(0.5),
                             T(-0.5),
                             Limits::min(),
                             -Limits::min(),
                             Limits::max(),
                             -Limits::max(),
                             Limits::denorm_min(),
                             Limits::infinity(),
                             -Limits::infinity(),
                             Limits::quiet_NaN(),
                             Limits::epsilon(),
                             T(20),
                             T(-20),
                             T(88.7228),
                             T(709.782),
                             T(-103.9),
                             T(-745.1),
                             T(10.1),
                             T(27.3)};
  std::mt19937_64 random(seed);
  std::vector<T> values;
  for (std::size_t i = 0; i != n; ++i) {
    const std::uint64_t bits = random();
    if (i < edges.size()) {
      values.push_back(edges[(i + seed) % edges.size()]);
    } else if (bits % 3 == 0) {
      values.push_back(
          std::bit_cast<T>(static_cast<std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>>(random())));
    } else {
      values.push_back(static_cast<T>(std::ldexp(static_cast<double>(bits >> 11), -53) * 40 - 20));
    }
  }
  return values;
}

template <class T>
using Columns = std::vector<std::vector<T>>;

template <class T>
Columns<T> run(const Function& f, const Columns<T>& in, std::size_t n) {
  Columns<T> out(f.outputs(), std::vector<T>(n));
  f(std::vector<Column<const T>>(in.begin(), in.end()), std::vector<Column<T>>(out.begin(), out.end()));
  return out;
}

/// How many numbers differ in their bits; all NaNs count as one.
template <class T>
std::size_t differing(std::span<const T> a, std::span<const T> b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i != a.size(); ++i) {
    const bool same = std::memcmp(&a[i], &b[i], sizeof(T)) == 0 || (a[i] != a[i] && b[i] != b[i]);
    count += same ? 0 : 1;
  }
  return count;
}

/// The function by both engines, over columns and row by row.
template <class T>
void check_alike(std::span<const Expression> outputs, std::span<const Expression> inputs, std::size_t n,
                 std::uint64_t seed, const std::string& what) {
  const Function interpreted = compile(outputs, inputs, {.engine = Engine::interpreter});
  const Function compiled = compile(outputs, inputs, {.engine = Engine::jit});
  Columns<T> in;
  for (std::size_t k = 0; k != inputs.size(); ++k) in.push_back(arguments<T>(n, seed + 31 * k));
  const Columns<T> expected = run(interpreted, in, n);
  const Columns<T> found = run(compiled, in, n);
  std::vector<T> row(inputs.size());
  std::vector<T> result(outputs.size());
  for (std::size_t i = 0; i != n; ++i) {
    for (std::size_t k = 0; k != in.size(); ++k) row[k] = in[k][i];
    compiled.evaluate(row, result);
    for (std::size_t k = 0; k != outputs.size(); ++k) {
      BOOST_REQUIRE_MESSAGE(ruler::identical(found[k][i], expected[k][i]), what << " at " << row[0] << ": lanes give "
                                                                                << found[k][i] << ", the interpreter "
                                                                                << expected[k][i]);
      BOOST_REQUIRE_MESSAGE(ruler::identical(result[k], expected[k][i]), what << " at " << row[0] << ": a row gives "
                                                                              << result[k] << ", the interpreter "
                                                                              << expected[k][i]);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(every_operation_alike, T, Types) {
  if (!jit_available()) return;
  for (std::size_t i = static_cast<std::size_t>(Op::neg); i != all_rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    // Orders beyond a hundred make polygamma slow and are refused by it anyway.
    if (arity(op) == 0 || row(op).cost >= 100) continue;
    Arena arena;
    std::vector<Id> ids;
    std::vector<Expression> inputs;
    for (std::size_t k = 0; k != arity(op); ++k) {
      ids.push_back(arena.variable("x" + std::to_string(k)));
      inputs.emplace_back(arena, ids.back());
    }
    const Expression output(arena, arena.intern(op, ids));
    check_alike<T>(std::span(&output, 1), inputs, 517, i, std::string(row(op).name));
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(random_expressions_alike, T, Types) {
  if (!jit_available()) return;
  std::mt19937_64 random(20'261'126);
  const RandomOptions options{.allows = [](const Row& row) { return row.cost < 100; }};
  constexpr int count = 12 * adage::testing::scale;
  for (int i = 0; i != count; ++i) {
    Arena arena;
    RandomExpressions expressions(arena, random, options);
    std::vector<Expression> inputs;
    for (const auto name : options.variables) inputs.emplace_back(arena, arena.variable(name));
    const Expression output(arena, expressions.draw());
    check_alike<T>(std::span(&output, 1), inputs, 67, static_cast<std::uint64_t>(i),
                   "expression " + std::to_string(i) + ": " + to_string(output));
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(long_columns_however_aligned_and_split, T, Types) {
  Graph graph;
  const Expression x = graph.variable("x");
  const std::size_t n = choice::kStreamingBytes / sizeof(T) / 3 + 4321;
  const std::vector<T> in = arguments<T>(n + 16, 5);
  // The second is written past the caches.
  for (const Expression& f : {x * sigmoid(x), max(x, x * x)}) {
    const Expression d = gradient(f, {x}).front();
    const Function plain = compile({f, d}, {x}, {.engine = Engine::interpreter, .threads = 1});
    std::vector<T> expected_f(n);
    std::vector<T> expected_d(n);
    plain({std::span(in).first(n)}, {expected_f, expected_d});
    for (const unsigned threads : {1U, 2U, 5U, 0U}) {
      for (const Engine engine : {Engine::interpreter, Engine::jit}) {
        if (engine == Engine::jit && !jit_available()) continue;
        const Function split = compile({f, d}, {x}, {.engine = engine, .threads = threads});
        for (const std::size_t offset : {0U, 3U}) {
          std::vector<T> got_f(n + 32, T(7));
          std::vector<T> got_d(n + 32, T(7));
          split({std::span(in).first(n)}, {Column<T>(got_f.data() + offset, n), Column<T>(got_d.data() + offset, n)});
          BOOST_TEST(differing<T>(std::span(got_f).subspan(offset, n), expected_f) == 0U);
          BOOST_TEST(differing<T>(std::span(got_d).subspan(offset, n), expected_d) == 0U);
          BOOST_TEST(std::ranges::all_of(std::span(got_f).subspan(n + offset), [](T v) { return v == T(7); }));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(single_values_beside_columns, T, Types) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Expression a = graph.variable("a");
  const Expression b = graph.variable("b");
  const Expression f = a * x + b;
  const Function interpreted = compile({f}, {a, x, b}, {.engine = Engine::interpreter});
  const Function function = compile({f}, {a, x, b}, {.engine = jit_available() ? Engine::jit : Engine::interpreter});
  const T slope = T(1.25);
  const T shift = T(-3);
  for (std::size_t n = 1; n != 131; ++n) {
    const std::vector<T> in = arguments<T>(n, n);
    std::vector<T> expected(n);
    std::vector<T> got(n);
    const Column<const T> xs(in.data(), n);
    interpreted({Column<const T>(&slope, 1), xs, Column<const T>(&shift, 1)}, {expected});
    function({Column<const T>(&slope, 1), xs, Column<const T>(&shift, 1)}, {got});
    BOOST_TEST(differing<T>(got, expected) == 0U, n << " rows");
  }
}

BOOST_AUTO_TEST_CASE(in_place_and_streaming) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Function f = compile({max(-x, x / 4)}, {x}, {.threads = 2});
  const std::size_t n = choice::kStreamingBytes / sizeof(float) + 77;
  std::vector<float> values = arguments<float>(n, 9);
  std::vector<float> expected(n);
  f({values}, {expected});
  f({values}, {values});
  BOOST_TEST(differing<float>(values, expected) == 0U);
}

BOOST_AUTO_TEST_CASE(equal_tapes_share_their_code) {
  if (!jit_available()) return;
  Graph one;
  Graph two;
  const auto make = [](Graph& graph, const char* name) {
    const Expression x = graph.variable(name);
    return compile({tanh(x) + 1}, {x}, {.engine = Engine::jit});
  };
  const Function f = make(one, "x");
  const Function g = make(two, "another");
  const auto a = scalar_kernel<double>(f.tape(), {});
  const auto b = scalar_kernel<double>(g.tape(), {});
  BOOST_TEST((a.call == b.call));
  BOOST_TEST(f(0.5) == g(0.5));
}

BOOST_AUTO_TEST_CASE(code_goes_with_the_last_function) {
  if (!jit_available()) return;
  for (int i = 0; i != 200; ++i) {
    Graph graph;
    const Expression x = graph.variable("x");
    BOOST_TEST(compile({x + i}, {x}, {.engine = Engine::jit})(1.0) == 1.0 + i);
  }
}

BOOST_AUTO_TEST_CASE(threads_may_compile_and_call_at_once) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Function f =
      compile({log1p(x * x) * cos(x)}, {x}, {.engine = jit_available() ? Engine::jit : Engine::automatic});
  const double expected = f(1.25);
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t != 4; ++t) {
    threads.emplace_back([&, t] {
      Graph own;
      const Expression y = own.variable("y");
      const Function g =
          compile({exp(y) / (t + 1)}, {y}, {.engine = jit_available() ? Engine::jit : Engine::automatic});
      for (int i = 0; i != 200; ++i) wrong += f(1.25) != expected || g(0.0) != 1.0 / (t + 1);
    });
  }
  for (auto& thread : threads) thread.join();
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(the_code_can_be_read) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Function f = compile({exp(x)}, {x});
  if (!jit_available()) {
    BOOST_CHECK_THROW((void)f.llvm(), Error);
    BOOST_CHECK_THROW((void)compile({exp(x)}, {x}, {.engine = Engine::jit}), Error);
    return;
  }
  BOOST_TEST(f.llvm(false).find("llvm.fma") != std::string::npos);
  BOOST_TEST(f.assembly(true).find("kernel:") != std::string::npos);
  BOOST_TEST(!jit_description().empty());
}

BOOST_AUTO_TEST_CASE(what_is_too_large_to_compile_is_refused_or_interpreted) {
  Graph graph;
  const Expression x = graph.variable("x");
  Expression f = x;
  for (std::size_t i = 0; i <= choice::kMostCompiled; ++i) f = sin(f);
  BOOST_TEST(std::fabs(compile({f}, {x})(0.1)) < 0.1);
  if (jit_available()) BOOST_CHECK_THROW((void)compile({f}, {x}, {.engine = Engine::jit}), Error);
}

BOOST_AUTO_TEST_CASE(automatic_compiles_what_is_called_often) {
  Graph graph;
  const Expression x = graph.variable("x");
  const Function f = compile({sqrt(x) * x + 1}, {x});
  for (std::uint64_t i = 0; i <= choice::kScalarWork / 3; ++i) {
    const double at = static_cast<double>(i % 1000);
    BOOST_REQUIRE(f(at) == std::sqrt(at) * at + 1);
  }
}
