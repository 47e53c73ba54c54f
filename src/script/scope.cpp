// SPDX-License-Identifier: BSL-1.0
// What names and calls mean to a script: parameters, definitions, derivatives of functions, the built-in functions
// where they are called with named arguments.
#include <algorithm>

#include "base/in_backticks.hpp"
#include "diff/diff.hpp"
#include "graph/slice.hpp"
#include "script/fail.hpp"
#include "script/session.hpp"

namespace adage {
namespace {

constexpr unsigned kHighestOrder = 100;

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

/// Something that can be called: what its parameters are called, which of them may be left out.
struct Signature {
  std::string text;
  std::vector<std::string_view> names;
  std::size_t required = 0;

  std::string count() const {
    const std::string most = counted(names.size(), "argument");
    return required == names.size() ? most : std::to_string(required) + " to " + most;
  }
};

/// Sorts arguments into the parameters' order; kNone where one was left out.
std::vector<Id> bind(const Signature& signature, const Call& call) {
  std::vector<Id> values(signature.names.size(), kNone);
  const auto refuse = [&](std::string_view code, Span at, const std::string& message) {
    fail(code, at, message + ": " + signature.text);
  };
  std::size_t position = 0;
  for (const Argument& argument : call.arguments) {
    std::size_t at = position;
    if (argument.name.empty()) {
      if (at >= values.size()) {
        refuse(code("wrong-number-of-arguments"), call.span,
               in_backticks(call.name) + " takes " + signature.count() + " and got " +
                   std::to_string(call.arguments.size()));
      }
      ++position;
    } else {
      const auto found = std::ranges::find(signature.names, argument.name);
      at = static_cast<std::size_t>(found - signature.names.begin());
      if (found == signature.names.end()) {
        refuse(code("unknown-parameter"), argument.span,
               in_backticks(call.name) + " has no parameter called " + in_backticks(argument.name));
      }
    }
    if (values[at] != kNone) {
      refuse(code("repeated-argument"), argument.span, in_backticks(signature.names[at]) + " is given twice");
    }
    values[at] = argument.value;
  }
  for (std::size_t i = 0; i != signature.required; ++i) {
    if (values[i] == kNone) {
      refuse(code("wrong-number-of-arguments"), call.span,
             in_backticks(call.name) + " lacks its argument " + in_backticks(signature.names[i]));
    }
  }
  return values;
}

}  // namespace

std::vector<std::string_view> Session::functions() const {
  std::vector<std::string_view> names;
  for (const auto& [name, definition] : definitions_) {
    if (definition.is_function) names.push_back(name);
  }
  append_catalogued(names);
  return names;
}

std::string Session::text_at(Span span) const { return script_ ? script_->text(span) : ""; }

std::optional<Id> Session::value(Arena& arena, std::string_view name, Span at) {
  if (building_) {
    const std::vector<Definition::Parameter>& parameters = building_->definition->parameters;
    const auto parameter = std::ranges::find(parameters, name, &Definition::Parameter::name);
    if (parameter != parameters.end()) {
      if (parameter < parameters.begin() + static_cast<std::ptrdiff_t>(building_->visible)) return parameter->bound;
      fail(code("bad-default"), at, "the default of a parameter may use only the parameters before it");
    }
    if (name == building_->definition->name) {
      fail(code("recursion"), at, in_backticks(name) + " cannot refer to itself");
    }
  }
  if (const Definition* definition = find(name)) {
    if (definition->is_function) {
      fail(code("function-without-arguments"), at, in_backticks(name) + " is a function and needs its arguments",
           definition->usage());
    }
    if (building_) note_dependence(*definition);
    return definition->body;
  }
  if (const auto failed = failed_.find(name); failed != failed_.end()) {
    fail(code("failed-definition"), at,
         in_backticks(name) + " has no meaning, because its definition on line " + std::to_string(failed->second) +
             " has a fault");
  }
  if (find_function(name)) return std::nullopt;
  if (name == "_" && last_) return last_value();
  if (building_) {
    if (building_->in_default) {
      fail(code("bad-default"), at,
           "the default of a parameter is made of numbers, definitions and earlier parameters, not of the variable " +
               in_backticks(name));
    }
    building_->definition->uses.emplace(name);
  }
  return arena.variable(name);
}

/// As if the text of the last result stood here: where its variables have the names of parameters, it means those.
Id Session::last_value() {
  if (!building_) return *last_;
  std::vector<Id> from, to;
  for (const Definition::Parameter& parameter : building_->definition->parameters) {
    from.push_back(arena_->variable(parameter.name));
    to.push_back(parameter.bound);
  }
  for (const Id id : variables(*arena_, std::array{*last_})) {
    if (std::ranges::find(from, id) == from.end()) building_->definition->uses.emplace(arena_->name(id));
  }
  return substitute(*arena_, std::array{*last_}, from, to).front();
}

/// Records that the definition being read refers to `used`, and warns where a variable in it looks like a parameter.
void Session::note_dependence(const Definition& used) {
  building_->definition->uses.insert(used.name);
  for (const Definition::Parameter& parameter : building_->definition->parameters) {
    if (!used.uses.contains(parameter.name) || find(parameter.name)) continue;
    building_->notes.push_back(in_backticks(used.name) + " depends on the variable " + in_backticks(parameter.name) +
                               ", which is not the parameter " + in_backticks(parameter.name) + " of " +
                               in_backticks(building_->definition->name) + "; write " + used.name + "(" +
                               parameter.name + ") = … to make it a function");
  }
}

std::optional<Id> Session::call(Arena&, const Call& call) {
  if (call.name == "diff") return diff_call(call);
  if (building_ && call.name == building_->definition->name) {
    fail(code("recursion"), call.head, in_backticks(call.name) + " cannot refer to itself");
  }
  if (building_ && std::ranges::find(building_->definition->parameters, call.name, &Definition::Parameter::name) !=
                       building_->definition->parameters.end()) {
    fail(code("not-a-function"), call.head, in_backticks(call.name) + " is a parameter, not a function",
         std::string(call.name) + "*");
  }
  if (const Definition* definition = find(call.name)) {
    if (!definition->is_function) {
      fail(code("not-a-function"), call.head, in_backticks(call.name) + " is a value and takes no arguments", "",
           {{call.head, "it is defined as " + definition->text}});
    }
    if (building_) note_dependence(*definition);
    return call_definition(*definition, call);
  }
  if (const auto failed = failed_.find(call.name); failed != failed_.end()) {
    fail(code("failed-definition"), call.head,
         in_backticks(call.name) + " has no meaning, because its definition on line " + std::to_string(failed->second) +
             " has a fault");
  }
  const auto op = find_function(call.name);
  const bool named = std::ranges::any_of(call.arguments, [](const Argument& a) { return !a.name.empty(); });
  if (!op) {
    const Definition* definition = catalogued(call.name);
    if (definition && building_) note_dependence(*definition);
    return definition ? std::optional(call_definition(*definition, call)) : std::nullopt;
  }
  if (call.primes == 0 && !named) return std::nullopt;
  return call_builtin(*op, call);
}

Id Session::call_definition(const Definition& definition, const Call& call) {
  Signature signature{definition.signature(), {}, definition.variables()};
  for (const Definition::Parameter& parameter : definition.parameters) signature.names.push_back(parameter.name);
  std::vector<Id> values = bind(signature, call);
  std::vector<Id> bounds;
  for (const Definition::Parameter& parameter : definition.parameters) bounds.push_back(parameter.bound);
  const Id first = call.primes != 0 && !values.empty() ? values.front() : kNone;
  if (call.primes != 0) {
    if (definition.variables() != 1) {
      fail(code("no-derivative"), call.span,
           in_backticks(call.name) + " is a function of " + counted(definition.variables(), "variable") +
               ", so a prime does not say with respect to which; use diff(" + definition.signature() + ", variable)");
    }
    values.front() = bounds.front();  // stays itself while differentiating
  }
  for (std::size_t i = 0; i != values.size(); ++i) {
    if (values[i] != kNone) continue;
    values[i] = substitute(*arena_, std::array{*definition.parameters[i].fallback}, std::span(bounds).first(i),
                           std::span(values).first(i))
                    .front();
  }
  const Id body = substitute(*arena_, std::array{definition.body}, bounds, values).front();
  if (call.primes == 0) return body;
  const Id derived = differentiate(body, bounds.front(), call.primes, call);
  return substitute(*arena_, std::array{derived}, std::span(bounds).first(1), std::array{first}).front();
}

Id Session::call_builtin(Op op, const Call& call) {
  const auto names = parameters(op);
  const Signature signature{adage::signature(op), {names.begin(), names.end()}, names.size()};
  if (call.primes != 0 && names.size() != 1) {
    fail(code("no-derivative"), call.span,
         in_backticks(call.name) +
             " is a function of several variables, so a prime does "
             "not say with respect to which; use diff(" +
             signature.text + ", variable)");
  }
  const std::vector<Id> values = bind(signature, call);
  std::vector<Argument> sorted;
  for (const Id value : values) sorted.push_back({value, {}, call.span});
  if (call.primes == 0) return apply(*arena_, op, {call.name, 0, sorted, call.span, call.head});
  const Id bound = arena_->variable(":" + std::string(names.front()));
  sorted.front().value = bound;
  const Id body = apply(*arena_, op, {call.name, 0, sorted, call.span, call.head});
  const Id derived = differentiate(body, bound, call.primes, call);
  return substitute(*arena_, std::array{derived}, std::array{bound}, values).front();
}

/// `diff(expr, x)`, `diff(expr, x, 3)`, `diff(expr, x, y, 2)`: variables, each with the number of times.
Id Session::diff_call(const Call& call) {
  const std::string usage = "write diff(expression, x), or diff(expression, x, 2) for the second derivative";
  if (call.primes != 0) fail(code("bad-prime"), call.head, "diff takes no prime; " + usage);
  for (const Argument& argument : call.arguments) {
    if (!argument.name.empty())
      fail(code("unknown-parameter"), argument.span, "diff has no named parameters; " + usage);
  }
  if (call.arguments.size() < 2)
    fail(code("wrong-number-of-arguments"), call.span, "diff needs an expression and a variable; " + usage);
  Id result = call.arguments.front().value;
  for (std::size_t i = 1; i != call.arguments.size(); ++i) {
    const Argument& variable = call.arguments[i];
    if (arena_->op(variable.value) != Op::variable) {
      const Definition* definition = find(text_at(variable.span));
      fail(code("not-a-variable"), variable.span,
           definition ? in_backticks(definition->name) +
                            " is defined, so it is not a variable to differentiate by: " + definition->text
                      : "diff differentiates by a variable; " + usage);
    }
    unsigned order = 1;
    if (i + 1 != call.arguments.size() && arena_->is_number(call.arguments[i + 1].value)) {
      const Argument& count = call.arguments[++i];
      const auto times = arena_->value(count.value).small_integer();
      if (!times || *times < 0 || *times > kHighestOrder) {
        fail(code("bad-order"), count.span,
             "the order of a derivative is a whole number from 0 to " + std::to_string(kHighestOrder));
      }
      order = static_cast<unsigned>(*times);
    }
    result = differentiate(result, variable.value, order, call);
  }
  return result;
}

Id Session::differentiate(Id body, Id variable, unsigned order, const Call& call) {
  const auto key = std::pair(body, std::pair(variable, order));
  if (const auto known = derivatives_.find(key); known != derivatives_.end()) return known->second;
  try {
    return derivatives_[key] = derivative(*arena_, body, variable, order);
  } catch (const LimitError&) {
    throw;
  } catch (const Error& error) {
    fail(code("no-derivative"), call.span, error.what());
  }
}

}  // namespace adage
