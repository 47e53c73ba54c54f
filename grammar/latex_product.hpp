// SPDX-License-Identifier: BSL-1.0
// Operators in LaTeX, and the operator that is not written: two operands side by side are a product, except where
// mathematicians would disagree on which.
#pragma once

#include "grammar/latex_operand.hpp"

namespace adage::grammar {

class LatexProduct : public LatexOperand {
 public:
  using LatexOperand::LatexOperand;

 protected:
  Stop infix(const Infix& op, Span head) {
    const Frame& top = r.stack.top();
    if (top.role == Role::application && op.op == Op::div) {
      r.here = r.place(head.begin);
      return ambiguous_argument(r, top.head, {top.head.end, r.stack.end}), Stop::fault;
    }
    bars_product_ = false;
    return r.stack.infix(op, head) || r.too_deep(head) ? Stop::none : Stop::fault;
  }

  Stop power() {
    const Span head = r.span(r.here, r.here + 1);
    const Frame& top = r.stack.top();
    if (top.role == Role::application) return ambiguous_argument(r, top.head, {top.head.end, r.stack.end}), Stop::fault;
    if (top.role == Role::binary && top.op == Op::pow) return ambiguous_second_power(r, top), Stop::fault;
    const bool function = r.stack.items.back().kind == ast::Kind::name &&
                          r.stack.items.back().span.end == r.stack.end &&
                          r.stack.begin == r.stack.items.back().span.begin;
    ++r.here;
    const Stop stop = infix(infix_of(Op::pow), head);
    if (stop == Stop::none) r.stack.top().named = function;
    return stop;
  }

  /// The next operand is a factor of what stands before it. It has not been read.
  Stop juxtapose() {
    const bool digit = rules::is(*r.here, rules::digit);
    const Frame& top = r.stack.top();
    if (digit && !(top.role == Role::fraction)) {
      const char* const end = match(rules::latex_decimal, r.here);
      return missing_operator(r, end ? end : r.here + 1), Stop::fault;
    }
    if (top.role == Role::application) {
      if (!top.named) return Stop::none;  // a coefficient, as in \sin 2x
      if (!begins_function()) return ambiguous_argument(r, top.head, {top.head.end, r.stack.end}), Stop::fault;
    }
    if (top.role == Role::binary && top.op == Op::pow && top.named && *r.here == '(' && !unambiguous_power(top))
      return Stop::fault;
    const Infix product = infix_of(Op::mul);
    r.stack.reduce(static_cast<Binding>(product.binds + 1));
    const Frame& quotient = r.stack.top();
    if (quotient.role == Role::binary && quotient.op == Op::div) {
      return ambiguous_quotient(r, {quotient.begin, quotient.head.begin}, {r.stack.begin, r.stack.end}), Stop::fault;
    }
    const bool bars = bars_product_;
    const Stop stop = infix(product, r.after_operand());
    bars_product_ = bars;
    return stop;
  }

  bool bars_product_ = false;  // the product being read has had a plain pair of bars
  std::uint32_t bars_end_ = 0;

 private:
  bool begins_function() const {
    const Found found = command_here();
    const char* after = nullptr;
    return found.is(Is::function) || (!found.is(Is::name) && is_function_name(words_here(after)));
  }

  /// `f^{-1}(x)` and `\sigma^2(x)` are a function raised, or a product.
  bool unambiguous_power(const Frame& power) {
    const ast::Formula& items = r.stack.items;
    const bool minus_one = is_minus_one();
    const std::size_t exponent_items = minus_one ? 2 : 1;
    const ast::Item& item = items[items.size() - 1 - std::min(exponent_items, items.size() - 1)];
    const bool function = item.kind == ast::Kind::name && is_function_name(r.names.text(item.name));
    if ((!minus_one && !function) || is_variable(item.name)) return true;
    return ambiguous_function_power(r, power);
  }
};

}  // namespace adage::grammar
