// SPDX-License-Identifier: BSL-1.0
// `adage catalog`: derives, simplifies and checks the gradient of every activation that travels in the binary, and
// prints a table of it. On a terminal rows fit its width; what is piped is whole.
#include "script/catalog.hpp"

#include <fmt/format.h>

#include <adage/print.hpp>
#include <adage/simplify.hpp>
#include <algorithm>
#include <chrono>
#include <functional>

#include "cli/command.hpp"
#include "cli/verdicts.hpp"

namespace adage::cli {
namespace {

constexpr std::string_view kName = "catalogue";

/// One derivative of an activation: `silu`, or `swiglu d/da` of a function of several variables. What is claimed of
/// the activation beside its derivatives counts for the row before it, or for the first.
struct Row {
  std::string name;
  std::string formula;
  std::string gradient;
  Verdict verdict;  ///< the worst of its claims
  double seconds = 0;
};

/// The row of a claim about `definition`: its name when the left side is the derivative, with the variable when it has
/// several; empty when it is about something else.
std::string row_name(const ast::Statement& statement, const ast::Script& script, const Definition& definition) {
  const ast::Formula& formula = statement.formula;
  const std::size_t left_end = ast::operand_begin(formula, formula.size() - 1);
  if (left_end == 0) return "";
  const ast::Item& top = formula[left_end - 1];
  if (top.kind != ast::Kind::call) return "";
  if (top.primes == 1 && script.names[top.name] == definition.name) return definition.name;
  // diff(swiglu(a, b), a): the call, the variable, and the call of `diff`.
  if (script.names[top.name] != "diff" || top.count != 2 || left_end < 3) return "";
  const ast::Item& inner = formula[left_end - 3];
  if (inner.kind != ast::Kind::call || script.names[inner.name] != definition.name) return "";
  if (definition.variables() == 1) return definition.name;
  return fmt::format("{} d/d{}", definition.name, script.names[formula[left_end - 2].name]);
}

int badness(const Verdict& verdict) {
  return verdict == Verdict::Kind::refuted ? 2 : verdict == Verdict::Kind::undecided ? 1 : 0;
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
    if (row.verdict == Verdict::Kind::refuted) out_.write(verdict_details(row.verdict));
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
    if (statement.kind != ast::Statement::Kind::definition) continue;
    const std::size_t more = statement.parameters.size() > 1 && !statement.parameters[1].fallback ? 5 : 0;
    longest = std::max(longest, columns_of(script.parsed().script.names[statement.name]) + more);
  }
  return std::min<std::size_t>(longest, 24);
}

/// Derives and checks, an activation after the other.
class Catalog {
 public:
  using Sink = std::function<void(const Row&)>;

  Catalog(const Script& script, Workplace& workplace, Sink sink)
      : script_(script), workplace_(workplace), sink_(std::move(sink)) {}

  void run() {
    desk_.session.run(script_, [this](const Outcome& outcome) { take(outcome); });
    finish_activation();
  }

  std::size_t activations() const { return activations_; }
  bool is_faulty() const { return faulty_; }

 private:
  using Clock = std::chrono::steady_clock;

  void take(const Outcome& outcome) {
    if (outcome.kind == Outcome::Kind::error) {
      workplace_.report(outcome.diagnostic, script_.source(), script_.name());
      faulty_ = true;
    }
    if (outcome.kind == Outcome::Kind::definition) {
      finish_activation();
      current_ = desk_.session.find(outcome.name);
    }
    for (const Claim& claim : outcome.claims) take(claim, *outcome.statement);
    begin_ = Clock::now();
  }

  void take(const Claim& claim, const ast::Statement& statement) {
    std::string name = current_ ? row_name(statement, script_.parsed().script, *current_) : "";
    const bool is_derivative = !name.empty();
    if (rows_.empty() || (is_derivative && !rows_.back().name.empty() && rows_.back().name != name)) {
      Row row;
      row.formula = current_ ? current_->formula : "";
      row.verdict.kind = Verdict::Kind::proved;
      rows_.push_back(std::move(row));
    }
    Row& row = rows_.back();
    if (is_derivative && row.name.empty()) {
      row.name = std::move(name);
      row.gradient = to_string(simplify(desk_.expression(claim.left)));
    }
    Verdict verdict = decide(claim, desk_);
    if (badness(verdict) > badness(row.verdict)) row.verdict = std::move(verdict);
    row.seconds += std::chrono::duration<double>(Clock::now() - begin_).count();
    begin_ = Clock::now();
  }

  void finish_activation() {
    if (!rows_.empty()) ++activations_;
    for (Row& row : rows_) {
      if (row.name.empty() && current_) row.name = current_->name;
      sink_(row);
    }
    rows_.clear();
  }

  const Script& script_;
  Workplace& workplace_;
  Sink sink_;
  Desk desk_;
  const Definition* current_ = nullptr;
  std::vector<Row> rows_;  // of the activation being read
  std::size_t activations_ = 0;
  bool faulty_ = false;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace

int run_catalog(const Request& request, Workplace& workplace) {
  const bool as_json = request.get("--format", "text") == "json";
  const Script script(builtin_catalog(), kName);
  Tally tally;
  Progress progress(workplace.err);
  Json gradients = Json::array();
  std::optional<Table> table;
  if (!as_json) table.emplace(workplace.out, longest_name(script));
  const auto begin = std::chrono::steady_clock::now();
  Catalog catalog(script, workplace, [&](const Row& row) {
    tally.add(row.verdict);
    if (table) return table->add(row);
    progress.show(row.name);
    gradients.push_back({{"name", row.name},
                         {"formula", row.formula},
                         {"gradient", row.gradient},
                         {"verdict", to_string(row.verdict.kind)},
                         {"seconds", json_number(row.seconds)}});
  });
  catalog.run();
  progress.clear();
  if (as_json) {
    workplace.out.line(json_text({{"gradients", gradients},
                                  {"activations", catalog.activations()},
                                  {"proved", tally.proved},
                                  {"refuted", tally.refuted},
                                  {"undecided", tally.undecided}}));
  } else {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    workplace.out.line(fmt::format("{} activations, {} gradients: {}; {}", catalog.activations(),
                                   tally.proved + tally.refuted + tally.undecided, tally.text(),
                                   duration_text(seconds.count())));
  }
  return catalog.is_faulty() ? kBadInput : tally.status(request.has("--strict"));
}

}  // namespace adage::cli
