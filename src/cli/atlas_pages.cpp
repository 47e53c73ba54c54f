// SPDX-License-Identifier: BSL-1.0
// Each page is a head, a body and a foot; every text that is not ours is escaped.
#include "cli/atlas_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/xml.hpp"
#include "cli/card_table.hpp"
#include "cli/json.hpp"
#include "cli/output.hpp"

namespace adage::cli {
namespace {

std::string head(std::string_view title, std::string_view description, std::string_view scripts = "") {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{}\n"
      "<meta name=\"description\" content=\"{}\">\n<link rel=\"icon\" href=\"data:,\">\n"
      "<link rel=\"stylesheet\" href=\"atlas.css\">\n{}</head>\n<body>\n"
      "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n",
      xml_text(title), kAtlasMark, xml_text(description), scripts);
}

constexpr std::string_view kFoot =
    "<footer>Made by <code>adage atlas</code> from the catalogue of activations. Figures are certified by enclosures "
    "and shown to as many digits as are certain; what is not certain says so.</footer>\n</body>\n</html>\n";

std::string page_of(const AtlasEntry& entry) { return entry.name + ".html"; }

/// As scripts read it.
std::string sort_key(double value) {
  if (std::isnan(value)) return "";
  return std::isinf(value) ? (value > 0 ? "Infinity" : "-Infinity") : number_text(value);
}

/// What the filter looks through.
std::string words_of(const AtlasEntry& entry) {
  std::string words = entry.name + " " + entry.about + " " + entry.definition;
  for (char& c : words) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return words;
}

std::string claims(const AtlasEntry& entry) {
  if (entry.claims.empty()) return "<p>No closed form is on record to be checked.</p>\n";
  std::string result =
      "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Checks\">\n<table>\n<thead><tr>"
      "<th scope=\"col\">claim</th><th scope=\"col\">verdict</th><th scope=\"col\">time</th></tr></thead>\n<tbody>\n";
  for (const AtlasEntry::Judged& judged : entry.claims) {
    const std::string_view word = to_string(judged.verdict.kind);
    result += fmt::format("<tr><td><code>{}</code></td><td class=\"{}\">{}</td><td>{}</td></tr>\n",
                          xml_text(judged.claim), word, word, duration_text(judged.seconds));
  }
  return result + "</tbody>\n</table>\n</div>\n";
}

std::string snippets(const AtlasEntry& entry) {
  std::string inputs, values, formula = entry.formulas.front().text;
  for (const std::string& input : entry.inputs) {
    inputs += fmt::format("{}graph.variable(\"{}\")", inputs.empty() ? "" : ", ", input);
    values += (values.empty() ? "" : ", ") + std::string("1.0");
  }
  const auto block = [](std::string_view title, std::string_view text) {
    return fmt::format("<h3>{}</h3>\n<pre tabindex=\"0\"><code>{}</code></pre>\n", title, xml_text(text));
  };
  std::string latex = entry.formulas.front().latex;
  for (std::size_t i = 1; i < entry.formulas.size(); ++i) latex += "\n" + entry.formulas[i].latex;
  return block("In a script of adage", entry.definition) +
         block("In C++", fmt::format("adage::Graph graph;\nconst auto f = adage::parse(graph, \"{}\");\n"
                                     "const std::vector inputs{{{}}};\n"
                                     "const auto gradient = adage::simplify(adage::gradient(f, inputs));\n"
                                     "const auto value = adage::compile({{f}}, inputs)({{{}}});\n",
                                     formula, inputs, values)) +
         block("In a shell", fmt::format("adage analyze '{0}'\nadage diff '{0}'\n{1}", formula,
                                         entry.plot ? fmt::format("adage plot '{}' --derivative 2\n", formula) : "")) +
         block("In LaTeX, function and derivative", latex);
}

}  // namespace

std::string atlas_page(const AtlasEntry& entry, const AtlasEntry* previous, const AtlasEntry* next, bool has_plot,
                       bool has_graph) {
  std::string text =
      head(entry.name + " · atlas of activations", "Formula, derivative, plot and figures of " + entry.name);
  text += "<nav class=\"pager\" aria-label=\"Atlas\"><a href=\"index.html\">All activations</a>";
  if (entry.rough) text += fmt::format("<a href=\"compare.html#{},relu_act\">Compare</a>", entry.name);
  if (previous != nullptr)
    text += fmt::format("<a href=\"{}\" rel=\"prev\">← {}</a>", page_of(*previous), previous->name);
  if (next != nullptr) text += fmt::format("<a href=\"{}\" rel=\"next\">{} →</a>", page_of(*next), next->name);
  text += fmt::format("</nav>\n<main id=\"main\">\n<h1>{}</h1>\n", xml_text(entry.signature));
  if (!entry.about.empty()) text += fmt::format("<p class=\"about\">{}</p>\n", xml_text(entry.about));
  text += "<h2>Formula</h2>\n";
  for (const AtlasEntry::Formula& formula : entry.formulas) {
    const std::string label = formula.label.empty() ? entry.name : formula.label + " " + entry.name;
    text += fmt::format(
        "<div class=\"formula-line\" tabindex=\"0\" role=\"group\" aria-label=\"{0}: {1}\">"
        "<span>{0} =</span> {2}</div>\n",
        xml_text(label), xml_text(formula.text), formula.mathml);
  }
  if (has_plot) {
    text += fmt::format(
        "<h2>Plot</h2>\n<img class=\"picture\" src=\"{0}.svg\" width=\"960\" height=\"600\" "
        "alt=\"{0} and its first and second derivative from -6 to 6; the figures below say the same "
        "in numbers\">\n",
        entry.name);
  }
  text += "<h2>Card</h2>\n";
  if (entry.card) {
    text +=
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Card\">\n" + to_html(*entry.card) + "</div>\n";
  } else {
    text += fmt::format("<p>There is no card: {}.</p>\n", xml_text(entry.card_fault));
  }
  text += "<h2>Closed forms, checked</h2>\n" + claims(entry);
  if (has_graph) {
    text += fmt::format(
        "<h2>Graph</h2>\n<p>The expression graph with values and adjoints where every variable is 1: "
        "reverse mode at work.</p>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Graph\"><img class=\"picture\" src=\"{0}.graph.svg\" loading=\"lazy\" "
        "alt=\"Expression graph of {0}\"></div>\n",
        entry.name);
  }
  return text + "<h2>Code to copy</h2>\n" + snippets(entry) + "</main>\n" + std::string(kFoot);
}

std::string atlas_index(std::span<const AtlasEntry> entries) {
  std::string text = head("Atlas of activations", "Activation functions with formulas, plots and certified figures",
                          "<script src=\"atlas.js\" defer></script>\n");
  std::size_t proved = 0, claimed = 0;
  for (const AtlasEntry& entry : entries) {
    claimed += entry.claims.size();
    proved += static_cast<std::size_t>(std::ranges::count_if(
        entry.claims, [](const AtlasEntry::Judged& judged) { return judged.verdict == Verdict::Kind::proved; }));
  }
  text += fmt::format(
      "<main id=\"main\">\n<h1>Atlas of activations</h1>\n<p class=\"about\">{} functions with formulas, derivatives, "
      "pictures and figures; {} of {} claims about them proved. Moments and shares are under inputs of N(0,1). "
      "<a href=\"compare.html\">Compare some of them in one picture</a>.</p>\n"
      "<div class=\"controls\" id=\"controls\" hidden>\n<label>Name, author, formula<br>"
      "<input id=\"filter\" type=\"search\" autocomplete=\"off\"></label>\n<label>Smoothness<br>"
      "<select id=\"smooth\"><option value=\"\">any</option>",
      entries.size(), proved, claimed);
  std::vector<CardRow> rows;
  std::vector<std::string> kinds;
  for (const AtlasEntry& entry : entries) {
    rows.emplace_back(entry.name, entry.card.value_or(Card{}));
    const CardLine* smooth = entry.card ? rows.back().line("smoothness") : nullptr;
    if (smooth != nullptr && std::ranges::find(kinds, smooth->text) == kinds.end()) kinds.push_back(smooth->text);
  }
  std::ranges::sort(kinds);
  for (const std::string& kind : kinds) text += fmt::format("<option>{}</option>", xml_text(kind));
  text +=
      "</select></label>\n<p id=\"status\" role=\"status\"></p>\n</div>\n"
      "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table of activations\">\n"
      "<table id=\"cards\">\n<thead><tr><th scope=\"col\" data-sort>name</th><th scope=\"col\">picture</th>"
      "<th scope=\"col\">formula</th>";
  for (const CardColumn& column : card_columns()) {
    if (column.narrow) text += fmt::format("<th scope=\"col\" data-sort>{}</th>", xml_text(column.title));
  }
  text += "<th scope=\"col\" data-sort>closed form</th></tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i != entries.size(); ++i) {
    const AtlasEntry& entry = entries[i];
    const CardLine* smooth = entry.card ? rows[i].line("smoothness") : nullptr;
    text += fmt::format(
        "<tr data-words=\"{}\" data-smooth=\"{}\"><th scope=\"row\"><a href=\"{}\">{}</a></th><td>{}</td>"
        "<td class=\"formula\"><code>{}</code></td>",
        xml_text(words_of(entry)), smooth == nullptr ? "" : xml_text(smooth->text), page_of(entry), entry.name,
        entry.rough ? atlas_thumbnail(*entry.rough) : "", xml_text(entry.formulas.front().text));
    for (const CardColumn& column : card_columns()) {
      if (!column.narrow) continue;
      const std::string cell = entry.card ? rows[i].cell(column) : "";
      const CardLine* line = entry.card ? rows[i].line(column.key) : nullptr;
      const double number = column.key == "range" ? entry.card ? entry.card->infimum.value.middle() : std::nan("")
                                                  : rows[i].number(column.key);
      const bool sorts = column.key == "range" || (line != nullptr && line->figure);
      text += fmt::format("<td{}>{}</td>", sorts ? fmt::format(" data-value=\"{}\"", sort_key(number)) : "",
                          xml_text(cell));
    }
    std::string_view worst = entry.claims.empty() ? "" : "proved";
    for (const AtlasEntry::Judged& judged : entry.claims) {
      if (!(judged.verdict == Verdict::Kind::proved) && worst != "refuted") worst = to_string(judged.verdict.kind);
    }
    text += fmt::format("<td class=\"{0}\">{0}</td></tr>\n", worst);
  }
  return text + "</tbody>\n</table>\n</div>\n</main>\n" + std::string(kFoot);
}

std::string atlas_compare(std::span<const AtlasEntry> entries) {
  std::string text = head("Compare activations", "Activation functions in one picture",
                          "<script src=\"compare.js\" defer></script>\n");
  text +=
      "<nav class=\"pager\" aria-label=\"Atlas\"><a href=\"index.html\">All activations</a></nav>\n"
      "<main id=\"main\">\n<h1>Compare activations</h1>\n<noscript><p>The overlay needs JavaScript. Without it, "
      "<a href=\"index.html\">the table</a> shows each function with its picture.</p></noscript>\n"
      "<div id=\"chooser\" hidden>\n<svg id=\"overlay\" viewBox=\"0 0 900 520\" role=\"img\"></svg>\n"
      "<ul id=\"legend\" aria-label=\"Legend\"></ul>\n<div class=\"controls\"><label><input type=\"checkbox\" "
      "id=\"slopes\"> derivatives too</label><button type=\"button\" class=\"action\" id=\"none\">Choose none</button>"
      "</div>\n<fieldset><legend>Functions</legend>\n";
  Json curves = Json::object();
  Json first = Json::array();
  constexpr std::size_t shown_first = 4;
  constexpr std::string_view wanted[] = {"relu_act", "sigmoid_act", "tanh_act", "gelu_act"};
  for (const AtlasEntry& entry : entries) {
    if (!entry.rough) continue;
    text += fmt::format("<label><input type=\"checkbox\" name=\"curve\" value=\"{0}\"> {0}</label>\n", entry.name);
    if (std::ranges::find(wanted, entry.name) != std::end(wanted)) first.push_back(entry.name);
    Json both = Json::array();
    for (const Plot::Curve& curve : entry.plot->curves) {
      if (curve.derivative > 1) continue;
      Json paths = Json::array();
      for (const Plot::Path& path : curve.paths) {
        Json points = Json::array();
        for (const Plot::Point& p : path) {
          points.push_back(std::round(p.x * 1e3) / 1e3);
          points.push_back(std::isfinite(p.y) ? std::strtod(fmt::format("{:.4g}", p.y).c_str(), nullptr) : 0);
        }
        paths.push_back(std::move(points));
      }
      both.push_back(std::move(paths));
    }
    curves[entry.name] = std::move(both);
  }
  for (const AtlasEntry& entry : entries) {
    if (first.size() < shown_first && entry.rough && curves.size() <= shown_first) first.push_back(entry.name);
  }
  text +=
      "</fieldset>\n<h2>Figures</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Figures\">\n"
      "<table id=\"figures\">\n<thead><tr><th scope=\"col\">name</th>";
  for (const CardColumn& column : card_columns()) {
    if (column.narrow) text += fmt::format("<th scope=\"col\">{}</th>", xml_text(column.title));
  }
  text += "</tr></thead>\n<tbody>\n";
  for (const AtlasEntry& entry : entries) {
    if (!entry.rough || !entry.card) continue;
    const CardRow row(entry.name, *entry.card);
    text +=
        fmt::format("<tr data-name=\"{0}\"><th scope=\"row\"><a href=\"{1}\">{0}</a></th>", entry.name, page_of(entry));
    for (const CardColumn& column : card_columns()) {
      if (column.narrow) text += fmt::format("<td>{}</td>", xml_text(row.cell(column)));
    }
    text += "</tr>\n";
  }
  constexpr double most = 20;  // a steeper function is cut off
  const Json data{{"left", -6}, {"right", 6}, {"most", most}, {"first", first}, {"curves", curves}};
  return text + "</tbody>\n</table>\n</div>\n</div>\n<script type=\"application/json\" id=\"curves\">" + data.dump() +
         "</script>\n</main>\n" + std::string(kFoot);
}

std::string atlas_thumbnail(const Plot& plot) {
  constexpr double width = 120, height = 60, left = -4, right = 4;
  double bottom = -1, top = 1;
  const auto inside = [&](const Plot::Point& p) { return p.x >= left && p.x <= right; };
  for (const Plot::Curve& curve : plot.curves) {
    for (const Plot::Path& path : curve.paths) {
      for (const Plot::Point& p : path) {
        if (!inside(p) || curve.derivative != 0) continue;
        bottom = std::min(bottom, p.y);
        top = std::max(top, p.y);
      }
    }
  }
  bottom = std::max(bottom, -4.0) - 0.1;
  top = std::min(top, 4.0) + 0.1;
  const auto x = [&](double v) { return (v - left) / (right - left) * width; };
  const auto y = [&](double v) { return std::clamp((top - v) / (top - bottom) * height, -height, 2 * height); };
  std::string result = fmt::format(
      "<svg class=\"thumb\" viewBox=\"0 0 {:g} {:g}\" aria-hidden=\"true\"><path class=\"axis\" d=\"M0 "
      "{:.0f}H{:g}M{:.0f} "
      "0V{:g}\"/>",
      width, height, y(0), width, x(0), height);
  for (const Plot::Curve& curve : plot.curves) {
    if (curve.derivative > 1) continue;
    std::string d;
    for (const Plot::Path& path : curve.paths) {
      for (std::size_t i = 0; i != path.size(); ++i)
        d += fmt::format("{}{:.0f} {:.1f}", i == 0 ? "M" : "L", x(path[i].x), y(path[i].y));
    }
    result += fmt::format("<path class=\"{}\" d=\"{}\"/>", curve.derivative == 0 ? "f" : "df", d);
  }
  return result + "</svg>";
}

}  // namespace adage::cli
