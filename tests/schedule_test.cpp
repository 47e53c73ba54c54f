// SPDX-License-Identifier: BSL-1.0
// Schedules of long tapes: the same bits as the tape itself, on random tapes that reuse registers as no compiler would;
// what repeats is found; and functions that run by one.
#include "lower/schedule.hpp"

#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <numeric>
#include <random>

#include "effort.hpp"
#include "run/interpreter.hpp"

using namespace adage;

namespace {

/// Tapes of parts that repeat with other inputs, and of instructions that do not.
class RandomTape {
 public:
  RandomTape(std::uint64_t seed, std::size_t size) : random_(seed) {
    const std::uint32_t inputs = 1 + below(50);
    tape_.inputs.resize(inputs);
    tape_.loads.resize(1 + below(inputs));
    for (std::uint32_t& load : tape_.loads) load = below(inputs);
    tape_.constants.resize(1 + below(20));
    for (Constant& c : tape_.constants) {
      c.f32 = static_cast<float>(below(9)) / 4 - 1;
      c.f64 = c.f32;
    }
    tape_.results = 1 + below(static_cast<std::uint32_t>(size));
    tape_.temporaries = 4 + below(60);
    is_readable_.resize(tape_.registers());
    for (Register r = 0; r != tape_.first_result(); ++r) make_readable(r);
    while (tape_.instructions.size() < size) below(4) == 0 ? append_any() : append_repeated(size);
    // Those that were never written are no results.
    for (Register r = tape_.first_result() + written_; r != tape_.first_temporary(); ++r) append(Op::neg, {0}, r);
    for (std::uint32_t k = 0; k != tape_.results; ++k) tape_.outputs.push_back(tape_.first_result() + k);
    for (std::uint32_t k = below(5); k-- != 0;) tape_.outputs.push_back(below(tape_.first_temporary()));
    std::ranges::shuffle(tape_.outputs.begin(), tape_.outputs.begin() + below(10) % tape_.outputs.size(), random_);
  }

  const Tape& tape() const { return tape_; }
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

 private:
  static const std::vector<Op>& operations() {
    static const std::vector<Op> all = [] {
      std::vector<Op> result;
      for (std::size_t i = static_cast<std::size_t>(Op::neg); i != all_rows().size(); ++i) {
        const Op op = static_cast<Op>(i);
        if (arity(op) != 0 && all_rows()[i].machine.exists()) result.push_back(op);
      }
      return result;
    }();
    return all;
  }
  /// Mostly cheap ones.
  Op operation() {
    constexpr std::array<Op, 4> cheap{Op::add, Op::mul, Op::neg, Op::div};
    return below(8) != 0 ? cheap[below(4)] : operations()[below(static_cast<std::uint32_t>(operations().size()))];
  }
  Register readable() { return readable_[below(static_cast<std::uint32_t>(readable_.size()))]; }

  void append(Op op, std::vector<Register> args, Register out) {
    Instruction step{op, static_cast<std::uint8_t>(args.size()), out, {}};
    step.args.fill(args[0]);
    std::ranges::copy(args, step.args.begin());
    tape_.instructions.push_back(step);
    if (!is_readable_[out]) make_readable(out);
  }

  void make_readable(Register r) {
    readable_.push_back(r);
    is_readable_[r] = true;
  }

  Register target(const std::vector<Register>& args) {
    if (written_ != tape_.results && below(3) == 0) return tape_.first_result() + written_++;
    Register out = args[0];
    while (std::ranges::find(args, out) != args.end()) out = tape_.first_temporary() + below(tape_.temporaries);
    return out;
  }

  void append_any() {
    const Op op = operation();
    std::vector<Register> args(arity(op));
    for (Register& arg : args) arg = readable();
    append(op, args, target(args));
  }

  /// A few instructions that read each other, over and over.
  void append_repeated(std::size_t size) {
    struct Line {
      Op op;
      std::array<std::uint32_t, kMaxArity> back;  // 0: any register, k: what was made k lines before
    };
    std::vector<Line> lines(1 + below(6));
    for (std::size_t i = 0; i != lines.size(); ++i) {
      lines[i].op = operation();
      for (std::uint32_t& back : lines[i].back) back = below(static_cast<std::uint32_t>(i) + 1);
    }
    const bool in_turn = below(2) == 0;
    Register next = readable();
    for (std::uint32_t repeats = 1 + below(200); repeats-- != 0 && tape_.instructions.size() < size;) {
      for (const Line& line : lines) {
        std::vector<Register> args(arity(line.op));
        for (std::size_t k = 0; k != args.size(); ++k) {
          const std::size_t made = tape_.instructions.size();
          if (in_turn) next = (next + 1) % tape_.first_result();
          args[k] = line.back[k] != 0 && line.back[k] <= made ? tape_.instructions[made - line.back[k]].out
                    : in_turn                                 ? next
                                                              : readable();
        }
        append(line.op, args, target(args));
      }
    }
  }

  std::mt19937_64 random_;
  Tape tape_;
  std::vector<Register> readable_;
  std::vector<bool> is_readable_;  // by register
  std::uint32_t written_ = 0;      // results so far
};

/// Are the runs the same to the bit? NaN is NaN.
template <class T>
bool same_bits(const Tape& tape, const Schedule& schedule, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<T> in(tape.inputs.size()), plain(tape.outputs.size()), scheduled(plain.size());
  for (T& x : in) x = static_cast<T>(random() % 4001) / 1000 - 2;
  const bool finite = run_scalar(tape, in.data(), plain.data());
  if (run_scheduled(tape, schedule, in.data(), scheduled.data()) != finite) return false;
  for (std::size_t k = 0; k != plain.size(); ++k) {
    if (std::isnan(plain[k]) && std::isnan(scheduled[k])) continue;
    if (std::memcmp(&plain[k], &scheduled[k], sizeof(T)) != 0) return false;
  }
  return true;
}

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
    const RandomTape random(seed, seed % 50 == 0 ? 100'000 : 1'000);
    const Tape& tape = random.tape();
    const Schedule found = schedule(tape);
    if (found.empty()) continue;
    ++tapes;
    lanes += found.lanes;
    instructions += tape.instructions.size();
    BOOST_TEST_REQUIRE(found.lanes + found.singles.size() == tape.instructions.size());
    BOOST_TEST_REQUIRE(same_bits<double>(tape, found, seed), "in double, seed " << seed);
    BOOST_TEST_REQUIRE(same_bits<float>(tape, found, seed), "in float, seed " << seed);
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
