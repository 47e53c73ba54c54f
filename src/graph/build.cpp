// SPDX-License-Identifier: BSL-1.0
// The graph builder: every name is looked up, every call checked against its row's signature.
#include "graph/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/container/small_vector.hpp>

#include "base/codes.hpp"
#include "base/suggest.hpp"
#include "graph/postfix.hpp"

namespace adage {
namespace {

[[noreturn]] void fail(std::string_view code, Span span, std::string message, std::string suggestion = {},
                       std::vector<std::string> expected = {}) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.span = span;
  diagnostic.message = std::move(message);
  diagnostic.suggestion = std::move(suggestion);
  diagnostic.expected = std::move(expected);
  throw BuildError{std::move(diagnostic)};
}

std::string_view kind_of(bool boolean) { return boolean ? "a truth value" : "a number"; }

/// The arguments of `op` must be numbers, or truth values where its row says so.
void check_kinds(const Arena& arena, Op op, std::span<const Argument> args) {
  const Row& shape = row(op);
  for (std::size_t i = 0; i != args.size(); ++i) {
    const bool wanted = (shape.boolean_arguments >> i & 1) != 0;
    if (arena.is_boolean(args[i].value) == wanted) continue;
    if (op == Op::where && i > 0 && arena.is_boolean(args[1].value) == arena.is_boolean(args[2].value)) continue;
    if ((op == Op::eq || op == Op::ne) && arena.is_boolean(args[0].value) == arena.is_boolean(args[1].value)) continue;
    const std::string_view hint = wanted ? "; compare it with something, as in `x != 0`"
                                         : "; write `where(condition, 1, 0)` to use it as a number";
    fail(wanted ? code("expected-condition") : code("expected-number"), args[i].span,
         fmt::format("`{}` needs {} here, and this is {}{}", shape.name, kind_of(wanted), kind_of(!wanted), hint));
  }
}

Id make(Arena& arena, Op op, std::span<const Argument> args) {
  check_kinds(arena, op, args);
  std::array<Id, kMaxArity> ids{};
  for (std::size_t i = 0; i != args.size(); ++i) ids[i] = args[i].value;
  return arena.make(op, {ids.data(), args.size()});
}

/// Values are nodes; names and literals are remembered, since long formulas repeat them.
struct Builder {
  Arena& arena;
  const ast::Script& script;
  std::string_view source;
  Scope* scope;
  boost::container::small_vector<Id, 8> known_names = decltype(known_names)(script.names.size(), kNone);
  using Entry = PostfixEntry<Id>;

  std::string_view text(Span span) const { return source.substr(span.begin, span.end - span.begin); }

  Id number(const ast::Item& item) {
    const std::string_view digits = text(item.head);
    if (digits.size() <= 2 && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) {
      std::int64_t value = 0;
      for (const char c : digits) value = value * 10 + (c - '0');
      return arena.number(value);
    }
    const auto value = Rational::from_decimal(digits);
    if (!value)
      fail(code("number-too-large"), item.head,
           "this number is too large or too small to hold exactly; exponents go to 100000");
    return arena.number(*value);
  }

  Id name(const ast::Item& item) {
    if (known_names[item.name] == kNone) known_names[item.name] = meaning(item);
    return known_names[item.name];
  }

  Id meaning(const ast::Item& item) {
    const std::string& name = script.names[item.name];
    if (scope != nullptr) {
      if (const auto value = scope->value(arena, name, item.head)) return *value;
    }
    if (const auto op = find_function(name)) {
      if (arity(*op) == 0) return arena.make(*op);
      fail(code("function-without-arguments"), item.head,
           fmt::format("`{}` is a function and needs arguments: {}", name, signature(*op)), fmt::format("{}(x)", name));
    }
    return arena.variable(name);
  }

  Id apply(const ast::Item&, Op op, std::span<const Entry> entries) {
    std::array<Argument, kMaxArity> args;
    for (std::size_t i = 0; i != entries.size(); ++i) args[i] = {entries[i].value, {}, entries[i].span};
    return make(arena, op, {args.data(), entries.size()});
  }

  Id call(const ast::Item& item, std::span<const Entry> entries) {
    boost::container::small_vector<Argument, 4> args;
    for (const Entry& entry : entries) {
      args.push_back({entry.value, entry.name == kNone ? std::string_view() : script.names[entry.name], entry.span});
    }
    const Call call{script.names[item.name], item.primes, args, item.span, item.head};
    if (scope != nullptr) {
      if (const auto value = scope->call(arena, call)) return *value;
    }
    const auto op = find_function(call.name);
    if (!op || arity(*op) == 0) unknown(call, op.has_value());
    return adage::apply(arena, *op, call);
  }

  [[noreturn]] void unknown(const Call& call, bool is_constant) const {
    if (is_constant)
      fail(code("not-a-function"), call.head, fmt::format("`{}` is a constant, not a function", call.name),
           fmt::format("{}*", call.name));
    std::vector<std::string_view> names = function_names();
    if (scope != nullptr) {
      const auto more = scope->functions();
      names.insert(names.end(), more.begin(), more.end());
    }
    const auto best = nearest(call.name, names);
    std::string message = fmt::format("there is no function `{}`", call.name);
    if (arena.has_name(call.name)) message += "; if it is a variable, write the product with `*`";
    fail(code("unknown-function"), call.head, std::move(message), best ? std::string(*best) : std::string());
  }
};

}  // namespace

Id apply(Arena& arena, Op op, const Call& call) {
  const std::size_t expected = arity(op);
  const std::size_t given = call.arguments.size();
  for (const Argument& argument : call.arguments) {
    if (!argument.name.empty()) {
      fail(code("unknown-parameter"), argument.span,
           fmt::format("`{}` has no parameter called `{}`: {}", call.name, argument.name, signature(op)));
    }
  }
  if (call.primes != 0)
    fail(code("derivative-of-function"), call.head, "a derivative needs a scope that knows how to differentiate");
  const bool fits = row(op).variadic ? given >= 1 : given == expected;
  if (!fits) {
    const std::string wanted =
        row(op).variadic ? "at least 1 argument" : fmt::format("{} argument{}", expected, expected == 1 ? "" : "s");
    fail(code("wrong-number-of-arguments"), call.span,
         fmt::format("`{}` takes {} and got {}: {}", call.name, wanted, given, signature(op)));
  }
  if (!row(op).variadic) return make(arena, op, call.arguments);
  if (given == 1) {
    if (arena.is_boolean(call.arguments[0].value)) {
      const Argument twice[] = {call.arguments[0], call.arguments[0]};
      check_kinds(arena, op, twice);
    }
    return call.arguments[0].value;
  }
  Argument all = call.arguments[0];
  for (const Argument& next : call.arguments.subspan(1)) {
    const Argument both[] = {all, next};
    all.value = make(arena, op, both);
  }
  return all.value;
}

Id build(Arena& arena, const ast::Script& script, const ast::Formula& formula, std::string_view source, Scope* scope) {
  Builder builder{arena, script, source, scope};
  return read_postfix<Id>(script, formula, builder);
}

}  // namespace adage
