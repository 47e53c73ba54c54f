// SPDX-License-Identifier: BSL-1.0
// `\begin{cases}`: rows of a value and a condition, turned into nested where. The last row needs no condition; if it
// has one, the conditions must visibly cover every value, or the formula is refused.
#pragma once

#include <string_view>
#include <vector>

#include "grammar/annotate.hpp"
#include "grammar/coverage.hpp"

namespace adage::grammar {

class Cases {
 public:
  explicit Cases(Reading& reading) : r(reading) {}

  void reset() { rows_.clear(); }
  void open() { rows_.push_back({}); }

  /// Reading stands in the innermost cases, not in a bracket inside it.
  bool innermost() const { return r.stack.innermost_bracket().role == Role::cases; }
  /// It stands in the second column.
  bool in_condition() const { return innermost() && rows_.back().condition != none; }
  /// It stands before a condition.
  bool expects_condition() const { return r.stack.top().role == Role::cases && in_condition(); }
  /// The row before has ended, and nothing of this one has been read.
  bool at_row_start() const {
    return r.stack.top().role == Role::cases && r.stack.top().count != 0 && !in_condition() &&
           rows_[rows_.size() - 2].end == size();
  }

  void otherwise() { rows_.back().otherwise = true; }

  /// `&` after a value.
  bool next_column(Span at) {
    r.stack.reduce_to_bracket();
    if (rows_.back().condition != none) return malformed(at, "a row of cases has two columns");
    rows_.back().condition = size();
    return true;
  }

  /// `\\` after a row.
  void next_row(Span at) {
    r.stack.reduce_to_bracket();
    rows_.back().end = size();
    rows_.back().mark = at;
    ++r.stack.top().count;
    rows_.push_back({});
  }

  /// `\end{cases}`, which stands at `at`. The last row may be empty.
  bool close(Span at) {
    const bool ends_empty = at_row_start();
    r.stack.reduce_to_bracket();
    const Frame frame = r.stack.top();
    const std::uint32_t count = frame.count + !ends_empty;
    if (ends_empty) rows_.pop_back();
    rows_.back().end = size();
    const auto first = rows_.end() - count;
    const bool good = well_formed(first) && drop_last_condition(frame, first);
    rows_.erase(first, rows_.end());
    if (!good) return false;
    for (std::uint32_t i = 1; i != count; ++i) {
      r.stack.push_operation(Op::where, 3, {frame.begin, at.end}, frame.head, true);
    }
    r.stack.close(at.end);
    return true;
  }

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  struct Row {
    std::uint32_t condition = none;  // where its items begin
    std::uint32_t end = none;
    bool otherwise = false;
    Span mark;  // the `\\` after it
  };
  using Rows = std::vector<Row>;

  std::uint32_t size() const { return static_cast<std::uint32_t>(r.stack.items.size()); }

  bool malformed(Span at, std::string message) {
    r.fault(code("malformed-cases"), at, std::move(message)).expected = {"a value, `&` and a condition in each row"};
    return false;
  }

  bool well_formed(Rows::iterator row) {
    for (; row + 1 != rows_.end(); ++row) {
      if (row->otherwise) return malformed(row->mark, "rows follow the row of otherwise");
      if (row->condition == none) return malformed(row->mark, "a row of cases needs `&` and a condition");
    }
    return true;
  }

  bool drop_last_condition(const Frame& frame, Rows::iterator first) {
    const Row& last = rows_.back();
    if (last.condition == none || last.otherwise) return true;
    ast::Formula& items = r.stack.items;
    Coverage coverage(r.source, r.parsed.script);
    for (auto row = first; row != rows_.end(); ++row) {
      coverage.add({items.data() + row->condition, row->end - row->condition});
    }
    if (!coverage.complete()) {
      Diagnostic& found = r.fault(code("uncovered-cases"), items.back().span, "these conditions may leave values out");
      found.suggestion = "\\text{otherwise}";
      found.notes.push_back({frame.head, "the cases begin here"});
      return false;
    }
    items.resize(last.condition);
    return true;
  }

  Reading& r;
  Rows rows_;
};

}  // namespace adage::grammar
