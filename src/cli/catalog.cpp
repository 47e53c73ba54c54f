// SPDX-License-Identifier: BSL-1.0
// `adage catalog`: derives, simplifies and checks the gradient of every activation that travels in the binary, and
// prints a table of it. On a terminal rows fit its width; what is piped is whole.
#include "script/catalog.hpp"

#include <fmt/format.h>

#include <adage/print.hpp>
#include <adage/simplify.hpp>
#include <algorithm>
#include <chrono>

#include "cli/command.hpp"
#include "cli/verdicts.hpp"

namespace adage::cli {
namespace {

constexpr std::string_view kName = "catalogue";

/// One derivative of an activation: `silu`, or `swiglu d/da` of a function of several variables.
struct Row {
  std::string name;
  std::string formula;
  std::string gradient;
  Verdict verdict;
  double seconds = 0;
};

struct Subject {
  std::string function;
  std::string label;
};

/// What a claim is about: the function that is differentiated in it.
Subject subject_of(const Outcome& outcome, const ast::Script& script) {
  const ast::Formula& formula = outcome.statement->formula;
  for (const ast::Item& item : formula) {
    if (item.kind != ast::Kind::call || item.primes == 0) continue;
    const std::string& name = script.names[item.name];
    return {name, name + (item.primes > 1 ? std::string(item.primes, '\'') : "")};
  }
  // diff(swiglu(a, b), a): the call last made before the one of `diff`, and the name before that.
  for (std::size_t i = 0; i != formula.size(); ++i) {
    if (formula[i].kind != ast::Kind::call || script.names[formula[i].name] != "diff") continue;
    std::string function, variable;
    for (std::size_t j = 0; j != i; ++j) {
      if (formula[j].kind == ast::Kind::call) function = script.names[formula[j].name];
      if (formula[j].kind == ast::Kind::name) variable = script.names[formula[j].name];
    }
    return {function, fmt::format("{} d/d{}", function, variable)};
  }
  return {"", outcome.text};
}

std::string formula_of(const std::string& function, const Session& session) {
  if (const Definition* definition = session.find(function)) return definition->formula;
  const auto op = find_function(function);
  if (!op) return "";
  return row(*op).body.empty() ? signature(*op) : std::string(row(*op).body);
}

/// Prints rows in columns. What is piped may be wider than its column, and then pushes the rest of its row aside.
class Table {
 public:
  Table(Output& out, std::size_t longest_name) : out_(out), name_(longest_name) {
    const std::size_t total = out.width();
    const std::size_t fixed = name_ + verdict_ + time_ + 4;
    const std::size_t rest = total > fixed + 20 ? total - fixed : 20;
    formula_ = out.is_terminal() ? rest * 2 / 5 : 48;
    gradient_ = out.is_terminal() ? rest - formula_ : 72;
    print("name", "formula", "derived gradient", "verdict", "time", Style::strong);
  }

  void add(const Row& row) {
    const Style style = row.verdict == Verdict::Kind::proved    ? Style::good
                        : row.verdict == Verdict::Kind::refuted ? Style::bad
                                                                : Style::doubtful;
    print(row.name, row.formula, row.gradient, to_string(row.verdict.kind), duration_text(row.seconds), Style::plain,
          style);
    if (!(row.verdict == Verdict::Kind::proved)) out_.write(verdict_details(row.verdict));
    if (out_.is_terminal()) out_.flush();
  }

 private:
  void print(std::string_view name, std::string_view formula, std::string_view gradient, std::string_view verdict,
             std::string_view time, Style all, Style verdict_style = Style::plain) {
    const auto cell = [&](std::string_view text, std::size_t width) {
      return padded(out_.is_terminal() ? cut(text, width) : std::string(text), width);
    };
    const std::string left =
        fmt::format("{} {} {} ", cell(name, name_), cell(formula, formula_), cell(gradient, gradient_));
    const std::string word = out_.styled(padded(verdict, verdict_), verdict_style);
    const std::size_t pad = columns_of(time) < time_ ? time_ - columns_of(time) : 0;
    out_.line(out_.styled(left + word + " " + std::string(pad, ' ') + std::string(time), all));
  }

  Output& out_;
  std::size_t name_;
  std::size_t formula_ = 0;
  std::size_t gradient_ = 0;
  static constexpr std::size_t verdict_ = 9;
  static constexpr std::size_t time_ = 8;
};

std::size_t longest_name(const Script& script) {
  std::size_t longest = 4;
  for (const ast::Statement& statement : script.parsed().script.statements) {
    if (statement.kind != ast::Statement::Kind::check || statement.formula.empty()) continue;
    Outcome outcome;
    outcome.statement = &statement;
    longest = std::max(longest, columns_of(subject_of(outcome, script.parsed().script).label));
  }
  return std::min<std::size_t>(longest, 24);
}

}  // namespace

int run_catalog(const Request& request, Workplace& workplace) {
  using Clock = std::chrono::steady_clock;
  const bool as_json = request.get("--format", "text") == "json";
  const Script script(builtin_catalog(), kName);
  Desk desk;
  Tally tally;
  Progress progress(workplace.err);
  Json activations = Json::array();
  std::optional<Table> table;
  if (!as_json) table.emplace(workplace.out, longest_name(script));
  bool faulty = false;
  const auto start = Clock::now();
  auto begin = start;
  desk.session.run(script, [&](const Outcome& outcome) {
    if (outcome.kind == Outcome::Kind::error) {
      workplace.report(outcome.diagnostic, script.source(), script.name());
      faulty = true;
    }
    for (const Claim& claim : outcome.claims) {
      const Subject subject = subject_of(outcome, script.parsed().script);
      if (as_json) progress.show(subject.label);
      Row row{subject.label, formula_of(subject.function, desk.session), "", {}, 0};
      row.gradient = to_string(simplify(desk.expression(claim.left)));
      row.verdict = decide(claim, desk);
      row.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
      tally.add(row.verdict);
      if (table) table->add(row);
      activations.push_back({{"name", row.name},
                             {"formula", row.formula},
                             {"gradient", row.gradient},
                             {"verdict", to_string(row.verdict.kind)},
                             {"seconds", json_number(row.seconds)}});
    }
    begin = Clock::now();
  });
  progress.clear();
  if (as_json) {
    workplace.out.line(json_text({{"activations", activations},
                                  {"proved", tally.proved},
                                  {"refuted", tally.refuted},
                                  {"undecided", tally.undecided}}));
  } else {
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    workplace.out.line(fmt::format("{} gradients: {}; {}", activations.size(), tally.text(), duration_text(seconds)));
  }
  return faulty ? kBadInput : tally.status(request.has("--strict"));
}

}  // namespace adage::cli
