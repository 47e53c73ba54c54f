// SPDX-License-Identifier: BSL-1.0
// Compiling rows. Numbers below an operation fold, numbers before a product become coefficients, and sums within sums
// are opened, exactly as nodes of the e-graph are made.
#include "simplify/epattern.hpp"

#include <fmt/format.h>

#include <adage/error.hpp>
#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "graph/postfix.hpp"
#include "simplify/egraph.hpp"

namespace adage {
namespace {

using Kind = EPattern::Kind;

/// A left side cannot be matched as multisets.
struct Unsuitable {};

struct Reader {
  ERule& rule;
  const ast::Script& script;
  std::string_view source;
  using Entry = PostfixEntry<std::uint32_t>;

  std::uint32_t add(EPattern p) {
    rule.positions.push_back(std::move(p));
    return static_cast<std::uint32_t>(rule.positions.size() - 1);
  }
  std::uint32_t literal(const Rational& value) {
    EPattern p;
    p.kind = Kind::number;
    p.number = value;
    return add(std::move(p));
  }
  const EPattern& at(std::uint32_t i) const { return rule.positions[i]; }
  bool is_number(std::uint32_t i) const { return at(i).kind == Kind::number; }
  bool is_literal_hole(std::uint32_t i) const { return at(i).kind == Kind::hole && rule.literal[at(i).hole]; }

  std::uint32_t number(const ast::Item& item) {
    return literal(*Rational::from_decimal(source.substr(item.head.begin, item.head.end - item.head.begin)));
  }
  std::uint32_t name(const ast::Item& item) {
    const std::string& name = script.names[item.name];
    EPattern p;
    if (const auto op = find_function(name); op && arity(*op) == 0) {
      p.kind = Kind::operation;
      p.op = *op;
      return add(std::move(p));
    }
    const auto hole = std::ranges::find(rule.holes, name);
    if (hole == rule.holes.end()) throw Unsuitable{};
    p.hole = static_cast<std::uint32_t>(hole - rule.holes.begin());
    return add(std::move(p));
  }

  /// The position as terms.
  std::vector<EPattern::Part> terms(std::uint32_t i) const {
    if (at(i).kind == Kind::sum) return at(i).parts;
    return {{i, 1, -1}};
  }
  std::uint32_t sum(std::vector<EPattern::Part> parts) {
    Rational constant(0);
    std::erase_if(parts, [&](const EPattern::Part& p) {
      if (!is_number(p.of) || p.by_hole >= 0) return false;
      constant = constant + at(p.of).number * p.by;
      return true;
    });
    if (!constant.is_zero()) parts.push_back({literal(Rational(1)), constant, -1});
    if (parts.empty()) return literal(Rational(0));
    if (parts.size() == 1 && is_number(parts[0].of) && parts[0].by_hole < 0)
      return literal(at(parts[0].of).number * parts[0].by);
    if (parts.size() == 1 && parts[0].by.is_one() && parts[0].by_hole < 0) return parts[0].of;
    EPattern p;
    p.kind = Kind::sum;
    p.parts = std::move(parts);
    return add(std::move(p));
  }
  std::uint32_t scaled(std::uint32_t i, const Rational& by) {
    std::vector<EPattern::Part> parts = terms(i);
    for (EPattern::Part& part : parts) {
      if (part.by_hole >= 0 && !by.is_one()) throw Unsuitable{};
      part.by = part.by * by;
    }
    return sum(std::move(parts));
  }
  std::uint32_t added(std::uint32_t a, std::uint32_t b, const Rational& by) {
    std::vector<EPattern::Part> parts;
    for (const std::uint32_t side : {a, by.is_one() ? b : scaled(b, by)}) {
      if (is_literal_hole(side)) {
        parts.push_back({literal(Rational(1)), 1, static_cast<int>(at(side).hole)});
        continue;
      }
      const auto more = terms(side);
      parts.insert(parts.end(), more.begin(), more.end());
    }
    return sum(std::move(parts));
  }

  /// Multiplies factors into `parts`; numbers and coefficients of single terms go to `coefficient`.
  void factors(std::uint32_t i, const Rational& exponent, Rational& coefficient, std::vector<EPattern::Part>& parts) {
    const EPattern p = at(i);
    if (p.kind == Kind::number) {
      const auto whole = exponent.small_integer();
      const auto raised = whole && !p.number.is_zero() ? power(p.number, *whole, 256) : std::nullopt;
      if (raised) {
        coefficient = coefficient * *raised;
      } else {
        parts.push_back({i, exponent, -1});
      }
    } else if (p.kind == Kind::sum && p.parts.size() == 1 && p.parts[0].by_hole < 0 && exponent.is_integer()) {
      coefficient = coefficient * *power(p.parts[0].by, *exponent.small_integer(), 256);
      factors(p.parts[0].of, exponent, coefficient, parts);
    } else if (p.kind == Kind::product && exponent.is_integer() &&
               std::ranges::all_of(p.parts, [](const EPattern::Part& f) { return f.by_hole < 0; })) {
      for (const EPattern::Part& f : p.parts) factors(f.of, f.by * exponent, coefficient, parts);
    } else {
      parts.push_back({i, exponent, -1});
    }
  }
  std::uint32_t product(std::uint32_t a, std::uint32_t b, const Rational& exponent) {
    Rational coefficient(1);
    std::vector<EPattern::Part> parts;
    if (is_literal_hole(a) != is_literal_hole(b)) {
      const std::uint32_t n = is_literal_hole(a) ? a : b;
      const std::uint32_t rest = is_literal_hole(a) ? b : a;
      if (rest == b && !exponent.is_one()) throw Unsuitable{};  // n/b
      if (rest == a && !exponent.is_one()) throw Unsuitable{};  // a/n
      if (at(rest).kind == Kind::sum) throw Unsuitable{};       // n·(a + b) is no single term
      EPattern p;
      p.kind = Kind::sum;
      p.parts = {{rest, 1, static_cast<int>(at(n).hole)}};
      return add(std::move(p));
    }
    factors(a, 1, coefficient, parts);
    factors(b, exponent, coefficient, parts);
    // Equal holes meet: a·a is a^2.
    std::vector<EPattern::Part> collected;
    for (const EPattern::Part& part : parts) {
      const auto same = std::ranges::find_if(collected, [&](const EPattern::Part& c) {
        return c.of == part.of ||
               (at(c.of).kind == Kind::hole && at(part.of).kind == Kind::hole && at(c.of).hole == at(part.of).hole);
      });
      if (same == collected.end() || part.by_hole >= 0) {
        collected.push_back(part);
      } else {
        same->by = same->by + part.by;
      }
    }
    std::uint32_t result = 0;
    if (collected.empty()) {
      result = literal(Rational(1));
    } else if (collected.size() == 1 && collected[0].by.is_one()) {
      result = collected[0].of;
    } else {
      EPattern p;
      p.kind = Kind::product;
      p.parts = std::move(collected);
      result = add(std::move(p));
    }
    return coefficient.is_one() ? result : scaled(result, coefficient);
  }
  std::uint32_t raised(std::uint32_t base, std::uint32_t exponent) {
    if (is_number(exponent)) {
      const Rational by = at(exponent).number;
      return product(literal(Rational(1)), base, by);
    }
    if (is_literal_hole(exponent)) {
      EPattern p;
      p.kind = Kind::product;
      p.parts = {{base, 1, static_cast<int>(at(exponent).hole)}};
      return add(std::move(p));
    }
    return operation(Op::pow, std::array{base, exponent});
  }
  std::uint32_t operation(Op op, std::span<const std::uint32_t> args) {
    EPattern p;
    p.kind = Kind::operation;
    p.op = op;
    for (const std::uint32_t arg : args) p.parts.push_back({arg, 1, -1});
    return add(std::move(p));
  }

  std::uint32_t apply(const ast::Item&, Op op, std::span<const Entry> args) {
    static const Op sqrt = function("sqrt");
    if (op == Op::neg) return scaled(args[0].value, -1);
    if (op == Op::add) return added(args[0].value, args[1].value, 1);
    if (op == Op::sub) return added(args[0].value, args[1].value, -1);
    if (op == Op::mul) return product(args[0].value, args[1].value, 1);
    if (op == Op::div) return product(args[0].value, args[1].value, -1);
    if (op == Op::pow) return raised(args[0].value, args[1].value);
    if (op == sqrt) return raised(args[0].value, literal(Rational(1, 2)));
    std::vector<std::uint32_t> values;
    for (const Entry& arg : args) values.push_back(arg.value);
    return operation(op, values);
  }
  std::uint32_t call(const ast::Item& item, std::span<const Entry> args) {
    const auto op = find_function(script.names[item.name]);
    if (!op || arity(*op) != args.size())
      throw Error(fmt::format("rule `{}`: `{}` is not called so", rule.name, script.names[item.name]));
    return apply(item, *op, args);
  }
};

/// The names in a text that are no functions, in order of appearance.
std::vector<std::string> hole_names(std::string_view text) {
  const grammar::Parsed parsed = grammar::parse_formula(text);
  std::vector<std::string> names;
  for (const ast::Item& item : parsed.script.statements.front().formula) {
    if (item.kind != ast::Kind::name) continue;
    const std::string& name = parsed.script.names[item.name];
    const auto op = find_function(name);
    if (op && arity(*op) == 0) continue;
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

/// Holes of which the guard demands that they are literal numbers.
std::vector<bool> literal_holes(const std::optional<Template>& guard, std::size_t holes) {
  std::vector<bool> result(holes, false);
  if (!guard) return result;
  for (const Step& step : guard->steps()) {
    const bool weakens = step.predicate == Predicate::none && (step.op == Op::logical_or || step.op == Op::logical_not);
    if (weakens) return std::vector<bool>(holes, false);
    if (step.predicate == Predicate::number || step.predicate == Predicate::even) result[step.args[0]] = true;
  }
  return result;
}

/// The operation of the forms that a position matches, if it is certain.
std::optional<Op> surely(const ERule& rule, const EPattern& p) {
  if (p.kind == Kind::operation) return p.op;
  if (p.kind == Kind::sum && p.parts.size() > 1) return Op::add;
  const auto plain = [&](const EPattern::Part& f) { return rule.positions[f.of].kind == Kind::hole && f.by.is_one(); };
  if (p.kind == Kind::product && std::ranges::none_of(p.parts, plain)) return Op::mul;
  return std::nullopt;
}

/// What a node must have below it, so that most need no closer look.
void find_needs(ERule& rule) {
  const auto set = [&](OpSet& needs, const EPattern& p) {
    if (const auto op = surely(rule, p)) needs.set(static_cast<std::size_t>(*op));
  };
  for (const EPattern::Part& part : rule.positions[rule.root].parts) {
    const EPattern& inner = rule.positions[part.of];
    set(rule.near, inner);
    if (!surely(rule, inner)) continue;
    for (const EPattern::Part& deeper : inner.parts) set(rule.far, rule.positions[deeper.of]);
  }
}

/// Matching goes through parts in order: what binds holes comes before what only compares them.
void order_parts(ERule& rule) {
  const auto rank = [&](const EPattern::Part& part) {
    const EPattern& p = rule.positions[part.of];
    if (p.kind == Kind::operation && !p.parts.empty()) return 0;
    if (p.kind == Kind::product || p.kind == Kind::sum) return 1;
    if (p.kind == Kind::operation) return 2;
    return p.kind == Kind::number ? 3 : 4;
  };
  for (EPattern& p : rule.positions) {
    if (p.kind == Kind::sum || p.kind == Kind::product) std::ranges::stable_sort(p.parts, {}, rank);
  }
}

}  // namespace

std::optional<ERule> compile_erule(const RuleRow& row, bool backwards) {
  ERule rule;
  const std::string left(backwards ? row.right : row.left);
  const std::string right(backwards ? row.left : row.right);
  rule.name = row.name;
  rule.holes = hole_names(left);
  for (const std::string& name : hole_names(right)) {
    // What the left side does not mention cannot be found.
    if (std::ranges::find(rule.holes, name) == rule.holes.end()) return std::nullopt;
  }
  const std::vector<std::string_view> names(rule.holes.begin(), rule.holes.end());
  rule.left.emplace(left, names);
  rule.right.emplace(right, names);
  if (!row.guard.empty()) rule.guard.emplace(row.guard, names);
  rule.literal = literal_holes(rule.guard, names.size());
  const grammar::Parsed parsed = grammar::parse_formula(left);
  Reader reader{rule, parsed.script, left};
  try {
    rule.root = read_postfix<std::uint32_t>(parsed.script, parsed.script.statements.front().formula, reader);
  } catch (const Unsuitable&) {
    return std::nullopt;
  }
  // c·p as a whole: p, and the other side divided.
  const EPattern* root = &rule.positions[rule.root];
  if (root->kind == Kind::sum && root->parts.size() == 1) {
    if (root->parts[0].by_hole >= 0) return std::nullopt;
    rule.factor = root->parts[0].by;
    rule.root = root->parts[0].of;
    root = &rule.positions[rule.root];
  }
  if (root->kind == Kind::hole || root->kind == Kind::number) return std::nullopt;
  rule.top = root->kind == Kind::sum ? Op::add : root->kind == Kind::product ? Op::mul : root->op;
  const bool names_operation = std::ranges::any_of(
      rule.positions, [](const EPattern& p) { return p.kind == Kind::operation || p.kind == Kind::number; });
  const auto powers = [&](const EPattern& p) {
    return p.kind == Kind::product &&
           std::ranges::any_of(p.parts, [](const EPattern::Part& f) { return !f.by.is_one() || f.by_hole >= 0; });
  };
  if (!names_operation && !std::ranges::any_of(rule.positions, powers)) return std::nullopt;
  rule.algebraic = !std::ranges::any_of(rule.positions, [](const EPattern& p) { return p.kind == Kind::operation; });
  const auto operations = std::ranges::count(rule.positions, Kind::operation, &EPattern::kind);
  rule.steers_signs = operations == 1 && root->kind == Kind::operation;
  order_parts(rule);
  find_needs(rule);
  return rule;
}

namespace {

/// Are the sides one class as soon as they are written down? Literal numbers are tried odd, even and negative.
bool is_structural(const ERule& rule) {
  bool tried = false;
  for (const std::int64_t first : {7, 8, -7, -8}) {
    Arena arena;
    Ranges known(arena);
    EGraph graph(arena, known);
    std::vector<ClassId> bindings;
    std::vector<Range> ranges;
    for (std::size_t i = 0; i != rule.holes.size(); ++i) {
      const Rational number(first + 4 * static_cast<std::int64_t>(i));
      bindings.push_back(rule.literal[i] ? graph.number(number) : graph.leaf(arena.variable(rule.holes[i])));
      ranges.push_back(rule.literal[i] ? literal_range(number) : Range{});
    }
    const auto answer = [&](Predicate predicate, std::uint32_t hole) {
      return predicate != Predicate::even || std::fmod(ranges[hole].lo, 2) == 0;
    };
    const bool literal = std::ranges::find(rule.literal, true) != rule.literal.end();
    if (literal && rule.guard && value_range(*rule.guard, ranges, answer).surely_false()) continue;
    tried = true;
    const ClassId left = graph.instantiate(*rule.left, bindings);
    const ClassId right = graph.instantiate(*rule.right, bindings);
    graph.rebuild();
    if (graph.find(left) != graph.find(right)) return false;
  }
  return tried;
}

}  // namespace

const std::vector<ERule>& erules() {
  static const std::vector<ERule> instance = [] {
    std::vector<ERule> result;
    const auto append = [&](const RuleRow& row, bool backwards) {
      auto rule = compile_erule(row, backwards);
      if (rule && !is_structural(*rule)) result.push_back(std::move(*rule));
    };
    for (const Stage stage : kStages) {
      for (const RuleRow& row : rule_rows(stage)) {
        append(row, false);
        if (row.both) append(row, true);
      }
    }
    return result;
  }();
  return instance;
}

}  // namespace adage
