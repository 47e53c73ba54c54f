// SPDX-License-Identifier: BSL-1.0
// `adage eval`: the value of a formula at a point, and its gradient.
#include <fmt/format.h>

#include <adage/differentiate.hpp>
#include <adage/simplify.hpp>

#include "cli/command.hpp"
#include "cli/json.hpp"
#include "grammar/parse.hpp"

namespace adage::cli {
namespace {

/// The formula followed by its derivative for each variable that was given a value, simplified together.
std::vector<Expression> outputs_of(const Expression& f, const Assignments& assignments, bool with_gradient,
                                   Graph& graph) {
  std::vector<Expression> outputs{f};
  if (with_gradient) {
    std::vector<Expression> variables;
    for (const auto& [name, value] : assignments) variables.push_back(graph.variable(name));
    // Of one variable, the slopes of removable kinks are known.
    const auto slopes = variables.size() == 1 ? std::vector{derivative(f, variables.front())} : gradient(f, variables);
    outputs.insert(outputs.end(), slopes.begin(), slopes.end());
  }
  return simplify(outputs);
}

}  // namespace

int run_eval(const Request& request, Workplace& workplace) {
  const auto formula = read_formula(request, workplace);
  const auto assignments = read_assignments(request, workplace);
  if (!formula || !assignments) return kBadInput;
  const Expression& f = formula->expression;
  const grammar::Parsed parsed = grammar::parse_script(formula->source, limits_of(request));
  const Span whole{0, static_cast<std::uint32_t>(formula->source.size())};
  if (const auto missing = missing_value(f, *assignments, parsed.script, whole)) {
    workplace.report(*missing, formula->source, "formula");
    return kBadInput;
  }
  const bool with_gradient = request.has("--grad");
  const auto outputs = outputs_of(f, *assignments, with_gradient, workplace.desk.graph);
  const std::vector<double> values = values_of(outputs, *assignments);

  if (request.get("--format", "text") == "json") {
    Json result;
    result["value"] = f.is_boolean() ? Json(values.front() != 0) : json_number(values.front());
    if (with_gradient) {
      Json slopes = Json::object();
      for (std::size_t i = 0; i != assignments->size(); ++i)
        slopes[(*assignments)[i].first] = json_number(values[i + 1]);
      result["gradient"] = std::move(slopes);
    }
    workplace.out.line(json_text(result));
    return kFine;
  }
  workplace.out.line(f.is_boolean() ? (values.front() != 0 ? "true" : "false") : number_text(values.front()));
  for (std::size_t i = 1; i != values.size(); ++i) {
    workplace.out.line(fmt::format("d/d{} = {}", (*assignments)[i - 1].first, number_text(values[i])));
  }
  return kFine;
}

}  // namespace adage::cli
