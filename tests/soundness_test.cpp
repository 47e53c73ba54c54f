// SPDX-License-Identifier: BSL-1.0
// Verdicts against thousands of random claims: what is true by construction is never refuted, what is mutated is never
// proved unless it is true all the same, and a proof is never contradicted by points. A failure prints its claim.
#include <adage/adage.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "effort.hpp"
#include "graph/print.hpp"
#include "random_expression.hpp"
#include "rules/identities.hpp"
#include "simplify/simplify.hpp"
#include "verify/prove.hpp"
#include "verify/survey.hpp"

using namespace adage;
using Kind = Verdict::Kind;

namespace {

using adage::testing::scale;

bool any_row(const Row&) { return true; }
/// What has pieces, and enough beside it to make them meet.
bool piecewise_row(const Row& row) {
  const bool plain = row.notation == Notation::infix || row.notation == Notation::prefix || row.name == "where";
  return (plain && row.name != "^") || !row.above.empty() || row.name == "clamp" || row.name == "exp";
}

struct Tally {
  int proved = 0;
  int refuted = 0;
  int undecided = 0;
  void add(Kind kind) { ++(kind == Kind::proved ? proved : kind == Kind::refuted ? refuted : undecided); }
};

std::ostream& operator<<(std::ostream& out, const Tally& t) {
  return out << t.proved << " proved, " << t.refuted << " refuted, " << t.undecided << " undecided";
}

class Claims {
 public:
  Claims(std::uint64_t seed, bool (*allows)(const Row&), std::size_t operations)
      : random_(seed), options_{.operations = operations, .variables = {"x", "y"}, .allows = allows} {}

  Graph& graph() { return graph_; }
  Arena& arena() { return graph_.arena(); }
  Id draw() {
    graph_ = Graph();
    return random_expression(arena(), random_, options_);
  }
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  Id pick(const std::vector<Id>& from) { return from[below(from.size())]; }

  Verdict verdict(Id left, Id right) {
    CheckOptions options;
    options.points = 24;
    options.max_cases = 64;
    options.seed = random_();
    return check(Expression(arena(), left), Expression(arena(), right), options);
  }
  std::string text(Id left, Id right) { return "check " + to_infix(arena(), left) + " == " + to_infix(arena(), right); }

 private:
  std::mt19937_64 random_;
  RandomOptions options_;
  Graph graph_;
};

/// One node of `root` changed for the worse; `root` again where nothing could be.
Id mutated(Claims& claims, Id root) {
  Arena& arena = claims.arena();
  std::vector<Id> numeric;
  for (const Id id : slice(arena, root)) {
    if (!arena.is_boolean(id) && !arena.is_constant(id)) numeric.push_back(id);
  }
  if (numeric.empty()) return root;
  const Id at = claims.pick(numeric);
  const Node node = arena[at];
  const Id close = arena.number(Rational(1) + Rational(1, 1'000'000'000'000));
  Id image = kNone;
  switch (claims.below(6)) {
    case 0:  // a coefficient slightly off
      image = arena.make(Op::mul, close, at);
      break;
    case 1:  // a sign
      image = arena.make(Op::neg, at);
      break;
    case 2:  // a term or factor dropped, a choice ignored
      image = node.count > 1 ? node.args[node.count - 1U] : arena.make(Op::add, at, arena.number(1));
      break;
    case 3:  // an exponent
      image = arena.make(Op::pow, at, arena.number(2));
      break;
    case 4: {  // branches or sides exchanged
      if (node.count < 2) break;
      std::array<Id, kMaxArity> args = node.args;
      std::swap(args[node.count - 1U], args[node.count - 2U]);
      image = arena.intern(node.op, std::span(args).first(node.count));
      break;
    }
    default:  // the wrong side of a kink
      image = arena.make(Op::where, arena.make(Op::gt, arena.variable("x"), arena.number(1)), at, arena.number(0));
  }
  if (image == kNone) return root;
  return substitute(arena, std::span(&root, 1), std::span(&at, 1), std::span(&image, 1)).front();
}

/// The same function written otherwise: each piecewise operation through another.
Id rewritten(Claims& claims, Id root) {
  Arena& arena = claims.arena();
  const auto make = [&](std::string_view text, std::span<const Id> args) {
    static const std::array<std::string_view, 3> names{"a", "b", "c"};
    return Template(text, std::span(names).first(args.size())).instantiate(arena, args);
  };
  static const std::map<std::string_view, std::array<std::string_view, 2>> otherwise = {
      {"abs", {"max(a, -a)", "where(a < 0, -a, a)"}},
      {"relu", {"max(0, a)", "(a + abs(a))/2"}},
      {"max", {"where(a > b, a, b)", "a + relu(b - a)"}},
      {"min", {"where(a > b, b, a)", "(a + b - abs(a - b))/2"}},
      {"step", {"where(a > 0, 1, 0)", "sign(max(a, 0))"}},
      {"sign", {"step(a) - step(-a)", "where(a > 0, 1, where(a < 0, -1, 0))"}},
      {"clamp", {"min(max(a, b), c)", "where(max(a, b) > c, c, where(a > b, a, b))"}},
  };
  for (int round = 0; round != 3; ++round) {
    std::vector<Id> candidates;
    for (const Id id : slice(arena, root)) {
      if (otherwise.contains(row(arena.op(id)).name)) candidates.push_back(id);
    }
    if (candidates.empty()) return root;
    const Id at = claims.pick(candidates);
    const std::vector<Id> args(arena.args(at).begin(), arena.args(at).end());
    const Id image = make(otherwise.at(row(arena.op(at)).name)[claims.below(2)], args);
    root = substitute(arena, std::span(&root, 1), std::span(&at, 1), std::span(&image, 1)).front();
  }
  return root;
}

/// A proof found for the claim must stand up to points that the proof did not see.
void contradict(Claims& claims, Id left, Id right) {
  Question question = pose(claims.arena(), left, right, {});
  const Survey found = survey(question, 50, claims.below(1'000'000));
  const std::string words = found.witness ? found.witness->words() : "";
  BOOST_TEST(!found.witness, "proved, but " << words << ": " << claims.text(left, right));
}

void never_refuted(Claims& claims, int count, Id (*equal)(Claims&, Id), double least_proved) {
  Tally tally;
  for (int i = 0; i != count; ++i) {
    const Id e = claims.draw();
    const Id same = equal(claims, e);
    const Verdict verdict = claims.verdict(e, same);
    tally.add(verdict.kind);
    BOOST_TEST((verdict.kind != Kind::refuted), verdict.left
                                                    << " against " << verdict.right << " at "
                                                    << (verdict.witness.empty() ? "" : verdict.witness[0].second)
                                                    << ": " << claims.text(e, same));
    if (verdict == Kind::proved) contradict(claims, e, same);
  }
  BOOST_TEST_MESSAGE(tally);
  BOOST_TEST(tally.proved >= least_proved * count);
}

void never_proved_unless_true(Claims& claims, int count, double least_refuted) {
  Tally tally;
  for (int i = 0; i != count; ++i) {
    const Id e = claims.draw();
    const Id other = mutated(claims, e);
    const Verdict verdict = claims.verdict(e, other);
    tally.add(verdict.kind);
    if (verdict == Kind::proved) contradict(claims, e, other);
  }
  BOOST_TEST_MESSAGE(tally);
  BOOST_TEST(tally.refuted >= least_refuted * count);
}

Id simplified(Claims& claims, Id id) { return simplify(claims.arena(), id); }

}  // namespace

BOOST_AUTO_TEST_CASE(simplified_expressions_are_never_refuted) {
  Claims claims(1, any_row, 9);
  never_refuted(claims, 60 * scale, simplified, 0.5);
}

BOOST_AUTO_TEST_CASE(simplified_piecewise_expressions_are_never_refuted) {
  Claims claims(2, piecewise_row, 9);
  never_refuted(claims, 150 * scale, simplified, 0.5);
}

BOOST_AUTO_TEST_CASE(rewritten_piecewise_expressions_are_never_refuted) {
  Claims claims(3, piecewise_row, 7);
  never_refuted(claims, 150 * scale, rewritten, 0.5);
}

BOOST_AUTO_TEST_CASE(what_is_simplified_under_assumptions_is_never_refuted_under_them) {
  constexpr std::array<std::string_view, 7> assumed = {
      "x > 0", "x < -1", "0 < x and x < 1", "x > y", "x^2 < 4 and y >= 0", "x + y > 1 and x <= 0", "x == 2*y"};
  Claims claims(7, piecewise_row, 9);
  Tally tally;
  for (int i = 0; i != 100 * scale; ++i) {
    const Id e = claims.draw();
    const Expression assumption = parse(claims.graph(), assumed[claims.below(assumed.size())]);
    const Id fact = assumption.id();
    const Id same = simplify(claims.arena(), e, {.assumptions = std::span(&fact, 1)});
    const Id other = claims.below(2) == 0 ? same : mutated(claims, same);
    CheckOptions options;
    options.points = 24;
    options.assumptions = {assumption};
    const Expression left(claims.arena(), e);
    const Verdict verdict = check(left, Expression(claims.arena(), other), options);
    tally.add(verdict.kind);
    BOOST_TEST((other != same || verdict.kind != Kind::refuted), verdict.left << " against " << verdict.right << ": "
                                                                              << claims.text(e, same) << " for "
                                                                              << to_infix(claims.arena(), fact));
    if (!(verdict == Kind::proved)) continue;
    Question question = pose(claims.arena(), e, other, std::span(&fact, 1));
    const Survey found = survey(question, 50, claims.below(1'000'000));
    const std::string words = found.witness ? found.witness->words() : "";
    BOOST_TEST(!found.witness,
               "proved, but " << words << ": " << claims.text(e, other) << " for " << to_infix(claims.arena(), fact));
  }
  BOOST_TEST_MESSAGE(tally);
  BOOST_TEST(tally.proved > 40 * scale);
  BOOST_TEST(tally.refuted > 15 * scale);
}

BOOST_AUTO_TEST_CASE(mutated_expressions_are_never_proved) {
  Claims claims(4, any_row, 7);
  never_proved_unless_true(claims, 100 * scale, 0.3);
}

BOOST_AUTO_TEST_CASE(mutated_piecewise_expressions_are_never_proved) {
  Claims claims(5, piecewise_row, 7);
  never_proved_unless_true(claims, 150 * scale, 0.3);
}

BOOST_AUTO_TEST_CASE(unrelated_expressions_are_never_proved) {
  Tally tally;
  Claims claims(6, piecewise_row, 4);
  for (int i = 0; i != 150 * scale; ++i) {
    const Id left = claims.draw();
    std::mt19937_64 random(static_cast<std::uint64_t>(i));
    const Id right =
        random_expression(claims.arena(), random, {.operations = 3, .variables = {"x", "y"}, .allows = piecewise_row});
    const Verdict verdict = claims.verdict(left, right);
    tally.add(verdict.kind);
    if (verdict == Kind::proved) contradict(claims, left, right);
  }
  BOOST_TEST_MESSAGE(tally);
}
