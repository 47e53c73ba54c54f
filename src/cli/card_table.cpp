// SPDX-License-Identifier: BSL-1.0
// The columns are a table; adding one is adding a row to it.
#include "cli/card_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace adage::cli {
namespace {

constexpr CardColumn columns[] = {
    {"range", "range", 5, true},        {"smoothness", "smooth", 0, true},    {"symmetry", "symmetry", 0, false},
    {"monotone", "monotone", 0, false}, {"lipschitz", "sup |f'|", 6, true},   {"least_slope", "inf |f'|", 6, false},
    {"mean", "E f", 5, true},           {"second_moment", "E f²", 9, false},  {"variance", "Var f", 5, true},
    {"mean_slope", "E f'", 9, false},   {"slope_moment", "E f'²", 9, false},  {"chi1", "χ₁", 5, true},
    {"he_gain", "1/√E f²", 9, false},   {"variance_gain", "1/√Var", 6, true}, {"saturated_share", "saturated", 3, true},
    {"dead_share", "dead", 3, false},   {"sparse_share", "sparse", 3, false}, {"operations", "ops", 0, false},
    {"value_ns", "f ns", 3, false},     {"both_ns", "f, f' ns", 3, false},    {"keeps", "keeps", 0, false},
};

}  // namespace

std::span<const CardColumn> card_columns() { return columns; }

const CardLine* CardRow::line(std::string_view key) const {
  const auto found = std::ranges::find(lines, key, &CardLine::key);
  return found == lines.end() ? nullptr : &*found;
}

std::string CardRow::cell(const CardColumn& column) const {
  const CardLine* found = line(column.key);
  if (found == nullptr) return "";
  if (column.key == "range" && card.infimum.value.known() && card.supremum.value.known()) {
    if (card.infimum.attained == Answer::unknown || card.supremum.attained == Answer::unknown)
      return fmt::format("{} to {}", to_string(card.infimum.value, column.digits),
                         to_string(card.supremum.value, column.digits));
    return fmt::format("{}{}, {}{}", card.infimum.attained == Answer::yes ? '[' : '(',
                       to_string(card.infimum.value, column.digits), to_string(card.supremum.value, column.digits),
                       card.supremum.attained == Answer::yes ? ']' : ')');
  }
  if (!found->figure) return found->text;
  const std::string text = to_string(*found->figure, column.digits);
  return text.starts_with("undecided") ? "?" : text;
}

double CardRow::number(std::string_view key) const {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const CardLine* found = line(key);
  if (found == nullptr) return none;
  if (found->figure) return found->figure->middle();
  try {
    return std::stod(found->text);
  } catch (const std::exception&) {
    return none;
  }
}

}  // namespace adage::cli
