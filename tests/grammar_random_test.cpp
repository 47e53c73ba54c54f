// SPDX-License-Identifier: BSL-1.0
// Random texts. Those written from a random tree must read back as that tree, brackets where they are needed and
// sometimes where they are not; any others must end in a result or a diagnostic that points into the text.
#include <boost/test/unit_test.hpp>
#include <random>

#include "base/diagnostics.hpp"
#include "corpus_files.hpp"
#include "grammar_generator.hpp"
#include "grammar_tree.hpp"

using namespace adage;
using namespace adage::testing;

namespace {

std::string reads_as(const std::string& text) {
  const grammar::Parsed parsed = grammar::parse_formula(text);
  if (!parsed.diagnostics.empty()) return "<" + parsed.diagnostics[0].code + ">";
  return tree(parsed.script, parsed.script.statements.at(0).formula, text);
}

/// A text in memory of exactly its size, so that a sanitizer sees the first byte read beyond it.
struct Exact {
  explicit Exact(const std::string& text) : bytes(text.begin(), text.end()) {}
  operator std::string_view() const { return {bytes.data(), bytes.size()}; }
  std::vector<char> bytes;
};

/// Texts of at most `length` tokens, drawn from `tokens`.
std::string soup(std::mt19937& random, const std::vector<std::string>& tokens, std::size_t length) {
  std::string text;
  for (std::size_t n = random() % (length + 1); n != 0; --n) text += tokens[random() % tokens.size()];
  return text;
}

void check_soup(const std::vector<std::string>& tokens, unsigned seed, int cases) {
  std::mt19937 random(seed);
  const grammar::Options options{.max_nesting = 12, .max_bytes = 1'000'000};
  int good = 0;
  for (int i = 0; i != cases; ++i) {
    const std::string text = soup(random, tokens, i % 40 == 0 ? 200 : 14);
    const Exact exact(text);
    grammar::Parsed parsed =
        i % 3 == 0 ? grammar::parse_formula(exact, options) : grammar::parse_script(exact, options);
    BOOST_TEST_REQUIRE(sound(parsed, text.size()), text);
    good += parsed.diagnostics.empty();
    finish(parsed.diagnostics, text, "soup");
    if (i % 3 == 0 && parsed.diagnostics.empty()) BOOST_TEST_REQUIRE(parsed.script.statements.size() == 1u, text);
  }
  BOOST_TEST(good > cases / 1000, "the soup is too thin to find anything: " << good);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_written_tree_reads_back_as_itself) {
  Generator generate(1);
  for (int i = 0; i != 10'000; ++i) {
    const Sample sample = generate.formula(1 + i % 6);
    // A choice swallows all that follows, so it stands in brackets or at the end; `held` does that for operands.
    BOOST_TEST_REQUIRE(reads_as(sample.text) == sample.tree, sample.text);
  }
}

// The span of every item, cut out, reads as the item's own subtree.
BOOST_AUTO_TEST_CASE(the_span_of_an_item_is_its_text) {
  Generator generate(2);
  for (int i = 0; i != 1000; ++i) {
    const std::string text = generate.formula(4).text;
    const grammar::Parsed parsed = grammar::parse_formula(text);
    BOOST_TEST_REQUIRE(parsed.diagnostics.empty(), text);
    const ast::Formula& items = parsed.script.statements[0].formula;
    std::vector<std::size_t> starts;
    for (std::size_t end = 0; end != items.size(); ++end) {
      const ast::Item& item = items[end];
      const bool leaf = item.kind == ast::Kind::number || item.kind == ast::Kind::name;
      std::size_t start = end;
      for (std::uint32_t n = leaf ? 0 : item.count; n != 0; --n) {
        start = starts.back();
        starts.pop_back();
      }
      starts.push_back(start);
      if (item.kind == ast::Kind::named) continue;  // no expression of its own
      const ast::Formula subtree(items.begin() + static_cast<std::ptrdiff_t>(start),
                                 items.begin() + static_cast<std::ptrdiff_t>(end + 1));
      const std::string cut = text.substr(item.span.begin, item.span.end - item.span.begin);
      BOOST_TEST_REQUIRE(reads_as(cut) == tree(parsed.script, subtree, text), cut << " in " << text);
    }
  }
}

BOOST_AUTO_TEST_CASE(token_soup_never_crashes) {
  const std::vector<std::string> tokens = {
      "x",     "y", "f",  "sin", "max", "2",    ".5",   "1e-3",  "1e",    "+",     "-",    "*",     "/",    "^",
      "**",    "<", "<=", "==",  "=",   "!=",   "!",    "&&",    "||",    "|",     "(",    ")",     "[",    "]",
      "{",     "}", ",",  ";",   "\n",  " ",    "#c\n", "if ",   "then ", "else ", "and ", "or ",   "not ", "check ",
      " for ", "'", "β",  "−",   "²",   "\xFF", "_{",   "x_{1}", "f(",    "(x",    " = ",  "a = 1", "."};
  check_soup(tokens, 3, 20'000);
}

BOOST_AUTO_TEST_CASE(latex_soup_never_crashes) {
  const std::vector<std::string> tokens = {"x",
                                           "y",
                                           "f",
                                           "\\alpha",
                                           "\\sigma",
                                           "\\sin ",
                                           "\\tanh",
                                           "\\log_2 ",
                                           "\\max",
                                           "2",
                                           "1",
                                           "0.5",
                                           "+",
                                           "-",
                                           "\\cdot ",
                                           "/",
                                           "^",
                                           "_",
                                           "^2",
                                           "_1",
                                           "^{",
                                           "_{",
                                           "{",
                                           "}",
                                           "(",
                                           ")",
                                           "|",
                                           "\\left(",
                                           "\\right)",
                                           "\\left|",
                                           "\\right|",
                                           "\\frac",
                                           "\\frac{1}{2}",
                                           "\\sqrt",
                                           "\\sqrt[3]",
                                           "\\{",
                                           "\\}",
                                           "=",
                                           "<",
                                           "\\le ",
                                           ",",
                                           ";",
                                           "\n",
                                           " ",
                                           "\\\\",
                                           "&",
                                           "\\begin{cases}",
                                           "\\end{cases}",
                                           "\\begin{aligned}",
                                           "\\end{aligned}",
                                           "\\text{otherwise}",
                                           "\\text{if}",
                                           "\\operatorname{erf}",
                                           "\\quad ",
                                           "\\infty",
                                           "$",
                                           "\\[",
                                           "\\]",
                                           "'",
                                           "\\right.",
                                           ".",
                                           "\\lfloor ",
                                           "\\rfloor ",
                                           "check ",
                                           " for ",
                                           "x > 0",
                                           "& x > 0 \\\\",
                                           "\\foo",
                                           "%",
                                           "e",
                                           "\\",
                                           "\\text{",
                                           "β",
                                           "\xFF",
                                           "\\lnot "};
  check_soup(tokens, 4, 40'000);
}

BOOST_AUTO_TEST_CASE(random_bytes_never_crash) {
  std::mt19937 random(5);
  for (int i = 0; i != 20'000; ++i) {
    std::string text;
    for (std::size_t n = random() % 40; n != 0; --n) text += static_cast<char>(random());
    const Exact exact(text);
    grammar::Parsed parsed = grammar::parse_script(exact);
    BOOST_TEST_REQUIRE(sound(parsed, text.size()));
    finish(parsed.diagnostics, exact, "bytes");
  }
}

// Every text of the corpora, cut short or with a byte changed.
BOOST_AUTO_TEST_CASE(damaged_texts_never_crash) {
  std::mt19937 random(6);
  for (const char* folder : {"accept", "reject"}) {
    for (const auto& file : files_of(folder)) {
      const std::string whole = read_file(file).substr(0, 4000);
      for (int i = 0; i != 60; ++i) {
        std::string text = whole.substr(random() % whole.size(), random() % 200);
        if (!text.empty()) text[random() % text.size()] = static_cast<char>(random());
        const grammar::Parsed parsed = grammar::parse_script(Exact(text));
        BOOST_TEST_REQUIRE(sound(parsed, text.size()), text);
      }
    }
  }
}
