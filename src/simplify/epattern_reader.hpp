// SPDX-License-Identifier: BSL-1.0
// Reading a left side. Numbers below an operation fold, numbers before a product become coefficients, and sums within
// sums are opened, exactly as nodes of the e-graph are made. Only epattern.cpp needs it.
#pragma once

#include <fmt/format.h>

#include <adage/error.hpp>
#include <algorithm>

#include "grammar/ast.hpp"
#include "graph/postfix.hpp"
#include "simplify/epattern.hpp"

namespace adage {

/// A left side cannot be matched as multisets.
struct Unsuitable {};

struct EPatternReader {
  using Kind = EPattern::Kind;

  ERule& rule;
  const ast::Script& script;
  std::string_view source;
  using Entry = PostfixEntry<std::uint32_t>;

  std::uint32_t add(EPattern p) {
    rule.positions.push_back(std::move(p));
    return static_cast<std::uint32_t>(rule.positions.size() - 1);
  }
  std::uint32_t literal(const Rational& value) {
    EPattern p;
    p.kind = Kind::number;
    p.number = value;
    return add(std::move(p));
  }
  const EPattern& at(std::uint32_t i) const { return rule.positions[i]; }
  bool is_number(std::uint32_t i) const { return at(i).kind == Kind::number; }
  bool is_literal_hole(std::uint32_t i) const { return at(i).kind == Kind::hole && rule.literal[at(i).hole]; }

  std::uint32_t number(const ast::Item& item) {
    return literal(*Rational::from_decimal(source.substr(item.head.begin, item.head.end - item.head.begin)));
  }
  std::uint32_t name(const ast::Item& item) {
    const std::string& name = script.names[item.name];
    EPattern p;
    if (const auto op = find_function(name); op && arity(*op) == 0) {
      p.kind = Kind::operation;
      p.op = *op;
      return add(std::move(p));
    }
    const auto hole = std::ranges::find(rule.holes, name);
    if (hole == rule.holes.end()) throw Unsuitable{};
    p.hole = static_cast<std::uint32_t>(hole - rule.holes.begin());
    return add(std::move(p));
  }

  /// The position as terms.
  std::vector<EPattern::Part> terms(std::uint32_t i) const {
    if (at(i).kind == Kind::sum) return at(i).parts;
    return {{i, 1, -1}};
  }
  std::uint32_t sum(std::vector<EPattern::Part> parts) {
    Rational constant(0);
    std::erase_if(parts, [&](const EPattern::Part& p) {
      if (!is_number(p.of) || p.by_hole >= 0) return false;
      constant = constant + at(p.of).number * p.by;
      return true;
    });
    if (!constant.is_zero()) parts.push_back({literal(Rational(1)), constant, -1});
    if (parts.empty()) return literal(Rational(0));
    if (parts.size() == 1 && is_number(parts[0].of) && parts[0].by_hole < 0)
      return literal(at(parts[0].of).number * parts[0].by);
    if (parts.size() == 1 && parts[0].by.is_one() && parts[0].by_hole < 0) return parts[0].of;
    EPattern p;
    p.kind = Kind::sum;
    p.parts = std::move(parts);
    return add(std::move(p));
  }
  std::uint32_t scaled(std::uint32_t i, const Rational& by) {
    std::vector<EPattern::Part> parts = terms(i);
    for (EPattern::Part& part : parts) {
      if (part.by_hole >= 0 && !by.is_one()) throw Unsuitable{};
      part.by = part.by * by;
    }
    return sum(std::move(parts));
  }
  std::uint32_t added(std::uint32_t a, std::uint32_t b, const Rational& by) {
    std::vector<EPattern::Part> parts;
    for (const std::uint32_t side : {a, by.is_one() ? b : scaled(b, by)}) {
      if (is_literal_hole(side)) {
        parts.push_back({literal(Rational(1)), 1, static_cast<int>(at(side).hole)});
        continue;
      }
      const auto more = terms(side);
      parts.insert(parts.end(), more.begin(), more.end());
    }
    return sum(std::move(parts));
  }

  /// Multiplies factors into `parts`; numbers and coefficients of single terms go to `coefficient`.
  void factors(std::uint32_t i, const Rational& exponent, Rational& coefficient, std::vector<EPattern::Part>& parts) {
    const EPattern p = at(i);
    if (p.kind == Kind::number) {
      const auto whole = exponent.small_integer();
      const auto raised = whole && !p.number.is_zero() ? power(p.number, *whole, 256) : std::nullopt;
      if (raised) {
        coefficient = coefficient * *raised;
      } else {
        parts.push_back({i, exponent, -1});
      }
    } else if (p.kind == Kind::sum && p.parts.size() == 1 && p.parts[0].by_hole < 0 && exponent.is_integer()) {
      coefficient = coefficient * *power(p.parts[0].by, *exponent.small_integer(), 256);
      factors(p.parts[0].of, exponent, coefficient, parts);
    } else if (p.kind == Kind::product && exponent.is_integer() &&
               std::ranges::all_of(p.parts, [](const EPattern::Part& f) { return f.by_hole < 0; })) {
      for (const EPattern::Part& f : p.parts) factors(f.of, f.by * exponent, coefficient, parts);
    } else {
      parts.push_back({i, exponent, -1});
    }
  }
  std::uint32_t product(std::uint32_t a, std::uint32_t b, const Rational& exponent) {
    Rational coefficient(1);
    std::vector<EPattern::Part> parts;
    if (is_literal_hole(a) != is_literal_hole(b)) {
      const std::uint32_t n = is_literal_hole(a) ? a : b;
      const std::uint32_t rest = is_literal_hole(a) ? b : a;
      if (rest == b && !exponent.is_one()) throw Unsuitable{};  // n/b
      if (rest == a && !exponent.is_one()) throw Unsuitable{};  // a/n
      if (at(rest).kind == Kind::sum) throw Unsuitable{};       // n·(a + b) is no single term
      EPattern p;
      p.kind = Kind::sum;
      p.parts = {{rest, 1, static_cast<int>(at(n).hole)}};
      return add(std::move(p));
    }
    factors(a, 1, coefficient, parts);
    factors(b, exponent, coefficient, parts);
    // Equal holes meet: a·a is a^2.
    std::vector<EPattern::Part> collected;
    for (const EPattern::Part& part : parts) {
      const auto same = std::ranges::find_if(collected, [&](const EPattern::Part& c) {
        return c.of == part.of ||
               (at(c.of).kind == Kind::hole && at(part.of).kind == Kind::hole && at(c.of).hole == at(part.of).hole);
      });
      if (same == collected.end() || part.by_hole >= 0) {
        collected.push_back(part);
      } else {
        same->by = same->by + part.by;
      }
    }
    std::uint32_t result = 0;
    if (collected.empty()) {
      result = literal(Rational(1));
    } else if (collected.size() == 1 && collected[0].by.is_one()) {
      result = collected[0].of;
    } else {
      EPattern p;
      p.kind = Kind::product;
      p.parts = std::move(collected);
      result = add(std::move(p));
    }
    return coefficient.is_one() ? result : scaled(result, coefficient);
  }
  std::uint32_t raised(std::uint32_t base, std::uint32_t exponent) {
    if (is_number(exponent)) {
      const Rational by = at(exponent).number;
      return product(literal(Rational(1)), base, by);
    }
    if (is_literal_hole(exponent)) {
      EPattern p;
      p.kind = Kind::product;
      p.parts = {{base, 1, static_cast<int>(at(exponent).hole)}};
      return add(std::move(p));
    }
    return operation(Op::pow, std::array{base, exponent});
  }
  std::uint32_t operation(Op op, std::span<const std::uint32_t> args) {
    EPattern p;
    p.kind = Kind::operation;
    p.op = op;
    for (const std::uint32_t arg : args) p.parts.push_back({arg, 1, -1});
    return add(std::move(p));
  }

  std::uint32_t apply(const ast::Item&, Op op, std::span<const Entry> args) {
    static const Op sqrt = function("sqrt");
    if (op == Op::neg) return scaled(args[0].value, -1);
    if (op == Op::add) return added(args[0].value, args[1].value, 1);
    if (op == Op::sub) return added(args[0].value, args[1].value, -1);
    if (op == Op::mul) return product(args[0].value, args[1].value, 1);
    if (op == Op::div) return product(args[0].value, args[1].value, -1);
    if (op == Op::pow) return raised(args[0].value, args[1].value);
    if (op == sqrt) return raised(args[0].value, literal(Rational(1, 2)));
    std::vector<std::uint32_t> values;
    for (const Entry& arg : args) values.push_back(arg.value);
    return operation(op, values);
  }
  std::uint32_t call(const ast::Item& item, std::span<const Entry> args) {
    const auto op = find_function(script.names[item.name]);
    if (!op || arity(*op) != args.size())
      throw Error(fmt::format("rule `{}`: `{}` is not called so", rule.name, script.names[item.name]));
    return apply(item, *op, args);
  }
};

}  // namespace adage
