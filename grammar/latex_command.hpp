// SPDX-License-Identifier: BSL-1.0
// What a LaTeX command begins at operand position: a symbol, a function, a fraction, a root, a delimiter, an
// environment. What must follow waits in a frame.
#pragma once

#include "grammar/cases.hpp"
#include "grammar/latex_names.hpp"

namespace adage::grammar {

class LatexCommand : public LatexNames {
 public:
  explicit LatexCommand(Reading& reading) : LatexNames(reading), cases_(reading) {}

 protected:
  Read missing() {
    missing_operand(r, span_here(r));
    return Read::fault;
  }

  Read command(const Found& found) {
    switch (found.known ? found.known->is : Is::unsupported) {
      case Is::name:
        return name(found.after, found.known->text);
      case Is::function:
        return function(r.span(r.here, found.after), found.known->text, found.after);
      case Is::negation:
        return sign(Op::logical_not, found.after);
      case Is::text:
        return words(found);
      case Is::fraction:
        return fraction(found);
      case Is::root:
        return root(found);
      case Is::opening:
      case Is::left:
        return opening(found);
      case Is::begin:
        return environment(found);
      case Is::closing:
      case Is::right:
        return nothing();
      case Is::end:
        // The row that `\\` has begun is empty: the reader of operator position closes the cases.
        if (!cases_.at_row_start()) return missing_before(found);
        at_row_end_ = true;
        return Read::operand;
      default:
        refuse(found);
        return Read::fault;
    }
  }

  Read missing_before(const Found& found) {
    missing_operand(r, r.span(r.here, found.after));
    return Read::fault;
  }

  /// No operand begins here, which only the brackets of a call without arguments allow.
  Read nothing() {
    const Delimiter closing = closing_at(r.here);
    const Frame& top = r.stack.top();
    if (closing.closer != 0 && top.role == Role::call && top.count == 0 && top.closer == closing.closer) {
      r.here = closing.after;
      r.stack.close(r.offset(r.here));
      return Read::operand;
    }
    if (closing.closer != 0 || std::string_view("*/^=<>,;&_.\n").find(*r.here) != std::string_view::npos)
      return missing();
    bad_character(r);
    return Read::fault;
  }

  /// A sign before an operand; it ends at `after`.
  Read sign(Op op, const char* after) {
    const Span head = r.span(r.here, after);
    const Frame& top = r.stack.top();
    if (top.role == Role::application) {
      const char* const end = product_end(r, after);
      Diagnostic& found = r.fault(code("function-without-brackets"), {top.head.begin, r.offset(end)},
                                  "a function takes an argument with a sign in brackets");
      found.suggestion = fmt::format("{}({})", r.quoted(top.head), std::string(r.here, end));
      return Read::fault;
    }
    r.here = after;
    return r.stack.prefix(op, head) || r.too_deep(head) ? Read::opening : Read::fault;
  }

  /// An opening delimiter at the place of reading. Bars, floors and ceilings are calls.
  Read open(const Delimiter& delimiter) {
    static constexpr std::pair<char, std::string_view> functions[] = {
        {'|', "abs"}, {'v', "abs"}, {'V', "abs"}, {'f', "floor"}, {'c', "ceil"}};
    const Span head = r.span(r.here, delimiter.after);
    r.here = delimiter.after;
    Frame frame{.begin = head.begin, .head = head, .role = Role::group, .closer = delimiter.closer};
    for (const auto& [closer, function] : functions) {
      if (closer != delimiter.closer) continue;
      frame.role = Role::call;
      frame.name = r.names.intern(function);
    }
    return push(frame);
  }

  Cases cases_;
  bool at_row_end_ = false;  // an operand position without operand: after `otherwise`, or in an empty last row

 private:
  /// Two arguments; the frame remembers where their items begin.
  Read fraction(const Found& found) {
    const Span head = r.span(r.here, found.after);
    r.here = found.after;
    const auto first = static_cast<std::uint32_t>(r.stack.items.size());
    return push({.begin = head.begin, .head = head, .name = first, .role = Role::fraction, .binds = binds_argument});
  }

  Read opening(const Found& found) {
    const Delimiter delimiter = opening_at(r.here);
    if (delimiter.closer != 0) return open(delimiter);
    r.fault(code("missing-operand"), r.span(r.here, found.after), "`\\left` needs a delimiter").expected = {
        "`(`", "`[`", "`|`"};
    return Read::fault;
  }

  /// A name in braces: `\text{ReLU}`, `\operatorname{erf}`.
  Read words(const Found& found) {
    const Span at = r.span(r.here, found.after);
    const char* begin = found.after;
    if (begin != r.last && *begin == '*') ++begin;
    const char* after = nullptr;
    const auto words = words_at(begin, after);
    if (words && words->empty()) {
      r.here = after;
      return Read::opening;
    }
    const std::string text = words ? name_from(*words) : std::string();
    if (text.empty()) {
      r.fault(code("missing-operand"), words ? r.span(r.here, after) : at, "a name is missing").expected = {
          "a name of letters and digits in braces"};
      return Read::fault;
    }
    const std::string_view known = function_name(text);
    const bool called = opening_at(match(rules::blanks, after)).closer != 0;
    if (!called && is_function_name(known)) return function(r.span(r.here, after), known, after);
    return name(after, text);
  }

  /// `\sqrt{x}`, `\sqrt[3]{x}`, `\sqrt[n]{x}`. The index is a number or a name.
  Read root(const Found& found) {
    const Span head = r.span(r.here, found.after);
    Frame frame{.begin = head.begin,
                .head = head,
                .name = r.names.intern("sqrt"),
                .count = 1,
                .role = Role::root,
                .binds = binds_argument};
    r.here = match(rules::blanks, found.after);
    if (r.here == r.last || *r.here != '[') return push(frame);
    const char* const begin = match(rules::blanks, r.here + 1);
    const char* const end = match(rules::digits | rules::byte<rules::latin>, begin);
    const char* const after = end ? match(rules::blanks >> ']', end) : nullptr;
    if (!after) {
      r.fault(code("unsupported-command"), r.span(r.here, r.here + 1), "the index of a root is a number or a letter")
          .notes.push_back({r.span(r.here, r.here + 1), "write it as a power"});
      return Read::fault;
    }
    const Span at = r.span(begin, end);
    const std::string_view index = r.text(at);
    r.here = after;
    if (index == "2") return push(frame);
    if (index == "3") {
      frame.name = r.names.intern("cbrt");
      return push(frame);
    }
    // There is no literal one in the text, so one over the index is index over index over index.
    const bool number = rules::is(index[0], rules::digit);
    for (int i = 0; i != 3; ++i) {
      leaf(number ? ast::Kind::number : ast::Kind::name, at, number ? 0 : r.names.intern(index));
      if (i != 0) r.stack.push_operation(Op::div, 2, at, at);
    }
    frame.name = no_name;
    frame.role = Role::swapped;
    frame.op = Op::pow;
    return push(frame);
  }

  Read environment(const Found& found) {
    const char* after = nullptr;
    const auto name = words_at(found.after, after);
    const Span head = r.span(r.here, name ? after : found.after);
    const bool cases = name && is_cases_environment(*name);
    if (!cases && !(name && is_display_environment(*name))) {
      r.fault(code("unknown-command"), head, "this environment is not known").expected = {"`\\begin{cases}`",
                                                                                          "`\\begin{aligned}`"};
      return Read::fault;
    }
    r.here = after;
    if (*name == "array") x3::parse(r.here, r.last, -rules::text_argument);
    if (cases) cases_.open();
    return push(
        {.begin = head.begin, .head = head, .role = cases ? Role::cases : Role::group, .closer = cases ? 'C' : 'E'});
  }
};

}  // namespace adage::grammar
