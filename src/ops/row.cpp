// SPDX-License-Identifier: BSL-1.0
// The operation table as a whole: the tables of the families joined, and looked up by name.
#include "ops/row.hpp"

#include <adage/error.hpp>
#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>

#include "ops/tables.hpp"

namespace adage {
namespace {

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; (begin = text.find_first_not_of(separators, begin)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return parts;
}

struct Table {
  std::vector<Row> rows;
  std::vector<std::vector<std::string_view>> parameters;
  boost::unordered_flat_map<std::string_view, Op> functions;
  std::size_t written = 0;  // how many rows are of the language

  Table() {
    for (const auto family : {structural_rows(), elementary_rows(), special_rows(), fused_rows()}) {
      written = rows.size();
      rows.insert(rows.end(), family.begin(), family.end());
    }
    for (const Row& row : rows) {
      const auto op = static_cast<Op>(parameters.size());
      parameters.push_back(split(row.parameters, ", "));
      const bool constant = parameters.back().empty() && row.notation == Notation::leaf && op > Op::variable;
      if (row.notation != Notation::call && !constant && row.aliases.empty()) continue;
      if (row.notation == Notation::call || constant) functions.emplace(row.name, op);
      for (const std::string_view alias : split(row.aliases, " ")) functions.emplace(alias, op);
    }
  }
};

const Table& table() {
  static const Table instance;
  return instance;
}

}  // namespace

std::span<const Row> rows() { return std::span(table().rows).first(table().written); }
std::span<const Row> all_rows() { return table().rows; }

const Row& row(Op op) {
  static const Row* const first = table().rows.data();
  return first[static_cast<std::size_t>(op)];
}

std::span<const std::string_view> parameters(Op op) { return table().parameters[static_cast<std::size_t>(op)]; }

bool takes_rest(Op op) {
  const auto names = parameters(op);
  return names.size() > 1 && names.back() == "rest";
}

std::size_t arity(Op op) {
  static const std::vector<std::uint8_t> arities = [] {
    std::vector<std::uint8_t> result;
    for (const auto& names : table().parameters) result.push_back(static_cast<std::uint8_t>(names.size()));
    return result;
  }();
  return arities[static_cast<std::size_t>(op)];
}

std::optional<Op> find_operation(std::string_view name) {
  const auto found = table().functions.find(name);
  return found == table().functions.end() ? std::nullopt : std::optional<Op>(found->second);
}

std::optional<Op> find_function(std::string_view name) {
  const auto op = find_operation(name);
  return op && static_cast<std::size_t>(*op) < table().written ? op : std::nullopt;
}

bool is_function_name(std::string_view name) {
  const auto op = find_function(name);
  return op && arity(*op) > 0;
}

std::vector<std::string_view> function_names() {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i != rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    if (arity(op) > 0 && find_function(row(op).name) == op) names.push_back(row(op).name);
  }
  return names;
}

Op function(std::string_view name) {
  if (const auto op = find_function(name)) return *op;
  throw Error("the operation table has no function `" + std::string(name) + "`");
}

std::string signature(Op op) {
  std::string text(row(op).name);
  text += '(';
  for (std::size_t i = 0; i != arity(op); ++i) {
    if (i != 0) text += ", ";
    text += parameters(op)[i];
  }
  if (row(op).variadic) text += ", …";
  return text + ")";
}

}  // namespace adage
