// SPDX-License-Identifier: BSL-1.0
// Lowering: registers are reused only when free, constants are rounded once, bodies and powers are expanded, and
// what cannot be lowered is refused by name. Tapes are run by the interpreter and compared with plain recursion-free
// evaluation of the same nodes.
#include "lower/lower.hpp"

#include <fmt/format.h>

#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "effort.hpp"
#include "graph/print.hpp"
#include "graph/slice.hpp"
#include "lower/assemble.hpp"
#include "lower/constants.hpp"
#include "lower/expand.hpp"
#include "ops/precise.hpp"
#include "random_expression.hpp"
#include "ruler.hpp"
#include "rules/identities.hpp"
#include "rules/template.hpp"
#include "run/interpreter.hpp"

using namespace adage;

namespace {

/// A formula over the variables named, made without identities unless the arena has some.
Id formula(Arena& arena, std::string_view text, const std::vector<std::string_view>& names) {
  std::vector<Id> variables;
  for (const std::string_view name : names) variables.push_back(arena.variable(name));
  return Template(text, names).instantiate(arena, variables);
}

Tape lowered(Arena& arena, std::string_view text, const std::vector<std::string_view>& names) {
  const Id root = formula(arena, text, names);
  std::vector<Id> inputs;
  for (const std::string_view name : names) inputs.push_back(arena.variable(name));
  return lower(arena, std::span(&root, 1), inputs);
}

Tape lowered(std::string_view text, const std::vector<std::string_view>& names) {
  Arena arena(&local_identities());
  return lowered(arena, text, names);
}

double value(const Tape& tape, std::initializer_list<double> inputs) {
  double result = 0;
  run_scalar(tape, inputs.begin(), &result);
  return result;
}

/// The values of all nodes up to the last root, each computed once: what a tape has to agree with bit by bit.
std::vector<double> evaluated(const Arena& arena, std::span<const Id> roots, std::span<const double> by_variable,
                              std::span<const Id> variables) {
  const Slice nodes = slice(arena, roots);
  const auto fixed = constants(arena, nodes);
  std::vector<double> values(arena.size(), 0);
  for (const Id id : nodes) {
    if (const auto value = fixed.find(id); value != fixed.end()) {
      values[id] = value->second.f64;
    } else if (arena.op(id) == Op::variable) {
      const auto at = std::find(variables.begin(), variables.end(), id) - variables.begin();
      values[id] = by_variable[static_cast<std::size_t>(at)];
    } else {
      std::array<double, kMaxArity> args{};
      for (std::size_t k = 0; k != arena.args(id).size(); ++k) args[k] = values[arena.arg(id, k)];
      values[id] = row(arena.op(id)).machine.code().f64(args[0], args[1], args[2]);
    }
  }
  return values;
}

/// Registers are written before they are read, results once, inputs and constants never, and no instruction
/// writes what it reads.
void check_registers(const Tape& tape) {
  std::vector<int> writes(tape.registers(), 0);
  for (Register r = 0; r != tape.first_result(); ++r) writes[r] = 1;
  for (const Instruction& step : tape.instructions) {
    for (std::size_t k = 0; k != step.count; ++k) {
      BOOST_REQUIRE(writes[step.args[k]] > 0);
      BOOST_REQUIRE(step.args[k] != step.out);
    }
    BOOST_REQUIRE(step.out >= tape.first_result());
    ++writes[step.out];
  }
  for (Register r = tape.first_result(); r != tape.first_temporary(); ++r) BOOST_REQUIRE(writes[r] == 1);
  for (const Register r : tape.outputs) BOOST_REQUIRE(r < tape.first_temporary());
}

template <class F>
std::string error_of(F&& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

bool runs_on_the_machine(const Row& row) {
  return row.machine.exists() && !row.partials[0].empty() && row.parameters != "n, x";
}

}  // namespace

BOOST_AUTO_TEST_CASE(random_graphs_keep_their_values_in_reused_registers) {
  std::mt19937_64 random(1);
  RandomOptions options;
  options.allows = runs_on_the_machine;
  for (int round = 0; round != 2000; ++round) {
    options.operations = 5 + random() % 100;
    options.recent_percent = static_cast<unsigned>(random() % 100);
    Arena arena;
    random_expression(arena, random, options);
    std::vector<Id> variables;
    for (const auto name : options.variables) variables.push_back(arena.variable(name));
    std::vector<Id> roots;
    for (std::size_t count = 1 + random() % 5; count != 0; --count) {
      roots.push_back(static_cast<Id>(random() % arena.size()));
    }
    const Tape tape = assemble(arena, slice(arena, roots), roots, variables);
    check_registers(tape);
    const std::array<double, 3> point = {std::ldexp(static_cast<double>(random()), -62) - 2,
                                         std::ldexp(static_cast<double>(random()), -60), -0.75};
    const auto expected = evaluated(arena, roots, point, variables);
    std::vector<double> results(roots.size());
    run_scalar(tape, point.data(), results.data());
    for (std::size_t k = 0; k != roots.size(); ++k) {
      BOOST_TEST(ruler::identical(results[k], expected[roots[k]]), "round " << round << "\n" << listing(tape));
    }
  }
}

BOOST_AUTO_TEST_CASE(registers_are_few) {
  Arena arena;
  const Id x = arena.variable("x");
  const Op sin = function("sin");
  Id chain = x;
  for (int i = 0; i != 100; ++i) chain = arena.make(sin, chain);
  const Tape tape = assemble(arena, slice(arena, chain), std::span(&chain, 1), std::span(&x, 1));
  BOOST_TEST(tape.instructions.size() == 100u);
  BOOST_TEST(tape.temporaries == 2u);
  BOOST_TEST(tape.results == 1u);
}

BOOST_AUTO_TEST_CASE(an_argument_given_twice_is_freed_once) {
  Arena arena;
  const Id x = arena.variable("x");
  Id node = arena.make(function("sin"), x);
  for (int i = 0; i != 10; ++i) node = arena.make(Op::mul, node, node);
  const Tape tape = assemble(arena, slice(arena, node), std::span(&node, 1), std::span(&x, 1));
  check_registers(tape);
  BOOST_TEST(tape.temporaries == 2u);
}

BOOST_AUTO_TEST_CASE(outputs_may_be_inputs_constants_and_each_other) {
  Arena arena(&local_identities());
  const Id x = arena.variable("x");
  const Id y = arena.variable("y");
  const Id unused = arena.variable("unused");
  const Id sum = arena.make(Op::add, x, y);
  const std::array outputs = {sum, y, arena.number(7), sum, arena.make(function("sin"), sum)};
  const std::array inputs = {unused, y, x};
  const Tape tape = lower(arena, outputs, inputs);
  check_registers(tape);
  BOOST_TEST(tape.loads.size() == 2u);
  BOOST_TEST(tape.inputs.size() == 3u);
  BOOST_TEST(tape.results == 2u);
  const std::array<double, 3> in = {100, 2, 3};
  std::array<double, 5> out{};
  run_scalar(tape, in.data(), out.data());
  BOOST_TEST(out == (std::array<double, 5>{5, 2, 7, 5, std::sin(5.0)}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_lowered_is_refused_by_name) {
  Arena arena(&local_identities());
  const Id x = arena.variable("x");
  const Id sum = arena.make(Op::add, arena.variable("beta"), x);
  const Id product = arena.make(Op::mul, sum, arena.variable("gamma_1"));
  const auto lowering = [&](std::vector<Id> out, std::vector<Id> in) {
    return error_of([&] { lower(arena, out, in); });
  };
  BOOST_TEST(lowering({sum}, {x}) == "the variable `beta` is not among the inputs");
  BOOST_TEST(lowering({product}, {x}) == "the variables `beta`, `gamma_1` are not among the inputs");
  BOOST_TEST(lowering({x}, {x, sum}) == "input 2 is not a variable");
  BOOST_TEST(lowering({x}, {x, x}) == "the input `x` is given twice");
  BOOST_TEST(lowering({}, {x}) == "there is no output to compute");
  Id many = x;
  for (int i = 0; i != 8; ++i) many = arena.make(Op::add, many, arena.variable("v" + std::to_string(i)));
  BOOST_TEST(lowering({many}, {x}) == "the variables `v0`, `v1`, `v2`, `v3`, `v4` and 3 more are not among the inputs");
}

BOOST_AUTO_TEST_CASE(a_variable_that_cancels_is_still_asked_for) {
  Arena arena;  // without identities x - x stays until lowering
  const Id x = arena.variable("x");
  const Id difference = arena.make(Op::sub, x, x);
  BOOST_TEST(error_of([&] { lower(arena, std::span(&difference, 1), {}); }) ==
             "the variable `x` is not among the inputs");
  BOOST_TEST(value(lower(arena, std::span(&difference, 1), std::span(&x, 1)), {5}) == 0);
}

BOOST_AUTO_TEST_CASE(numbers_are_rounded_once_to_either_type) {
  Arena arena;
  // Just above the middle of two floats; rounding to double first would lose the excess and then round to even.
  const Rational tie = Rational(1) + Rational(1, std::int64_t{1} << 24) + Rational(1, std::int64_t{1} << 60);
  const Id root = arena.make(Op::add, arena.variable("x"), arena.number(tie));
  const Id x = arena.variable("x");
  const Tape tape = assemble(arena, slice(arena, root), std::span(&root, 1), std::span(&x, 1));
  BOOST_REQUIRE(tape.constants.size() == 1u);
  BOOST_TEST(tape.constants[0].f64 == 1 + 0x1p-24);
  BOOST_TEST(tape.constants[0].f32 == 1 + 0x1p-23F);
  BOOST_TEST(lowered("x + 0.1", {"x"}).constants[0].f64 == 0.1);
  BOOST_TEST(lowered("x + 0.1", {"x"}).constants[0].f32 == 0.1F);
  BOOST_TEST(lowered("x + 0.044715", {"x"}).constants[0].f64 == 0.044715);
}

BOOST_AUTO_TEST_CASE(symbolic_constants_are_computed_precisely_and_rounded_once) {
  const auto constant = [](std::string_view text) {
    const Tape tape = lowered(text, {"x"});
    BOOST_REQUIRE_MESSAGE(tape.instructions.size() == 1 && tape.constants.size() == 1, listing(tape));
    return tape.constants[0];
  };
  // Digits from a computer algebra system, more than a double holds.
  BOOST_TEST(constant("x*sqrt(2/pi)").f64 == 0.79788456080286535587989211986876);
  BOOST_TEST(constant("x*sqrt(2/pi)").f32 == 0.79788456080286535587989211986876F);
  BOOST_TEST(constant("x*pi").f64 == 3.14159265358979323846264338327950);
  BOOST_TEST(constant("x*pi").f32 == 3.14159265358979323846264338327950F);
  BOOST_TEST(constant("x*log(2)").f64 == 0.69314718055994530941723212145818);
  BOOST_TEST(constant("x + exp(-50)").f64 == 1.9287498479639177830173428165270e-22);
  BOOST_TEST(constant("x*(exp(pi) - pi)").f64 == 19.999099979189475767266442984669);
  BOOST_TEST(constant("x*sin(22)").f64 == -0.0088513092904038759216889676834);
  BOOST_TEST(constant("x*where(pi > 3, e, 0)").f64 == 2.71828182845904523536028747135266);
  // In doubles this sum has no correct digit.
  BOOST_TEST(constant("x*(exp(40) + sqrt(2) - exp(40))").f64 == 1.41421356237309504880168872420970);
}

BOOST_AUTO_TEST_CASE(constants_without_a_finite_value_are_left_to_the_machine) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  BOOST_TEST(value(lowered("x + log(0)", {"x"}), {1}) == -inf);
  BOOST_TEST(std::isnan(value(lowered("x + sqrt(-2)", {"x"}), {1})));
  BOOST_TEST(std::isnan(value(lowered("x + gamma(-2)", {"x"}), {1})));
  BOOST_TEST(value(lowered("x + exp(1000)", {"x"}), {1}) == inf);
  BOOST_TEST(value(lowered("x + where(log(0) < 0, 2, 3)", {"x"}), {1}) == 3.0);
  // The wide type has too few digits to reduce such an angle, the machine's own sine has enough.
  BOOST_TEST(ruler::near(value(lowered("x*sin(2^1000)", {"x"}), {1}), -0.15920170308624246, 1));
}

BOOST_AUTO_TEST_CASE(bodies_are_expanded_to_the_end) {
  std::mt19937_64 random(2);
  for (int round = 0; round != 300; ++round) {
    Arena arena(&local_identities());
    const Id root = random_expression(arena, random);
    const auto inputs = variables(arena, std::span(&root, 1));
    const Tape tape = lower(arena, std::span(&root, 1), inputs);
    check_registers(tape);
    for (const Instruction& step : tape.instructions) BOOST_REQUIRE(row(step.op).machine.exists());
  }
  // Lowering recognises log1p(exp(x)) as softplus, whose body contains it.
  BOOST_TEST(ruler::near(value(lowered("softplus(x)", {"x"}), {-800.0}), std::exp(-800.0)));
  BOOST_TEST(value(lowered("clamp(softplus(x), 0, 2)", {"x"}), {800}) == 2.0);
}

BOOST_AUTO_TEST_CASE(small_powers_need_no_power_function) {
  struct Case {
    std::string_view text;
    PreciseNumber exponent;
    bool positive;
  };
  const Case cases[] = {{"x^2", 2, false},   {"x^3", 3, false},      {"x^4", 4, false},        {"x^-1", -1, false},
                        {"x^-2", -2, false}, {"x^(1/2)", 0.5, true}, {"x^(-1/2)", -0.5, true}, {"x^(3/2)", 1.5, true}};
  std::mt19937_64 random(3);
  for (const Case& c : cases) {
    const Tape tape = lowered(c.text, {"x"});
    for (const Instruction& step : tape.instructions) BOOST_TEST((step.op != Op::pow), c.text << "\n" << listing(tape));
    for (int i = 0; i != 4000; ++i) {
      // All magnitudes, so that overflow and underflow are seen as well.
      double x = std::ldexp(1 + std::ldexp(static_cast<double>(random() >> 12), -52),
                            static_cast<int>(random() % 2040) - 1020);
      if (!c.positive && random() % 2 == 0) x = -x;
      const double expected = PreciseNumber(pow(PreciseNumber(x), c.exponent)).convert_to<double>();
      BOOST_TEST(ruler::near(value(tape, {x}), expected, 2), c.text << " at " << x);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_factor_meets_the_base_of_a_square_before_the_square) {
  Graph graph;
  const Expression x = graph.variable("x"), y = graph.variable("y");
  for (const char* text : {"x*y^2", "y^2*x", "y*(x*y)", "y*(x*y + x*y)/2"}) {
    const Function f = compile({parse(graph, text)}, {x, y});
    BOOST_TEST(f(1e300, 1e-200) == 1e300 * 1e-200 * 1e-200, text);
    BOOST_TEST(f(1e-300, 1e200) == 1e-300 * 1e200 * 1e200, text);
  }
  // A square that is needed anyway is made once.
  const std::string shared = compile({parse(graph, "x*y^2"), parse(graph, "y^2")}, {x, y}).listing();
  BOOST_TEST(std::ranges::count(shared, '*') == 2, shared);
}

BOOST_AUTO_TEST_CASE(other_powers_stay) {
  for (const std::string_view text : {"x^5", "x^(1/3)", "x^y", "x^2.5", "2^x"}) {
    const Tape tape = lowered(text, {"x", "y"});
    BOOST_TEST(std::ranges::any_of(tape.instructions, [](const Instruction& i) { return i.op == Op::pow; }), text);
  }
  BOOST_TEST(lowered("2^(1/2)*x", {"x"}).constants[0].f64 == 1.41421356237309504880);
}

BOOST_AUTO_TEST_CASE(sums_of_exact_terms_are_rounded_as_written) {
  Graph graph;
  const Expression x = graph.variable("x"), y = graph.variable("y"), z = graph.variable("z");
  const auto run = [&](const char* text, double a, double b, double c) {
    return compile({parse(graph, text)}, {x, y, z})(a, b, c);
  };
  BOOST_TEST(run("(x - y) + z", 1e16, 1e16, 1) == 1);
  BOOST_TEST(run("x + x*y + y", 1e16, -1, 0) == -1);
  BOOST_TEST(run("x - (relu(y) - y)", 1e-200, 0.25, 0) == 1e-200);
  BOOST_TEST(run("x/y - x/y - z", -700, 1e-16, 1) == -1);  // which does not cancel where y is zero
  BOOST_TEST(run("x + y - x", 1e16, 1, 0) == 1);           // and here something meets
}

/// A random sum of `count` of the variables, each once; its value is appended.
std::string random_sum(std::mt19937_64& random, std::span<const double> values, std::size_t first, std::size_t count,
                       double& value) {
  if (count == 1) {
    value = values[first];
    return fmt::format("x{}", first);
  }
  const std::size_t left = 1 + random() % (count - 1);
  double a = 0, b = 0;
  const std::string x = random_sum(random, values, first, left, a);
  const std::string y = random_sum(random, values, first + left, count - left, b);
  const bool minus = random() % 2 == 0, negated = random() % 4 == 0;
  value = minus ? a - b : a + b;
  if (negated) value = -value;
  return fmt::format("{}(({}) {} ({}))", negated ? "-" : "", x, minus ? '-' : '+', y);
}

BOOST_AUTO_TEST_CASE(random_sums_are_rounded_as_written) {
  std::mt19937_64 random(29);
  for (int i = 0; i != 2'000 * testing::scale; ++i) {
    const std::size_t count = 1 + random() % 8;
    std::vector<double> values;
    for (std::size_t k = 0; k != count; ++k)
      values.push_back(std::ldexp(static_cast<double>(random() % 16) - 7.5, static_cast<int>(random() % 120)));
    double expected = 0;
    const std::string text = random_sum(random, values, 0, count, expected);
    Graph graph;
    const Expression e = parse(graph, text);
    std::vector<Expression> inputs;
    for (std::size_t k = 0; k != count; ++k) inputs.push_back(graph.variable(fmt::format("x{}", k)));
    double got = 0;
    compile({e}, inputs, {.engine = Engine::interpreter}).evaluate(values, std::span(&got, 1));
    BOOST_REQUIRE_MESSAGE(got == expected, text << ": " << got << ", not " << expected);
  }
}

BOOST_AUTO_TEST_CASE(a_listing_reads_as_a_program) {
  BOOST_TEST(lowered("max(x, 0.5)*(x + y)^2", {"x", "y"}).instructions.size() == 4u);
  Arena arena;
  const Tape tape = lowered(arena, "where(x < 2, sin(x), -y)*y", {"x", "y"});
  BOOST_TEST(listing(tape) ==
             "inputs x y\n"
             "%1 = x < 2\n"
             "%2 = sin(x)\n"
             "%3 = -y\n"
             "%4 = where(%1, %2, %3)\n"
             "%0 = y * %4\n"
             "outputs %0\n");
}

BOOST_AUTO_TEST_CASE(a_listing_brackets_a_sign_after_a_sign) {
  Tape tape;
  tape.constants.push_back({-2.5, -2.5F});
  tape.results = 1;
  tape.instructions.push_back({Op::neg, 1, tape.first_result(), {}});
  tape.outputs = {tape.first_result()};
  BOOST_TEST(listing(tape) == "inputs\n%0 = -(-2.5)\noutputs %0\n");
}

BOOST_AUTO_TEST_CASE(large_slices_lower_and_run) {
  Arena chain_arena(&local_identities());
  const Id x = chain_arena.variable("x");
  const Op softsign_like = function("atan");
  Id chain = x;
  for (int i = 0; i != 1'000'000; ++i) chain = chain_arena.make(softsign_like, chain);
  const Tape deep = lower(chain_arena, std::span(&chain, 1), std::span(&x, 1));
  BOOST_TEST(deep.instructions.size() == 1'000'000u);
  // atan(atan(…x)) after n steps is close to sqrt(3/(2n)).
  BOOST_TEST(ruler::close(value(deep, {1}), std::sqrt(1.5e-6), 1e-4));

  Arena sum_arena(&local_identities());
  std::vector<Id> terms;
  for (int i = 0; i != 100'000; ++i) terms.push_back(sum_arena.variable("x" + std::to_string(i)));
  Id sum = terms[0];
  for (std::size_t i = 1; i != terms.size(); ++i) sum = sum_arena.make(Op::add, sum, terms[i]);
  const Tape wide = lower(sum_arena, std::span(&sum, 1), terms);
  std::vector<double> point(terms.size());
  for (std::size_t i = 0; i != point.size(); ++i) point[i] = static_cast<double>(i);
  double result = 0;
  run_scalar(wide, point.data(), &result);
  BOOST_TEST(result == 99'999.0 * 100'000 / 2);
}

namespace {

/// The copy that asks all identities about every node.
Id remade(const Arena& source, Id root, Arena& target) {
  std::vector<Id> image(root + std::size_t{1}, kNone);
  for (const Id id : slice(source, root)) {
    if (source.op(id) == Op::number) {
      image[id] = target.number(source.value(id));
    } else if (source.op(id) == Op::variable) {
      image[id] = target.variable(source.name(id));
    } else {
      std::vector<Id> args;
      for (const Id arg : source.args(id)) args.push_back(image[arg]);
      image[id] = target.make(source.op(id), args);
    }
  }
  return image[root];
}

}  // namespace

BOOST_AUTO_TEST_CASE(copies_skip_only_identities_that_cannot_apply) {
  std::mt19937_64 random(23);
  int changed = 0;
  for (int i = 0; i != 500 * testing::scale; ++i) {
    Arena source(&local_identities());
    const Id root = random_expression(source, random);
    for (const Identities* const identities : {&local_identities(), &lowering_identities(), &fusing_identities()}) {
      Arena target(identities), all(identities);
      const Id copied = copy(source, std::span(&root, 1), target).front();
      const std::string text = to_infix(target, copied);
      BOOST_TEST(text == to_infix(all, remade(source, root, all)), to_infix(source, root));
      changed += text != to_infix(source, root) ? 1 : 0;
    }
  }
  BOOST_TEST(changed > 10 * testing::scale);  // or the test would show little
}
