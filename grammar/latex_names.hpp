// SPDX-License-Identifier: BSL-1.0
// Names in LaTeX: single letters, Greek, words in braces, subscripts and primes; calls; functions with and without
// brackets. Letters side by side are a product, unless that is hardly meant, which is then said.
#pragma once

#include <unordered_set>

#include "grammar/operand.hpp"
#include "grammar/readings.hpp"

namespace adage::grammar {

class LatexNames : public LatexText {
 public:
  explicit LatexNames(Reading& reading) : LatexText(reading) {}

  std::unordered_set<std::uint32_t> parameters;  ///< of the definition being read
  std::unordered_set<std::uint32_t> variables;   ///< that earlier statements define

 protected:
  static constexpr std::uint32_t no_name = UINT32_MAX;

  Read leaf(ast::Kind kind, Span at, std::uint32_t name) {
    r.stack.operand({at, at, name, 0, kind, Op::number, 0});
    return Read::operand;
  }

  Read push(const Frame& frame) { return r.push(frame) ? Read::opening : Read::fault; }

  /// Letters at the place of reading: a word of the language, a function, a name that is called, or a product.
  Read letters() {
    const char* const begin = r.here;
    const char* const end = match(rules::letters, begin);
    const std::string_view run(begin, static_cast<std::size_t>(end - begin));
    if (run.size() == 1) return name(end, run);
    const Span at = r.span(begin, end);
    const Word word = rules::word_of(run);
    if (word != Word::none) return reserved(word, at, end);
    if (is_function_name(run)) return function(at, run, end);
    if (end != r.last && *end == '_') return ends_in_subscript(run, at);
    const bool called = calls(match(rules::blanks, end));
    if (called && run.size() > 2) return name(end, run);
    const Found greek = greek_of(run);
    if (called || greek.known || run.size() > 2) return ambiguous_letters(r, at, greek.known), Read::fault;
    return name(begin + 1, run.substr(0, 1));
  }

  /// The name `text`, which ends at `end`: called, given to an argument, or itself.
  Read name(const char* end, std::string_view text) {
    const char* const begin = r.here;
    const bool letter = end - begin == 1;
    r.here = end;
    std::string full(text);
    std::uint8_t primes = 0;
    if (r.here != r.last && *r.here == '_' && !subscript(full)) return Read::fault;
    if (!read_latex_primes(primes)) return Read::fault;
    const Span at = r.span(begin, primes == 0 ? r.here : end);
    if (letter && r.here != r.last && rules::is(*r.here, rules::digit)) return letter_digit(begin);
    skip();
    const bool constant = full == "pi" || full == "e";
    const std::uint32_t id = r.names.intern(full);
    const bool product = constant || is_variable(id);
    const Delimiter open = product ? Delimiter{} : opening_at(r.here);
    if (open.closer == ')' || open.closer == ']') {
      r.here = open.after;
      return push({.begin = at.begin,
                   .head = at,
                   .name = r.names.intern(function_name(full)),
                   .role = Role::call,
                   .primes = primes,
                   .closer = open.closer});
    }
    if (primes != 0) return bad_prime(r, at, end), Read::fault;
    if (names_argument(r)) {
      ++r.here;
      if (wants_truth(r)) return misplaced_equals(r, r.span(r.here - 1, r.here)), Read::fault;
      return push(
          {.begin = at.begin, .head = at, .name = id, .role = Role::named, .binds = binds_name, .nests = false});
    }
    coefficient_ = constant;
    return leaf(ast::Kind::name, at, id);
  }

  /// A function of the table, written at `head`: `\tanh^2 x`, `\log_2 x`, `\exp(x)`, `\sin x`.
  Read function(Span head, std::string_view text, const char* end) {
    r.here = end;
    const std::uint32_t id = r.names.intern(function_name(text));
    std::uint8_t primes = 0;
    if (!read_latex_primes(primes)) return Read::fault;
    skip();
    const char c = r.here == r.last ? '\0' : *r.here;
    if (c == '_' && text == "log") return logarithm(head);
    if (c == '^' && primes == 0) {
      ++r.here;
      return push({.begin = head.begin,
                   .head = head,
                   .name = id,
                   .role = Role::swapped,
                   .op = Op::pow,
                   .binds = binds_argument});
    }
    return function_argument(head, id, primes);
  }

  /// The argument of a function: in brackets, or what stands next.
  Read function_argument(Span head, std::uint32_t name, std::uint8_t primes = 0) {
    skip(true);
    const Delimiter open = opening_at(r.here);
    Frame frame{.begin = head.begin, .head = head, .name = name, .role = Role::call, .primes = primes};
    if (open.closer == ')' || open.closer == ']' || open.closer == 'B') {
      r.here = open.after;
      frame.closer = open.closer;
      return push(frame);
    }
    frame.role = Role::application;
    frame.binds = binds_argument;
    return push(frame);
  }

  /// The words at the place of reading, of a text command or plain, and where they end.
  std::string_view words_here(const char*& after) const {
    if ((after = match(rules::letters, r.here))) return {r.here, static_cast<std::size_t>(after - r.here)};
    const Found found = command_here();
    const auto words = found.is(Is::text) ? words_at(found.after, after) : std::nullopt;
    return words.value_or(std::string_view());
  }

  /// A name that is surely no function, so that a bracket after it makes a product.
  bool is_variable(std::uint32_t name) const { return parameters.contains(name) || variables.contains(name); }

  bool coefficient_ = false;  // the operand just read is a number or constant, which may stand before a factor

 private:
  /// A bracket that calls the name before it stands at a place.
  bool calls(const char* at) const {
    const Delimiter open = opening_at(at);
    return open.closer == ')' || open.closer == ']';
  }

  Found greek_of(std::string_view word) const {
    for (const Command& known : commands) {
      if (known.is_greek() && known.name == word) return {&known, word, nullptr};
    }
    return {};
  }

  Read reserved(Word word, Span at, const char* end) {
    r.here = end;
    if (word == Word::logical_not)
      return r.stack.prefix(Op::logical_not, at) || r.too_deep(at) ? Read::opening : Read::fault;
    if (word == Word::if_) return push({.begin = at.begin, .head = at, .role = Role::condition});
    return misplaced_word(r, at), Read::fault;
  }

  /// In `ab_1` the subscript belongs to the last letter alone; for more letters that is hardly meant.
  Read ends_in_subscript(std::string_view run, Span at) {
    if (run.size() == 2 && !greek_of(run).known) return name(r.here + 1, run.substr(0, 1));
    return ambiguous_letters(r, at, greek_of(run).known), Read::fault;
  }

  /// A digit touches a letter: `x2`.
  Read letter_digit(const char* begin) {
    const char* const end = match(rules::digits, r.here);
    const std::string letter(begin, r.here), digits(r.here, end);
    const Span at = r.span(begin, end);
    ambiguous(r, at, "a digit after a letter is neither index nor power nor factor",
              {fmt::format("{}_{{{}}}", letter, digits), fmt::format("{}^{{{}}}", letter, digits), digits + letter});
    return Read::fault;
  }

  /// `_` and what it lowers: one character, a command, or letters and digits in braces.
  bool subscript(std::string& name) {
    const char* const begin = r.here++;
    skip();
    name += '_';
    if (r.here != r.last && *r.here == '{') {
      const char* const inside = match(rules::blanks, r.here + 1);
      const bool command = inside != r.last && *inside == '\\';
      if (!command) return read_subscript(r, name);
      r.here = inside;
      if (!subscript_command(name)) return malformed_subscript(begin);
      skip();
      if (r.here == r.last || *r.here != '}') return malformed_subscript(begin);
      ++r.here;
      return true;
    }
    if (r.here != r.last && *r.here == '\\') return subscript_command(name) || malformed_subscript(begin);
    if (r.here == r.last || !rules::is(*r.here, rules::latin | rules::digit)) return malformed_subscript(begin);
    const char* const end = match(+rules::byte<rules::digit>, r.here);
    if (end && end - r.here > 1) {
      const std::string digits(r.here, end);
      return ambiguous(r, r.span(begin, end), "only the first digit would be lowered",
                       {fmt::format("_{{{}}}", digits), fmt::format("_{{{}}} \\cdot {}", digits[0], digits.substr(1))});
    }
    name += *r.here++;
    return true;
  }

  bool subscript_command(std::string& name) {
    const Found found = command_here();
    const char* after = nullptr;
    if (found.is(Is::text)) {
      const auto words = words_at(found.after, after);
      const std::string text = words ? name_from(*words) : std::string();
      name += text;
      r.here = text.empty() ? r.here : after;
      return !text.empty();
    }
    if (!found.is(Is::name) && !found.is(Is::function)) return false;
    name += found.name;
    r.here = found.after;
    return true;
  }

  bool malformed_subscript(const char* begin) {
    r.fault(code("malformed-subscript"), r.span(begin, std::max(r.here, begin + 1)),
            "a subscript in a name is letters and digits");
    return false;
  }

  /// Primes as apostrophes or as `^{\prime\prime}`.
  bool read_latex_primes(std::uint8_t& primes) {
    static const auto raised =
        '^' >> rules::blanks >> ((x3::lit('{') >> +(rules::blanks >> "\\prime") >> rules::blanks >> '}') | "\\prime");
    const char* const after = r.here == r.last ? nullptr : match(raised, r.here);
    if (!after) return read_primes(r, primes);
    const auto count = static_cast<std::size_t>(std::count(r.here, after, '\\'));
    if (count > UINT8_MAX) return bad_prime(r, {}, r.here);
    primes = static_cast<std::uint8_t>(count);
    r.here = after;
    return true;
  }

  /// `\log_2 x`, `\log_{10} x`, `\log_b x` as the quotient of logarithms.
  Read logarithm(Span head) {
    ++r.here;
    static const auto index = (rules::digits | rules::byte<rules::latin>);
    const char* const inside = r.here != r.last && *r.here == '{' ? match(rules::blanks, r.here + 1) : r.here;
    const char* const end = match(index, inside);
    const char* after = end;
    if (end && inside != r.here) after = match(rules::blanks >> '}', end);
    const bool several = end && inside == r.here && end - inside > 1;
    if (!after || several) {
      malformed_subscript(r.here - 1);
      r.parsed.diagnostics.back().notes.push_back(
          {r.parsed.diagnostics.back().span, "the base is a number or a letter, as in `\\log_{10}`"});
      return Read::fault;
    }
    const Span base = r.span(inside, end);
    const std::string_view text = r.text(base);
    r.here = after;
    if (text == "2" || text == "10") return function_argument(head, r.names.intern(text == "2" ? "log2" : "log10"));
    const std::uint32_t log = r.names.intern("log");
    if (text == "e") return function_argument(head, log);
    const bool number = rules::is(text[0], rules::digit);
    leaf(number ? ast::Kind::number : ast::Kind::name, base, number ? 0 : r.names.intern(text));
    r.stack.items.push_back({base, head, log, 1, ast::Kind::call, Op::number, 0});
    return push({.begin = head.begin,
                 .head = head,
                 .name = log,
                 .count = 1,
                 .role = Role::swapped,
                 .op = Op::div,
                 .binds = binds_argument});
  }
};

}  // namespace adage::grammar
