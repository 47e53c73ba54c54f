// SPDX-License-Identifier: BSL-1.0
// Mathematics in two dimensions, whatever the markup. Where brackets stand, which factors are juxtaposed and how signs
// are placed is decided here, by the LaTeX templates of the operation table; a markup only says how that is spelt.
#pragma once

#include <string>
#include <vector>

#include "graph/print_shape.hpp"

namespace adage {

/// The LaTeX of every operation, by its number: the row's own, or `\operatorname{name}\left(#1, #2\right)`.
const std::vector<std::string>& latex_templates();

struct Markup {
  /// By operation; `#1` stands for an argument, `@1` for one that must be a single element.
  const std::vector<std::string>& templates;
  std::string_view open{}, close{};             ///< brackets
  std::string_view dot{}, blank{};              ///< between factors, and between those that are juxtaposed
  std::string_view minus{}, end_minus{};        ///< around what is negated
  std::string_view element{}, end_element{};    ///< make a single element of several
  std::string_view begin{}, end{};              ///< of the whole
  std::string_view begin_lines{}, end_lines{};  ///< of the whole, where it has definitions
  std::string_view equals{}, next{};            ///< within a definition, and after it
  std::string_view no_name{};                   ///< in place of a definition's name and `equals`, before the result
  std::string (*name)(std::string_view name) = nullptr;
  /// A number without sign; `denominator` is empty for one that needs no fraction.
  std::string (*number)(std::string_view numerator, std::string_view denominator) = nullptr;
  /// `digits` times a power of ten; alone where `digits` is 1.
  std::string (*scientific)(std::string_view digits, std::string_view exponent) = nullptr;
};

/// `root` in that markup; a text of more than `max_bytes` defines shared nodes first.
std::string to_math(const Arena& arena, Id root, const Markup& markup, std::size_t max_bytes);

}  // namespace adage
