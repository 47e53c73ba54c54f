// SPDX-License-Identifier: BSL-1.0
// Definitions: read, refused or kept, and forgotten. A definition is closed when it is made: later definitions never
// change what it means, so nothing that it refers to may be redefined while it stands.
#include <adage/print.hpp>
#include <algorithm>

#include "base/in_backticks.hpp"
#include "graph/slice.hpp"
#include "script/fail.hpp"
#include "script/session.hpp"
#include "script/temporarily.hpp"

namespace adage {
namespace {

constexpr std::string_view kDiff = "diff";
constexpr std::string_view kLast = "_";

}  // namespace

const Definition* Session::find(std::string_view name) const {
  const auto found = definitions_.find(name);
  return found == definitions_.end() ? nullptr : &found->second;
}

std::vector<const Definition*> Session::definitions() const {
  std::vector<const Definition*> result;
  for (const auto& [name, definition] : definitions_) result.push_back(&definition);
  std::ranges::sort(result, {}, &Definition::serial);
  return result;
}

void Session::refuse_builtin(std::string_view name, Span at, std::string_view what) const {
  const auto op = find_function(name);
  const bool constant = op && arity(*op) == 0;
  if (name == kLast)
    fail(code("built-in-name"), at, "`_` stands for the last result and cannot be " + std::string(what));
  if (what != "defined" && !constant) return;                   // a parameter may be called gamma
  if (name != kDiff && (!op || row(*op).name != name)) return;  // an alias, such as ReLU, is free to be defined
  fail(code("built-in-name"), at,
       in_backticks(name) + " is a built-in " + (constant ? "constant" : "function") + " and cannot be " +
           std::string(what));
}

void Session::refuse_in_use(std::string_view name, Span at) const {
  const auto users = users_.find(name);
  if (users == users_.end() || users->second.empty()) return;
  const std::string& user = *users->second.begin();
  const std::string role = find(name) || (library_ && library_->find(name)) ? "" : " as a variable";
  fail(code("in-use"), at,
       in_backticks(name) + " is in use: " + in_backticks(user) + " refers to it" + role + ", so it keeps its meaning");
}

void Session::define(const Script& script, const ast::Statement& statement, Outcome& outcome) {
  const std::string& name = script.parsed().script.names[statement.name];
  refuse_builtin(name, statement.head, "defined");
  refuse_in_use(name, statement.head);
  if (!find(name)) failed_[name] = outcome.line;  // unless the following succeeds
  Definition definition = read_definition(script, statement, outcome);
  forget(name);
  for (const std::string& used : definition.uses) users_[used].insert(name);
  definition.serial = ++serial_;
  definitions_.insert_or_assign(name, std::move(definition));
  failed_.erase(name);
  outcome.name = name;
  outcome.kind = Outcome::Kind::definition;
}

Definition Session::read_definition(const Script& script, const ast::Statement& statement, Outcome& outcome) {
  Definition definition;
  definition.name = script.parsed().script.names[statement.name];
  definition.is_function = statement.is_function;
  Building building{&definition, 0, &statement, false, {}};
  const Temporarily current(building_, &building);
  read_parameters(script, statement, definition);
  definition.body = build_formula(script, statement.formula);
  definition.text = typed_text(script, statement);
  definition.formula = script.text(statement.formula.back().span);
  outcome.notes = std::move(building.notes);
  return definition;
}

void Session::read_parameters(const Script& script, const ast::Statement& statement, Definition& definition) {
  const std::vector<std::string>& names = script.parsed().script.names;
  for (const ast::Parameter& parameter : statement.parameters) {
    const std::string& name = names[parameter.name];
    refuse_builtin(name, parameter.span, "a parameter");
    arena_->variable(name);  // variables are shown in the order in which a graph first saw them
    definition.parameters.push_back({name, arena_->variable(definition.name + ":" + name), std::nullopt, ""});
  }
  for (std::size_t i = 0; i != statement.parameters.size(); ++i) {
    const std::optional<ast::Formula>& fallback = statement.parameters[i].fallback;
    building_->visible = i;
    if (!fallback) continue;
    building_->in_default = true;
    Definition::Parameter& parameter = definition.parameters[i];
    parameter.fallback = build_formula(script, *fallback);
    parameter.fallback_text = script.text(fallback->back().span);
    building_->in_default = false;
    if (arena_->is_boolean(*parameter.fallback)) {
      fail(code("bad-default"), fallback->back().span, "the value of a parameter is a number, not a truth value");
    }
  }
  building_->visible = definition.parameters.size();
}

/// The statement on one line, with the last result written out where it says `_`, so that it can be read again.
std::string Session::typed_text(const Script& script, const ast::Statement& statement) const {
  const std::vector<std::string>& names = script.parsed().script.names;
  std::vector<Span> places;
  const auto collect = [&](const ast::Formula& formula) {
    for (const ast::Item& item : formula) {
      if (item.kind == ast::Kind::name && last_ && names[item.name] == kLast) places.push_back(item.head);
    }
  };
  for (const ast::Parameter& parameter : statement.parameters) collect(parameter.fallback.value_or(ast::Formula{}));
  collect(statement.formula);
  if (places.empty()) return script.text(statement.span);
  std::ranges::sort(places, {}, &Span::begin);
  std::string result;
  std::uint32_t at = statement.span.begin;
  for (const Span place : places) {
    result += script.text({at, place.begin}) + "(" + to_string(Expression(*arena_, *last_)) + ")";
    at = place.end;
  }
  return result + script.text({at, statement.span.end});
}

std::optional<std::string> Session::forget(std::string_view name) {
  const auto found = definitions_.find(name);
  if (found == definitions_.end()) return in_backticks(name) + " is not defined";
  if (const auto users = users_.find(name); users != users_.end() && !users->second.empty()) {
    return in_backticks(name) + " is in use: " + in_backticks(*users->second.begin()) + " refers to it";
  }
  for (const std::string& used : found->second.uses) users_[used].erase(found->first);
  definitions_.erase(found);
  return std::nullopt;
}

void Session::forget_everything() {
  definitions_.clear();
  users_.clear();
  failed_.clear();
  last_.reset();
}

/// `f(x)`, or the value when it has no parameters; parameters with a default keep it.
Id Session::applied_to_own_parameters(const Definition& definition) {
  std::vector<Id> from, to;
  for (const Definition::Parameter& parameter : definition.parameters) {
    const Id value = parameter.fallback ? substitute(*arena_, std::array{*parameter.fallback}, from, to).front()
                                        : arena_->variable(parameter.name);
    from.push_back(parameter.bound);
    to.push_back(value);
  }
  return substitute(*arena_, std::array{definition.body}, from, to).front();
}

}  // namespace adage
