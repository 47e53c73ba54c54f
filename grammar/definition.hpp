// SPDX-License-Identifier: BSL-1.0
// The left side of a definition. It has been read as an expression, because only the = after it tells; here its items
// become a name and parameters.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "grammar/faults.hpp"

namespace adage::grammar {

/// Where each operand of the last item starts. Linear; used on left sides only.
inline std::vector<std::size_t> argument_starts(const ast::Formula& items) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i + 1 < items.size(); ++i) {
    const bool leaf = items[i].kind == ast::Kind::number || items[i].kind == ast::Kind::name;
    const std::size_t count = leaf ? 0 : items[i].count;
    const std::size_t start = count == 0 ? i : starts[starts.size() - count];
    starts.resize(starts.size() - count);
    starts.push_back(start);
  }
  return starts;
}

/// Whether the items read are what may stand to the left of `=`: a name or a call.
inline bool may_be_defined(const ast::Formula& items) {
  const ast::Item& root = items.back();
  return root.kind == ast::Kind::call ? root.span.begin == root.head.begin
                                      : root.kind == ast::Kind::name && items.size() == 1;
}

inline bool distinct_parameters(Reading& r, const ast::Statement& statement) {
  std::vector<const ast::Parameter*> sorted;
  for (const ast::Parameter& parameter : statement.parameters) sorted.push_back(&parameter);
  std::ranges::stable_sort(sorted, {}, &ast::Parameter::name);
  const auto twice = std::ranges::adjacent_find(sorted, {}, &ast::Parameter::name);
  if (twice == sorted.end()) return true;
  const ast::Parameter& second = **std::next(twice);
  r.fault(code("duplicate-parameter"), second.span, fmt::format("a second parameter `{}`", r.names.text(second.name)))
      .notes.push_back({(*twice)->span, "the first stands here"});
  return false;
}

/// Turns the items on the stack into the head of a definition; `equals` is where the sign stands.
inline bool read_head(Reading& r, ast::Statement& statement, Span equals) {
  const ast::Formula& items = r.stack.items;
  if (!may_be_defined(items)) return misplaced_equals(r, equals);
  const ast::Item& root = items.back();
  statement.kind = ast::Statement::Kind::definition;
  statement.name = root.name;
  statement.head = root.head;
  statement.is_function = root.kind == ast::Kind::call;
  if (root.primes != 0) {
    r.fault(code("derivative-definition"), root.span, "a derivative follows from its function and cannot be defined");
    return false;
  }
  if (statement.is_function && root.count == 0) {
    r.fault(code("empty-brackets"), {root.head.end, root.span.end}, "a definition without parameters has no brackets");
    return false;
  }
  const std::vector<std::size_t> starts = argument_starts(items);
  for (std::size_t i = 0; statement.is_function && i != starts.size(); ++i) {
    const std::size_t end = i + 1 == starts.size() ? items.size() - 1 : starts[i + 1];
    const ast::Item& last = items[end - 1];
    ast::Parameter parameter{last.span, last.name, std::nullopt};
    if (last.kind == ast::Kind::named) {
      const auto first = items.begin() + static_cast<std::ptrdiff_t>(starts[i]);
      parameter.fallback = ast::Formula(first, items.begin() + static_cast<std::ptrdiff_t>(end - 1));
    } else if (last.kind != ast::Kind::name || end - starts[i] != 1) {
      r.fault(code("bad-parameter"), last.span, "a parameter of a definition is a name").expected = {
          "a name", "a name with `=` and a value"};
      return false;
    }
    statement.parameters.push_back(std::move(parameter));
  }
  return distinct_parameters(r, statement);
}

}  // namespace adage::grammar
