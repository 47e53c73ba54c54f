// SPDX-License-Identifier: BSL-1.0
// Do conditions cover every value, by their texts alone? Each is read as an interval of one subject; they cover the
// line when they can be laid end to end from minus to plus infinity, each joint being the same text and closed on one
// side. That holds whatever the values of the joints are, even when they are not in order.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.hpp"

namespace adage::grammar {

class Coverage {
 public:
  Coverage(std::string_view source, const ast::Script& script) : source_(source), script_(script) {}

  /// One condition; what is not understood, or is long, covers nothing.
  void add(std::span<const ast::Item> condition) {
    if (condition.size() > longest) condition = {};
    std::vector<std::span<const ast::Item>> choices{condition};
    while (!choices.empty() && conditions_.size() < most) {
      const auto choice = choices.back();
      choices.pop_back();
      if (choice.empty()) continue;
      if (is(choice, Op::logical_or)) {
        for (const auto side : sides(choice)) choices.push_back(side);
      } else {
        conditions_.push_back(relations(choice));
      }
    }
  }

  bool complete() const {
    if (conditions_.empty() || conditions_.front().empty() || conditions_.size() >= most) return false;
    const Relation& first = conditions_.front().front();
    return covers(first.left) || covers(first.right);
  }

 private:
  static constexpr std::size_t most = 64;
  static constexpr std::size_t longest = 256;

  struct Relation {
    std::string left, right;
    Op op;
  };
  struct End {
    std::string at;
    bool closed = false;
  };
  struct Interval {
    std::optional<End> lower, upper;
  };

  static bool is(std::span<const ast::Item> items, Op op) {
    return items.back().kind == ast::Kind::operation && items.back().op == op;
  }

  /// The operands of the last item, in order.
  static std::vector<std::span<const ast::Item>> sides(std::span<const ast::Item> items) {
    std::vector<std::span<const ast::Item>> result(items.back().count);
    std::size_t end = items.size() - 1;
    for (std::size_t i = result.size(); i-- != 0;) {
      std::size_t begin = end;
      for (std::size_t wanted = 1; wanted != 0; --wanted) {
        const ast::Item& item = items[--begin];
        const bool leaf = item.kind == ast::Kind::number || item.kind == ast::Kind::name;
        wanted += leaf ? 0 : item.count;
      }
      result[i] = items.subspan(begin, end - begin);
      end = begin;
    }
    return result;
  }

  /// The text of an operand without blanks.
  std::string text_of(std::span<const ast::Item> operand) const {
    const Span at = operand.back().span;
    std::string text;
    for (const char c : source_.substr(at.begin, at.end - at.begin)) {
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') text += c;
    }
    return text;
  }

  /// A comparison, a chain of them, or several joined by `and`; empty when it is anything else.
  std::vector<Relation> relations(std::span<const ast::Item> condition) const {
    std::vector<Relation> found;
    std::vector<std::span<const ast::Item>> parts{condition};
    while (!parts.empty()) {
      const auto part = parts.back();
      parts.pop_back();
      const ast::Item& root = part.back();
      const bool chain = root.kind == ast::Kind::chain;
      const bool comparison = root.kind == ast::Kind::operation && root.op >= Op::eq && root.op <= Op::ge;
      const bool both = is(part, Op::logical_and);
      if ((!chain && !comparison && !both) || found.size() > most) return {};
      const auto operands = sides(part);
      for (std::size_t i = 0; both && i != operands.size(); ++i) parts.push_back(operands[i]);
      for (std::size_t i = 0; !both && i + 1 < operands.size(); ++i) {
        const Op op = chain ? script_.comparisons[root.name + i] : root.op;
        found.push_back({text_of(operands[i]), text_of(operands[i + 1]), op});
      }
    }
    return found;
  }

  /// Narrows `interval` by one relation of the subject; false when it says nothing of the subject.
  static bool narrow(Interval& interval, const Relation& relation, const std::string& subject) {
    const bool left = relation.left == subject;
    if (!left && relation.right != subject) return false;
    const std::string& bound = left ? relation.right : relation.left;
    const bool less = relation.op == Op::lt || relation.op == Op::le;
    const bool closed = relation.op == Op::le || relation.op == Op::ge || relation.op == Op::eq;
    if (relation.op == Op::ne) return false;
    const bool upper = relation.op == Op::eq || less == left;
    const bool lower = relation.op == Op::eq || less != left;
    if ((upper && interval.upper) || (lower && interval.lower)) return false;
    if (upper) interval.upper = End{bound, closed};
    if (lower) interval.lower = End{bound, closed};
    return true;
  }

  bool covers(const std::string& subject) const {
    std::vector<Interval> intervals;
    for (const auto& condition : conditions_) {
      Interval interval;
      bool understood = !condition.empty();
      for (const Relation& relation : condition) understood = understood && narrow(interval, relation, subject);
      if (understood) intervals.push_back(std::move(interval));
    }
    return reaches_the_end(intervals);
  }

  static bool reaches_the_end(const std::vector<Interval>& intervals) {
    std::vector<End> reached;
    const auto reach = [&](const End& end) {
      for (End& known : reached) {
        if (known.at == end.at) return known.closed || !end.closed ? false : (known.closed = true);
      }
      reached.push_back(end);
      return true;
    };
    for (bool grows = true; grows;) {
      grows = false;
      for (const Interval& interval : intervals) {
        bool joins = !interval.lower;
        for (std::size_t i = 0; !joins && i != reached.size(); ++i) {
          joins = reached[i].at == interval.lower->at && (reached[i].closed || interval.lower->closed);
        }
        if (joins && !interval.upper) return true;
        if (joins) grows |= reach(*interval.upper);
      }
    }
    return false;
  }

  std::string_view source_;
  const ast::Script& script_;
  std::vector<std::vector<Relation>> conditions_;
};

}  // namespace adage::grammar
