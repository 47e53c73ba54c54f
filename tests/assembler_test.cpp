// SPDX-License-Identifier: BSL-1.0
// Rows by the assembler: the interpreter's bits, nothing written where a watched row is not finite, equal steps once.
// That every operation and random formulas agree is held by engine_test, which runs rows so.
#include "assembler/assembler.hpp"

#include <adage/adage.hpp>
#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>
#include <thread>

#include "assembler/unrolled.hpp"
#include "effort.hpp"
#include "ruler.hpp"
#include "run/interpreter.hpp"

using namespace adage;

namespace {

Tape tape_of(Graph& graph, std::initializer_list<const char*> texts, std::initializer_list<const char*> names) {
  std::vector<Expression> outputs, inputs;
  for (const char* text : texts) outputs.push_back(parse(graph, text));
  for (const char* name : names) inputs.push_back(graph.variable(name));
  return compile(outputs, inputs, {.engine = Engine::interpreter}).tape();
}

/// A random tape whose instructions use few registers again and again, which exact operations fill.
Tape random_tape(std::mt19937_64& random, std::size_t inputs, std::size_t temporaries, std::size_t length) {
  constexpr std::array ops{Op::add, Op::sub, Op::mul, Op::div, Op::neg, Op::lt, Op::where};
  Tape tape;
  for (std::uint32_t i = 0; i != inputs; ++i) {
    tape.inputs.push_back("x" + std::to_string(i));
    tape.loads.push_back(i);
  }
  tape.constants = {{0.75, 0.75F}, {-3, -3}};
  tape.results = 2;
  tape.temporaries = static_cast<std::uint32_t>(temporaries);
  std::vector<Register> written;
  for (Register r = 0; r != tape.first_result(); ++r) written.push_back(r);
  const auto any = [&] { return written[random() % written.size()]; };
  const auto append = [&](Register out) {
    Instruction step{.op = ops[random() % ops.size()], .count = 0, .out = out};
    step.count = static_cast<std::uint8_t>(arity(step.op));
    step.args.fill(any());
    for (std::size_t k = 1; k < step.count; ++k) step.args[k] = any();
    if (std::ranges::find(step.args, out) == step.args.end()) tape.instructions.push_back(step);
    if (std::ranges::find(written, out) == written.end() && tape.instructions.back().out == out) written.push_back(out);
  };
  while (tape.instructions.size() < length)
    append(tape.first_temporary() + static_cast<Register>(random() % temporaries));
  for (Register r = 0; r != tape.results; ++r) {
    append(tape.first_result() + r);
    tape.outputs.push_back(tape.first_result() + r);
  }
  return tape;
}

}  // namespace

BOOST_AUTO_TEST_CASE(equal_steps_are_one) {
  Graph graph;
  const Unrolled row = unrolled(tape_of(graph, {"max(x, y) + 1", "relu(x)*max(x, y)"}, {"x", "y"}), true);
  std::vector<std::array<std::uint64_t, 6>> names;
  for (std::size_t i = 0; i != row.steps.size(); ++i) {
    const UnrolledStep& step = row.steps[i];
    for (const std::uint32_t from : step.reads()) BOOST_TEST(from < i);
    names.push_back({static_cast<std::uint64_t>(step.step), step.call ? 1U : 0U, step.args[0], step.args[1],
                     step.args[2], step.word});
  }
  std::ranges::sort(names);
  BOOST_TEST((std::ranges::adjacent_find(names) == names.end()));
  BOOST_TEST(std::ranges::none_of(row.steps, [](const auto& step) { return step.call.has_value(); }));
  const Unrolled calls = unrolled(tape_of(graph, {"sin(x) + x*sin(x)"}, {"x"}), true);
  BOOST_TEST(std::ranges::count_if(calls.steps, [](const auto& step) { return step.call.has_value(); }) == 1);
}

using Types = std::tuple<double, float>;

BOOST_AUTO_TEST_CASE_TEMPLATE(random_tapes_give_the_interpreters_bits, T, Types) {
  if (!assembler_available()) return;
  std::mt19937_64 random(7);
  const Wanted plain{std::is_same_v<T, double> ? Numbers::doubles : Numbers::floats, false};
  for (int i = 0; i != 200 * testing::scale; ++i) {
    const std::size_t inputs = 1 + random() % 40;
    const Tape tape = random_tape(random, inputs, 2 + random() % 60, 1 + random() % 300);
    const auto code = assembled_row<T>(tape, plain);
    for (int k = 0; k != 5; ++k) {
      std::vector<T> in(inputs), expected(2), got(2);
      for (T& x : in) x = static_cast<T>(std::ldexp(static_cast<double>(random()) - 0x1p63, -62));
      run_scalar(tape, in.data(), expected.data());
      BOOST_REQUIRE(code.call(in.data(), got.data()));
      for (std::size_t o = 0; o != got.size(); ++o) BOOST_REQUIRE(ruler::identical(got[o], expected[o]));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_watched_row_that_is_not_finite_writes_nothing) {
  if (!assembler_available()) return;
  Graph graph;
  const Tape tape = tape_of(graph, {"x + 1", "log(x)"}, {"x"});
  const auto watched = assembled_row<double>(tape, {Numbers::doubles, true});
  const auto plain = assembled_row<double>(tape, {Numbers::doubles, false});
  for (const double x : {-1.0, 0.0, HUGE_VAL}) {
    std::array<double, 2> out{7, 7};
    BOOST_TEST(!watched.call(&x, out.data()));
    BOOST_TEST((out == std::array<double, 2>{7, 7}));
    BOOST_TEST(plain.call(&x, out.data()));
    BOOST_TEST(out[0] == x + 1);
  }
  const double x = 2;
  std::array<double, 2> out{};
  BOOST_TEST(watched.call(&x, out.data()));
  BOOST_TEST(out[0] == 3);
}

BOOST_AUTO_TEST_CASE(floats_may_be_computed_in_double) {
  if (!assembler_available()) return;
  Graph graph;
  const Tape tape = tape_of(graph, {"(x + 1e-5) - x"}, {"x"});
  const auto wide = assembled_row<float>(tape, {Numbers::widened, false});
  const float x = 1000;
  float out = 0;
  wide.call(&x, &out);
  BOOST_TEST(out == static_cast<float>((1000 + 1e-5) - 1000));
}

BOOST_AUTO_TEST_CASE(threads_assemble_run_and_release_at_once) {
  if (!assembler_available()) return;
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t != 4; ++t) {
    threads.emplace_back([&, t] {
      Graph graph;
      const Tape tape = tape_of(graph, {"x*x + 1"}, {"x"});
      for (int i = 0; i != 200; ++i) {
        const auto code = assembled_row<double>(tape, {});
        const double x = t + i;
        double out = 0;
        code.call(&x, &out);
        wrong += out != x * x + 1;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  BOOST_TEST(wrong == 0);
}
