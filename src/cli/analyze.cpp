// SPDX-License-Identifier: BSL-1.0
// `adage analyze`: the card of a formula.
#include <fmt/format.h>

#include <adage/function.hpp>
#include <adage/parse.hpp>
#include <algorithm>
#include <cmath>

#include "cli/cards.hpp"
#include "script/conventions.hpp"

namespace adage::cli {
std::optional<Subject> read_subject(const std::string& text, const Request& request, Workplace& workplace) {
  Request one = request;
  one.operands = {with_arguments(text, request, workplace)};
  const auto formula = read_formula(one, workplace);
  if (!formula) return std::nullopt;
  if (formula->expression.is_boolean()) {
    workplace.complain(fmt::format("`{}` is a truth value; a formula with a number as value is wanted", text));
    return std::nullopt;
  }
  return Subject{text, formula->expression};
}

std::optional<Parameters> read_parameters(const Request& request, Workplace& workplace) {
  Parameters parameters;
  for (const std::string& text : request.all("--at")) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      workplace.complain(fmt::format("--at {}: a parameter and its value are joined by `=`, as in --at a=1/2", text));
      return std::nullopt;
    }
    const std::string name = text.substr(0, equals);
    const auto value = read_value(std::string_view(text).substr(equals + 1), "--at " + name, workplace);
    if (!value) return std::nullopt;
    if (!std::isfinite(*value)) {
      workplace.complain(fmt::format("--at {}: the value must be a finite number", text));
      return std::nullopt;
    }
    // The text itself, so that pi/2 stays exact.
    const ParseResult exact = try_parse(workplace.desk.graph, text.substr(equals + 1));
    parameters.emplace_back(name, exact.expression ? *exact.expression : workplace.desk.graph.number(*value));
  }
  return parameters;
}

std::optional<AnalyzeOptions> read_card_options(const Request& request, Workplace& workplace) {
  AnalyzeOptions options;
  auto parameters = read_parameters(request, workplace);
  if (!parameters) return std::nullopt;
  options.values = std::move(*parameters);
  for (const std::string& text : request.all("--range")) {
    const std::size_t equals = text.find('='), colon = text.find(':');
    if (equals == std::string::npos || colon == std::string::npos || colon < equals) {
      workplace.complain(fmt::format("--range {}: write NAME=A:B, as in --range x=-2:2", text));
      return std::nullopt;
    }
    AnalyzeOptions::Range side{text.substr(0, equals)};
    const auto first = read_value(std::string_view(text).substr(equals + 1, colon - equals - 1), "--range", workplace);
    const auto last = read_value(std::string_view(text).substr(colon + 1), "--range", workplace);
    if (!first || !last) return std::nullopt;
    if (!std::isfinite(*first) || !std::isfinite(*last) || !(*first <= *last)) {
      workplace.complain(fmt::format("--range {}: from a finite number to one that is not smaller", text));
      return std::nullopt;
    }
    side.first = *first;
    side.last = *last;
    options.box.push_back(side);
  }
  const auto epsilon = read_value(request.get("--epsilon", "0.001"), "--epsilon", workplace);
  const auto seconds = read_value(request.get("--seconds", "2"), "--seconds", workplace);
  if (!epsilon || !seconds) return std::nullopt;
  if (!(*epsilon > 0) || !std::isfinite(*epsilon) || !(*seconds > 0)) {
    workplace.complain(fmt::format("{}: a positive number is wanted", *seconds > 0 ? "--epsilon" : "--seconds"));
    return std::nullopt;
  }
  options.epsilon = *epsilon;
  options.max_seconds = *seconds;
  options.timing = !request.has("--no-timing");
  options.variable = request.get("--of", "");
  return options;
}

void add_conventions(const std::string& name, Card& card) {
  for (const Convention& convention : conventions_of(name)) {
    Graph graph;
    const double point = evaluate(parse(graph, convention.point), {});
    for (Card::Joint& joint : card.joints) {
      if (joint.at && joint.at->lo <= point && point <= joint.at->hi) joint.frameworks = convention.slopes;
    }
  }
}

Card card_of(const Subject& subject, const AnalyzeOptions& options) {
  Card card = analyze(subject.expression, options);
  // Recorded for the usual parameters.
  if (is_name(subject.name) && options.values.empty()) add_conventions(subject.name, card);
  return card;
}

int run_analyze(const Request& request, Workplace& workplace) {
  const auto subject = read_subject(request.operands.front(), request, workplace);
  if (!subject) return kBadInput;
  const auto options = read_card_options(request, workplace);
  if (!options) return kBadInput;
  std::string text;
  try {
    const Card card = card_of(*subject, *options);
    const std::string format = request.get("--format", "text");
    text = format == "json" ? to_json(card) + "\n" : format == "html" ? to_html(card) : to_string(card);
  } catch (const Error& error) {
    workplace.complain(error.what());
    return kBadInput;
  }
  workplace.out.write(text);
  return kFine;
}

}  // namespace adage::cli
