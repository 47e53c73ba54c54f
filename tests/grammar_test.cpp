// SPDX-License-Identifier: BSL-1.0
// What texts mean and what is wrong with them: the corpora, the normative grammar, statements, recovery after a fault.
#include <boost/test/unit_test.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "base/codes.hpp"
#include "base/diagnostics.hpp"
#include "corpus_files.hpp"
#include "grammar_tree.hpp"

using namespace adage;
using namespace adage::testing;

namespace {

/// Limits small enough that the corpora can pass them.
constexpr grammar::Options small{.max_nesting = 20, .max_bytes = 2000};

struct Case {
  std::string input;
  std::vector<std::string> expected;
};

/// Blocks separated by empty lines: the input, then a line `=> …` for each statement.
std::vector<Case> accepted_cases(const std::filesystem::path& file) {
  std::vector<Case> cases(1);
  std::istringstream stream(read_file(file));
  for (std::string line; std::getline(stream, line);) {
    if (line.empty()) {
      cases.emplace_back();
    } else if (line.starts_with("=> ")) {
      cases.back().expected.push_back(line.substr(3));
    } else {
      cases.back().input += (cases.back().input.empty() ? "" : "\n") + line;
    }
  }
  return cases;
}

/// Inputs separated by lines `%%`. One that begins with the line `%formula` is to be exactly one expression.
grammar::Parsed parse_rejected(std::string& input) {
  const std::string marker = "%formula\n";
  if (!input.starts_with(marker)) return grammar::parse_script(input, small);
  input.erase(0, marker.size());
  return grammar::parse_formula(input, small);
}

std::vector<std::string> codes_of(std::string_view source) {
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : grammar::parse_script(source).diagnostics) found.push_back(diagnostic.code);
  return found;
}

/// The texts that follow a marker and two blanks in a grammar, up to the next marker or the end of the comment.
std::vector<std::string> examples_of(const std::string& grammar, const std::string& marker) {
  std::vector<std::string> found;
  const auto next_end = [&](std::size_t from) {
    return std::min({grammar.find("*)", from), grammar.find("e.g.  ", from), grammar.find("refused  ", from)});
  };
  for (std::size_t at = 0; (at = grammar.find(marker + "  ", at)) != std::string::npos;) {
    at += marker.size() + 2;
    const std::size_t last = grammar.find_last_not_of(" \n", next_end(at) - 1);
    found.push_back(grammar.substr(at, last + 1 - at));
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(accepted_texts_have_the_meaning_beside_them) {
  std::size_t count = 0;
  for (const auto& file : files_of("accept")) {
    for (const Case& accepted : accepted_cases(file)) {
      BOOST_TEST_CONTEXT(file.filename() << ": " << accepted.input) {
        grammar::Parsed parsed = grammar::parse_script(accepted.input);
        finish(parsed.diagnostics, accepted.input, "input");
        for (const Diagnostic& found : parsed.diagnostics) BOOST_ERROR(found.rendered);
        std::vector<std::string> trees;
        for (const auto& s : parsed.script.statements) trees.push_back(tree(parsed.script, s, accepted.input));
        BOOST_TEST(trees == accepted.expected, boost::test_tools::per_element());
        BOOST_TEST(sound(parsed, accepted.input.size()));
        ++count;
      }
    }
  }
  BOOST_TEST(count > 100u);
}

BOOST_AUTO_TEST_CASE(rejected_texts_have_the_code_of_their_file) {
  std::set<std::string> seen;
  for (const auto& file : files_of("reject")) {
    const std::string expected = file.stem().string();
    BOOST_TEST(is_code(expected), expected);
    for (std::string input : parts_of(read_file(file), "%%")) {
      BOOST_TEST_CONTEXT(expected << ": " << input) {
        const grammar::Parsed parsed = parse_rejected(input);
        BOOST_TEST_REQUIRE(!parsed.diagnostics.empty());
        BOOST_TEST(sound(parsed, input.size()));
        const bool last = expected == "too-many-errors";
        BOOST_TEST((last ? parsed.diagnostics.back() : parsed.diagnostics.front()).code == expected);
        seen.insert(expected);
      }
    }
  }
  for (const Code& known : codes) {
    if (known.syntax) BOOST_TEST(seen.contains(std::string(known.name)), "no rejected text for " << known.name);
  }
}

// A golden file holds an input, a line `----`, and what a person reads; several are separated by lines `%%`.
BOOST_AUTO_TEST_CASE(diagnostics_read_as_in_the_golden_files) {
  std::set<std::string> seen;
  for (const auto& file : files_of("golden")) {
    const std::string stem = file.stem().string();
    const auto known = std::ranges::find(codes, stem, &Code::name);
    if (known == std::end(codes) || !known->syntax) continue;
    for (const std::string& part : parts_of(read_file(file), "%%")) {
      const std::vector<std::string> halves = parts_of(part, "----");
      BOOST_TEST_REQUIRE(halves.size() == 2u, stem);
      std::string input = halves[0];
      grammar::Parsed parsed = parse_rejected(input);
      finish(parsed.diagnostics, input, "input");
      std::string rendered;
      for (const Diagnostic& found : parsed.diagnostics) {
        if (found.code == stem) rendered += (rendered.empty() ? "" : "\n") + found.rendered;
      }
      BOOST_TEST(rendered == halves[1], stem << "\n" << rendered << "\n----\n" << halves[1]);
      seen.insert(stem);
    }
  }
  for (const Code& known : codes) {
    if (known.syntax) BOOST_TEST(seen.contains(std::string(known.name)), "no golden file for " << known.name);
  }
}

BOOST_AUTO_TEST_CASE(codes_are_distinct) {
  std::set<std::string_view> names;
  for (const Code& known : codes) {
    BOOST_TEST(names.insert(known.name).second, known.name);
    BOOST_TEST(!known.meaning.empty());
  }
}

// The grammar that people read: its examples parse, and each of its terminals stands in one of them.
BOOST_AUTO_TEST_CASE(normative_grammar_says_what_is_accepted) {
  const std::string text = read_file(std::filesystem::path(ADAGE_SOURCE_DIR) / "grammar/expression.ebnf");
  std::string examples;
  for (const std::string& body : examples_of(text, "e.g.")) {
    const std::size_t is = body.find("  is  ");
    BOOST_TEST(codes_of(body.substr(0, is)) == std::vector<std::string>(), body);
    if (is != std::string::npos) BOOST_TEST(tree_of(body.substr(0, is)) == tree_of(body.substr(is + 6)));
    examples += body + "\n";
  }
  BOOST_TEST(examples_of(text, "e.g.").size() > 28u);

  std::string rules = std::regex_replace(text, std::regex(R"(\(\*(?:[^*]|\*(?!\)))*\*\))"), "");
  rules = std::regex_replace(rules, std::regex(R"(\?[^?]*\?)"), "");
  const std::regex terminal(R"re("([^"]+)")re");
  std::size_t terminals = 0;
  for (std::sregex_iterator at(rules.begin(), rules.end(), terminal), end; at != end; ++at, ++terminals) {
    const std::string spelling = (*at)[1];
    BOOST_TEST(examples.find(spelling) != std::string::npos, spelling << " stands in no example");
  }
  BOOST_TEST(terminals > 60u);
}

BOOST_AUTO_TEST_CASE(latex_is_accepted_or_refused_as_written_down) {
  const std::string text = read_file(std::filesystem::path(ADAGE_SOURCE_DIR) / "grammar/latex.ebnf");
  for (const std::string& body : examples_of(text, "e.g.")) {
    BOOST_TEST(codes_of(body) == std::vector<std::string>(), body);
  }
  for (const std::string& body : examples_of(text, "refused")) {
    BOOST_TEST(codes_of(body) == std::vector<std::string>{"ambiguous"}, body);
    for (const Diagnostic& found : grammar::parse_script(body).diagnostics) {
      BOOST_TEST((!found.notes.empty() || !found.suggestion.empty()), body);
    }
  }
  BOOST_TEST(examples_of(text, "e.g.").size() > 18u);
  BOOST_TEST(examples_of(text, "refused").size() > 15u);
}

BOOST_AUTO_TEST_CASE(a_formula_is_exactly_one_expression) {
  const auto first_code = [](std::string_view source) {
    const auto found = grammar::parse_formula(source).diagnostics;
    return found.empty() ? std::string("fine") : found[0].code;
  };
  BOOST_TEST(first_code("x + 1") == "fine");
  BOOST_TEST(first_code("\n x +\n1 # comment\n + 2\n") == "fine");
  BOOST_TEST(first_code("\\frac{x}{2}\n") == "fine");
  BOOST_TEST(first_code("\\[ \\frac{x}{2} \\]") == "fine");
  BOOST_TEST(first_code("") == "empty-input");
  BOOST_TEST(first_code("  # nothing\n") == "empty-input");
  BOOST_TEST(first_code("x; y") == "not-an-expression");
  BOOST_TEST(first_code("check x == 1") == "not-an-expression");
  BOOST_TEST(first_code("x = 3") == "equals-in-expression");
  BOOST_TEST(first_code("\\alpha = 3") == "equals-in-expression");
  BOOST_TEST(first_code("\\alpha \\\\ \\beta") == "not-an-expression");
  BOOST_TEST(first_code("x, y") == "stray-separator");
}

BOOST_AUTO_TEST_CASE(reading_resumes_after_a_fault) {
  using Codes = std::vector<std::string>;
  BOOST_TEST(codes_of("2x; y + 1; 3y") == (Codes{"missing-operator", "missing-operator"}));
  BOOST_TEST(codes_of("f(2x,\n 3,\n 4)\ny = 1\n1 +* 2") == (Codes{"missing-operator", "missing-operand"}));
  BOOST_TEST(codes_of("a = max(0, x\nb = 2\nc = )") == (Codes{"unclosed-bracket", "missing-operand"}));
  BOOST_TEST(codes_of("a = (2x\nb = 2\nc = 3") == (Codes{"missing-operator"}));
  BOOST_TEST(codes_of("\\begin{aligned} a &= 2 3 \\\\ b &= 4 \\end{aligned}\ny = 2x") ==
             (Codes{"missing-operator", "missing-operator"}));

  const std::string text = "a = 1\nb = 2x\nc = 3\n";
  const grammar::Parsed parsed = grammar::parse_script(text);
  const auto& statements = parsed.script.statements;
  BOOST_TEST_REQUIRE(statements.size() == 3u);
  BOOST_TEST(!statements[0].formula.empty());
  BOOST_TEST(statements[1].formula.empty());
  BOOST_TEST(parsed.script.names[statements[1].name] == "b");
  BOOST_TEST(!statements[2].formula.empty());
  BOOST_TEST(text.substr(statements[1].span.begin, statements[1].span.end - statements[1].span.begin) == "b = 2x");
}

// What a line editor needs to know: would more text help?
BOOST_AUTO_TEST_CASE(only_a_text_that_ends_too_early_is_incomplete) {
  for (const char* text : {"max(0, x", "(", "1 +", "x =", "if a then b", "if a", "f(x, [y", "{", "check", "not",
                           "\\frac{1}{2", "\\begin{aligned} x &= 1", "\\sin", "\\begin{cases} a & b \\\\", "(1 +\n2"}) {
    BOOST_TEST(grammar::parse_script(text).incomplete, text);
  }
  for (const char* text : {"x", "", ")", "2x", "(]", "1 + * ", "(2x", "2x; (", "f(1; 2x"}) {
    BOOST_TEST(!grammar::parse_script(text).incomplete, text);
  }
}

BOOST_AUTO_TEST_CASE(spans_cover_what_they_name) {
  const std::string text = "y = (a + b)*f'(c, d = 2) # end";
  const grammar::Parsed parsed = grammar::parse_script(text);
  const ast::Statement& statement = parsed.script.statements.at(0);
  const auto cut = [&](Span at) { return text.substr(at.begin, at.end - at.begin); };
  std::vector<std::string> spans, heads;
  for (const ast::Item& item : statement.formula) {
    spans.push_back(cut(item.span));
    heads.push_back(cut(item.head));
  }
  BOOST_TEST(spans ==
             (std::vector<std::string>{"a", "b", "a + b", "c", "2", "d = 2", "f'(c, d = 2)", "(a + b)*f'(c, d = 2)"}));
  BOOST_TEST(heads == (std::vector<std::string>{"a", "b", "+", "c", "2", "d", "f", "*"}));
  BOOST_TEST(cut(statement.span) == "y = (a + b)*f'(c, d = 2)");
  BOOST_TEST(cut(statement.head) == "y");
}
