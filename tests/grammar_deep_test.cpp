// SPDX-License-Identifier: BSL-1.0
// Depth costs heap, never stack; every limit is a diagnostic; the work grows with the length and no faster.
#include <malloc.h>
#include <sys/resource.h>

#include <boost/test/unit_test.hpp>
#include <ctime>

#include "base/diagnostics.hpp"
#include "effort.hpp"
#include "grammar_tree.hpp"

using namespace adage;
using namespace adage::testing;

namespace {

std::string repeat(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i != times; ++i) text += part;
  return text;
}

struct Shape {
  std::string name, before, middle, after;
  std::size_t levels = 1;  ///< of nesting for each repetition
  std::size_t items = 0;   ///< for each repetition

  std::string text(std::size_t times) const { return repeat(before, times) + middle + repeat(after, times); }
};

const std::vector<Shape> shapes = {
    {"brackets", "(", "x", ")", 1, 0},
    {"mixed brackets", "([{", "x", "}])", 3, 0},
    {"calls", "sin(", "x", ")", 1, 1},
    {"signs", "-", "x", "", 1, 1},
    {"plus signs", "+", "x", "", 1, 0},
    {"bracketed signs", "-(", "x", ")", 2, 1},
    {"powers", "x^", "x", "", 1, 2},
    {"signed powers", "x^-", "x", "", 2, 3},
    {"negations", "not ", "x", "", 1, 1},
    {"choices", "if a then b else ", "x", "", 1, 3},
    {"choices in conditions", "if ", "x", " then a else b", 1, 3},
    {"calls of where", "where(a, b, ", "x", ")", 1, 3},
    {"sums", "(1+", "x", ")", 1, 2},
    {"chains", "(0 < ", "x", " < 1)", 1, 3},
    {"arguments", "f(x, a = ", "x", ")", 1, 3},
    {"LaTeX groups", "{", "\\alpha", "}", 1, 0},
    {"LaTeX fractions", "\\frac{1}{", "x", "}", 2, 2},
    {"LaTeX powers", "x^{", "\\alpha", "}", 2, 2},
    {"LaTeX functions", "\\sin ", "x", "", 1, 1},
    {"LaTeX raised functions", "\\sin^2 ", "x", "", 2, 3},
    {"LaTeX bars", "\\left|", "x", "\\right|", 1, 1},
    {"LaTeX cases", "\\begin{cases} a & p \\\\ ", "x", " \\end{cases}", 1, 3},
    {"LaTeX cases in values", "\\begin{cases} ", "x", " & p \\\\ b \\end{cases}", 1, 3},
};

/// A stack so small that a reader that recursed would not survive the million.
struct SmallStack {
  SmallStack() {
    getrlimit(RLIMIT_STACK, &before);
    rlimit small = before;
    small.rlim_cur = 1 << 20;
    setrlimit(RLIMIT_STACK, &small);
  }
  ~SmallStack() { setrlimit(RLIMIT_STACK, &before); }
  rlimit before{};
};

/// The best of three. Memory stays with the process, since the system's part in getting it is no work of the parser.
double seconds_to_read(const std::string& text) {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  constexpr grammar::Options deep{.max_nesting = 2'000'000'000};
  double best = 1e9;
  for (int i = 0; i != 3; ++i) {
    const auto start = std::clock();
    const grammar::Parsed parsed = grammar::parse_script(text, deep);
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_million_levels_are_read) {
  const SmallStack small;
  constexpr std::size_t levels = 100'000 * testing::scale;
  for (const Shape& shape : shapes) {
    const std::size_t times = levels / shape.levels;
    const std::string text = shape.text(times);
    const grammar::Parsed parsed = grammar::parse_script(text, {.max_nesting = 1'000'000});
    BOOST_TEST_REQUIRE(parsed.diagnostics.empty(), shape.name);
    BOOST_TEST_REQUIRE(parsed.script.statements.size() == 1u, shape.name);
    BOOST_TEST(well_formed(parsed.script, parsed.script.statements[0].formula, text.size()), shape.name);
    BOOST_TEST(parsed.script.statements[0].formula.size() == shape.items * times + 1, shape.name);
  }
}

BOOST_AUTO_TEST_CASE(nesting_beyond_the_limit_is_a_diagnostic) {
  const grammar::Options standard;
  BOOST_TEST(standard.max_nesting >= 10'000u);
  for (const Shape& shape : shapes) {
    const std::size_t fits = standard.max_nesting / shape.levels;
    BOOST_TEST(grammar::parse_script(shape.text(fits)).diagnostics.empty(), shape.name);
    std::string text = shape.text(fits + 1);
    grammar::Parsed parsed = grammar::parse_script(text);
    BOOST_TEST_REQUIRE(parsed.diagnostics.size() == 1u, shape.name);
    BOOST_TEST(parsed.diagnostics[0].code == "too-deep", shape.name);
    finish(parsed.diagnostics, text, "deep");
    BOOST_TEST(parsed.diagnostics[0].rendered.size() < 1000u);
  }
}

BOOST_AUTO_TEST_CASE(depth_that_is_never_closed_is_a_diagnostic) {
  for (const Shape& shape : shapes) {
    std::string text = repeat(shape.before, 30'000 * testing::scale);
    grammar::Parsed parsed = grammar::parse_script(text, {.max_nesting = 2'000'000});
    BOOST_TEST(parsed.diagnostics.size() == 1u, shape.name);
    BOOST_TEST(sound(parsed, text.size()), shape.name);
    BOOST_TEST(parsed.incomplete, shape.name);
    finish(parsed.diagnostics, text, "deep");
  }
}

BOOST_AUTO_TEST_CASE(texts_beyond_the_limit_are_a_diagnostic) {
  const std::string text = "x + 1";
  BOOST_TEST(grammar::parse_script(text, {.max_bytes = 5}).diagnostics.empty());
  const grammar::Parsed parsed = grammar::parse_script(text, {.max_bytes = 4});
  BOOST_TEST_REQUIRE(parsed.diagnostics.size() == 1u);
  BOOST_TEST(parsed.diagnostics[0].code == "too-long");
  BOOST_TEST(parsed.script.statements.empty());
}

BOOST_AUTO_TEST_CASE(primes_are_counted_up_to_255) {
  const auto code_of = [](std::size_t primes) {
    const grammar::Parsed parsed = grammar::parse_script("f" + std::string(primes, '\'') + "(x)");
    return parsed.diagnostics.empty() ? std::string() : parsed.diagnostics[0].code;
  };
  BOOST_TEST(code_of(255) == "");
  BOOST_TEST(code_of(256) == "bad-prime");
  BOOST_TEST(code_of(1'000'000) == "bad-prime");
}

BOOST_AUTO_TEST_CASE(many_names_are_told_apart) {
  std::string text = "0";
  for (int i = 0; i != 100'000; ++i)
    text += "+n" + std::to_string(i) + "+name_of_more_than_seven_bytes_" + std::to_string(i);
  const grammar::Parsed parsed = grammar::parse_formula(text + "+n5+name_of_more_than_seven_bytes_7");
  BOOST_TEST(parsed.script.names.size() == 200'000u);
  const ast::Formula& items = parsed.script.statements.at(0).formula;
  BOOST_TEST(parsed.script.names[items[items.size() - 2].name] == "name_of_more_than_seven_bytes_7");
}

// Sixteen times the text takes about sixteen times as long: 60 leaves room for caches and a busy machine, and a
// quadratic reader would need 256.
BOOST_AUTO_TEST_CASE(work_is_linear_in_the_length) {
  std::vector<Shape> long_ones = shapes;
  const std::string latex_end = "\\alpha";
  for (const char* part : {"0.5*x + ",
                           "f(x; a = 1) = a*x\n",
                           "2x\n",
                           "(\n",
                           ")\n",
                           "(;",
                           "x;",
                           "# comment\n",
                           "if a ",
                           "x = (\n",
                           "a < b < ",
                           "\\text{",
                           "\\alpha x ",
                           "|x| y ",
                           "\\frac",
                           "\\\\[",
                           "! ! ",
                           "\\begin{cases}",
                           "x = \\alpha\n",
                           "\\begin{aligned} x & ",
                           "\\sin x y\n",
                           "$ ",
                           "x' ",
                           "_{",
                           "\xFF\n",
                           "² ",
                           "{x",
                           "\\[ x "}) {
    long_ones.push_back({part, part, "x", "", 1, 0});
  }
  long_ones.push_back({"chain of claims", "= x ", latex_end, "", 1, 0});
  for (const Shape& shape : long_ones) {
    const std::size_t unit = std::max<std::size_t>(1, 30'000 / (shape.before.size() + shape.after.size()));
    const double one = seconds_to_read(shape.text(unit)), sixteen = seconds_to_read(shape.text(16 * unit));
    BOOST_TEST(sixteen < 60 * std::max(one, 0.0005), shape.name << ": " << one << " s and " << sixteen << " s");
  }
}
