// SPDX-License-Identifier: BSL-1.0
// Every row of the rule table is proved by the verdict engine within its guard, from what was proved before it. At
// first the engine has no rules at all: only exact algebra, truth tables and splits into cases. Each round may use the
// rules that earlier rounds have proved, so no rule takes part in its own proof, nor two in each other's.
#include <fmt/format.h>

#include <adage/error.hpp>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "graph/slice.hpp"
#include "rule_rows.hpp"
#include "rules/identities.hpp"
#include "verify/prove.hpp"
#include "verify/survey.hpp"

using namespace adage;
using namespace adage::testing;

namespace {

/// What the engine may use.
struct Knowledge {
  std::unique_ptr<Identities> identities;
  std::unique_ptr<RuleSet> rules;

  explicit Knowledge(std::span<const Rule* const> local = {}, std::span<const Rule* const> all = {})
      : identities(identities_of(local)), rules(std::make_unique<RuleSet>(all)) {}
};

/// A guard taken apart: it holds where one of these does, predicates aside. None of the guards has another form.
class Alternatives {
 public:
  Alternatives(Arena& arena, const Template& guard, std::span<const Id> holes) : arena_(arena), holes_(holes) {
    for (const Step& step : guard.steps()) add(step, guard);
  }
  /// Each as a truth value.
  std::vector<Id> result() const { return made_.back().any; }

 private:
  struct Part {
    Id id = kNone;          ///< of a number
    std::vector<Id> any{};  ///< of a truth value: its alternatives
  };

  void add(const Step& step, const Template& guard) {
    const auto truth = [&](std::size_t i) { return made_.at(step.args[i] - holes_.size()).any; };
    if (step.predicate != Predicate::none || step.op == Op::logical_not) {
      // Predicates hold for what the holes are; a guard denies nothing else.
      made_.push_back({kNone, {arena_.make(Op::constant_true)}});
    } else if (step.op == Op::number) {
      made_.push_back({arena_.number(guard.numbers()[step.args[0]])});
    } else if (step.op == Op::logical_or) {
      Part part{kNone, truth(0)};
      for (const Id id : truth(1)) part.any.push_back(id);
      made_.push_back(std::move(part));
    } else if (step.op == Op::logical_and) {
      Part part;
      for (const Id a : truth(0)) {
        for (const Id b : truth(1)) part.any.push_back(arena_.make(Op::logical_and, a, b));
      }
      made_.push_back(std::move(part));
    } else {
      std::array<Id, kMaxArity> args{};
      for (std::size_t i = 0; i != step.count; ++i) {
        args[i] = step.args[i] < holes_.size() ? holes_[step.args[i]] : made_[step.args[i] - holes_.size()].id;
      }
      const Id id = arena_.make(step.op, std::span<const Id>(args.data(), step.count));
      made_.push_back({id, {id}});
    }
  }

  Arena& arena_;
  std::span<const Id> holes_;
  std::vector<Part> made_;
};

std::vector<Id> conjuncts(const Arena& arena, Id condition) {
  std::vector<Id> open{condition};
  std::vector<Id> result;
  while (!open.empty()) {
    const Id id = open.back();
    open.pop_back();
    if (arena.op(id) == Op::logical_and) {
      open.insert(open.end(), {arena.arg(id, 0), arena.arg(id, 1)});
    } else if (arena.op(id) != Op::constant_true) {
      result.push_back(id);
    }
  }
  return result;
}

/// Is one side equal to the other where the assumptions hold? The order in which a proof meets the switches of the
/// sides depends on which is taken from which.
bool proved_equal(const Arena& arena, std::span<const Id> sides, std::span<const Id> assumptions,
                  const Knowledge& knows) {
  for (const bool swapped : {false, true}) {
    Question question = pose(arena, sides[swapped ? 1 : 0], sides[swapped ? 0 : 1], assumptions);
    question.rules = knows.rules.get();
    const Survey seen = survey(question, 4, 1);
    if (seen.witness) return false;
    if (prove(question, 256, seen.admissible || question.assumptions.empty()).found) return true;
  }
  return false;
}

/// The same for each choice of signs of the variables, which leaves out a thin set as all proofs by cases do.
bool proved_by_signs(Arena& arena, std::span<const Id> sides, const std::vector<Id>& assumptions,
                     const Knowledge& knows) {
  const std::vector<Id> all = variables(arena, sides);
  if (all.empty() || all.size() > 3) return false;
  for (std::size_t signs = 0; signs != std::size_t{1} << all.size(); ++signs) {
    std::vector<Id> more = assumptions;
    for (std::size_t i = 0; i != all.size(); ++i)
      more.push_back(arena.make((signs >> i & 1) != 0 ? Op::lt : Op::gt, all[i], arena.number(0)));
    try {
      if (!proved_equal(arena, sides, more, knows)) return false;
    } catch (const Error&) {
      // These signs contradict the guard.
    }
  }
  return true;
}

/// The row with these numbers for its literal holes.
bool proved_for(const Rule& rule, const Template& left, const std::vector<Rational>& numbers, const Knowledge& knows) {
  Arena arena(knows.identities.get());
  const std::vector<bool> truth = truth_holes(rule, left);
  const std::vector<bool> literal = literal_holes(rule);
  std::vector<Id> holes;
  for (std::size_t i = 0; i != rule.holes.size(); ++i) {
    const Id variable = arena.variable(fmt::format("v{}", i));
    holes.push_back(truth[i]     ? arena.make(Op::gt, variable, arena.number(0))
                    : literal[i] ? arena.number(numbers[i])
                                 : variable);
  }
  std::vector<Id> sides{left.instantiate(arena, holes), rule.right->instantiate(arena, holes)};
  if (arena.is_boolean(sides[0])) {
    for (Id& side : sides) side = arena.make(Op::where, side, arena.number(1), arena.number(0));
  }
  std::vector<Id> guards{arena.make(Op::constant_true)};
  if (rule.guard) guards = Alternatives(arena, *rule.guard, holes).result();
  return std::ranges::all_of(guards, [&](Id guard) {
    const std::vector<Id> assumptions = conjuncts(arena, guard);
    return proved_equal(arena, sides, assumptions, knows) || proved_by_signs(arena, sides, assumptions, knows);
  });
}

/// Truth tables decide what has only truth values in it.
bool proved_by_table(const Rule& rule, const Template& left) {
  const std::size_t holes = rule.holes.size();
  for (std::size_t row = 0; row != std::size_t{1} << holes; ++row) {
    std::vector<Bounded> values;
    for (std::size_t i = 0; i != holes; ++i)
      values.push_back(bounded(Rational(static_cast<std::int64_t>(row >> i & 1))));
    const Bounded before = evaluate(left, values);
    const Bounded after = evaluate(*rule.right, values);
    if (!before.exact() || !after.exact() || before.value != after.value) return false;
  }
  return true;
}

bool proved(const Rule& rule, const RuleRow& row, const Knowledge& knows) {
  const Template left(row.left, hole_names(rule));
  const std::vector<bool> truth = truth_holes(rule, left);
  const std::vector<bool> literal = literal_holes(rule);
  if (!truth.empty() && std::ranges::find(truth, false) == truth.end()) return proved_by_table(rule, left);
  if (std::ranges::find(literal, true) == literal.end()) return proved_for(rule, left, {}, knows);
  std::mt19937_64 random(11);
  constexpr int wanted = 6;
  int found = 0;
  for (int tried = 0; found != wanted && tried != 400; ++tried) {
    std::vector<Rational> numbers;
    for (std::size_t i = 0; i != literal.size(); ++i) numbers.push_back(special(random));
    if (!guard_holds(*rule.guard, numbers)) continue;
    if (!proved_for(rule, left, numbers, knows)) return false;
    ++found;
  }
  return found == wanted;
}

/// The names of the rows that are proved, each from those proved in earlier rounds.
std::set<std::string_view> prove_all(const std::vector<Case>& rows) {
  std::map<std::string_view, std::unique_ptr<Rule>> rules;
  for (const Case& c : rows) rules[c.row.name] = std::make_unique<Rule>(c.row);
  std::set<std::string_view> done;
  for (bool more = true; more;) {
    std::vector<const Rule*> local;
    std::vector<const Rule*> all;
    for (const Case& c : rows) {
      if (!done.contains(c.row.name)) continue;
      if (c.stage == Stage::local) local.push_back(rules.at(c.row.name).get());
      if (c.stage == Stage::local || c.stage == Stage::simplify) all.push_back(rules.at(c.row.name).get());
    }
    const Knowledge knows(local, all);
    std::set<std::string_view> fresh;
    for (const Case& c : rows) {
      if (done.contains(c.row.name)) continue;
      try {
        if (proved(*rules.at(c.row.name), c.row, knows)) fresh.insert(c.row.name);
      } catch (const Error& e) {
        BOOST_ERROR(c.row.name << ": " << e.what());
      }
    }
    done.insert(fresh.begin(), fresh.end());
    more = !fresh.empty();
    BOOST_TEST_MESSAGE(fresh.size() << " more rules proved");
  }
  return done;
}

/// Rows beyond the engine, each with the reason.
const std::map<std::string_view, std::string_view>& beyond() {
  constexpr std::string_view gamma = "the engine knows nothing of the gamma function (DLMF 5.4, 5.5)";
  constexpr std::string_view monotone = "the engine does not see that exp keeps order";
  static const std::map<std::string_view, std::string_view> names = {
      {"gamma-one", gamma},          {"gamma-two", gamma},
      {"lgamma-one", gamma},         {"lgamma-two", gamma},
      {"polygamma-zero", gamma},     {"gamma-recurrence", gamma},
      {"lgamma-recurrence", gamma},  {"digamma-recurrence", gamma},
      {"log-of-gamma", gamma},       {"max-of-exps", monotone},
      {"min-of-exps", monotone},     {"max-of-logs", monotone},
      {"exp-greater-exp", monotone}, {"exp-greater-number", monotone},
      {"exp-less-number", monotone},
  };
  return names;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_rule_is_proved) {
  const std::set<std::string_view> done = prove_all(every_rule_row());
  std::set<std::string_view> names;
  for (const Case& c : every_rule_row()) names.insert(c.row.name);
  for (const auto& entry : beyond()) BOOST_TEST(names.contains(entry.first), entry.first << " is gone");
  for (const Case& c : every_rule_row()) {
    const auto known = beyond().find(c.row.name);
    if (known == beyond().end()) {
      BOOST_TEST(done.contains(c.row.name), c.row.name << " is not proved: " << c.row.left << " = " << c.row.right);
    } else {
      BOOST_TEST(!done.contains(c.row.name), c.row.name << " is proved now, though the test says: " << known->second);
    }
  }
}

/// Wrong rules are not proved, not even from themselves or each other.
BOOST_AUTO_TEST_CASE(wrong_rules_are_not_proved) {
  const std::vector<Case> wrong = {
      {Stage::simplify, {"value", "exp(a)*exp(b)", "exp(a - b)"}},
      {Stage::simplify, {"branch", "sqrt(a^2)", "a"}},
      {Stage::simplify, {"guard", "abs(a)", "a", "a > -1"}},
      {Stage::simplify, {"one-of-two-guards", "abs(a)", "a", "a > 0 or a > -1"}},
      {Stage::simplify, {"numbers", "a^n", "a^2", "even(n)"}},
      {Stage::simplify, {"odd", "sinh(-a)", "sinh(a)"}},
      {Stage::simplify, {"odd-mirrored", "sinh(a)", "sinh(-a)"}},
      {Stage::simplify, {"unknown", "gamma(a)", "digamma(a)"}},
      {Stage::local, {"truth", "a and b", "a or b"}},
      {Stage::local, {"choice", "where(c, a, b)", "where(c, b, a)"}},
      {Stage::local, {"comparison", "not a > b", "a < b or a > b"}},
      {Stage::saturation, {"sheet", "atan(a) - atan(b)", "atan((a - b)/(1 + a*b))"}},
  };
  const std::set<std::string_view> done = prove_all(wrong);
  for (const Case& c : wrong) BOOST_TEST(!done.contains(c.row.name), c.row.name << " was proved");
}
