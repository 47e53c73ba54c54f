// SPDX-License-Identifier: BSL-1.0
// Statements in LaTeX: displays and aligned rows around them, and chains F(x) = A = B, where A defines F and each
// further member is a claim about A. An equation whose left side defines nothing is a claim.
#pragma once

#include "grammar/latex.hpp"
#include "grammar/statement.hpp"

namespace adage::grammar {

class LatexStatement {
 public:
  LatexStatement(Reading& reading, const rules::InfixSymbols& infix) : r(reading), latex_(reading, infix) {}

  /// Reads the statements of one display or line, and appends them to the script.
  bool read() {
    displays_.clear();
    latex_.displays = 0;
    learn_variables();
    for (;;) {
      if (!open_displays()) return false;
      const Stop stop = statement();
      if (stop == Stop::fault) return false;
      if (stop == Stop::row) continue;
      return stop == Stop::end ? displays_.empty() || unclosed() : close_displays();
    }
  }

  /// The expression that is the whole text.
  bool read_only() {
    displays_.clear();
    latex_.displays = 0;
    if (!open_displays()) return false;
    ast::Statement statement;
    r.stack.reset(r.likely_length());
    const Stop stop = latex_.read();
    if (stop == Stop::fault) return false;
    if (stop == Stop::row) return not_one(span_here(r));
    if (stop != Stop::end && stop != Stop::environment) return misplaced_stop(r, stop);
    statement.span = {r.stack.begin, r.stack.end};
    statement.latex = true;
    statement.formula = take_formula(r);
    r.parsed.script.statements.push_back(std::move(statement));
    return stop == Stop::end ? displays_.empty() || unclosed() : close_displays();
  }

  bool not_one(Span at) {
    r.fault(code("not-an-expression"), at, "a second statement stands where one expression is wanted");
    return false;
  }

  /// After a fault in a display, where that display ends; null outside displays.
  const char* display_end() const {
    if (displays_.empty()) return nullptr;
    const std::string_view closer = displays_.front().closer;
    const auto found = std::search(r.here, r.last, closer.begin(), closer.end());
    return found == r.last ? nullptr : found + static_cast<std::ptrdiff_t>(closer.size());
  }

 private:
  struct Display {
    std::string closer;
    Span head;
  };

  /// `$$`, `\[`, `\begin{aligned}` and the like before a statement.
  bool open_displays() {
    for (;;) {
      latex_.skip(true, true);
      if (r.here == r.last) return missing_operand(r, span_here(r));
      const char* const begin = r.here;
      if (*begin == '$') {
        while (r.here != r.last && *r.here == '$' && r.here - begin < 2) ++r.here;
        displays_.push_back({std::string(begin, r.here), r.span(begin, r.here)});
      } else if (const Found found = latex_.command_here(); found.is(Is::display)) {
        r.here = found.after;
        displays_.push_back({found.name == "[" ? "\\]" : "\\)", r.span(begin, r.here)});
      } else if (const std::string_view name = found.is(Is::begin) ? environment(found.after) : ""; !name.empty()) {
        displays_.push_back({fmt::format("\\end{{{}}}", name), r.span(begin, r.here)});
      } else {
        return true;
      }
      latex_.displays = static_cast<std::uint32_t>(displays_.size());
    }
  }

  /// The name of a display environment in braces, passed with its options; nothing passed for another.
  std::string_view environment(const char* at) {
    const char* const after = rules::match(rules::text_argument, at, r.last);
    if (!after) return {};
    const std::string_view braced(at, static_cast<std::size_t>(after - at));
    const std::string_view name = braced.substr(braced.find('{') + 1, braced.rfind('}') - braced.find('{') - 1);
    if (!is_display_environment(name)) return {};
    r.here = after;
    static const auto position = x3::lit('[') >> rules::byte<rules::latin> >> ']';
    x3::parse(r.here, r.last, -position);
    if (name.starts_with("alignat") || name == "alignedat") x3::parse(r.here, r.last, -rules::text_argument);
    return name;
  }

  /// What closes the displays, then the end of the statement.
  bool close_displays() {
    while (!displays_.empty()) {
      latex_.skip(true, true);
      if (r.here != r.last && (*r.here == '.' || *r.here == ',')) ++r.here;
      latex_.skip(true, true);
      if (r.here == r.last || (*r.here != '$' && *r.here != '\\')) return unclosed();
      if (!rest_of(r).starts_with(displays_.back().closer)) return mismatched();
      r.here += displays_.back().closer.size();
      displays_.pop_back();
      latex_.displays = static_cast<std::uint32_t>(displays_.size());
    }
    return line_ends();
  }

  bool unclosed() {
    const Display& open = displays_.back();
    Diagnostic& found = r.fault(code("unclosed-bracket"), span_here(r), fmt::format("`{}` is missing", open.closer));
    found.suggestion = open.closer;
    found.notes.push_back({open.head, "the display was opened here"});
    r.at_end = r.here == r.last;
    return false;
  }

  bool mismatched() {
    const Found command = latex_.command_here();
    const char* const word = command.after ? command.after : r.here + 1;
    const char* const braced = command.is(Is::end) ? rules::match(rules::text_argument, word, r.last) : nullptr;
    const Span at = r.span(r.here, braced ? braced : word);
    if (displays_.empty()) {
      r.fault(code("stray-bracket"), at, fmt::format("`{}` closes nothing", r.text(at)));
      return false;
    }
    const Display& open = displays_.back();
    Diagnostic& found = r.fault(code("mismatched-bracket"), at,
                                fmt::format("`{}` does not close `{}`", r.text(at), r.quoted(open.head)));
    found.suggestion = open.closer;
    found.notes.push_back({open.head, "the display was opened here"});
    return false;
  }

  bool line_ends() {
    if (r.here != r.last && (*r.here == '.' || *r.here == ',')) ++r.here;
    latex_.skip();
    if (r.here == r.last || *r.here == '\n' || *r.here == ';') return true;
    const Found found = latex_.command_here();
    if (*r.here == '$' || found.is(Is::end) || found.is(Is::display_end)) return mismatched();
    r.fault(code("missing-operator"), span_here(r), "a new statement begins on a new line");
    return false;
  }

  /// One statement with the members of its chain.
  Stop statement() {
    ast::Statement statement;
    statement.latex = true;
    statement.span.begin = r.offset(r.here);
    const bool check = passes_check();
    if (check) statement.kind = ast::Statement::Kind::check;
    latex_.parameters.clear();
    const std::size_t place = r.parsed.script.statements.size();
    r.parsed.script.statements.push_back(statement);
    Stop stop = member();
    if (stop == Stop::equals && !check && defines()) {
      if (!read_head(r, r.parsed.script.statements[place], r.span(r.here - 1, r.here))) return Stop::fault;
      latex_.parameters.clear();
      for (const ast::Parameter& parameter : r.parsed.script.statements[place].parameters) {
        latex_.parameters.insert(parameter.name);
      }
      stop = member();
    }
    if (stop == Stop::fault) return stop;
    ast::Formula first = take_formula(r);
    const Span left{r.stack.begin, r.stack.end};
    r.parsed.script.statements[place].span.end = left.end;
    const bool defined = r.parsed.script.statements[place].kind == ast::Statement::Kind::definition;
    const bool claim = stop == Stop::equals && !defined;
    if (claim) r.parsed.script.statements.pop_back();
    if (stop == Stop::equals) {
      stop = claims(first, left);
      if (stop == Stop::fault) return stop;
    }
    if (!claim) r.parsed.script.statements[place].formula = std::move(first);
    if (stop == Stop::for_ && (check || claim)) {
      stop = assumptions();
    } else if (stop == Stop::comma || stop == Stop::for_) {
      misplaced_stop(r, stop);
      stop = Stop::fault;
    }
    if (stop == Stop::fault) r.parsed.script.statements.back().formula.clear();
    return stop;
  }

  /// Names that earlier statements defined as variables; a bracket after one makes a product.
  void learn_variables() {
    const auto& statements = r.parsed.script.statements;
    for (; learned_ != statements.size(); ++learned_) {
      const ast::Statement& statement = statements[learned_];
      if (statement.kind != ast::Statement::Kind::definition) continue;
      if (statement.is_function) {
        latex_.variables.erase(statement.name);
      } else {
        latex_.variables.insert(statement.name);
      }
    }
  }

  Stop member() {
    r.stack.reset(r.likely_length());
    return latex_.read();
  }

  /// The left side just read names something new, rather than being half of an equation.
  bool defines() const {
    const ast::Formula& items = r.stack.items;
    return may_be_defined(items) && !is_function_name(r.names.text(items.back().name)) &&
           r.names.text(items.back().name) != "pi" && r.names.text(items.back().name) != "e";
  }

  /// `= B = C` after a member: each is claimed to equal that member.
  Stop claims(const ast::Formula& first, Span left) {
    for (;;) {
      const Span head = r.span(r.here - 1, r.here);
      const Stop stop = member();
      if (stop == Stop::fault) return stop;
      copied_ += first.size();
      if (copied_ > most_copied) {
        r.fault(code("too-long"), head, "a chain of equalities repeats too much");
        return Stop::fault;
      }
      ast::Statement check;
      check.kind = ast::Statement::Kind::check;
      check.latex = true;
      check.span = {left.begin, r.stack.end};
      check.formula.reserve(first.size() + r.stack.items.size() + 1);
      check.formula = first;
      check.formula.insert(check.formula.end(), r.stack.items.begin(), r.stack.items.end());
      check.formula.push_back({check.span, head, 0, 2, ast::Kind::operation, Op::eq, 0});
      r.parsed.script.statements.push_back(std::move(check));
      if (stop != Stop::equals) return stop;
    }
  }

  bool passes_check() {
    const char* const end = rules::match(rules::name, r.here, r.last);
    if (!end || rules::word_of({r.here, static_cast<std::size_t>(end - r.here)}) != Word::check_) return false;
    r.here = end;
    return true;
  }

  /// What follows `for`, to the last check.
  Stop assumptions() {
    r.here += 3;
    for (;;) {
      const Stop stop = member();
      if (stop == Stop::fault) return stop;
      r.parsed.script.statements.back().assumptions.push_back(take_formula(r));
      if (stop == Stop::equals || stop == Stop::for_) return misplaced_stop(r, stop), Stop::fault;
      if (stop != Stop::comma) return stop;
      ++r.here;
    }
  }

  static constexpr std::size_t most_copied = 64'000'000;

  Reading& r;
  Latex latex_;
  std::vector<Display> displays_;
  std::size_t learned_ = 0;  // statements whose definitions are known
  std::size_t copied_ = 0;
};

}  // namespace adage::grammar
