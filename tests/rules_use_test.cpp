// SPDX-License-Identifier: BSL-1.0
// Every row of the rule table is used: an instance of its left side whose holes satisfy the guard is rewritten to the
// right side, from right to left too where the row holds both ways. A row that nothing can match would be dead text.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "rule_rows.hpp"
#include "rules/identities.hpp"

using namespace adage;
using namespace adage::testing;

namespace {

/// Expressions of `v` whose ranges are known, the variable itself first.
constexpr std::string_view shapes[] = {
    "v", "exp(v) + 2", "-2 - exp(v)", "sigmoid(v)", "-sigmoid(v)", "2 + sigmoid(v)", "5", "1/3",
};

class Instance {
 public:
  Instance(const Rule& rule, const RuleRow& row, const Identities* identities)
      : rule_(rule), left_(row.left, hole_names(rule)), arena_(identities), ranges_(arena_) {}

  /// Fills the holes such that the guard holds, at first with variables. False: no way was found.
  bool fill(std::mt19937_64& random) {
    const std::vector<bool> truth = truth_holes(rule_, left_);
    const std::vector<bool> literal = literal_holes(rule_);
    ++fills_;
    for (int tried = 0; tried != 3'000; ++tried) {
      holes_.clear();
      for (std::size_t i = 0; i != rule_.holes.size(); ++i) {
        const Id variable = arena_.variable("x" + std::to_string(i));
        if (truth[i]) {
          holes_.push_back(arena_.make(Op::gt, variable, arena_.number(0)));
        } else if (literal[i]) {
          holes_.push_back(arena_.number(special(random)));
        } else {
          const std::string_view shape = shapes[fills_ + tried == 0 ? 0 : random() % std::size(shapes)];
          const std::string_view v = "v";
          holes_.push_back(Template(shape, std::span(&v, 1)).instantiate(arena_, std::span(&variable, 1)));
        }
      }
      if (!rule_.guard || holds(*rule_.guard, arena_, holes_, &ranges_)) return true;
    }
    return false;
  }

  Id left() { return left_.instantiate(arena_, holes_); }
  Id right() { return rule_.right->instantiate(arena_, holes_); }

  /// Does one of the rule's orders lead from `from` to `to`?
  bool leads(Id from, Id to) {
    const std::vector<Id> args(arena_.args(from).begin(), arena_.args(from).end());
    return arena_.op(from) == rule_.root && std::ranges::any_of(rule_.patterns, [&](const Pattern& pattern) {
             return rule_.apply(arena_, pattern, args, &ranges_) == to;
           });
  }

 private:
  const Rule& rule_;
  Template left_;
  Arena arena_;
  Ranges ranges_;
  std::vector<Id> holes_;
  int fills_ = -1;
};

std::string fault_of(const RuleRow& row) {
  const Rule rule(row);
  // Numbers fold; nothing else is rewritten, so that the instance is what the row says.
  const std::unique_ptr<Identities> folding = identities_of({});
  Instance instance(rule, row, folding.get());
  std::mt19937_64 random(5);
  std::string fault = "no expressions satisfy the guard";
  // Among the expressions drawn are numbers, of which the sides may fold.
  for (int tried = 0; tried != 40 && !fault.empty() && instance.fill(random); ++tried) {
    const Id left = instance.left();
    const Id right = instance.right();
    fault = left == right                 ? "both sides are the same"
            : instance.leads(left, right) ? ""
                                          : "the left side is not matched";
  }
  return fault;
}

}  // namespace

BOOST_DATA_TEST_CASE(a_rule_is_used, boost::unit_test::data::make(every_rule_row()), c) {
  const std::string fault = fault_of(c.row);
  BOOST_TEST(fault == "", c.row.name << ": " << fault);
  if (!c.row.both) return;
  const std::string backwards = fault_of(reversed(c.row));
  BOOST_TEST(backwards == "", c.row.name << ", reversed: " << backwards);
}

/// In graphs of users, where nodes come out of the local rules, the left sides of later stages still occur.
BOOST_DATA_TEST_CASE(local_rules_leave_left_sides_alone, boost::unit_test::data::make(every_rule_row()), c) {
  if (c.stage == Stage::local) return;
  const Rule rule(c.row);
  std::mt19937_64 random(5);
  Instance instance(rule, c.row, &local_identities());
  for (int tried = 0; tried != 400 && instance.fill(random); ++tried) {
    if (instance.leads(instance.left(), instance.right())) return;
  }
  BOOST_ERROR(c.row.name << ": `" << c.row.left << "` does not occur");
}

BOOST_AUTO_TEST_CASE(dead_rows_are_noticed) {
  BOOST_TEST(fault_of({"impossible", "abs(a)", "a", "a > 0 and a < 0"}) != "");
  BOOST_TEST(fault_of({"same", "exp(a)", "exp(a)"}) != "");
  // A number under a sign is a number, so this pattern asks for what no graph has.
  BOOST_TEST(fault_of({"unfolded", "a^(n/2)", "sqrt(a)^n", "number(n) and even(n) and a > 0"}) != "");
}
