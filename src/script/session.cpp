// SPDX-License-Identifier: BSL-1.0
// Running a script: statements in order, each with its outcome, findings of the parser where they stand.
#include "script/session.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/diagnostics.hpp"
#include "script/fail.hpp"
#include "script/temporarily.hpp"

namespace adage {
namespace {

Diagnostic finished(Diagnostic diagnostic, const Script& script) {
  std::vector<Diagnostic> one{std::move(diagnostic)};
  finish(one, script.source(), script.name());
  return std::move(one.front());
}

Outcome fault(const Script& script, Diagnostic diagnostic) {
  Outcome outcome;
  outcome.diagnostic = finished(std::move(diagnostic), script);
  outcome.span = outcome.diagnostic.span;
  outcome.line = outcome.diagnostic.line;
  return outcome;
}

}  // namespace

void fail(std::string_view code, Span span, std::string message, std::string suggestion, std::vector<Note> notes) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.span = span;
  diagnostic.message = std::move(message);
  diagnostic.suggestion = std::move(suggestion);
  diagnostic.notes = std::move(notes);
  throw BuildError{std::move(diagnostic)};
}

void Session::run(const Script& script, const std::function<void(const Outcome&)>& report) {
  failed_.clear();
  const std::vector<Diagnostic>& found = script.parsed().diagnostics;
  std::size_t next = 0;
  const auto report_before = [&](std::uint32_t offset) {
    bool any = false;
    for (; next != found.size() && found[next].span.begin < offset; ++next, any = true)
      report(fault(script, found[next]));
    return any;
  };
  for (const ast::Statement& statement : script.parsed().script.statements) {
    report_before(statement.span.begin);
    const bool faulty = report_before(statement.span.end) || statement.formula.empty();
    if (!faulty) {
      Outcome outcome = execute(script, statement);
      outcome.text = script.text(statement.span);
      report(outcome);
    } else if (statement.kind == ast::Statement::Kind::definition && statement.head.begin != statement.head.end) {
      failed_[script.parsed().script.names[statement.name]] = script.line(statement.span.begin);
    }
  }
  report_before(0xFFFF'FFFF);
}

std::vector<Outcome> Session::run(const Script& script) {
  std::vector<Outcome> outcomes;
  run(script, [&](const Outcome& outcome) { outcomes.push_back(outcome); });
  return outcomes;
}

Outcome Session::execute(const Script& script, const ast::Statement& statement) {
  Outcome outcome;
  outcome.statement = &statement;
  outcome.span = statement.span;
  outcome.line = script.line(statement.span.begin);
  const Temporarily current(script_, &script);
  try {
    try {
      switch (statement.kind) {
        case ast::Statement::Kind::expression:
          evaluate(script, statement, outcome);
          break;
        case ast::Statement::Kind::definition:
          define(script, statement, outcome);
          break;
        case ast::Statement::Kind::check:
          claim(script, statement, outcome);
          break;
      }
    } catch (const LimitError& error) {
      fail(code("too-large"), statement.span, error.what());
    } catch (const Error& error) {
      fail(code("not-possible"), statement.span, error.what());
    }
  } catch (BuildError& error) {
    outcome.kind = Outcome::Kind::error;
    outcome.diagnostic = finished(std::move(error.diagnostic), script);
    outcome.line = outcome.diagnostic.line;
  }
  return outcome;
}

Id Session::build_formula(const Script& script, const ast::Formula& formula) {
  return build(*arena_, script.parsed().script, formula, script.source(), this);
}

void Session::evaluate(const Script& script, const ast::Statement& statement, Outcome& outcome) {
  outcome.value = build_formula(script, statement.formula);
  outcome.kind = Outcome::Kind::expression;
}

void Session::claim(const Script& script, const ast::Statement& statement, Outcome& outcome) {
  const ast::Script& tree = script.parsed().script;
  const ast::Formula& formula = statement.formula;
  const ast::Item& top = formula.back();
  const auto is_relation = [](Op op) { return op == Op::eq || (op >= Op::lt && op <= Op::ge); };
  std::vector<Op> relations;
  if (top.kind == ast::Kind::operation && is_relation(top.op)) relations.push_back(top.op);
  if (top.kind == ast::Kind::chain) {
    const auto first = tree.comparisons.begin() + top.name;
    if (std::all_of(first, first + top.count - 1, is_relation)) relations.assign(first, first + top.count - 1);
  }
  if (relations.empty()) {
    fail(code("not-a-claim"), top.span, "a check claims that expressions are equal or in order: A == B, A < B, A <= B");
  }

  // The sides are built apart, because equal sides joined by == would be the one node `true`.
  struct Side {
    Id value;
    Span span;
  };
  std::vector<Side> sides;
  for (std::size_t end = formula.size() - 1; sides.size() != top.count;) {
    const std::size_t begin = ast::operand_begin(formula, end);
    const ast::Formula side(formula.begin() + static_cast<std::ptrdiff_t>(begin),
                            formula.begin() + static_cast<std::ptrdiff_t>(end));
    sides.push_back({build_formula(script, side), side.back().span});
    end = begin;
  }
  std::ranges::reverse(sides);
  for (std::size_t i = 0; i != sides.size(); ++i) {
    const bool ordered = (i != 0 && relations[i - 1] != Op::eq) || (i != relations.size() && relations[i] != Op::eq);
    if (ordered && arena_->is_boolean(sides[i].value))
      fail(code("expected-number"), sides[i].span, "truth values have no order: < and its like compare numbers");
  }

  std::vector<Id> assumptions;
  std::string suffix;
  for (const ast::Formula& assumption : statement.assumptions) {
    const Id id = build_formula(script, assumption);
    const Span span = assumption.back().span;
    if (!arena_->is_boolean(id)) fail(code("not-a-truth-value"), span, "an assumption is a truth value, such as x > 0");
    assumptions.push_back(id);
    suffix += (suffix.empty() ? " for " : ", ") + script.text(span);
  }
  for (std::size_t i = 0; i + 1 != sides.size(); ++i) {
    // A typed claim as it stands, with its brackets; a member of a chain by its sides.
    const bool as_typed = relations.size() == 1 && script.source().substr(statement.span.begin).starts_with("check");
    const std::string text = as_typed ? script.text(top.span)
                                      : fmt::format("{} {} {}", script.text(sides[i].span), row(relations[i]).name,
                                                    script.text(sides[i + 1].span));
    outcome.claims.push_back({sides[i].value, relations[i], sides[i + 1].value, assumptions, text + suffix});
  }
  outcome.kind = Outcome::Kind::check;
}

FormulaOutcome Session::formula(const Script& script) {
  failed_.clear();
  FormulaOutcome result;
  const auto refuse = [&](Diagnostic diagnostic) {
    result.value.reset();
    result.diagnostics.push_back(finished(std::move(diagnostic), script));
  };
  const std::vector<ast::Statement>& statements = script.parsed().script.statements;
  if (!script.parsed().diagnostics.empty()) {
    result.diagnostics = script.parsed().diagnostics;
    finish(result.diagnostics, script.source(), script.name());
    result.incomplete = script.parsed().incomplete;
    return result;
  }
  using Kind = ast::Statement::Kind;
  const ast::Statement* last = nullptr;
  for (const ast::Statement& statement : statements) {
    if (statement.kind == Kind::check) {
      result.notes.push_back("not checked here: " + script.text(statement.span));
      continue;
    }
    if (last && last->kind == Kind::expression) {
      Diagnostic diagnostic;
      diagnostic.code = code("not-an-expression");
      diagnostic.span = last->span;
      diagnostic.message = "only the last statement of a formula may be an expression";
      refuse(std::move(diagnostic));
    }
    last = &statement;
    Outcome outcome = execute(script, statement);
    std::ranges::move(outcome.notes, std::back_inserter(result.notes));
    if (outcome.kind == Outcome::Kind::error) result.diagnostics.push_back(std::move(outcome.diagnostic));
    if (outcome.kind == Outcome::Kind::expression) result.value = outcome.value;
    result.span = statement.formula.empty() ? statement.span : statement.formula.back().span;
  }
  if (!result.diagnostics.empty()) {
    result.value.reset();
    // What fails only because a definition did is no news here.
    const auto follows = [](const Diagnostic& one) { return one.code == code("failed-definition"); };
    if (!std::ranges::all_of(result.diagnostics, follows)) std::erase_if(result.diagnostics, follows);
    return result;
  }
  if (last && last->kind == Kind::definition) {
    const Definition& definition = *find(script.parsed().script.names[last->name]);
    result.value = applied_to_own_parameters(definition);
  }
  if (!last) {
    Diagnostic diagnostic;
    diagnostic.code = code("empty-input");
    diagnostic.message = "there is no expression to read";
    refuse(std::move(diagnostic));
  }
  return result;
}

}  // namespace adage
