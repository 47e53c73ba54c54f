// SPDX-License-Identifier: BSL-1.0
// `adage compare`: cards side by side, a row each, as a table for a terminal or in a format for elsewhere.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/xml.hpp"
#include "cli/card_table.hpp"
#include "cli/cards.hpp"
#include "cli/json.hpp"
#include "script/catalog.hpp"

namespace adage::cli {
namespace {

std::string escaped_csv(std::string text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::string escaped_markdown(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '|' ? std::string("\\|") : std::string(1, c);
  return result;
}

void print_table(const std::vector<CardRow>& rows, Output& out) {
  std::vector<std::vector<std::string>> cells;
  std::vector<std::string> head{"name"};
  for (const CardColumn& column : card_columns()) {
    if (column.narrow) head.emplace_back(column.title);
  }
  cells.push_back(head);
  for (const CardRow& row : rows) {
    std::vector<std::string> line{row.name};
    for (const CardColumn& column : card_columns()) {
      if (column.narrow) line.push_back(row.cell(column));
    }
    cells.push_back(std::move(line));
  }
  std::vector<std::size_t> widths(head.size());
  for (const auto& line : cells) {
    for (std::size_t i = 0; i != line.size(); ++i)
      widths[i] = std::max(widths[i], std::min<std::size_t>(columns_of(line[i]), i == 0 ? 20 : 24));
  }
  // What does not fit the terminal is left out from the right; the other formats have every column.
  std::size_t shown = 0, total = 0;
  const std::size_t width = out.is_terminal() ? out.width() : 120;
  while (shown != widths.size() && total + widths[shown] <= width) total += widths[shown++] + 2;
  for (std::size_t r = 0; r != cells.size(); ++r) {
    std::string line;
    for (std::size_t i = 0; i != shown; ++i)
      line += padded(cut(cells[r][i], widths[i]), widths[i] + (i + 1 == shown ? 0 : 2));
    line.resize(line.find_last_not_of(' ') + 1);
    out.line(r == 0 ? out.styled(line, Style::strong) : line);
  }
}

void print_csv(const std::vector<CardRow>& rows, Output& out) {
  std::string head = "name,formula,infimum,supremum";
  for (const CardColumn& column : card_columns()) head += fmt::format(",{}", column.key);
  out.line(head);
  for (const CardRow& row : rows) {
    std::string line =
        fmt::format("{},{},{},{}", escaped_csv(row.name), escaped_csv(row.card.formula),
                    escaped_csv(to_string(row.card.infimum.value)), escaped_csv(to_string(row.card.supremum.value)));
    for (const CardColumn& column : card_columns()) {
      const CardLine* found = row.line(column.key);
      line += "," + escaped_csv(found == nullptr ? "" : found->text);
    }
    out.line(line);
  }
}

void print_markdown(const std::vector<CardRow>& rows, Output& out) {
  std::string head = "| name |", rule = "| --- |";
  for (const CardColumn& column : card_columns()) {
    head += fmt::format(" {} |", escaped_markdown(column.title));
    rule += " --- |";
  }
  out.line(head);
  out.line(rule);
  for (const CardRow& row : rows) {
    std::string line = fmt::format("| {} |", escaped_markdown(row.name));
    for (const CardColumn& column : card_columns()) line += fmt::format(" {} |", escaped_markdown(row.cell(column)));
    out.line(line);
  }
}

void print_html(const std::vector<CardRow>& rows, Output& out) {
  out.write("<table class=\"cards\">\n<thead><tr><th scope=\"col\">name</th>");
  for (const CardColumn& column : card_columns())
    out.write(fmt::format("<th scope=\"col\">{}</th>", xml_text(column.title)));
  out.write("</tr></thead>\n<tbody>\n");
  for (const CardRow& row : rows) {
    out.write(fmt::format("<tr><th scope=\"row\">{}</th>", xml_text(row.name)));
    for (const CardColumn& column : card_columns()) out.write(fmt::format("<td>{}</td>", xml_text(row.cell(column))));
    out.write("</tr>\n");
  }
  out.write("</tbody>\n</table>\n");
}

void print_json(const std::vector<CardRow>& rows, Output& out) {
  Json json = Json::array();
  for (const CardRow& row : rows) {
    Json one{{"name", row.name}};
    one.update(Json::parse(to_json(row.card)));
    json.push_back(std::move(one));
  }
  out.line(json_text(json));
}

struct Form {
  std::string_view name;
  void (*print)(const std::vector<CardRow>&, Output&);
};
constexpr Form forms[] = {{"text", print_table},
                          {"markdown", print_markdown},
                          {"csv", print_csv},
                          {"json", print_json},
                          {"html", print_html}};

/// By a figure, the smallest first; what has none comes last.
bool sort_rows(std::vector<CardRow>& rows, const std::string& key) {
  const auto known = [&](const CardRow& row) { return row.line(key) != nullptr; };
  if (!std::ranges::any_of(rows, known)) return false;
  std::stable_sort(rows.begin(), rows.end(), [&](const CardRow& a, const CardRow& b) {
    const double x = a.number(key), y = b.number(key);
    if (std::isnan(x) || std::isnan(y)) return !std::isnan(x) && std::isnan(y);
    return x < y;
  });
  return true;
}

std::vector<std::string> catalogued_names() {
  std::vector<std::string> names;
  const Script script(builtin_catalog(), "catalogue");
  for (const ast::Statement& statement : script.parsed().script.statements) {
    if (statement.kind != ast::Statement::Kind::definition || !statement.is_function) continue;
    std::size_t variables = 0;
    for (const ast::Parameter& parameter : statement.parameters) variables += parameter.fallback ? 0 : 1;
    if (variables == 1) names.push_back(script.parsed().script.names[statement.name]);
  }
  return names;
}

}  // namespace

int run_compare(const Request& request, Workplace& workplace) {
  std::vector<std::string> texts = request.operands;
  if (request.has("--catalog")) {
    for (std::string& name : catalogued_names()) texts.push_back(std::move(name));
  }
  if (texts.empty()) {
    workplace.complain("name the formulas to compare, or give --catalog for all activations");
    return kBadInput;
  }
  auto options = read_card_options(request, workplace);
  if (!options) return kBadInput;
  options->backward = request.get("--format", "text") != "text";
  std::vector<CardRow> rows;
  Progress progress(workplace.err);
  bool fine = true;
  for (const std::string& text : texts) {
    progress.show(fmt::format("{} of {}: {}", rows.size() + 1, texts.size(), text));
    const auto subject = read_subject(text, request, workplace);
    if (!subject) {
      fine = false;
      continue;
    }
    try {
      rows.emplace_back(subject->name, card_of(*subject, *options));
    } catch (const Error& error) {
      progress.clear();
      workplace.complain(fmt::format("{}: {}", text, error.what()));
      fine = false;
    }
  }
  progress.clear();
  if (const std::string key = request.get("--by", ""); !key.empty() && !rows.empty() && !sort_rows(rows, key)) {
    std::string known;
    for (const CardLine& line : rows.front().lines) {
      if (line.figure && known.find(line.key) == std::string::npos) known += (known.empty() ? "" : ", ") + line.key;
    }
    workplace.complain(fmt::format("--by {}: no such figure; there are {}", key, known));
    return kBadInput;
  }
  const auto form = std::ranges::find(forms, request.get("--format", "text"), &Form::name);
  if (!rows.empty()) form->print(rows, workplace.out);
  return fine ? kFine : kBadInput;
}

}  // namespace adage::cli
