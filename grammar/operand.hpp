// SPDX-License-Identifier: BSL-1.0
// Operand position in the formula language: signs and opening brackets, then a number, a name or a call's beginning.
// It pushes what is open and never recurses; whether a name means anything is not its business.
#pragma once

#include "grammar/affixes.hpp"
#include "grammar/rules.hpp"

namespace adage::grammar {

/// How reading at operand position went.
enum class Read : std::uint8_t {
  operand,  // one is complete
  opening,  // a sign or bracket; an operand must still follow
  fault,
};

class Operand {
 public:
  Operand(Reading& reading, const rules::InfixSymbols& infix) : r(reading), infix_(infix) {}

  /// Reads signs, opening brackets and then an operand; false on a fault.
  bool read() {
    for (;;) {
      skip(true);
      const Read read = r.here == r.last ? nothing() : operand_or_opening();
      if (read != Read::opening) return read == Read::operand;
    }
  }

  /// Passes blanks and comments, and newlines where `lines`.
  void skip(bool lines) {
    for (;;) {
      while (r.here != r.last && rules::is(*r.here, rules::blank)) ++r.here;
      if (r.here == r.last) return;
      if (*r.here == '\n' && lines) {
        ++r.here;
      } else if (*r.here == '#') {
        r.here = std::find(r.here, r.last, '\n');
      } else if (rules::is(*r.here, rules::high)) {
        const utf8::Decoded found = decode_here(r);
        if (!utf8::is_blank(found.code)) return;
        r.here += found.length;
      } else {
        return;
      }
    }
  }

 private:
  Read operand_or_opening() {
    const char c = *r.here;
    if (rules::is(c, rules::letter)) return word();
    if (rules::is(c, rules::digit | rules::dot)) return number();
    switch (c) {
      case '+':
        return prefix(Op::add, 1);
      case '-':
        return prefix(Op::neg, 1);
      case '!':
        return r.last - r.here > 1 && r.here[1] == '=' ? nothing() : prefix(Op::logical_not, 1);
      case '(':
        return group(')');
      case '[':
        return group(']');
      case '{':
        return brace();
      case ')':
      case ']':
        return no_arguments();
      case '|':
        bars(r);
        return Read::fault;
      default:
        return rules::is(c, rules::high) ? high() : nothing();
    }
  }

  /// Beyond ASCII: a letter, a minus sign, or nothing of the language.
  Read high() {
    if (rules::match(rules::high_letter, r.here, r.last)) return word();
    if (const char* after = rules::match(rules::minus, r.here, r.last)) return prefix(Op::neg, after - r.here);
    const char* at = r.here;
    if (infix_.find(at, r.last)) return nothing();
    bad_character(r);
    return Read::fault;
  }

  /// No operand begins here.
  Read nothing() {
    const char* at = r.here;
    const bool known =
        at == r.last || infix_.find(at, r.last) || std::string_view(")]},;=.").find(*at) != std::string_view::npos;
    if (known) {
      missing_operand(r, r.span(r.here, at == r.here && at != r.last ? at + 1 : at));
    } else {
      bad_character(r);
    }
    return Read::fault;
  }

  /// A closing bracket straight after `name(`; whether the function takes no arguments is not for the grammar to say.
  Read no_arguments() {
    const Frame& open = r.stack.top();
    if (open.role != Role::call || open.count != 0 || open.closer != *r.here) return nothing();
    r.stack.close(r.offset(++r.here));
    return Read::operand;
  }

  Read number() {
    const char* const begin = r.here;
    const char* const after = rules::match(rules::number, begin, r.last);
    if (!after) return nothing();
    r.here = after;
    if (after != r.last && rules::is(*after, rules::letter | rules::dot) && !number_ends(begin)) return Read::fault;
    const Span at = r.span(begin, after);
    r.stack.operand({at, at, 0, 0, ast::Kind::number, Op::number, 0});
    return Read::operand;
  }

  /// A letter or point touches a number: another operand, which is a fault of its own, or a malformed number.
  bool number_ends(const char* begin) {
    const char* const end = rules::match(rules::name, r.here, r.last);
    const std::string_view word(r.here, static_cast<std::size_t>((end ? end : r.here) - r.here));
    const bool hexadecimal =
        (*r.here == 'x' || *r.here == 'X') && r.here - begin == 1 && *begin == '0' && word.size() > 1;
    const bool grouped = word.size() > 1 && word[0] == '_' && rules::is(word[1], rules::digit);
    return *r.here == '.' || word == "e" || word == "E" || hexadecimal || grouped ? malformed_number(r, begin) : true;
  }

  Read prefix(Op op, std::ptrdiff_t length) {
    const Span head = r.span(r.here, r.here + length);
    r.here += length;
    return r.stack.prefix(op, head) || r.too_deep(head) ? Read::opening : Read::fault;
  }

  Read group(char closer) {
    const Span head = r.span(r.here, r.here + 1);
    ++r.here;
    return r.push({.begin = head.begin, .head = head, .role = Role::group, .closer = closer}) ? Read::opening
                                                                                              : Read::fault;
  }

  /// `{ReLU}` is the name; other braces group.
  Read brace() {
    const char* const inside = r.here + 1;
    const auto braced = rules::blanks >> rules::name >> rules::blanks >> '}';
    const char* const after = rules::match(braced, inside, r.last);
    if (!after) return group('}');
    const char* const begin = rules::match(rules::blanks, inside, r.last);
    const char* const end = rules::match(rules::name, begin, r.last);
    const Span at = r.span(r.here, after);
    r.here = after;
    return name_at(at, {begin, static_cast<std::size_t>(end - begin)});
  }

  Read word() {
    const char* const begin = r.here;
    r.here = rules::match(rules::name, begin, r.last);
    const std::string_view text(begin, static_cast<std::size_t>(r.here - begin));
    const Word word = rules::word_of(text);
    if (word != Word::none) return reserved(word, r.span(begin, r.here));
    if (text.back() == '_' && r.here != r.last && *r.here == '{') return subscripted(begin);
    return name_at(r.span(begin, r.here), letter_name(text));
  }

  /// `x_{1}`, as people write who come from LaTeX.
  Read subscripted(const char* begin) {
    std::string text(begin, r.here);
    if (!read_subscript(r, text)) return Read::fault;
    return name_at(r.span(begin, r.here), text);
  }

  Read reserved(Word word, Span at) {
    switch (word) {
      case Word::logical_not:
        return r.stack.prefix(Op::logical_not, at) || r.too_deep(at) ? Read::opening : Read::fault;
      case Word::if_:
        return r.push({.begin = at.begin, .head = at, .role = Role::condition}) ? Read::opening : Read::fault;
      case Word::check_:
      case Word::for_:
        misplaced_word(r, at);
        return Read::fault;
      default:
        missing_operand(r, at);
        return Read::fault;
    }
  }

  /// A name: a call when a bracket follows, the name of an argument when `=` follows in a call, else itself.
  Read name_at(Span at, std::string_view text) {
    const std::uint32_t name = r.names.intern(text);
    const char* const end = r.here;
    std::uint8_t primes = 0;
    if (r.here != r.last && (*r.here == '\'' || rules::is(*r.here, rules::high)) && !read_primes(r, primes)) {
      return Read::fault;
    }
    skip(r.spans_lines());
    const char c = r.here == r.last ? '\0' : *r.here;
    if (c == '(' || c == '[') {
      ++r.here;
      const Frame call{.begin = at.begin,
                       .head = at,
                       .name = name,
                       .role = Role::call,
                       .primes = primes,
                       .closer = c == '(' ? ')' : ']'};
      return r.push(call) ? Read::opening : Read::fault;
    }
    if (primes != 0) {
      bad_prime(r, at, end);
      return Read::fault;
    }
    if (c == '=' && names_argument(r)) {
      ++r.here;
      if (wants_truth(r)) return misplaced_equals(r, r.span(r.here - 1, r.here)), Read::fault;
      const Frame named{
          .begin = at.begin, .head = at, .name = name, .role = Role::named, .binds = binds_name, .nests = false};
      return r.push(named) ? Read::opening : Read::fault;
    }
    r.stack.operand({at, at, name, 0, ast::Kind::name, Op::number, 0});
    return Read::operand;
  }

  Reading& r;
  const rules::InfixSymbols& infix_;
};

}  // namespace adage::grammar
