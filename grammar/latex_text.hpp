// SPDX-License-Identifier: BSL-1.0
// The words of LaTeX mathematics: commands, blanks, names in braces, delimiters, subscripts. It finds where they begin
// and end; what they mean for the formula is decided by its readers.
#pragma once

#include <optional>

#include "base/suggest.hpp"
#include "grammar/affixes.hpp"
#include "grammar/latex_table.hpp"
#include "grammar/rules.hpp"

namespace adage::grammar {

namespace rules {

inline const auto letters = +byte<latin>;
inline const auto command = '\\' >> (letters | x3::char_);
inline const auto text_argument = blanks >> '{' >> *(x3::char_ - (x3::lit('{') | '}')) >> '}';

struct CommandSymbols : x3::symbols<const Command*> {
  CommandSymbols() {
    for (const Command& known : commands) add(std::string(known.name), &known);
  }
};

}  // namespace rules

/// A command as it stands in the text.
struct Found {
  const Command* known = nullptr;
  std::string_view name;
  const char* after = nullptr;
  bool is(Is what) const { return known && known->is == what; }
};

/// A delimiter as it stands in the text, with `\left` or `\right` before it.
struct Delimiter {
  char closer = 0;
  const char* after = nullptr;
};

class LatexText {
 public:
  explicit LatexText(Reading& reading) : r(reading) {}

  /// The command at a place; none where no backslash stands, or the text ends.
  Found command_at(const char* at) const {
    if (at == r.last || *at != '\\') return {};
    static const rules::CommandSymbols symbols;
    const char* const after = rules::match(rules::command, at, r.last);
    if (!after) return {nullptr, {}, at + 1};
    const std::string_view name(at + 1, static_cast<std::size_t>(after - at - 1));
    const char* matched = at + 1;
    const Command* const* known = symbols.prefix_find(matched, after);
    return {known && matched == after ? *known : nullptr, name, after};
  }

  Found command_here() const { return command_at(r.here); }

  /// Passes spacing, comments and alignment marks; newlines where `lines` or something is open; ends of rows where
  /// `rows`.
  void skip(bool lines = false, bool rows = false) {
    while (r.here != r.last) {
      const char c = *r.here;
      if (rules::is(c, rules::blank) || c == '~' || (c == '\n' && (lines || goes_on())) || (c == '&' && aligns())) {
        ++r.here;
      } else if (c == '%' || c == '#') {
        r.here = std::find(r.here, r.last, '\n');
      } else if (c == '\\') {
        const Found found = command_at(r.here);
        if (found.is(Is::row) && rows) {
          pass_row();
        } else if (found.is(Is::blank)) {
          r.here = found.after;
        } else if (const char* after = found.is(Is::ignored) ? match(rules::text_argument, found.after) : nullptr) {
          r.here = after;
        } else {
          return;
        }
      } else if (rules::is(c, rules::high) && utf8::is_blank(decode_here(r).code)) {
        r.here += decode_here(r).length;
      } else {
        return;
      }
    }
  }

  /// Passes `\\`, a star and a skip in brackets.
  void pass_row() {
    r.here = command_here().after;
    static const auto extra = -x3::lit('*') >> -('[' >> *(x3::char_ - x3::char_("[]\\\n")) >> ']');
    x3::parse(r.here, r.last, extra);
  }

  bool goes_on() const { return r.spans_lines() || displays != 0; }
  bool in_cases() const { return r.stack.innermost_bracket().role == Role::cases; }

  std::uint32_t displays = 0;  ///< displays and aligned environments around the statement

 protected:
  template <typename Rule>
  const char* match(const Rule& rule, const char* at) const {
    return rules::match(rule, at, r.last);
  }

  /// Rows pasted without their environment: the next line goes on when it begins with `&` or `=`.
  void pass_to_next_row() {
    static const auto marks = rules::blanks >> x3::eol >> rules::blanks >> +(x3::lit('&') >> rules::blanks);
    static const auto relation = rules::blanks >> x3::eol >> rules::blanks >> &x3::lit('=');
    if (const char* after = match(marks, r.here)) r.here = after;
    if (const char* after = match(relation, r.here)) r.here = after;
  }

  /// The words in the braces that follow a text command, blanks around them cut off.
  std::optional<std::string_view> words_at(const char* at, const char*& after) const {
    after = match(rules::text_argument, at);
    if (!after) return std::nullopt;
    const std::string_view braced(at, static_cast<std::size_t>(after - at));
    std::string_view words = braced.substr(braced.find('{') + 1);
    words.remove_suffix(1);
    while (!words.empty() && (words.front() == ' ' || words.front() == '~')) words.remove_prefix(1);
    while (!words.empty() && (words.back() == ' ' || words.back() == '~')) words.remove_suffix(1);
    return words;
  }

  /// A name from words: blanks, hyphens and escaped underscores become underscores. Empty for what is no name.
  static std::string name_from(std::string_view words) {
    std::string name;
    for (std::size_t i = 0; i != words.size(); ++i) {
      const char c = words[i];
      if (rules::is(c, rules::letter | rules::digit | rules::high)) {
        name += c;
      } else if (c == ' ' || c == '-' || (c == '\\' && i + 1 != words.size() && words[i + 1] == '_')) {
        if (c == '\\') ++i;
        name += '_';
      } else {
        return {};
      }
    }
    return name.empty() || rules::is(name[0], rules::digit) ? std::string() : name;
  }

  /// An opening delimiter at a place, `\left` before it included; bars are for the reader, who knows which they are.
  Delimiter opening_at(const char* at) const {
    const Found left = command_at(at);
    const bool paired = left.is(Is::left);
    if (paired) at = match(rules::blanks, left.after);
    if (at == r.last) return {};
    if (*at == '(') return {')', at + 1};
    if (*at == '[') return {']', at + 1};
    if (*at == '|' && paired) return {'V', at + 1};
    if (*at != '\\') return {};
    const Found found = command_at(at);
    return found.is(Is::opening) ? Delimiter{found.known->text[0], found.after} : Delimiter{};
  }

  Delimiter closing_at(const char* at) const {
    const Found right = command_at(at);
    const bool paired = right.is(Is::right);
    if (paired) at = match(rules::blanks, right.after);
    if (at == r.last) return {};
    if (*at == ')' || *at == ']' || *at == '}') return {*at, at + 1};
    if (*at == '|' && paired) return {'V', at + 1};
    if (*at == '.' && paired) return {'B', at + 1};
    if (*at != '\\') return {};
    const Found found = command_at(at);
    return found.is(Is::closing) ? Delimiter{found.known->text[0], found.after} : Delimiter{};
  }

  /// A command that begins no operand, explained.
  bool refuse(const Found& found) {
    const Span at = r.span(r.here, found.after);
    if (found.is(Is::infinity)) {
      r.fault(code("infinity"), at, "infinity is not a number of the language");
    } else if (found.is(Is::unsupported)) {
      r.fault(code("unsupported-command"), at, fmt::format("`{}` is outside the language", r.text(at)))
          .notes.push_back({at, std::string(found.known->text)});
    } else if (found.known) {
      missing_operand(r, at);
    } else {
      Diagnostic& unknown = r.fault(code("unknown-command"), at, fmt::format("`{}` is not known", r.quoted(at)));
      if (is_function_name(found.name)) {
        unknown.suggestion = fmt::format("\\operatorname{{{}}}", found.name);
        return false;
      }
      std::vector<std::string_view> names;
      for (const Command& command : commands) {
        if (rules::is(command.name[0], rules::latin)) names.push_back(command.name);
      }
      if (const auto near = nearest(found.name, names)) unknown.suggestion = "\\" + std::string(*near);
    }
    return false;
  }

  Reading& r;

 private:
  /// `&` marks a column of an aligned display; in cases it separates value and condition.
  bool aligns() const { return !in_cases() && (displays != 0 || r.stack.innermost_bracket().closer == 'E'); }
};

}  // namespace adage::grammar
