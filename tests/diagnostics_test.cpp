// SPDX-License-Identifier: BSL-1.0
// How a diagnostic is drawn: the caret stands under the span whatever the line holds, and no byte of the source can
// upset a terminal. And the nearest name to a mistyped one.
#include "base/diagnostics.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <vector>

#include "base/codes.hpp"
#include "base/suggest.hpp"
#include "base/utf8.hpp"

using namespace adage;

namespace {

Diagnostic at(std::uint32_t begin, std::uint32_t end) {
  Diagnostic diagnostic;
  diagnostic.code = "some-code";
  diagnostic.message = "a message";
  diagnostic.span = {begin, end};
  return diagnostic;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) c == '\n' ? lines.emplace_back() : lines.back() += c, void();
  return lines;
}

/// The source line and the caret line of a rendered diagnostic, without their gutters.
std::pair<std::string, std::string> drawn(std::string_view source, std::uint32_t begin, std::uint32_t end) {
  const auto lines = lines_of(render(at(begin, end), source, "f"));
  BOOST_TEST_REQUIRE(lines.size() >= 3u);
  const auto inside = [](const std::string& line) {
    const std::size_t bar = line.find('|');
    return line.size() > bar + 2 ? line.substr(bar + 2) : std::string();
  };
  return {inside(lines[1]), inside(lines[2])};
}

std::uint32_t columns(std::string_view text) {
  std::uint32_t sum = 0;
  while (!text.empty()) {
    const auto decoded = utf8::decode(text);
    sum += static_cast<std::uint32_t>(utf8::width(decoded.code));
    text.remove_prefix(decoded.length);
  }
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_CASE(everything_is_drawn_in_order) {
  Diagnostic diagnostic = at(4, 6);
  diagnostic.expected = {"a", "b", "c"};
  diagnostic.suggestion = "2*x";
  diagnostic.notes = {{{4, 6}, "said here"}, {{0, 1}, "said there"}};
  BOOST_TEST(render(diagnostic, "y = 2x", "file.adage") ==
             "file.adage:1:5: error[some-code]: a message\n"
             " 1 | y = 2x\n"
             "   |     ^~\n"
             "  = expected: a, b or c\n"
             "  = write: 2*x\n"
             "  = said here\n"
             "file.adage:1:1: note: said there\n"
             " 1 | y = 2x\n"
             "   | ^");
}

BOOST_AUTO_TEST_CASE(the_caret_stands_under_the_span) {
  using Drawn = std::pair<std::string, std::string>;
  const auto check = [](const Drawn& found, const Drawn& expected) {
    BOOST_TEST(found.first == expected.first);
    BOOST_TEST(found.second == expected.second);
  };
  check(drawn("abc", 1, 2), {"abc", " ^"});
  check(drawn("abc", 0, 3), {"abc", "^~~"});
  check(drawn("abc", 3, 3), {"abc", "   ^"});
  check(drawn("", 0, 0), {"", "^"});
  check(drawn("\tx", 1, 2), {"    x", "    ^"});
  check(drawn("a\tb", 2, 3), {"a   b", "    ^"});
  check(drawn("a\tb", 1, 2), {"a   b", " ^~~"});
  check(drawn("β + x", 5, 6), {"β + x", "    ^"});
  check(drawn("变量 + x", 9, 10), {"变量 + x", "       ^"});
  check(drawn("变量", 0, 6), {"变量", "^~~~"});
  check(drawn("e\u0301x", 3, 4), {"e\u0301x", " ^"});
  check(drawn("a\xFF"
              "b",
              1, 2),
        {"a\uFFFD"
         "b",
         " ^"});
  check(drawn("a\x1B[31mb", 1, 2), {"a\uFFFD[31mb", " ^"});
  check(drawn("a\u202Eb", 1, 4), {"a\uFFFDb", " ^"});
  check(drawn("one\r\ntwo\r\n", 5, 8), {"two", "^~~"});
  check(drawn("one\ntwo", 4, 5), {"two", "^"});
  check(drawn("one\ntwo", 3, 3), {"one", "   ^"});
  check(drawn("one\ntwo\nsix", 1, 9), {"one", " ^~…"});
  check(drawn("β", 1, 2), {"β", "^"});
}

BOOST_AUTO_TEST_CASE(places_count_lines_and_code_points) {
  const std::string text = "aβ\n变x\n";
  BOOST_TEST(position_of(text, 0).line == 1u);
  BOOST_TEST(position_of(text, 3).column == 3u);
  BOOST_TEST(position_of(text, 4).line == 2u);
  BOOST_TEST(position_of(text, 7).column == 2u);
  BOOST_TEST(position_of(text, 9).line == 3u);
  BOOST_TEST(position_of(text, 900).line == 3u);
}

BOOST_AUTO_TEST_CASE(long_lines_are_cut_around_the_span) {
  std::string text(100'000, 'a');
  text.replace(50'000, 3, "XYZ");
  const auto [line, caret] = drawn(text, 50'000, 50'003);
  BOOST_TEST(columns(line) <= 98u);
  BOOST_TEST(line.starts_with("…"));
  BOOST_TEST(line.ends_with("…"));
  BOOST_TEST(columns(line.substr(0, line.find("XYZ"))) == caret.find("^~~"));

  const auto [start, start_caret] = drawn(text, 0, 2);
  BOOST_TEST(!start.starts_with("…"));
  BOOST_TEST(start_caret == "^~");
  const auto [end, end_caret] = drawn(text, 100'000, 100'000);
  BOOST_TEST(!end.ends_with("…"));
  BOOST_TEST(columns(end) == end_caret.find('^'));

  std::string wide;
  for (int i = 0; i != 1000; ++i) wide += "变";
  const auto [cut, cut_caret] = drawn(wide, 1500, 1503);
  BOOST_TEST(columns(cut) <= 100u);
  BOOST_TEST(cut_caret.ends_with("^~"));
  // A span longer than the window is underlined as far as it is seen.
  BOOST_TEST(columns(drawn(text, 10, 90'000).second) <= 97u);
}

BOOST_AUTO_TEST_CASE(any_span_of_any_bytes_is_drawn) {
  std::mt19937 random(7);
  const std::string alphabet = "ab \t\n\r\x01\xC3\xA9\xE5\x8F\x98\xFF\x80";
  for (int i = 0; i != 5000; ++i) {
    std::string text;
    for (std::size_t n = random() % 300; n != 0; --n) text += alphabet[random() % alphabet.size()];
    const auto begin = static_cast<std::uint32_t>(random() % (text.size() + 5));
    const auto end = begin + static_cast<std::uint32_t>(random() % 9);
    const std::string rendered = render(at(begin, end), text, "f", i % 2 == 0);
    BOOST_TEST(lines_of(rendered).size() == 3u);
    BOOST_TEST(rendered.find('^') != std::string::npos);
    for (std::string_view rest = rendered; !rest.empty(); rest.remove_prefix(utf8::decode(rest).length)) {
      const auto decoded = utf8::decode(rest);
      const bool escape = decoded.code == 0x1B && i % 2 == 0;
      BOOST_TEST_REQUIRE((decoded.valid && (decoded.code >= 0x20 || decoded.code == '\n' || escape)));
    }
  }
}

BOOST_AUTO_TEST_CASE(colour_only_on_request) {
  BOOST_TEST(render(at(0, 1), "x", "f").find('\x1B') == std::string::npos);
  const std::string colored = render(at(0, 1), "x", "f", true);
  BOOST_TEST(colored.find("\x1B[") != std::string::npos);
  BOOST_TEST(colored.ends_with("\x1B[0m"));
}

BOOST_AUTO_TEST_CASE(finishing_fills_in_what_a_reader_needs) {
  std::vector<Diagnostic> found = {at(0, 1), at(4, 5)};
  finish(found, "a\nβx", "f");
  BOOST_TEST(found[0].line == 1u);
  BOOST_TEST(found[1].line == 2u);
  BOOST_TEST(found[1].column == 2u);
  BOOST_TEST(found[1].rendered.starts_with("f:2:2: error[some-code]: a message\n"));
  const ParseError error(found);
  BOOST_TEST(error.diagnostics().size() == 2u);
  BOOST_TEST(std::string(error.what()) == found[0].rendered + "\n" + found[1].rendered);
}

BOOST_AUTO_TEST_CASE(utf8_is_decoded_strictly) {
  const auto valid = [](std::string_view bytes) {
    const auto decoded = utf8::decode(bytes);
    return decoded.valid && decoded.length == bytes.size();
  };
  for (const char* good : {"a", "é", "變", "😀", "\x7F", "\u0080", "\u07FF", "\u0800", "\uFFFF", "\U0010FFFF"}) {
    BOOST_TEST(valid(good), good);
  }
  for (const char* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                          "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3("}) {
    BOOST_TEST(!utf8::decode(bad).valid);
    BOOST_TEST(utf8::decode(bad).length == 1u);
  }
  for (const char32_t letter : {U'é', U'β', U'变', U'ж', U'א', U'ℝ', U'ª', U'µ', U'₁', U'𝑥'}) {
    BOOST_TEST(utf8::is_letter(letter), utf8::name(letter));
  }
  for (const char32_t other : {U'×', U'÷', U'²', U'−', U'≤', U'∞', U'√', U'“', U'→', U'😀', U'（', U'\u00A0', U'a'}) {
    BOOST_TEST(!utf8::is_letter(other), utf8::name(other));
  }
}

BOOST_AUTO_TEST_CASE(edits_are_counted) {
  BOOST_TEST(edit_distance("", "") == 0u);
  BOOST_TEST(edit_distance("abc", "") == 3u);
  BOOST_TEST(edit_distance("tanh", "tahn") == 1u);
  BOOST_TEST(edit_distance("sigmoid", "sigmiod") == 1u);
  BOOST_TEST(edit_distance("kitten", "sitting") == 3u);
  BOOST_TEST(edit_distance("ca", "abc") == 3u);  // restricted: no edit between swapped letters
}

BOOST_AUTO_TEST_CASE(the_nearest_name_is_one_that_could_be_meant) {
  const std::vector<std::string_view> names = {"exp", "sin", "sinh", "tanh", "sigmoid", "softplus", "relu", "max"};
  BOOST_TEST(nearest("tahn", names).value_or("") == "tanh");
  BOOST_TEST(nearest("sigmod", names).value_or("") == "sigmoid");
  BOOST_TEST(nearest("ReLU", names).value_or("") == "relu");
  BOOST_TEST(nearest("soft_plus", names).value_or("") == "softplus");
  BOOST_TEST(nearest("sni", names).value_or("") == "sin");
  BOOST_TEST(!nearest("zzz", names));
  BOOST_TEST(!nearest("x", names));
  BOOST_TEST(!nearest("", names));
  BOOST_TEST(!nearest(std::string(10'000, 'a'), names));
}
