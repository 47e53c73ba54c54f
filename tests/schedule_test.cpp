// SPDX-License-Identifier: BSL-1.0
// Schedules of long tapes: the same bits as the tape itself, on random tapes that reuse registers as no compiler would;
// what repeats is found; and functions that run by one.
#include "lower/schedule.hpp"

#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <numeric>

#include "effort.hpp"
#include "random_tape.hpp"

using namespace adage;

namespace {

/// Sums of products within a sigmoid, as many as there are rows in `weights`.
struct Layer {
  Graph graph;
  std::vector<Expression> weights;
  std::vector<Expression> outputs;

  explicit Layer(std::size_t side) {
    Expression loss = graph.number(0);
    for (std::size_t i = 0; i != side; ++i) {
      Expression sum = graph.number(0);
      for (std::size_t k = 0; k != side; ++k) {
        weights.push_back(graph.variable("w" + std::to_string(i) + "_" + std::to_string(k)));
        sum = sum + weights.back() * (0.01 * static_cast<double>(k % 97) - 0.4);
      }
      loss = loss + sigmoid(sum);
    }
    outputs.push_back(loss);
    for (const Expression& slope : gradient(loss, weights)) outputs.push_back(slope);
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(random_tapes_give_the_same_bits) {
  std::size_t tapes = 0, lanes = 0, instructions = 0;
  for (std::uint64_t seed = 0; seed != 200 * testing::scale; ++seed) {
    // Some are longer than a window.
    const testing::RandomTape random(seed, seed % 50 == 0 ? 100'000 : 1'000);
    const Tape& tape = random.tape();
    const Schedule found = schedule(tape);
    if (found.empty()) continue;
    ++tapes;
    lanes += found.lanes;
    instructions += tape.instructions.size();
    BOOST_TEST_REQUIRE(found.lanes + found.singles.size() == tape.instructions.size());
    const auto scheduled = [&](const auto* in, auto* out) { return run_scheduled(tape, found, in, out); };
    BOOST_TEST_REQUIRE(testing::same_bits<double>(tape, seed, scheduled), "in double, seed " << seed);
    BOOST_TEST_REQUIRE(testing::same_bits<float>(tape, seed, scheduled), "in float, seed " << seed);
  }
  BOOST_TEST_MESSAGE(tapes << " tapes, " << lanes << " of " << instructions << " instructions in batches");
  BOOST_TEST(tapes >= 100u * testing::scale);
}

BOOST_AUTO_TEST_CASE(alike_neurons_run_side_by_side) {
  const Layer layer(100);
  const Function f = compile(layer.outputs, layer.weights);
  const Schedule found = schedule(f.tape());
  BOOST_TEST(static_cast<double>(found.lanes) >= 0.95 * static_cast<double>(f.tape().instructions.size()));
  BOOST_TEST(found.batches.size() < f.tape().instructions.size() / 20);
}

BOOST_AUTO_TEST_CASE(chains_stay_as_they_are) {
  Graph graph;
  Expression f = graph.variable("x");
  for (int i = 0; i != 3000; ++i) f = sin(f);
  BOOST_TEST(schedule(compile({f}, {graph.variable("x")}).tape()).empty());
}

BOOST_AUTO_TEST_CASE(functions_change_to_a_schedule_unnoticed) {
  const Layer layer(60);
  const Function f = compile(layer.outputs, layer.weights, {.engine = Engine::interpreter});
  std::vector<double> in(layer.weights.size());
  for (std::size_t i = 0; i != in.size(); ++i) in[i] = std::sin(static_cast<double>(i));
  std::vector<double> first(layer.outputs.size()), out(first.size());
  f.evaluate(in, first);
  for (int i = 0; i != 40; ++i) {
    std::ranges::fill(out, 0);
    f.evaluate(in, out);
    BOOST_TEST_REQUIRE(out == first);
  }
  // A column of two rows has the same bits, too.
  std::vector<Column<const double>> columns;
  for (double& x : in) columns.emplace_back(&x, 2, 0);
  std::vector<std::array<double, 2>> twice(first.size());
  std::vector<Column<double>> results(twice.begin(), twice.end());
  f(columns, results);
  for (std::size_t k = 0; k != first.size(); ++k) BOOST_TEST_REQUIRE(twice[k][1] == first[k]);
}

BOOST_AUTO_TEST_CASE(rows_that_escape_are_computed_again) {
  Graph graph;
  std::vector<Expression> xs, outputs;
  for (int i = 0; i != 600; ++i) {
    xs.push_back(graph.variable("x" + std::to_string(i)));
    outputs.push_back(pow(xs.back(), 2) * exp(-pow(xs.back(), 2)) + i);
  }
  const Function f = compile(outputs, xs, {.engine = Engine::interpreter});
  std::vector<double> in(xs.size(), 1e200), out(xs.size());
  for (int i = 0; i != 40; ++i) {
    f.evaluate(in, out);
    for (std::size_t k = 0; k != out.size(); ++k) BOOST_TEST_REQUIRE(out[k] == static_cast<double>(k));
  }
}
