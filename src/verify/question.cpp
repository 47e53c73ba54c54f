// SPDX-License-Identifier: BSL-1.0
// Assumptions taken apart: conjunctions split, equations solved, linear inequalities read, contradictions told.
#include "verify/question.hpp"

#include <fmt/format.h>

#include <adage/error.hpp>
#include <algorithm>

#include "graph/print.hpp"
#include "graph/slice.hpp"
#include "rules/ranges.hpp"
#include "verify/domain.hpp"
#include "verify/switches.hpp"

namespace adage {
namespace {

std::vector<Id> conjuncts(const Arena& arena, std::span<const Id> assumptions) {
  std::vector<Id> open(assumptions.rbegin(), assumptions.rend());
  std::vector<Id> result;
  while (!open.empty()) {
    const Id id = open.back();
    open.pop_back();
    if (arena.op(id) == Op::logical_and) {
      open.push_back(arena.arg(id, 1));
      open.push_back(arena.arg(id, 0));
    } else if (std::ranges::find(result, id) == result.end()) {
      result.push_back(id);
    }
  }
  return result;
}

bool is_equation(const Arena& arena, Id id) {
  const auto signs = signs_of_comparison(arena, id);
  return signs && signs->zero && !signs->above && !signs->below;
}

bool depends(const Arena& arena, Id id, Id variable) { return slice(arena, id).contains(variable); }

/// The node of an affine form.
Id node_of(Arena& arena, const Affine& form) {
  Id sum = arena.number(form.constant);
  for (const auto& [variable, coefficient] : form.terms) {
    sum = arena.make(Op::add, sum, arena.make(Op::mul, arena.number(coefficient), variable));
  }
  return sum;
}

/// A variable and what it equals, from an equation.
std::optional<std::pair<Id, Id>> solution(Arena& arena, Id equation) {
  const std::array<Id, 2> sides{arena.arg(equation, 0), arena.arg(equation, 1)};
  if (const auto form = affine(arena, arena.make(Op::sub, sides[0], sides[1])); form && !form->is_constant()) {
    const auto [variable, coefficient] = form->terms.front();
    const Affine rest = *form + (-coefficient) * Affine{{{variable, Rational(1)}}, {}};
    return std::pair(variable, node_of(arena, Rational(-1) / coefficient * rest));
  }
  for (const std::size_t i : {0U, 1U}) {
    if (arena.op(sides[i]) == Op::variable && !depends(arena, sides[1 - i], sides[i])) {
      return std::pair(sides[i], sides[1 - i]);
    }
  }
  return std::nullopt;
}

void solve_equations(Question& question) {
  Arena& arena = *question.arena;
  for (bool found = true; found;) {
    found = false;
    for (const Id assumption : question.assumptions) {
      if (!is_equation(arena, assumption)) continue;
      const auto equal = solution(arena, assumption);
      if (!equal) continue;
      std::vector<Id> roots = question.assumptions;
      roots.push_back(question.left);
      roots.push_back(question.right);
      for (const auto& [variable, value] : question.solved) roots.push_back(value);
      const std::vector<Id> images =
          substitute(arena, roots, std::span(&equal->first, 1), std::span(&equal->second, 1));
      const auto count = static_cast<std::ptrdiff_t>(question.assumptions.size());
      question.left = images[static_cast<std::size_t>(count)];
      question.right = images[static_cast<std::size_t>(count) + 1];
      for (std::size_t i = 0; i != question.solved.size(); ++i) {
        question.solved[i].second = images[static_cast<std::size_t>(count) + 2 + i];
      }
      question.solved.push_back(*equal);
      question.assumptions = conjuncts(arena, std::span(images).first(static_cast<std::size_t>(count)));
      found = true;
      break;
    }
  }
}

void read_inequalities(Question& question) {
  Arena& arena = *question.arena;
  for (const Id assumption : question.assumptions) {
    const auto signs = signs_of_comparison(arena, assumption);
    if (!signs) continue;
    const bool equation = signs->zero && !signs->above && !signs->below;
    question.equations = question.equations || equation;
    const Id difference = switching_function(arena, assumption);
    const auto form = affine(arena, difference);
    if (!form || (signs->above && signs->below)) continue;
    if (signs->above || equation) question.inequalities.push_back({*form, !signs->zero});
    if (signs->below || equation) question.inequalities.push_back({Rational(-1) * *form, !signs->zero});
  }
}

/// Inequalities such as x >= 0 and x <= 0 make an equation together.
bool lacks_interior(std::vector<Inequality> inequalities) {
  for (Inequality& inequality : inequalities) inequality.strict = true;
  return contradictory(std::move(inequalities));
}

void reject_contradictions(const Question& question, const std::string& stated) {
  Ranges ranges(*question.arena);
  const auto impossible = [&](Id assumption) { return ranges[assumption].surely_false(); };
  if (contradictory(question.inequalities) || std::ranges::any_of(question.assumptions, impossible)) {
    throw Error(fmt::format("no values of the variables satisfy {}", stated));
  }
}

std::string stated(const Arena& arena, std::span<const Id> assumptions) {
  std::string text;
  for (std::size_t i = 0; i != assumptions.size(); ++i) {
    text += fmt::format("{}`{}`",
                        i == 0                        ? ""
                        : i + 1 == assumptions.size() ? " and "
                                                      : ", ",
                        to_infix(arena, assumptions[i]));
  }
  return text;
}

/// Claims are about points where both sides are defined.
void assume_defined(Question& question) {
  const std::array<Id, 2> sides{question.left, question.right};
  Domain domain = domain_of(*question.arena, sides);
  for (const Id condition : domain.conditions) {
    if (std::ranges::find(question.assumptions, condition) != question.assumptions.end()) continue;
    question.assumptions.push_back(condition);
  }
  question.inequalities.insert(question.inequalities.end(), domain.inequalities.begin(), domain.inequalities.end());
}

}  // namespace

std::optional<Signs> signs_of_comparison(const Arena& arena, Id id) {
  const Row& about = row(arena.op(id));
  if (!about.boolean || about.kink.empty()) return std::nullopt;
  return Signs{about.below == "true", about.machine.code().f64(0, 0, 0) != 0, about.above == "true"};
}

Question pose(const Arena& source, Id left, Id right, std::span<const Id> assumptions) {
  if (source.is_boolean(left) != source.is_boolean(right)) {
    throw Error("a claim compares two numbers or two truth values, not one with the other");
  }
  for (const Id assumption : assumptions) {
    if (!source.is_boolean(assumption)) {
      throw Error(fmt::format("an assumption is a truth value such as `x > 0`, which `{}` is not",
                              to_infix(source, assumption)));
    }
  }
  Question question;
  question.arena = std::make_unique<Arena>(source.identities());
  std::vector<Id> roots(assumptions.begin(), assumptions.end());
  roots.push_back(left);
  roots.push_back(right);
  // Variables first, so that their order, and with it every sample, depends on nothing but the claim.
  std::vector<std::string> names;
  for (const Id variable : adage::variables(source, roots)) names.emplace_back(source.name(variable));
  std::ranges::sort(names);
  for (const std::string& name : names) question.variables.push_back(question.arena->variable(name));
  std::vector<Id> images = copy(source, roots, *question.arena);
  question.right = images.back();
  images.pop_back();
  question.left = images.back();
  images.pop_back();
  question.assumptions = conjuncts(*question.arena, images);
  const std::string text = stated(*question.arena, question.assumptions);
  solve_equations(question);
  read_inequalities(question);
  reject_contradictions(question, text);
  assume_defined(question);
  question.equations = question.equations || lacks_interior(question.inequalities);
  const auto is_solved = [&](Id id) {
    return std::ranges::find(question.solved, id, &std::pair<Id, Id>::first) != question.solved.end();
  };
  std::erase_if(question.variables, is_solved);
  std::erase_if(question.assumptions, [&](Id id) { return question.arena->op(id) == Op::constant_true; });
  for (const Id variable : question.variables) question.box.push_back(interval(variable, question.inequalities));
  return question;
}

}  // namespace adage
