// SPDX-License-Identifier: BSL-1.0
// Is the next statement LaTeX? It is when a backslash stands in it outside comments. Where it ends is found by a rough
// look at brackets and line ends, over each byte at most once for its own statement.
#pragma once

#include <algorithm>
#include <string_view>

#include "grammar/rules.hpp"

namespace adage::grammar {

class Notation {
 public:
  Notation(const char* first, const char* last) : backslash_(std::find(first, last, '\\')), last_(last) {}

  /// Whether the whole text from `at` is LaTeX.
  bool is_latex_anywhere(const char* at) {
    find_backslash(at);
    while ((at = std::find(at, backslash_, '#')) != backslash_) {
      at = std::find(at, last_, '\n');
      find_backslash(at);
    }
    return backslash_ != last_;
  }

  /// Whether the statement that begins at `at` is LaTeX; places must be asked for in order.
  bool is_latex(const char* at) {
    find_backslash(at);
    if (backslash_ == last_) return false;
    int depth = 0;
    const char* before = nullptr;  // the last byte that is neither blank nor comment
    while (at < backslash_) {
      const char c = *at;
      if (c == '#') {
        at = std::find(at, last_, '\n');
        find_backslash(at);
        continue;
      }
      if (c == ';' && depth <= 0) return false;
      if (c == '\n' && depth <= 0 && !(before && goes_on(*before))) return false;
      depth += c == '(' || c == '[' || c == '{';
      depth -= c == ')' || c == ']' || c == '}';
      if (!rules::is(c, rules::blank) && c != '\n') before = at;
      ++at;
    }
    return backslash_ != last_;
  }

 private:
  /// Makes `backslash_` the first one at or after a place.
  void find_backslash(const char* at) {
    if (backslash_ < at) backslash_ = std::find(at, last_, '\\');
  }

  /// A line that ends so goes on in the next one.
  static bool goes_on(char end) { return std::string_view("+-*/^<>=!&|,").find(end) != std::string_view::npos; }

  const char* backslash_;
  const char* last_;
};

}  // namespace adage::grammar
