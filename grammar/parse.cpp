// SPDX-License-Identifier: BSL-1.0
// The only translation unit that instantiates X3. It walks a text statement by statement, decides for each in which
// notation it stands, and recovers after a fault.
#include "grammar/parse.hpp"

#include <utility>

#include "grammar/latex_statement.hpp"
#include "grammar/notation.hpp"
#include "grammar/statement.hpp"

namespace adage::grammar {
namespace {

constexpr std::size_t most_faults = 64;

const rules::InfixSymbols& infix_symbols() {
  static const rules::InfixSymbols symbols;
  return symbols;
}

class Text {
 public:
  explicit Text(Reading& reading)
      : r(reading),
        notation_(reading.here, reading.last),
        plain_(reading, infix_symbols()),
        latex_(reading, infix_symbols()),
        blanks_(reading, infix_symbols()) {}

  void read_script() {
    while (pass_separators()) {
      if (r.parsed.diagnostics.size() == most_faults) {
        r.fault(code("too-many-errors"), span_here(r), fmt::format("reading stops after {} faults", most_faults));
        return;
      }
      const bool is_latex = notation_.is_latex(r.here);
      if (is_latex ? latex_.read() : plain_.read()) continue;
      recover(is_latex);
    }
  }

  void read_formula() {
    r.one_formula = true;
    blanks_.skip(true);
    const bool is_latex = notation_.is_latex_anywhere(r.here);
    if (!(is_latex ? latex_.read_only() : plain_.read_only())) return;
    if (pass_separators()) {
      r.fault(code("not-an-expression"), span_here(r), "a second statement stands where one expression is wanted");
    }
  }

 private:
  /// Passes blank lines and semicolons; false at the end of the text.
  bool pass_separators() {
    for (;;) {
      blanks_.skip(true);
      if (r.here == r.last) return false;
      if (*r.here != ';') return true;
      ++r.here;
    }
  }

  /// A statement that failed ends where reading resumes.
  void recover(bool is_latex) {
    const char* const display_end = is_latex ? latex_.display_end() : nullptr;
    if (display_end) {
      r.here = display_end;
    } else if (!std::exchange(r.resumes_here, false)) {
      pass_statement();
    }
    if (!r.parsed.script.statements.empty()) r.parsed.script.statements.back().span.end = r.offset(r.here);
  }

  /// Goes to where the faulty statement ends: the first newline or semicolon outside the brackets that are open. If
  /// those are never closed, the first newline.
  void pass_statement() {
    std::ptrdiff_t depth = r.stack.open_brackets();
    const char* first_newline = r.last;
    for (; r.here != r.last; ++r.here) {
      const char c = *r.here;
      if (c == '#') r.here = std::find(r.here, r.last, '\n');
      if (r.here == r.last) break;
      if (*r.here == '\n' && first_newline == r.last) first_newline = r.here;
      if (depth <= 0 && (*r.here == '\n' || c == ';')) return;
      depth += c == '(' || c == '[' || c == '{';
      depth -= c == ')' || c == ']' || c == '}';
    }
    r.here = first_newline;
  }

  Reading& r;
  Notation notation_;
  Statement plain_;
  LatexStatement latex_;
  Expression blanks_;
};

bool within_limits(std::string_view source, const Options& options, Parsed& parsed) {
  if (source.size() <= options.max_bytes && source.size() < UINT32_MAX) return true;
  Diagnostic& found = parsed.diagnostics.emplace_back();
  found.code = code("too-long");
  found.message = fmt::format("a text of {} bytes, longer than {}", source.size(), options.max_bytes);
  found.notes.push_back({found.span, "the limit is the option max_bytes"});
  return false;
}

Parsed parse(std::string_view source, const Options& options, void (Text::*read)()) {
  Parsed parsed;
  if (!within_limits(source, options, parsed)) return parsed;
  Reading reading(source, options, parsed);
  (Text(reading).*read)();
  parsed.incomplete = parsed.diagnostics.size() == 1 && reading.at_end;
  return parsed;
}

}  // namespace

Parsed parse_script(std::string_view source, const Options& options) {
  return parse(source, options, &Text::read_script);
}

Parsed parse_formula(std::string_view source, const Options& options) {
  return parse(source, options, &Text::read_formula);
}

}  // namespace adage::grammar
