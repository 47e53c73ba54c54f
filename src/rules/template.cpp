// SPDX-License-Identifier: BSL-1.0
// Compiling and instantiating templates, and the templates of the operation table, each compiled once.
#include "rules/template.hpp"

#include <fmt/format.h>

#include <adage/error.hpp>
#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <utility>

#include "grammar/parse.hpp"
#include "graph/postfix.hpp"

namespace adage {
namespace {

constexpr std::pair<std::string_view, Predicate> predicates[] = {
    {"constant", Predicate::constant}, {"number", Predicate::number}, {"integer", Predicate::integer},
    {"even", Predicate::even},         {"total", Predicate::total},   {"smooth", Predicate::smooth},
};

Predicate find_predicate(std::string_view name) {
  for (const auto& [known, predicate] : predicates) {
    if (known == name) return predicate;
  }
  return Predicate::none;
}

}  // namespace

/// Values are positions: a parameter, or the number of parameters plus a step.
struct TemplateCompiler {
  Template& result;
  const ast::Script& script;
  std::span<const std::string_view> parameters;
  using Entry = PostfixEntry<std::uint32_t>;

  [[noreturn]] void fail(std::string_view why) const {
    throw Error(fmt::format("in the table's text `{}`: {}", result.text_, why));
  }

  std::uint32_t add(const Step& step) {
    result.steps_.push_back(step);
    return static_cast<std::uint32_t>(result.parameters_ + result.steps_.size() - 1);
  }

  std::uint32_t number(const ast::Item& item) {
    const auto value =
        Rational::from_decimal(std::string_view(result.text_).substr(item.head.begin, item.head.end - item.head.begin));
    if (!value) fail("a number is too large");
    result.numbers_.push_back(*value);
    return add({.op = Op::number, .args = {static_cast<std::uint32_t>(result.numbers_.size() - 1)}});
  }

  std::uint32_t name(const ast::Item& item) {
    const std::string_view name = script.names[item.name];
    const auto found = std::ranges::find(parameters, name);
    if (found != parameters.end()) return static_cast<std::uint32_t>(found - parameters.begin());
    const auto op = find_function(name);
    if (!op || arity(*op) != 0) fail(fmt::format("`{}` is neither a parameter nor a constant", name));
    return add({.op = *op});
  }

  std::uint32_t apply(const ast::Item&, Op op, std::span<const Entry> args) {
    Step step{.op = op, .count = static_cast<std::uint8_t>(args.size())};
    for (std::size_t i = 0; i != args.size(); ++i) step.args[i] = args[i].value;
    return add(step);
  }

  std::uint32_t call(const ast::Item& item, std::span<const Entry> args) {
    const std::string_view name = script.names[item.name];
    if (const Predicate predicate = find_predicate(name); predicate != Predicate::none) {
      if (args.size() != 1 || args[0].value >= result.parameters_)
        fail(fmt::format("`{}` asks about one parameter", name));
      result.has_predicates_ = true;
      return add({.op = Op::constant_true, .predicate = predicate, .args = {args[0].value}});
    }
    const auto op = find_operation(name);
    if (!op || arity(*op) != args.size() || item.primes != 0) fail(fmt::format("`{}` is not called so", name));
    return apply(item, *op, args);
  }
};

Template::Template(std::string_view text, std::span<const std::string_view> parameters)
    : text_(text), parameters_(parameters.size()) {
  const grammar::Parsed parsed = grammar::parse_formula(text_);
  if (!parsed.diagnostics.empty())
    throw Error(fmt::format("in the table's text `{}`: {}", text_, parsed.diagnostics.front().message));
  TemplateCompiler compiler{*this, parsed.script, parameters};
  result_ = read_postfix<std::uint32_t>(parsed.script, parsed.script.statements.front().formula, compiler);
}

/// Steps are made from the result down, so that of a choice only the chosen branch is made. Tables' texts are not deep.
struct TemplateMaker {
  const Template& formula;
  Arena& arena;
  std::span<const Id> bindings;

  Id operator()(std::uint32_t at) const {
    if (at < formula.parameters_) return bindings[at];
    const Step& step = formula.steps_[at - formula.parameters_];
    if (const auto branch = decided_branch(step)) return (*this)(step.args[*branch]);
    if (step.op == Op::number) return arena.number(formula.numbers_[step.args[0]]);
    if (step.predicate != Predicate::none) {
      throw Error(fmt::format("in the table's text `{}`: this question belongs in a guard", formula.text_));
    }
    std::array<Id, kMaxArity> args{};
    for (std::size_t k = 0; k != step.count; ++k) args[k] = (*this)(step.args[k]);
    return arena.make(step.op, {args.data(), step.count});
  }

  /// Of a choice that rests on `constant(p)`: its argument that is taken.
  std::optional<std::size_t> decided_branch(const Step& step) const {
    if (!formula.has_predicates_ || step.op != Op::where || step.args[0] < formula.parameters_) return std::nullopt;
    const Step& condition = formula.steps_[step.args[0] - formula.parameters_];
    if (condition.predicate != Predicate::constant) return std::nullopt;
    return arena.is_constant(bindings[condition.args[0]]) ? 1 : 2;
  }
};

Id Template::instantiate(Arena& arena, std::span<const Id> bindings) const {
  // New nodes may move what the arena itself has lent.
  const boost::container::small_vector<Id, 16> own(bindings.begin(), bindings.end());
  return TemplateMaker{*this, arena, {own.data(), own.size()}}(result_);
}

namespace {

/// The texts of every row, compiled on first use.
struct RowTemplates {
  std::vector<std::array<std::optional<Template>, kMaxArity>> partials;
  std::vector<std::optional<Template>> bodies;
  std::vector<std::optional<Template>> domains;
  std::vector<std::optional<Template>> kinks;

  RowTemplates() {
    for (std::size_t i = 0; i != all_rows().size(); ++i) {
      const auto op = static_cast<Op>(i);
      const std::span<const std::string_view> names = parameters(op);
      std::vector<std::string_view> with_self(names.begin(), names.end());
      with_self.push_back("self");
      auto& own = partials.emplace_back();
      for (std::size_t k = 0; k != arity(op); ++k) own[k] = compiled(row(op).partials[k], with_self);
      bodies.push_back(compiled(row(op).body, names));
      domains.push_back(compiled(row(op).domain, names));
      kinks.push_back(compiled(row(op).kink, with_self));
    }
  }

  static std::optional<Template> compiled(std::string_view text, std::span<const std::string_view> names) {
    return text.empty() ? std::nullopt : std::optional<Template>(std::in_place, text, names);
  }
};

const RowTemplates& row_templates() {
  static const RowTemplates instance;
  return instance;
}

const Template* pointer(const std::optional<Template>& text) { return text ? &*text : nullptr; }

}  // namespace

const Template& partial(Op op, std::size_t argument) {
  const auto& known = row_templates().partials[static_cast<std::size_t>(op)][argument];
  if (!known)
    throw Error(fmt::format("`{}` has no derivative with respect to its argument `{}`", row(op).name,
                            parameters(op)[argument]));
  return *known;
}

const Template* body(Op op) { return pointer(row_templates().bodies[static_cast<std::size_t>(op)]); }
const Template* domain(Op op) { return pointer(row_templates().domains[static_cast<std::size_t>(op)]); }
const Template* kink(Op op) { return pointer(row_templates().kinks[static_cast<std::size_t>(op)]); }

}  // namespace adage
