// SPDX-License-Identifier: BSL-1.0
// Cards as rows of a table: the columns, and what stands in each.
#pragma once

#include <adage/analyze.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adage::cli {

/// A column of the table, and whether a narrow table has it too.
struct CardColumn {
  std::string_view key;  ///< of a CardLine, or `range`
  std::string_view title;
  int digits;
  bool narrow;
};
std::span<const CardColumn> card_columns();

struct CardRow {
  std::string name;
  Card card;
  std::vector<CardLine> lines;

  CardRow(std::string its_name, Card its_card)
      : name(std::move(its_name)), card(std::move(its_card)), lines(adage::lines(card)) {}
  const CardLine* line(std::string_view key) const;
  std::string cell(const CardColumn& column) const;
  /// To sort by; NaN where there is no number.
  double number(std::string_view key) const;
};

}  // namespace adage::cli
