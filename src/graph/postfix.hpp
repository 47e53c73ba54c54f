// SPDX-License-Identifier: BSL-1.0
// Reading a postfix formula: one loop and one stack, whatever the values on it are. The graph builder puts
// nodes there, the template compiler steps.
#pragma once

#include <boost/container/small_vector.hpp>
#include <span>

#include "grammar/ast.hpp"

namespace adage {

/// A value with the text it came from.
template <class Value>
struct PostfixEntry {
  Value value{};
  Span span;
  std::uint32_t name = 0xFFFF'FFFF;  ///< index into Script::names when given as `name = value`
};

/// `Target` provides: `Value number(item)`, `Value name(item)`, `Value apply(item, op, span<const Entry>)` and
/// `Value call(item, span<const Entry>)`, where Entry is PostfixEntry<Value>.
template <class Value, class Target>
Value read_postfix(const ast::Script& script, const ast::Formula& formula, Target&& target) {
  using Entry = PostfixEntry<Value>;
  boost::container::small_vector<Entry, 8> stack;
  const auto replace_top = [&](const ast::Item& item, Value value) {
    stack.resize(stack.size() - item.count);
    stack.push_back({value, item.span});
  };
  for (const ast::Item& item : formula) {
    const std::span<const Entry> top =
        item.kind == ast::Kind::named ? std::span<const Entry>() : std::span<const Entry>(stack).last(item.count);
    switch (item.kind) {
      case ast::Kind::number:
        stack.push_back({target.number(item), item.span});
        break;
      case ast::Kind::name:
        stack.push_back({target.name(item), item.span});
        break;
      case ast::Kind::named:
        stack.back().name = item.name;
        break;
      case ast::Kind::operation:
        replace_top(item, target.apply(item, item.op, top));
        break;
      case ast::Kind::call:
        replace_top(item, target.call(item, top));
        break;
      case ast::Kind::chain: {  // a < b < c is a < b and b < c
        Entry all{};
        for (std::size_t i = 0; i + 1 != top.size(); ++i) {
          const Entry link{target.apply(item, script.comparisons[item.name + i], top.subspan(i, 2)), item.span};
          const Entry both[] = {all, link};
          all = i == 0 ? link : Entry{target.apply(item, Op::logical_and, both), item.span};
        }
        replace_top(item, all.value);
        break;
      }
    }
  }
  return stack.back().value;
}

}  // namespace adage
