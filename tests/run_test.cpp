// SPDX-License-Identifier: BSL-1.0
// Running: every operation's scalars, lanes and floats against each other and against 64 digits; columns of all
// lengths, strides and offsets against scalars; aliasing, broadcasting, shapes and sizes.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <numeric>
#include <random>

#include "effort.hpp"
#include "graph/arena.hpp"
#include "lower/tape.hpp"
#include "ops/precise.hpp"
#include "ruler.hpp"

using namespace adage;

namespace {

std::vector<Op> operations() {
  std::vector<Op> result;
  for (std::size_t i = static_cast<std::size_t>(Op::neg); i != all_rows().size(); ++i) {
    if (arity(static_cast<Op>(i)) != 0 && !all_rows()[i].rest) result.push_back(static_cast<Op>(i));
  }
  return result;
}

/// The operation alone, over one variable for each argument.
Function compiled(Arena& arena, Op op) {
  std::vector<Expression> inputs;
  std::vector<Id> ids;
  for (std::size_t i = 0; i != arity(op); ++i) {
    ids.push_back(arena.variable("x" + std::to_string(i)));
    inputs.emplace_back(arena, ids.back());
  }
  const Expression output(arena, arena.intern(op, ids));
  return compile(std::span(&output, 1), inputs);
}

/// Numbers of many magnitudes and both signs: some near one, some of any exponent, some whole.
class Points {
 public:
  explicit Points(std::uint64_t seed) : random_(seed) {}

  double unit() { return std::ldexp(static_cast<double>(random_() >> 11), -53); }
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  double any() {
    const double sign = below(2) == 0 ? 1 : -1;
    const auto exponent = [&](int span) { return static_cast<int>(below(2 * static_cast<unsigned>(span))) - span; };
    switch (below(5)) {
      case 0:
        return sign * 2 * unit();
      case 1:
        return sign * 40 * unit();
      case 2:
        return sign * std::ldexp(1 + unit(), exponent(40));
      case 3:
        return sign * std::ldexp(1 + unit(), exponent(1000));
      default:
        return sign * static_cast<double>(below(30));
    }
  }
  /// For argument `i` of `op`: truth values and whole orders where the row asks for them.
  double argument(Op op, std::size_t i) {
    if (((row(op).boolean_arguments >> i) & 1) != 0) return static_cast<double>(below(2));
    if (row(op).partials[i].empty() && row(op).body.empty()) return static_cast<double>(below(5));
    return any();
  }
  std::vector<double> arguments(Op op) {
    std::vector<double> args;
    for (std::size_t i = 0; i != arity(op); ++i) args.push_back(argument(op, i));
    // What rounding may have lost of the argument, or of an exponent.
    if (takes_rest(op)) {
      const double whole = args.size() == 2 ? args[0] : args[1] * args[0] * args[0];
      args.back() = whole * std::ldexp(unit() - 0.5, -52);
    }
    return args;
  }

 private:
  std::mt19937_64 random_;
};

std::string described(Op op, std::span<const double> args) {
  std::ostringstream text;
  text.precision(17);
  text << row(op).name << '(';
  for (const double arg : args) text << ' ' << arg;
  text << " )";
  return text.str();
}

/// Some operations of tapes say NaN where the value is not a normal number, so that it is looked at again.
bool shows_in_place_of(Op op, double value) {
  return row(op).name.starts_with("fused_showing_small") && std::fabs(value) < std::numeric_limits<double>::min();
}

/// The value by the row's precise code, or by its body's parts; nothing where that has no finite value.
std::optional<PreciseNumber> precisely(Op op, std::span<const double> args) {
  std::array<Precise, kMaxArity> wide;
  for (std::size_t i = 0; i != args.size(); ++i) wide[i].value = args[i];
  try {
    Precise out;
    if (row(op).name == "softplus") {
      out.value = log1p(PreciseNumber(exp(wide[0].value)));
    } else if (row(op).name == "clamp") {
      out.value = std::min(PreciseNumber(std::max(wide[0].value, wide[1].value)), wide[2].value);
    } else {
      row(op).machine.precise(out, wide[0], wide[1], wide[2]);
    }
    if (isfinite(out.value)) return out.value;
  } catch (const std::exception&) {
  }
  return std::nullopt;
}

}  // namespace

BOOST_AUTO_TEST_CASE(doubles_keep_their_stated_error) {
  for (const Op op : operations()) {
    Arena arena;
    const Function f = compiled(arena, op);
    Points points(static_cast<std::uint64_t>(op) + 1);
    const int wanted = testing::scale * (row(op).cost >= 40 ? 50 : 200);
    std::uint64_t worst = 0;
    std::string where;
    int finite = 0;
    for (int drawn = 0; finite != wanted && drawn != 20 * wanted; ++drawn) {
      const std::vector<double> args = points.arguments(op);
      // A wide type reduces angles and orders only so far; see lower/constants.cpp.
      if (row(op).ulp != 0 && std::ranges::any_of(args, [](double a) { return std::fabs(a) > 0x1p100; })) continue;
      const auto expected = precisely(op, args);
      if (!expected || shows_in_place_of(op, expected->convert_to<double>())) continue;
      double result = 0;
      f.evaluate(args, std::span(&result, 1));
      const std::uint64_t error = ruler::ulps(result, expected->convert_to<double>());
      if (error > worst) where = described(op, args);
      worst = std::max(worst, error);
      ++finite;
    }
    BOOST_TEST(finite == wanted, row(op).name << " was tested at " << finite << " points only");
    BOOST_TEST(worst <= row(op).ulp, where << " is " << worst << " ulps off, " << int{row(op).ulp} << " are stated");
    BOOST_TEST_MESSAGE(row(op).name << ": at most " << worst << " ulps off, " << int{row(op).ulp} << " stated");
  }
}

BOOST_AUTO_TEST_CASE(scalars_lanes_and_floats_agree) {
  for (const Op op : operations()) {
    Arena arena;
    const Function f = compiled(arena, op);
    Points points(static_cast<std::uint64_t>(op) + 1000);
    constexpr std::size_t n = 1003;
    std::vector<std::vector<double>> doubles(arity(op), std::vector<double>(n));
    std::vector<std::vector<float>> floats(arity(op), std::vector<float>(n));
    for (std::size_t k = 0; k != n; ++k) {
      const std::vector<double> args = points.arguments(op);
      for (std::size_t i = 0; i != arity(op); ++i) {
        floats[i][k] = static_cast<float>(args[i]);
        doubles[i][k] = static_cast<double>(floats[i][k]);
      }
    }
    std::vector<double> wide(n);
    std::vector<float> narrow(n);
    const Column<double> wide_out(wide);
    const Column<float> narrow_out(narrow);
    f(std::vector<Column<const double>>(doubles.begin(), doubles.end()), std::span(&wide_out, 1));
    f(std::vector<Column<const float>>(floats.begin(), floats.end()), std::span(&narrow_out, 1));
    for (std::size_t k = 0; k != n; ++k) {
      std::vector<double> args;
      std::vector<float> float_args;
      for (std::size_t i = 0; i != arity(op); ++i) {
        args.push_back(doubles[i][k]);
        float_args.push_back(floats[i][k]);
      }
      double scalar = 0;
      float float_scalar = 0;
      f.evaluate(args, std::span(&scalar, 1));
      f.evaluate(float_args, std::span(&float_scalar, 1));
      BOOST_TEST(ruler::identical(wide[k], scalar), described(op, args) << " in lanes");
      BOOST_TEST(ruler::identical(narrow[k], float_scalar), described(op, args) << " in lanes of float");
      // Libraries compute both as doubles; on lanes floats have an algorithm of their own, of the same quality.
      const bool own = row(op).machine.steps32 != nullptr && row(op).ulp != 0;
      const std::uint64_t most = own ? row(op).ulp + 1U : row(op).body.empty() ? 0 : 2;
      // What is made of several steps may leave the floats between them.
      const bool extreme = !row(op).body.empty() && arity(op) > 1 && std::ranges::any_of(args, [](double a) {
        return std::fabs(a) > 0x1p60 || (a != 0 && std::fabs(a) < 0x1p-60);
      });
      BOOST_TEST((extreme || ruler::near(float_scalar, static_cast<float>(scalar), most)), described(op, args)
                                                                                               << " in float");
    }
  }
}

namespace {

/// A column in a larger array whose other elements must not be touched.
template <class T>
struct Strip {
  std::vector<T> memory;
  Column<T> column;

  Strip(std::size_t n, std::ptrdiff_t stride, std::size_t offset, T fill)
      : memory(n * static_cast<std::size_t>(std::abs(stride)) + offset + 64, fill) {
    const auto last = static_cast<std::ptrdiff_t>(n == 0 ? 0 : n - 1) * std::abs(stride);
    column = Column<T>(memory.data() + static_cast<std::ptrdiff_t>(offset) + (stride < 0 ? last : 0), n, stride);
  }
  T& operator[](std::size_t i) { return column.data[static_cast<std::ptrdiff_t>(i) * column.stride]; }
  Column<const T> input() const { return {column.data, column.size, column.stride}; }
};

struct Example {
  Graph graph;
  Expression x = graph.variable("x");
  Expression y = graph.variable("y");
  Expression f = x / (1 + exp(-y)) + max(x, y);
  Expression g = sqrt(x * x + 1) - y;
  Function both = compile({f, g}, {x, y});
};

template <class T>
void check_strips(const Function& both, std::size_t n, std::array<std::ptrdiff_t, 4> strides, std::size_t offset) {
  const T untouched = T(-12345);
  Strip<T> x(n, strides[0], offset, 0);
  Strip<T> y(n, strides[1], offset + 1, 0);
  Strip<T> f(n, strides[2], offset + 2, untouched);
  Strip<T> g(n, strides[3], offset, untouched);
  Points points(n * 7919 + offset);
  for (std::size_t i = 0; i != n; ++i) x[i] = static_cast<T>(points.unit() * 8 - 4);
  for (std::size_t i = 0; i != n; ++i) y[i] = static_cast<T>(points.unit() * 8 - 4);
  both({x.input(), y.input()}, {f.column, g.column});
  for (std::size_t i = 0; i != n; ++i) {
    const std::array<T, 2> in = {x[i], y[i]};
    std::array<T, 2> out{};
    both.evaluate(in, out);
    BOOST_TEST(ruler::identical(f[i], out[0]), "row " << i << " of " << n);
    BOOST_TEST(ruler::identical(g[i], out[1]), "row " << i << " of " << n);
    f[i] = g[i] = untouched;
  }
  BOOST_TEST(std::ranges::all_of(f.memory, [&](T v) { return v == untouched; }), "wrote outside of the column");
  BOOST_TEST(std::ranges::all_of(g.memory, [&](T v) { return v == untouched; }), "wrote outside of the column");
}

template <class F>
std::string shape_error(F&& f) {
  try {
    f();
  } catch (const ShapeError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

using Types = std::tuple<double, float>;

BOOST_AUTO_TEST_CASE_TEMPLATE(columns_of_any_length_stride_and_offset, T, Types) {
  const Example example;
  for (std::size_t n = 0; n <= 130; ++n) {
    check_strips<T>(example.both, n, {1, 1, 1, 1}, n % 5);
    check_strips<T>(example.both, n, {2, 1, 1, 3}, n % 3);
    check_strips<T>(example.both, n, {-1, 5, -2, 1}, n % 7);
    check_strips<T>(example.both, n, {0, -3, 1, -1}, 0);
  }
  for (const std::size_t n : {1000u, 1023u, 1024u, 1025u, 2049u, 5000u}) {
    check_strips<T>(example.both, n, {1, 1, 1, 1}, 1);
    check_strips<T>(example.both, n, {-2, 1, 1, 2}, 0);
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_output_may_replace_an_input, T, Types) {
  const Example example;
  // x itself is an output too, taken from the input that the first output overwrites.
  const Function three = compile({example.f, example.x, example.g}, {example.x, example.y});
  for (const std::size_t n : {1u, 9u, 130u, 3000u}) {
    for (const std::ptrdiff_t stride : {1, 2, -1}) {
      Strip<T> x(n, stride, 0, 0);
      Strip<T> y(n, stride, 3, 0);
      Points points(n);
      for (std::size_t i = 0; i != n; ++i) x[i] = static_cast<T>(points.unit());
      for (std::size_t i = 0; i != n; ++i) y[i] = static_cast<T>(points.unit());
      const Strip<T> old_x = x;
      const Strip<T> old_y = y;
      std::vector<T> copy(n);
      three({x.input(), y.input()}, {x.column, copy, y.column});
      const auto old = [&](const Strip<T>& strip, const Strip<T>& now, std::size_t i) {
        return strip.memory[static_cast<std::size_t>(now.column.data - now.memory.data() +
                                                     static_cast<std::ptrdiff_t>(i) * stride)];
      };
      for (std::size_t i = 0; i != n; ++i) {
        const std::array<T, 2> in = {old(old_x, x, i), old(old_y, y, i)};
        std::array<T, 3> out{};
        three.evaluate(in, out);
        BOOST_TEST(ruler::identical(x[i], out[0]));
        BOOST_TEST(ruler::identical(copy[i], out[1]));
        BOOST_TEST(ruler::identical(y[i], out[2]));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(inputs_of_one_value_serve_every_row) {
  const Example example;
  std::vector<double> xs(300);
  std::iota(xs.begin(), xs.end(), -100.0);
  const double alpha = 0.25;
  std::vector<double> f(xs.size());
  std::vector<double> g(xs.size());
  example.both({xs, alpha}, {f, g});
  for (std::size_t i = 0; i != xs.size(); ++i) {
    std::array<double, 2> out{};
    example.both.evaluate(std::array{xs[i], alpha}, out);
    BOOST_TEST(f[i] == out[0]);
    BOOST_TEST(g[i] == out[1]);
  }
  // Even where an output then overwrites the one value.
  std::vector<double> values(10, 2.0);
  const std::vector<double> ones(10, 1.0);
  std::vector<double> rest(10);
  example.both({ones, std::span(values).first(1)}, {values, rest});
  BOOST_TEST(values[0] == values[9]);
}

BOOST_AUTO_TEST_CASE(interleaved_rows_work) {
  Graph graph;
  const auto x = graph.variable("x");
  const Function f = compile({x * x}, {x});
  std::vector<double> rows(200);
  for (std::size_t i = 0; i != 100; ++i) rows[2 * i] = static_cast<double>(i);
  f({Column<const double>(rows.data(), 100, 2)}, {Column<double>(rows.data() + 1, 100, 2)});
  for (std::size_t i = 0; i != 100; ++i) {
    BOOST_TEST(rows[2 * i] == static_cast<double>(i));
    BOOST_TEST(rows[2 * i + 1] == static_cast<double>(i * i));
  }
}

BOOST_AUTO_TEST_CASE(many_inputs_and_outputs) {
  Graph graph;
  std::vector<Expression> in;
  std::vector<Expression> out;
  for (int i = 0; i != 100; ++i) in.push_back(graph.variable("x" + std::to_string(i)));
  for (std::size_t i = 0; i != 100; ++i) out.push_back(in[i] * in[99 - i] + in[0]);
  const Function f = compile(out, in);
  constexpr std::size_t n = 77;
  std::vector<std::vector<double>> columns(100, std::vector<double>(n));
  Points points(5);
  for (auto& column : columns) std::ranges::generate(column, [&] { return points.unit(); });
  auto results = columns;  // in place: the results replace the columns
  f(std::vector<Column<const double>>(results.begin(), results.end()),
    std::vector<Column<double>>(results.begin(), results.end()));
  for (std::size_t i = 0; i != 100; ++i) {
    for (std::size_t row = 0; row != n; ++row) {
      BOOST_TEST(results[i][row] == columns[i][row] * columns[99 - i][row] + columns[0][row]);
    }
  }
}

BOOST_AUTO_TEST_CASE(truth_values_are_one_and_zero) {
  Graph graph;
  const auto x = graph.variable("x");
  const Function f = compile({x > 1, !(x > 1)}, {x});
  std::array<double, 3> truth{};
  std::array<double, 3> opposite{};
  f({std::array{0.0, 2.0, 1.0}}, {truth, opposite});
  BOOST_TEST(truth == (std::array<double, 3>{0, 1, 0}), boost::test_tools::per_element());
  BOOST_TEST(opposite == (std::array<double, 3>{1, 0, 1}), boost::test_tools::per_element());
  BOOST_TEST(evaluate(x > 1, {{x, 3}}) == 1.0);
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_named) {
  const Example example;
  std::vector<double> a(100);
  std::vector<double> b(99);
  std::vector<double> c(100);
  const auto& f = example.both;
  BOOST_TEST(shape_error([&] { f({a, c}, {b, b}); }) == "input `x` has 100 rows, output 1 has 99");
  BOOST_TEST(shape_error([&] { f({a, b}, {c, c}); }) == "input `y` has 99 rows, output 1 has 100");
  BOOST_TEST(shape_error([&] { f({a, a}, {c, b}); }) == "output 2 has 99 rows, output 1 has 100");
  BOOST_TEST(shape_error([&] { f({a}, {c, c}); }) == "the function has 2 inputs, 1 was given");
  BOOST_TEST(shape_error([&] { f({a, a, a}, {c, c}); }) == "the function has 2 inputs, 3 were given");
  BOOST_TEST(shape_error([&] { f({a, a}, {c}); }) == "the function has 2 outputs, 1 was given");
  BOOST_TEST(shape_error([&] { f({a, std::span(a).first(0)}, {c, c}); }) == "input `y` has 0 rows, output 1 has 100");
  BOOST_TEST(shape_error([&] {
               f({a, a}, {c, Column<double>(b.data(), 100, 0)});
             }) == "output 2 has 100 rows but stride 0, one place for all");
  BOOST_TEST(shape_error([&] { (void)f({1.0}); }) == "the function has 2 inputs, 1 was given");
  BOOST_TEST(shape_error([&] { (void)f(1.0, 2.0); }) == "the function has 2 outputs, 1 was given");
  BOOST_CHECK_THROW(f.evaluate(std::array{1.0}, a), ShapeError);
}

BOOST_AUTO_TEST_CASE(empty_and_mixed_handles_are_errors) {
  Graph one;
  Graph two;
  const auto x = one.variable("x");
  const auto y = two.variable("y");
  BOOST_CHECK_THROW(Function()(1.0), Error);
  BOOST_CHECK_THROW(Function().listing(), Error);
  BOOST_CHECK_THROW(compile({Expression()}, {x}), Error);
  BOOST_CHECK_THROW(compile({x}, {x, Expression()}), Error);
  BOOST_CHECK_THROW(compile({x}, {x, y}), Error);
  BOOST_CHECK_THROW(compile({}, {x}), Error);
  BOOST_CHECK_THROW(compile({}, {}), Error);
  BOOST_CHECK_THROW(evaluate(x + x, {}), Error);
}

BOOST_AUTO_TEST_CASE(functions_outlive_their_graph_and_are_called_in_many_ways) {
  Function f;
  double expected = 0;
  {
    Graph graph;
    const auto x = graph.variable("x");
    const auto y = graph.variable("y");
    f = compile({x - 2 * y}, {x, y});
    expected = evaluate(x - 2 * y, {{y, 3}, {x, 7}});
  }
  BOOST_TEST(f(7, 3) == expected);
  BOOST_TEST(f({7.0, 3.0}) == 1.0);
  BOOST_TEST(f.inputs() == 2u);
  BOOST_TEST(f.outputs() == 1u);
  BOOST_TEST(f.listing().starts_with("inputs x y\n"));
  std::array<float, 1> out{};
  f.evaluate(std::array{7.0F, 3.0F}, out);
  BOOST_TEST(out[0] == 1.0F);
  Graph graph;
  BOOST_TEST(evaluate(graph.rational(1, 3)) == 1.0 / 3);
  BOOST_TEST(compile({graph.number(2)}, {})({}) == 2.0);
}

BOOST_AUTO_TEST_CASE(large_tapes_run_on_scalars_and_columns) {
  Graph graph;
  const auto x = graph.variable("x");
  Expression chain = x;
  for (int i = 0; i != 1'000'000; ++i) chain = i % 2 == 0 ? chain + x : abs(chain);
  const Function f = compile({chain}, {x});
  BOOST_TEST(f(0.5) == 250'000.5);
  std::vector<double> xs = {0.5, 1, 2};
  std::vector<double> ys(3);
  f({xs}, {ys});
  BOOST_TEST(ys[2] == 1'000'002.0);

  // Very many values alive at one time, and so very many registers.
  std::vector<Expression> inputs;
  std::vector<Expression> sines;
  for (int i = 0; i != 20'000; ++i) inputs.push_back(graph.variable("x" + std::to_string(i)));
  for (const auto& input : inputs) sines.push_back(sin(input));
  Expression sum = sines[0];
  for (const auto& sine : sines) sum = sum * 0.5 + sine;
  const Function wide = compile({sum}, inputs);
  std::vector<double> point(inputs.size(), 1.0);
  double out = 0;
  wide.evaluate(point, std::span(&out, 1));
  BOOST_TEST(out == 2 * std::sin(1.0));
  std::vector<Column<const double>> columns(inputs.size(), Column<const double>(point.data(), 50));
  std::vector<double> results(50);
  const Column<double> result(results);
  wide(columns, std::span(&result, 1));
  BOOST_TEST(results[49] == out);
}
