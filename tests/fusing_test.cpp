// SPDX-License-Identifier: BSL-1.0
// Operations of tapes alone: each rule that introduces one is proved with the operation's body in its place, is used by
// some formula, and the operations stay out of sight.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>

#include "graph/arena.hpp"
#include "graph/print.hpp"
#include "graph/slice.hpp"
#include "rules/identities.hpp"
#include "rules/rule.hpp"
#include "rules/tables.hpp"

using namespace adage;

namespace {

bool is_fused(Op op) { return static_cast<std::size_t>(op) >= rows().size(); }

/// `root` with bodies for the operations of tapes; bodies hold none themselves but through others.
Id spelt_out(const Arena& source, Id root, Arena& target) {
  std::vector<Id> image(root + 1, kNone);
  for (const Id id : slice(source, root)) {
    const Node node = source[id];
    std::vector<Id> args;
    for (std::size_t i = 0; i != node.count; ++i) args.push_back(image[node.args[i]]);
    if (node.op == Op::number) {
      image[id] = target.number(Rational(source.value(id)));
    } else if (node.op == Op::variable) {
      image[id] = target.variable(source.name(id));
    } else {
      image[id] = is_fused(node.op) ? body(node.op)->instantiate(target, args) : target.make(node.op, args);
    }
  }
  return image[root];
}

std::vector<RuleRow> fusing_rows() {
  std::vector<RuleRow> result;
  for (const RuleRow& row : fusing_rules()) {
    if (!row.name.empty()) result.push_back(row);
  }
  return result;
}

struct Sides {
  Arena arena;
  Id left = kNone;
  Id right = kNone;
};

/// Both sides over variables, with 2 and -2 for holes that must be numbers.
void instantiate(const RuleRow& row, Sides& sides) {
  const Rule rule(row);
  const std::vector<std::string_view> names(rule.holes.begin(), rule.holes.end());
  std::vector<Id> bindings;
  for (const std::string& hole : rule.holes) {
    const bool number = row.guard.find("number(" + hole + ")") != std::string_view::npos;
    bindings.push_back(number ? sides.arena.number(Rational(hole == "b" ? 2 : -2)) : sides.arena.variable(hole));
  }
  Arena raw;
  std::vector<Id> copies;
  for (std::size_t i = 0; i != bindings.size(); ++i) {
    copies.push_back(sides.arena.is_number(bindings[i]) ? raw.number(Rational(sides.arena.value(bindings[i])))
                                                        : raw.variable(rule.holes[i]));
  }
  sides.left = spelt_out(raw, Template(row.left, names).instantiate(raw, copies), sides.arena);
  sides.right = spelt_out(raw, Template(row.right, names).instantiate(raw, copies), sides.arena);
}

}  // namespace

BOOST_AUTO_TEST_CASE(both_sides_are_equal) {
  for (const RuleRow& row : fusing_rows()) {
    Sides sides;
    instantiate(row, sides);
    const Verdict verdict = check(Expression(sides.arena, sides.left), Expression(sides.arena, sides.right));
    BOOST_TEST((verdict.kind == Verdict::Kind::proved),
               row.name << ": " << to_infix(sides.arena, sides.left) << " and " << to_infix(sides.arena, sides.right));
  }
}

BOOST_AUTO_TEST_CASE(formulas_use_them) {
  struct Example {
    const char* formula;
    const char* operation;
  };
  constexpr Example examples[] = {
      {"sigmoid(x)*(1 - sigmoid(x))", "fused_sigmoid_slope(x)"},
      {"1 - tanh(x)^2", "fused_sigmoid_slope"},
      {"log(1 + exp(x))", "fused_softplus(x)"},
      {"x*tanh(log(1 + exp(x)))", "fused_tanh_softplus(x)"},
      {"1 - tanh(softplus(x))^2", "fused_slope_softplus(x)"},
      {"exp(-x^2)", "fused_gauss(x, -1)"},
      {"exp(-x^2/2)/sqrt(2*pi)", "fused_gauss(x, -0.5)"},
      {"exp(3*x^2)", "fused_gauss(x, 3)"},
      {"exp(-3*x^2)", "fused_gauss(x, -3)"},
      {"sin(pi*x)", "fused_sin_pi(x)"},
      {"cos(x*pi)", "fused_cos_pi(x)"},
      {"sin(2*pi*x)", "fused_sin_pi("},
      {"cos(2*pi*x)", "fused_cos_pi("},
      {"sin(pi*x/2)", "fused_sin_pi("},
      {"cos(pi*x/4)", "fused_cos_pi("},
      {"x - sin(x)", "fused_sub_sin(x)"},
      {"sin(x) - x", "fused_sub_sin(x)"},
      {"x - tanh(x)", "fused_sub_tanh(x)"},
      {"tanh(x) - x", "fused_sub_tanh(x)"},
      {"cos(x)/x - sin(x)/x/x", "fused_sinc_slope(x)"},
      {"(x*cos(x) - sin(x))/x^2", "fused_sinc_slope(x)"},
  };
  for (const Example& example : examples) {
    Graph graph;
    const Expression x = graph.variable("x");
    const std::string listing = compile({parse(graph, example.formula)}, {x}).listing();
    BOOST_TEST(listing.find(example.operation) != std::string::npos, example.formula << " runs as\n" << listing);
    const std::string written = compile({parse(graph, example.formula)}, {x}, {.as_written = true}).listing();
    BOOST_TEST(written.find("fused_") == std::string::npos, example.formula << " as written runs as\n" << written);
  }
}

BOOST_AUTO_TEST_CASE(nobody_sees_them) {
  for (std::size_t i = rows().size(); i != all_rows().size(); ++i) {
    const Row& row = all_rows()[i];
    BOOST_TEST(!find_function(row.name).has_value());
    BOOST_TEST((find_operation(row.name) == static_cast<Op>(i)));
    BOOST_TEST(!row.body.empty());
    Graph graph;
    const std::string call = std::string(row.name) + (arity(static_cast<Op>(i)) == 1 ? "(x)" : "(x, 1)");
    BOOST_CHECK_THROW((void)parse(graph, call), Error);
  }
}
