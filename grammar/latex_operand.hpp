// SPDX-License-Identifier: BSL-1.0
// Operand position in LaTeX: what a symbol, a command, a brace or a delimiter begins. TeX takes one token or one group
// as an argument, and so does this; frames wait for arguments, nothing recurses.
#pragma once

#include "grammar/latex_command.hpp"

namespace adage::grammar {

class LatexOperand : public LatexCommand {
 public:
  using LatexCommand::LatexCommand;

  /// Reads signs, opening delimiters and then an operand with all that it completes; false on a fault.
  bool read_operand() {
    for (;;) {
      coefficient_ = false;
      const Read read = next();
      if (read == Read::fault) return false;
      if (read == Read::opening) continue;
      if (at_row_end_) return std::exchange(at_row_end_, false);
      const Read completed = complete();
      if (completed != Read::opening) return completed == Read::operand;
    }
  }

 protected:
  /// The operand just read goes to the frame that waits for it; `opening` when that frame wants more.
  Read complete() {
    Frame& top = r.stack.top();
    if (top.role == Role::application) top.named |= !coefficient_;
    if (top.role == Role::fraction && top.count == 1 && !not_derivative(top)) return Read::fault;
    if (top.role == Role::swapped && top.count == 0 && !not_inverse(top)) return Read::fault;
    r.stack.complete();
    const Role waiting = r.stack.top().role;
    return waiting == Role::fraction || waiting == Role::root || waiting == Role::swapped ? Read::opening
                                                                                          : Read::operand;
  }

  /// The last operand is the number minus one.
  bool is_minus_one() const {
    const ast::Formula& items = r.stack.items;
    return items.size() > 1 && items.back().kind == ast::Kind::operation && items.back().op == Op::neg &&
           items[items.size() - 2].kind == ast::Kind::number && r.text(items[items.size() - 2].head) == "1";
  }

 private:
  Read next() {
    const Frame& top = r.stack.top();
    const bool raises = top.role == Role::binary && top.op == Op::pow;
    const bool exponent = raises || (top.role == Role::swapped && top.count == 0);
    if (exponent || top.role == Role::fraction || top.role == Role::root) return argument(exponent);
    if (top.role == Role::swapped) {
      return top.name == no_name ? argument(false) : function_argument(top.head, top.name);
    }
    skip(true, !cases_.innermost());
    if (cases_.expects_condition() && otherwise()) return follows_otherwise();
    return r.here == r.last ? missing() : operand_or_opening();
  }

  /// Passes the word before a condition; true when it is the one that stands for all that is left.
  bool otherwise() {
    const char* after = nullptr;
    std::string_view words = words_here(after);
    for (const std::string_view word : {"if", "for", "when", "where"}) {
      if (words != word) continue;
      r.here = after;
      skip();
      words = words_here(after);
      break;
    }
    while (words.ends_with('.') || words.ends_with(',')) words.remove_suffix(1);
    for (const std::string_view word : {"otherwise", "else", "elsewhere", "if otherwise", "for otherwise"}) {
      if (words != word) continue;
      r.here = after;
      return true;
    }
    return false;
  }

  /// After `otherwise` the row ends.
  Read follows_otherwise() {
    cases_.otherwise();
    skip();
    if (r.here != r.last && (*r.here == '.' || *r.here == ',')) ++r.here;
    skip();
    const Found found = command_here();
    at_row_end_ = found.is(Is::row) || found.is(Is::end);
    if (at_row_end_) return Read::operand;
    r.fault(code("malformed-cases"), span_here(r), "nothing follows otherwise in its row");
    return Read::fault;
  }

  Read operand_or_opening() {
    const char c = *r.here;
    if (rules::is(c, rules::digit | rules::dot)) return number();
    if (rules::is(c, rules::latin)) return letters();
    switch (c) {
      case '\\':
        return command(command_here());
      case '{':
        return brace();
      case '(':
        return open({')', r.here + 1});
      case '[':
        return open({']', r.here + 1});
      case '|':
        return open({'|', r.here + 1});
      case '+':
        return sign(Op::add, r.here + 1);
      case '-':
        return sign(Op::neg, r.here + 1);
      case '!':
        return sign(Op::logical_not, r.here + 1);
      default:
        return rules::is(c, rules::high) ? high() : nothing();
    }
  }

  Read high() {
    if (const char* after = match(rules::minus, r.here)) return sign(Op::neg, after);
    const char* const after = match(rules::high_letter, r.here);
    if (after) return name(after, letter_name({r.here, static_cast<std::size_t>(after - r.here)}));
    bad_character(r);
    return Read::fault;
  }

  Read number() {
    const char* const begin = r.here;
    const char* const after = match(rules::latex_decimal, begin);
    if (!after) return nothing();
    r.here = after;
    if (after != r.last && *after == '.' && r.last - after > 1 && rules::is(after[1], rules::digit | rules::dot)) {
      return malformed_number(r, begin), Read::fault;
    }
    if (const char* end = match(rules::exponent, after)) return ambiguous_exponent(begin, end);
    coefficient_ = true;
    return leaf(ast::Kind::number, r.span(begin, after), 0);
  }

  /// `1e-5` in LaTeX is the number, or Euler's number minus five.
  Read ambiguous_exponent(const char* begin, const char* end) {
    const Span at = r.span(begin, end);
    if (r.quoted(at).empty()) return malformed_number(r, begin), Read::fault;
    const std::string digits(begin, r.here), exponent(r.here + 1, end);
    ambiguous(r, at, "an exponent after e is not LaTeX",
              {fmt::format("{} \\cdot 10^{{{}}}", digits, exponent), fmt::format("{} e {}", digits, exponent)});
    return Read::fault;
  }

  /// `{ReLU}(x)` calls the name; other braces group.
  Read brace() {
    static const auto braced = rules::blanks >> rules::letters >> rules::blanks >> '}';
    const char* const after = match(braced, r.here + 1);
    const char* const next = after ? match(rules::blanks, after) : nullptr;
    if (!after || opening_at(next).closer != ')') return open({'}', r.here + 1});
    const char* const begin = match(rules::blanks, r.here + 1);
    return name(after, {begin, static_cast<std::size_t>(match(rules::letters, begin) - begin)});
  }

  /// An argument as TeX takes it: a group, or one token. `exponent`: after `^`, where more than one is often meant.
  Read argument(bool exponent) {
    skip(true);
    if (r.here == r.last) return missing();
    const char c = *r.here;
    if (c == '{') return open({'}', r.here + 1});
    if (c == '\\') return command_argument(command_here(), exponent);
    if (rules::is(c, rules::digit)) {
      const char* const end = match(rules::digits, r.here);
      if (exponent && end - r.here > 1) return ambiguous_power(end);
      coefficient_ = true;
      const Span at = r.span(r.here, r.here + 1);
      ++r.here;
      return leaf(ast::Kind::number, at, 0);
    }
    const char* const after = rules::is(c, rules::latin) ? r.here + 1 : match(rules::high_letter, r.here);
    if (after) {
      const Span at = r.span(r.here, after);
      const std::string_view text = letter_name(r.text(at));
      r.here = after;
      return leaf(ast::Kind::name, at, r.names.intern(text));
    }
    if (exponent && (c == '-' || c == '+' || c == '(')) return unbraced(c);
    return missing();
  }

  Read command_argument(const Found& found, bool exponent) {
    if (found.is(Is::name)) {
      const Span at = r.span(r.here, found.after);
      r.here = found.after;
      coefficient_ = found.known->text == "pi";
      return leaf(ast::Kind::name, at, r.names.intern(found.known->text));
    }
    if (found.is(Is::fraction) || found.is(Is::root) || found.is(Is::text)) return command(found);
    if (!found.known || found.is(Is::infinity) || found.is(Is::unsupported)) return refuse(found), Read::fault;
    return exponent ? unbraced('\\') : missing_before(found);
  }

  /// `x^12`: only the first digit is raised.
  Read ambiguous_power(const char* end) {
    const std::string digits(r.here, end);
    const Span at = r.span(r.here - 1, end);
    if (r.quoted(at).empty()) return missing();
    ambiguous(r, at, "only the first digit would be raised",
              {fmt::format("^{{{}}}", digits), fmt::format("^{{{}}} \\cdot {}", digits[0], digits.substr(1))});
    return Read::fault;
  }

  /// `e^-x`, `x^(n+1)`: an exponent of more than one token without braces.
  Read unbraced(char first) {
    const bool bracket = first == '(';
    const char* const close = bracket ? std::find(r.here, r.last - r.here > 64 ? r.here + 64 : r.last, ')') : r.here;
    const char* const end = bracket ? (close == r.last ? close : close + 1) : product_end(r, r.here + 1);
    const Span at = r.span(r.here, std::max(end, r.here + 1));
    Diagnostic& found = r.fault(code("ambiguous"), at, "an exponent of more than one character stands in braces");
    const std::string_view inside = bracket ? r.text({at.begin + 1, at.end - 1}) : r.text(at);
    if (first != '\\' && !r.quoted(at).empty()) found.suggestion = fmt::format("{{{}}}", inside);
    return Read::fault;
  }

  /// `\frac{d}{dx}` would be a quotient of products.
  bool not_derivative(const Frame& fraction) {
    const ast::Formula& items = r.stack.items;
    const auto is_d = [&](std::size_t i) {
      return items[i].kind == ast::Kind::name && r.names.text(items[i].name) == "d";
    };
    const std::size_t first = fraction.name, size = items.size();
    const bool quotient = size >= first + 4 && is_d(first) && is_d(size - 3) &&
                          items.back().kind == ast::Kind::operation && items.back().op == Op::mul;
    if (!quotient) return true;
    const Span at{fraction.begin, r.stack.end};
    r.fault(code("unsupported-command"), at, "a derivative is not written as a fraction here")
        .notes.push_back({at, "write `f'(x)`, or `diff(f(x), x)` outside LaTeX"});
    return false;
  }

  /// `\sin^{-1} x` is the inverse function to some and the reciprocal to others.
  bool not_inverse(const Frame& power) {
    if (!is_minus_one() || r.stack.items.back().span.begin < power.head.end) return true;
    const std::string function = r.quoted(power.head);
    const std::string name = function.starts_with('\\') ? function.substr(1) : function;
    return ambiguous(r, {power.begin, r.stack.end}, "an inverse function and a reciprocal are written alike",
                     {"\\arc" + name + "(x)", fmt::format("\\frac{{1}}{{{}(x)}}", function)});
  }
};

}  // namespace adage::grammar
