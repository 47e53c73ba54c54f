// SPDX-License-Identifier: BSL-1.0
// What commands share: reading formulas, values and names, and saying what is wrong with them.
#include "cli/workplace.hpp"

#include <fmt/format.h>

#include <adage/function.hpp>
#include <adage/parse.hpp>
#include <algorithm>
#include <charconv>

#include "base/codes.hpp"
#include "base/diagnostics.hpp"
#include "cli/command.hpp"

namespace adage::cli {
namespace {

std::optional<double> plain_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || text.empty()) return std::nullopt;
  if (error == std::errc()) return value;
  return std::nullopt;
}

Span place_of(const ast::Script& script, Span within, std::string_view name) {
  Span place = within;
  for (const ast::Statement& statement : script.statements) {
    for (const ast::Item& item : statement.formula) {
      if (item.kind != ast::Kind::name || script.names[item.name] != name) continue;
      if (item.head.begin >= within.begin && item.head.end <= within.end) return item.head;
    }
  }
  return place;
}

}  // namespace

void Workplace::complain(std::string_view message) {
  out.flush();
  err.line(fmt::format("{} {}", err.styled(in_repl ? "error:" : "adage:", Style::bad), message));
  err.flush();
}

void Workplace::note(std::string_view message) {
  out.flush();
  err.line(fmt::format("{} {}", err.styled("note:", Style::doubtful), message));
  err.flush();
}

void Workplace::report(const Diagnostic& diagnostic, std::string_view source, std::string_view name) {
  out.flush();
  err.line(err.has_color() || diagnostic.rendered.empty() ? render(diagnostic, source, name, err.has_color())
                                                          : diagnostic.rendered);
  err.flush();
  if (diagnostic.code == code("too-deep")) note("--max-nesting N raises the limit");
}

grammar::Options limits_of(const Request& request) {
  grammar::Options options;
  const std::string nesting = request.get("--max-nesting", "");
  if (!nesting.empty()) std::from_chars(nesting.data(), nesting.data() + nesting.size(), options.max_nesting);
  return options;
}

namespace {

std::optional<Formula> read(const std::string& source, std::string_view name, const Request& request,
                            Workplace& workplace) {
  Formula formula{source, {}};
  const Script script(formula.source, name, limits_of(request));
  const FormulaOutcome outcome = workplace.desk.session.formula(script);
  for (const Diagnostic& diagnostic : outcome.diagnostics) workplace.report(diagnostic, formula.source, name);
  for (const std::string& note : outcome.notes) workplace.note(note);
  if (!outcome.value) return std::nullopt;
  formula.expression = workplace.desk.expression(*outcome.value);
  return formula;
}

}  // namespace

std::optional<Formula> read_formula(const Request& request, Workplace& workplace) {
  if (!request.operands.empty()) return read(request.operands.front(), "formula", request, workplace);
  workplace.complain("a formula is missing");
  return std::nullopt;
}

std::optional<std::vector<Expression>> read_assumptions(const Request& request, Workplace& workplace) {
  std::vector<Expression> result;
  for (const std::string& text : request.all("--assume")) {
    const auto condition = read(text, "--assume", request, workplace);
    if (!condition) return std::nullopt;
    if (!condition->expression.is_boolean()) {
      workplace.complain(fmt::format("--assume {}: this is a number; a condition is such as x > 0", text));
      return std::nullopt;
    }
    result.push_back(condition->expression);
  }
  return result;
}

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto any = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !text.empty() && letter(text.front()) && std::ranges::all_of(text, any);
}

std::string with_arguments(const std::string& given, const Request& request, Workplace& workplace) {
  const std::string text = given.substr(0, given.find('\''));
  const std::string_view primes = std::string_view(given).substr(text.size());
  if (!is_name(text) || primes.find_first_not_of('\'') != std::string_view::npos) return given;
  Session& session = workplace.desk.session;
  const Definition* definition = session.find(text);
  if (definition == nullptr) definition = session.catalogued(text);
  if (definition == nullptr) {
    const auto op = find_function(text);
    return op && arity(*op) == 1 ? given + "(x)" : given;
  }
  if (!definition->is_function) return given;
  std::string arguments;
  for (std::size_t i = 0; i != definition->parameters.size(); ++i) {
    const std::string& name = definition->parameters[i].name;
    if (i < definition->variables()) {
      arguments += (arguments.empty() ? "" : ", ") + name;
      continue;
    }
    for (const std::string& at : request.all("--at")) {
      if (at.substr(0, at.find('=')) == name) arguments += fmt::format(", {} = {}", name, name);
    }
  }
  return fmt::format("{}({})", given, arguments);
}

std::optional<double> read_value(std::string_view text, const std::string& option, Workplace& workplace) {
  if (const auto number = plain_number(text)) return number;
  if (text.empty()) {
    workplace.complain(fmt::format("{}: there is no value after `=`", option));
    return std::nullopt;
  }
  Graph graph;
  ParseOptions options;
  options.source_name = option;
  const ParseResult result = try_parse(graph, text, options);
  for (const Diagnostic& diagnostic : result.diagnostics) workplace.report(diagnostic, text, option);
  if (!result.expression) return std::nullopt;
  if (const auto variables = result.expression->variables(); !variables.empty()) {
    workplace.complain(fmt::format("{}: the value must be a number, and it contains the variable `{}`", option,
                                   variables.front().name()));
    return std::nullopt;
  }
  if (result.expression->is_boolean()) {
    workplace.complain(fmt::format("{}: the value must be a number, not a truth value", option));
    return std::nullopt;
  }
  return evaluate(*result.expression, {});
}

std::optional<std::string> read_variable_name(std::string_view text, std::string_view option, Workplace& workplace) {
  const grammar::Parsed parsed = grammar::parse_formula(text);
  const bool one_name = parsed.diagnostics.empty() && parsed.script.statements.size() == 1 &&
                        parsed.script.statements.front().formula.size() == 1 &&
                        parsed.script.statements.front().formula.front().kind == ast::Kind::name;
  if (!one_name) {
    workplace.complain(fmt::format("{}: `{}` is not the name of a variable", option, text));
    return std::nullopt;
  }
  const std::string& name = parsed.script.names.front();
  if (const auto op = find_function(name)) {
    workplace.complain(fmt::format("{}: `{}` is a built-in {}, not a variable", option, name,
                                   arity(*op) == 0 ? "constant" : "function"));
    return std::nullopt;
  }
  if (const Definition* definition = workplace.desk.session.find(name)) {
    workplace.complain(fmt::format("{}: `{}` is defined, so it is not a variable: {}", option, name, definition->text));
    return std::nullopt;
  }
  return name;
}

std::optional<Assignments> read_assignments(const Request& request, Workplace& workplace) {
  Assignments assignments;
  bool fine = true;
  for (const std::string& text : request.all("--at")) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      workplace.complain(fmt::format("--at {}: a variable and its value are joined by `=`, as in --at x=1", text));
      fine = false;
      continue;
    }
    const auto name = read_variable_name(std::string_view(text).substr(0, equals), "--at", workplace);
    const auto value =
        name ? read_value(std::string_view(text).substr(equals + 1), "--at " + *name, workplace) : std::nullopt;
    if (!value) {
      fine = false;
      continue;
    }
    if (std::ranges::find(assignments, *name, &Assignments::value_type::first) != assignments.end()) {
      workplace.complain(fmt::format("--at {}: `{}` has a value already", text, *name));
      fine = false;
      continue;
    }
    assignments.emplace_back(*name, *value);
  }
  if (!fine) return std::nullopt;
  return assignments;
}

std::optional<Diagnostic> missing_value(const Expression& expression, const Assignments& assignments,
                                        const ast::Script& script, Span place) {
  std::vector<std::string> missing;
  for (const Expression& variable : expression.variables()) {
    const std::string name = variable.name();
    if (std::ranges::find(assignments, name, &Assignments::value_type::first) == assignments.end())
      missing.push_back(name);
  }
  if (missing.empty()) return std::nullopt;
  Diagnostic diagnostic;
  diagnostic.code = code("missing-value");
  diagnostic.span = place_of(script, place, missing.front());
  std::string options;
  for (const std::string& name : missing) options += fmt::format("{}--at {}=…", options.empty() ? "" : " ", name);
  diagnostic.message = fmt::format("the variable{} `{}` {} no value; add {}", missing.size() == 1 ? "" : "s",
                                   fmt::join(missing, "`, `"), missing.size() == 1 ? "has" : "have", options);
  return diagnostic;
}

std::vector<double> values_of(std::span<const Expression> outputs, const Assignments& assignments) {
  std::vector<Expression> inputs;
  std::vector<double> point;
  for (const Expression& output : outputs) {
    for (const Expression& variable : output.variables()) {
      if (std::ranges::find(inputs, variable) != inputs.end()) continue;
      inputs.push_back(variable);
      point.push_back(std::ranges::find(assignments, variable.name(), &Assignments::value_type::first)->second);
    }
  }
  std::vector<double> values(outputs.size());
  compile(outputs, inputs).evaluate(std::span<const double>(point), std::span<double>(values));
  return values;
}

}  // namespace adage::cli
