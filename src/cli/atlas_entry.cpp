// SPDX-License-Identifier: BSL-1.0
// Runs the script up to the claims about one definition, and asks the library for everything else.
#include "cli/atlas_entry.hpp"

#include <fmt/format.h>

#include <adage/differentiate.hpp>
#include <adage/function.hpp>
#include <adage/parse.hpp>
#include <adage/print.hpp>
#include <adage/simplify.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>

#include "cli/cards.hpp"
#include "cli/verdicts.hpp"

namespace adage::cli {
namespace {

constexpr std::size_t kMostDrawn = 60;  // nodes; a larger graph is no picture for a page

/// The comment that stands right above a place, as running text.
std::string comment_above(std::string_view text, std::size_t place) {
  std::vector<std::string_view> found;
  std::size_t end = text.rfind('\n', place);
  while (end != std::string_view::npos && end != 0) {
    const std::size_t begin = text.rfind('\n', end - 1) + 1;  // npos + 1 is 0
    std::string_view line = text.substr(begin, end - begin);
    if (!line.starts_with('#')) break;
    line.remove_prefix(std::min(line.find_first_not_of("# "), line.size()));
    found.push_back(line);
    if (begin == 0) break;
    end = begin - 1;
  }
  std::string result;
  for (auto line = found.rbegin(); line != found.rend(); ++line) {
    if (line->starts_with("Elsewhere the slope at ")) continue;  // the card has it
    result += (result.empty() ? "" : " ") + std::string(*line);
  }
  return result;
}

AtlasEntry::Formula formula_of(std::string label, const Expression& e) {
  return {std::move(label), to_string(e), to_string(e, Format::mathml), to_string(e, Format::latex)};
}

/// f over variables that people can read, parameters at their defaults.
Expression applied(const Definition& definition, Desk& desk, std::vector<Expression>& inputs) {
  const Expression body = desk.expression(definition.body);
  if (!definition.is_function) {
    inputs = body.variables();
    return body;
  }
  std::vector<Expression> from, to;
  for (const Definition::Parameter& parameter : definition.parameters) {
    from.push_back(desk.expression(parameter.bound));
    if (!parameter.fallback) {
      to.push_back(desk.graph.variable(parameter.name));
      inputs.push_back(to.back());
      continue;
    }
    // A default may be given by the parameters before it.
    const Expression fallback = desk.expression(*parameter.fallback);
    const std::vector<Expression> earlier(from.begin(), from.end() - 1);
    to.push_back(earlier.empty() ? fallback : substitute(fallback, earlier, to));
  }
  return from.empty() ? body : substitute(body, from, to);
}

void fill_pictures(const Expression& f, const std::string& name, AtlasEntry& entry) {
  PlotOptions options;
  options.derivatives = 2;
  entry.plot = plot({{name, f}}, options);
  options.derivatives = 1;
  options.columns = 160;
  options.rows = 100;
  entry.rough = plot({{name, f}}, options);
}

std::string graph_of(const Expression& f, const std::vector<Expression>& inputs) {
  if (f.size() > kMostDrawn) return "";
  std::vector<std::pair<std::string, double>> point;
  std::vector<std::pair<Expression, double>> values;
  for (const Expression& x : inputs) {
    point.emplace_back(x.name(), 1);
    values.emplace_back(x, 1);
  }
  return std::isfinite(evaluate(f, values)) ? to_dot(f, point) : to_string(f, Format::dot);
}

}  // namespace

std::vector<std::size_t> atlas_statements(const Script& script) {
  std::vector<std::size_t> result;
  const auto& statements = script.parsed().script.statements;
  for (std::size_t i = 0; i != statements.size(); ++i) {
    if (statements[i].kind == ast::Statement::Kind::definition) result.push_back(i);
  }
  return result;
}

AtlasEntry atlas_entry(const AtlasSource& source, const Script& script, std::size_t statement, bool timing) {
  const auto& statements = script.parsed().script.statements;
  const ast::Statement* const mine = &statements[statement];
  Desk desk;
  AtlasEntry entry;
  entry.name = script.parsed().script.names[mine->name];
  entry.about = comment_above(source.text, mine->span.begin);
  std::vector<Claim> claims;
  bool reached = false, over = false;
  desk.session.run(script, [&](const Outcome& outcome) {
    if (over) return;
    if (outcome.kind == Outcome::Kind::error && (!reached || outcome.statement == mine))
      throw Error(outcome.diagnostic.rendered);
    if (outcome.kind == Outcome::Kind::definition) {
      over = reached;
      reached |= outcome.statement == mine;
    }
    if (reached && !over) claims.insert(claims.end(), outcome.claims.begin(), outcome.claims.end());
  });
  const Definition* definition = desk.session.find(entry.name);
  if (definition == nullptr) throw Error(fmt::format("`{}` is not defined", entry.name));
  entry.signature = definition->signature();
  entry.definition = definition->text;
  std::vector<Expression> inputs;
  const Expression f = applied(*definition, desk, inputs);
  for (const Expression& x : inputs) entry.inputs.push_back(x.name());

  entry.formulas.push_back(formula_of("", f));
  for (const Expression& x : inputs)
    entry.formulas.push_back(formula_of("d/d" + x.name(), simplify(derivative(f, x), {.aim = Aim::size})));
  for (const Claim& claim : claims) {
    const auto begin = std::chrono::steady_clock::now();
    Verdict verdict = decide(claim, desk);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    entry.claims.push_back({claim.text, std::move(verdict), taken.count()});
  }
  if (inputs.empty()) {
    entry.card_fault = "a constant";
    return entry;
  }
  try {
    AnalyzeOptions options;
    options.timing = timing;
    Card card = analyze(f, options);
    add_conventions(entry.name, card);
    entry.card = std::move(card);
    if (inputs.size() == 1) fill_pictures(f, entry.name, entry);
  } catch (const Error& error) {
    entry.card_fault = error.what();
  }
  entry.graph = graph_of(f, inputs);
  return entry;
}

}  // namespace adage::cli
