// SPDX-License-Identifier: BSL-1.0
// `adage functions`: the operation table for a reader, in columns that fit 80, or one row in full.
#include <fmt/format.h>

#include <array>

#include "base/suggest.hpp"
#include "cli/command.hpp"
#include "cli/json.hpp"
#include "ops/row.hpp"

namespace adage::cli {
namespace {

struct Column {
  std::string_view title;
  std::size_t width;
};
constexpr std::array<Column, 4> columns{{{"function", 19}, {"derivative", 23}, {"domain", 13}, {"meaning", 22}}};

constexpr std::size_t most_lines = 2;  // of one derivative

bool is_listed(Op op) { return op != Op::number && op != Op::variable && !row(op).summary.empty(); }

/// How a row is written: `tanh(x)`, `a + b`, `not a`, `pi`.
std::string usage(Op op) {
  const Row& shape = row(op);
  const auto names = parameters(op);
  if (shape.notation == Notation::leaf) return std::string(shape.name);
  if (shape.notation == Notation::infix) return fmt::format("{} {} {}", names[0], shape.name, names[1]);
  if (shape.notation == Notation::prefix)
    return fmt::format("{}{}{}", shape.name, shape.name.size() > 1 ? " " : "", names[0]);
  return signature(op);
}

/// The derivatives of a row, one a line; named when there are several.
std::vector<std::string> derivatives(Op op) {
  std::vector<std::string> lines;
  const auto names = parameters(op);
  if (row(op).boolean) return lines;
  for (std::size_t i = 0; i != names.size(); ++i) {
    const bool is_truth = (row(op).boolean_arguments >> i & 1) != 0;
    if (is_truth || row(op).partials[i].empty()) continue;
    const std::string label = names.size() == 1 ? "" : fmt::format("d/d{} ", names[i]);
    lines.push_back(label + std::string(row(op).partials[i]));
  }
  return lines;
}

/// Lines of at most `width` columns, broken at blanks, or anywhere in a word that is longer.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  const auto flush = [&] {
    if (!line.empty()) lines.push_back(std::move(line));
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    std::string word(text.substr(0, blank));
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
    if (!line.empty() && columns_of(line) + 1 + columns_of(word) > width) flush();
    while (columns_of(word) > width) {
      lines.push_back(word.substr(0, width));
      word.erase(0, width);
    }
    line += (line.empty() ? "" : " ") + word;
  }
  flush();
  return lines;
}

void print_row(Op op, Output& out) {
  std::array<std::vector<std::string>, columns.size()> cells;
  cells[0] = wrapped(usage(op), columns[0].width);
  for (const std::string& line : derivatives(op)) {
    std::vector<std::string> parts = wrapped(line, columns[1].width);
    if (parts.size() > most_lines) {  // `functions NAME` shows the whole
      parts.resize(most_lines);
      parts.back() = cut(parts.back(), columns[1].width - 2) + " …";
    }
    for (std::string& part : parts) cells[1].push_back(std::move(part));
  }
  cells[2] = wrapped(row(op).domain, columns[2].width);
  cells[3] = wrapped(row(op).summary, columns[3].width);
  std::size_t height = 0;
  for (const auto& cell : cells) height = std::max(height, cell.size());
  for (std::size_t i = 0; i != height; ++i) {
    std::string line;
    for (std::size_t c = 0; c != cells.size(); ++c)
      line += padded(i < cells[c].size() ? cells[c][i] : "", columns[c].width) + " ";
    line.erase(line.find_last_not_of(' ') + 1);
    out.line(line);
  }
}

void print_in_full(Op op, Output& out) {
  const Row& shape = row(op);
  out.line(out.styled(usage(op), Style::strong));
  const auto field = [&](std::string_view name, std::string_view text) {
    if (!text.empty()) out.line(fmt::format("  {:<11} {}", name, text));
  };
  field("meaning", shape.summary);
  for (const std::string& line : derivatives(op)) field("derivative", line);
  field("body", shape.body);
  field("domain", shape.domain);
  field("kink where", shape.kink.empty() ? "" : fmt::format("{} = 0", shape.kink));
  field("also", shape.aliases);
}

Json row_json(Op op) {
  Json slopes = Json::object();
  const auto names = parameters(op);
  for (std::size_t i = 0; i != names.size(); ++i) slopes[std::string(names[i])] = row(op).partials[i];
  return {{"name", row(op).name},       {"usage", usage(op)},        {"derivatives", slopes},
          {"body", row(op).body},       {"domain", row(op).domain},  {"kink", row(op).kink},
          {"aliases", row(op).aliases}, {"summary", row(op).summary}};
}

std::optional<Op> find_operation(std::string_view name) {
  if (const auto op = find_function(name)) return op;
  for (std::size_t i = 0; i != rows().size(); ++i) {
    if (is_listed(static_cast<Op>(i)) && rows()[i].name == name) return static_cast<Op>(i);
  }
  return std::nullopt;
}

}  // namespace

int run_functions(const Request& request, Workplace& workplace) {
  const bool as_json = request.get("--format", "text") == "json";
  if (!request.operands.empty()) {
    const std::string& name = request.operands.front();
    if (const Definition* definition = workplace.desk.session.find(name)) {
      workplace.out.line(definition->text);
      return kFine;
    }
    const auto op = find_operation(name);
    if (const Definition* definition = op ? nullptr : workplace.desk.session.catalogued(name)) {
      workplace.out.line(definition->text);
      return kFine;
    }
    if (!op) {
      const auto best = nearest(name, function_names());
      workplace.complain(
          fmt::format("there is no function `{}`{}", name, best ? fmt::format("; did you mean `{}`?", *best) : ""));
      return kBadInput;
    }
    if (as_json) {
      workplace.out.line(json_text(row_json(*op)));
    } else {
      print_in_full(*op, workplace.out);
    }
    return kFine;
  }
  if (as_json) {
    Json all = Json::array();
    for (std::size_t i = 0; i != rows().size(); ++i) {
      if (is_listed(static_cast<Op>(i))) all.push_back(row_json(static_cast<Op>(i)));
    }
    workplace.out.line(json_text({{"functions", all}}));
    return kFine;
  }
  std::string title;
  for (const Column& column : columns) title += padded(column.title, column.width) + " ";
  title.erase(title.find_last_not_of(' ') + 1);
  workplace.out.line(workplace.out.styled(title, Style::strong));
  for (std::size_t i = 0; i != rows().size(); ++i) {
    if (is_listed(static_cast<Op>(i))) print_row(static_cast<Op>(i), workplace.out);
  }
  workplace.out.line("");
  workplace.out.line("`self` is the function's own value. `adage functions NAME` shows one in full.");
  return kFine;
}

}  // namespace adage::cli
