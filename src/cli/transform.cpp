// SPDX-License-Identifier: BSL-1.0
// `adage diff` and `adage simplify`: formulas in, formulas out.
#include <fmt/format.h>

#include <adage/backward.hpp>
#include <adage/differentiate.hpp>
#include <adage/print.hpp>
#include <adage/simplify.hpp>
#include <algorithm>
#include <charconv>

#include "cli/command.hpp"
#include "cli/formats.hpp"
#include "cli/json.hpp"
#include "graph/print.hpp"

namespace adage::cli {
namespace {

/// One line or several, always ended by a newline. `label` stands before it, within the element that MathML is.
void print(const Expression& e, Format format, Output& out, std::string_view label = {}) {
  std::string text = to_string(e, format);
  text.insert(format == Format::mathml ? text.find('>') + 1 : 0, label);
  if (!text.ends_with('\n')) text += '\n';
  out.write(text);
}

/// What stands before one derivative of several: `d/dx`, `d^2/dx^2`.
std::string derivative_label(const std::string& name, unsigned order, Format format) {
  const std::string power = order == 1 ? "" : fmt::format("^{}", order);
  if (format == Format::infix) return fmt::format("d{0}/d{1}{0} = ", power, name);
  if (format == Format::latex) {
    Graph graph;
    const std::string variable = to_string(graph.variable(name), Format::latex);
    const std::string braced = order == 1 ? "" : fmt::format("^{{{}}}", order);
    return fmt::format("\\frac{{\\partial{0}}}{{\\partial {1}{0}}} = ", braced, variable);
  }
  if (format == Format::mathml) {
    const auto raised = [order](const std::string& base) {
      return order == 1 ? base : fmt::format("<msup>{}<mn>{}</mn></msup>", base, order);
    };
    const std::string sign = "<mi>∂</mi>";
    return fmt::format("<mfrac>{}<mrow>{}{}</mrow></mfrac><mo>=</mo>", raised(sign), sign, raised(mathml_name(name)));
  }
  return "";
}

Aim aim_of(std::string_view name) {
  if (name == "size") return Aim::size;
  if (name == "speed") return Aim::speed;
  if (name == "accuracy") return Aim::accuracy;
  return Aim::balanced;
}

/// The rules' names in a column of their own, so that the expressions can be compared.
int print_explanation(const Expression& e, const SimplifyOptions& options, const Request& request,
                      Workplace& workplace) {
  const std::string format = request.get("--format", "infix");
  if (format == "dot") {
    workplace.complain("--explain has no Graphviz form");
    return kBadInput;
  }
  const std::vector<SimplifyStep> steps = explain(e, options);
  if (format == "json") {
    Json list = Json::array();
    for (const SimplifyStep& step : steps) list.push_back({{"rule", step.rule}, {"after", to_string(step.after)}});
    const Expression& result = steps.empty() ? e : steps.back().after;
    workplace.out.line(
        json_text({{"expression", to_string(e)}, {"simplified", to_string(result)}, {"steps", std::move(list)}}));
    return kFine;
  }
  constexpr std::size_t widest = 24;  // longer names stand on a line of their own
  std::size_t width = 0;
  for (const SimplifyStep& step : steps) {
    if (step.rule.size() <= widest) width = std::max(width, step.rule.size());
  }
  const auto line = [&](std::string_view rule, const Expression& after) {
    if (rule.size() > width) {
      workplace.out.line(rule);
      rule = {};
    }
    workplace.out.line(fmt::format("{:<{}}  {}", rule, width, to_string(after, format_of(format))));
  };
  line("", e);
  for (const SimplifyStep& step : steps) line(step.rule, step.after);
  return kFine;
}

std::vector<std::string> names(std::span<const Expression> variables) {
  std::vector<std::string> result;
  for (const Expression& v : variables) result.push_back(v.name());
  return result;
}

/// `adage diff --reuse NAME`: each derivative in terms of the formula's value, and what must be kept for it.
int run_backward(const Request& request, Workplace& workplace, const Expression& f,
                 std::span<const Expression> variables) {
  const auto name = read_variable_name(request.get("--reuse", ""), "--reuse", workplace);
  if (!name) return kBadInput;
  std::vector<Expression> taken = f.variables();
  taken.insert(taken.end(), variables.begin(), variables.end());
  if (std::ranges::any_of(taken, [&](const Expression& v) { return v.name() == *name; })) {
    workplace.complain(fmt::format("--reuse: `{}` is a variable of the formula already; choose another name", *name));
    return kBadInput;
  }
  if (request.has("--order")) {
    workplace.complain("--reuse is for first derivatives, so it does not go with --order");
    return kBadInput;
  }
  std::vector<BackwardForm> forms;
  for (const Expression& variable : variables) forms.push_back(backward_form(f, variable, *name));
  const std::string format = request.get("--format", "infix");
  if (format == "json") {
    Json result{{"expression", to_string(f)},
                {"order", 1},
                {"result", *name},
                {"derivatives", Json::object()},
                {"keeps", Json::object()}};
    for (std::size_t i = 0; i != forms.size(); ++i) {
      result["derivatives"][variables[i].name()] = to_string(forms[i].derivative);
      result["keeps"][variables[i].name()] = names(forms[i].keeps);
    }
    workplace.out.line(json_text(result));
    return kFine;
  }
  for (std::size_t i = 0; i != forms.size(); ++i) {
    const Format form = format_of(format);
    const std::string label = forms.size() > 1 ? derivative_label(variables[i].name(), 1, form) : "";
    print(forms[i].derivative, form, workplace.out, label);
    if (format != "infix") continue;
    const std::vector<std::string> kept = names(forms[i].keeps);
    workplace.out.line(fmt::format("keeps: {}", kept.empty() ? "nothing" : fmt::to_string(fmt::join(kept, ", "))));
  }
  return kFine;
}

}  // namespace

int run_diff(const Request& request, Workplace& workplace) {
  const auto formula = read_formula(request, workplace);
  if (!formula) return kBadInput;
  const Expression& f = formula->expression;
  std::vector<Expression> variables;
  for (const std::string& text : request.all("--wrt")) {
    const auto name = read_variable_name(text, "--wrt", workplace);
    if (!name) return kBadInput;
    variables.push_back(workplace.desk.graph.variable(*name));
  }
  if (variables.empty()) variables = f.variables();
  if (variables.empty()) {
    workplace.complain("the formula has no variable; say which one with --wrt");
    return kBadInput;
  }
  const auto assumptions = read_assumptions(request, workplace);
  if (!assumptions) return kBadInput;
  if (request.has("--reuse")) {
    if (assumptions->empty()) return run_backward(request, workplace, f, variables);
    workplace.complain("--reuse knows no assumptions, so it does not go with --assume");
    return kBadInput;
  }
  unsigned order = 1;
  const std::string digits = request.get("--order", "1");
  std::from_chars(digits.data(), digits.data() + digits.size(), order);

  std::vector<Expression> slopes;
  for (const Expression& variable : variables) slopes.push_back(derivative(f, variable, order));
  slopes = simplify(slopes, SimplifyOptions{.assumptions = *assumptions});

  const std::string format = request.get("--format", "infix");
  if (format == "json") {
    Json result{{"expression", to_string(f)}, {"order", order}, {"derivatives", Json::object()}};
    for (std::size_t i = 0; i != slopes.size(); ++i) result["derivatives"][variables[i].name()] = to_string(slopes[i]);
    workplace.out.line(json_text(result));
    return kFine;
  }
  for (std::size_t i = 0; i != slopes.size(); ++i) {
    const Format form = format_of(format);
    print(slopes[i], form, workplace.out, slopes.size() > 1 ? derivative_label(variables[i].name(), order, form) : "");
  }
  return kFine;
}

int run_simplify(const Request& request, Workplace& workplace) {
  const auto formula = read_formula(request, workplace);
  if (!formula) return kBadInput;
  SimplifyOptions options;
  options.aim = aim_of(request.get("--aim", "balanced"));
  const auto assumptions = read_assumptions(request, workplace);
  if (!assumptions) return kBadInput;
  options.assumptions = *assumptions;
  if (request.has("--explain")) return print_explanation(formula->expression, options, request, workplace);
  const Expression simple = simplify(formula->expression, options);
  const std::string format = request.get("--format", "infix");
  if (format == "json") {
    const Json nodes{{"before", formula->expression.size()}, {"after", simple.size()}};
    workplace.out.line(json_text(
        {{"expression", to_string(formula->expression)}, {"simplified", to_string(simple)}, {"nodes", nodes}}));
    return kFine;
  }
  print(simple, format_of(format), workplace.out);
  return kFine;
}

}  // namespace adage::cli
