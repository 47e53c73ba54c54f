// SPDX-License-Identifier: BSL-1.0
// Cards as text, JSON and HTML.
#include <fmt/format.h>

#include <adage/analyze.hpp>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "api/card_text.hpp"
#include "base/utf8.hpp"
#include "base/xml.hpp"

namespace adage {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kColumns = 80;
constexpr std::size_t kLabel = 24;

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

/// Words from `column` on, further lines indented to `indent`.
void append_wrapped(std::string& out, std::string_view text, std::size_t column, std::size_t indent) {
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t width = columns(word);
    if (!first && column + 1 + width > kColumns) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
      first = true;
    }
    out += (first ? "" : " ") + std::string(word);
    column += width + (first ? 0 : 1);
    first = false;
  }
  out += "\n";
}

Json json_number(double x) { return std::isfinite(x) ? Json(x) : Json(std::isnan(x) ? "nan" : x > 0 ? "inf" : "-inf"); }

Json json_of(const Figure& figure) {
  constexpr const char* kinds[] = {"undecided", "exact", "certified", "at_least", "at_most", "measured"};
  Json json{{"kind", kinds[static_cast<std::size_t>(figure.kind)]},
            {"text", to_string(figure)},
            {"lo", json_number(figure.lo)},
            {"hi", json_number(figure.hi)}};
  if (!figure.exact.empty()) json["exact"] = figure.exact;
  if (!figure.note.empty()) json["note"] = figure.note;
  return json;
}

Json json_of(Answer answer) {
  return answer == Answer::yes ? Json(true) : answer == Answer::no ? Json(false) : Json(nullptr);
}

Json json_of(const std::vector<Figure>& figures) {
  Json json = Json::array();
  for (const Figure& figure : figures) json.push_back(json_of(figure));
  return json;
}

Json json_of(const Card::Extreme& e) {
  return {{"value", json_of(e.value)}, {"attained", json_of(e.attained)}, {"at", json_of(e.at)}};
}

Json json_of(const Card::End& e) {
  return {{"limit", json_of(e.limit)},
          {"slope", json_of(e.slope)},
          {"offset", json_of(e.offset)},
          {"defined", json_of(e.defined)}};
}

Json json_of(const std::vector<Card::Stretch>& stretches) {
  Json json = Json::array();
  for (const Card::Stretch& s : stretches)
    json.push_back({{"from", json_of(s.from)}, {"to", json_of(s.to)}, {"trend", card_text::name_of(s.trend)}});
  return json;
}

Json json_of(const Card::Where& where) {
  Json intervals = Json::array();
  for (const auto& [from, to] : where.intervals) intervals.push_back({json_of(from), json_of(to)});
  return {{"intervals", intervals}, {"complete", where.complete}, {"share", json_of(where.share)}};
}

Json json_of_smoothness(int k) {
  return k == Card::kUnknownSmoothness ? Json(nullptr) : k == Card::kSmooth ? Json("inf") : Json(k);
}

Json json_of(const Card::Joint& j) {
  constexpr const char* kinds[] = {"possible", "kink", "jump", "smooth"};
  Json frameworks = Json::object();
  for (const auto& [who, what] : j.frameworks) frameworks[who] = what;
  return {{"kind", kinds[static_cast<std::size_t>(j.kind)]},
          {"at", j.at ? json_of(*j.at) : Json(nullptr)},
          {"condition", j.condition},
          {"value", json_of(j.value)},
          {"left_value", json_of(j.left_value)},
          {"right_value", json_of(j.right_value)},
          {"left_slope", json_of(j.left_slope)},
          {"right_slope", json_of(j.right_slope)},
          {"convention", json_of(j.convention)},
          {"smoothness", json_of_smoothness(j.smoothness)},
          {"frameworks", frameworks}};
}

Json joints_of(const Card& card) {
  Json json = Json::array();
  for (const Card::Joint& joint : card.joints) json.push_back(json_of(joint));
  return json;
}

void add_signal(const Card& card, Json& json) {
  const std::pair<const char*, const Figure*> figures[] = {{"mean", &card.mean},
                                                           {"second_moment", &card.second_moment},
                                                           {"variance", &card.variance},
                                                           {"mean_slope", &card.mean_slope},
                                                           {"slope_moment", &card.slope_moment},
                                                           {"chi1", &card.chi1},
                                                           {"he_gain", &card.he_gain},
                                                           {"variance_gain", &card.variance_gain}};
  for (const auto& [name, figure] : figures) json[name] = json_of(*figure);
  json["fixed_points"] = Json::array();
  for (const Card::FixedPoint& p : card.fixed_points)
    json["fixed_points"].push_back(
        {{"mean", json_of(p.mean)}, {"variance", json_of(p.variance)}, {"stable", json_of(p.stable)}});
  json["vanishing"] = Json::object();
  for (const Card::Vanishing& v : card.vanishing)
    json["vanishing"][v.initialisation] = {
        {"10", json_of(v.after10)}, {"50", json_of(v.after50)}, {"100", json_of(v.after100)}};
}

Json json_of_box(const Card& card) {
  Json box = Json::object(), slopes = Json::object();
  for (const auto& side : card.box) box[side.variable] = {json_number(side.first), json_number(side.last)};
  for (const auto& [name, figure] : card.slopes) slopes[name] = json_of(figure);
  return {{"formula", card.formula},          {"variables", card.inputs},           {"box", box},
          {"infimum", json_of(card.infimum)}, {"supremum", json_of(card.supremum)}, {"slopes", slopes},
          {"joints", joints_of(card)},        {"operations", card.operations},      {"notes", card.notes},
          {"seconds", card.seconds}};
}

}  // namespace

std::string to_string(const Card& card) {
  std::string out;
  append_wrapped(out, card.formula, 0, 2);
  if (!card.derivative.empty()) append_wrapped(out, fmt::format("d/d{}: {}", card.variable, card.derivative), 0, 2);
  out += "\n";
  std::string before;
  std::vector<CardLine> all = lines(card);
  for (CardLine& line : all) {
    // A reason is given once.
    const bool again = line.text.starts_with("undecided (") && line.text == before;
    before = line.text;
    if (again) line.text = "undecided";
    const std::size_t width = columns(line.label);
    out += line.label + std::string(width < kLabel ? kLabel - width : 1, ' ');
    const std::size_t column = std::max(kLabel, width + 1);
    const bool beside = !line.meaning.empty() && column + columns(line.text) + 3 + columns(line.meaning) <= kColumns;
    append_wrapped(out, beside ? fmt::format("{}   {}", line.text, line.meaning) : line.text, column, kLabel);
    if (!line.meaning.empty() && !beside) {
      out += std::string(kLabel, ' ');
      append_wrapped(out, line.meaning, kLabel, kLabel);
    }
  }
  return out;
}

std::string to_json(const Card& card) {
  if (!card.inputs.empty()) return json_of_box(card).dump(-1, ' ', false, Json::error_handler_t::replace);
  Json json{{"formula", card.formula},
            {"variable", card.variable},
            {"derivative", card.derivative},
            {"defined", json_of(card.defined)},
            {"infimum", json_of(card.infimum)},
            {"supremum", json_of(card.supremum)},
            {"left", json_of(card.left)},
            {"right", json_of(card.right)},
            {"odd", json_of(card.odd)},
            {"even", json_of(card.even)},
            {"zeros", json_of(card.zeros)},
            {"zeros_complete", card.zeros_complete},
            {"monotone", json_of(card.monotone)},
            {"signs", json_of(card.signs)},
            {"convex", json_of(card.convex)},
            {"smoothness", json_of_smoothness(card.smoothness)},
            {"joints", joints_of(card)},
            {"joints_complete", card.joints_complete},
            {"lipschitz", json_of(card.lipschitz)},
            {"least_slope", json_of(card.least_slope)},
            {"epsilon", card.epsilon},
            {"saturated", json_of(card.saturated)},
            {"dead", json_of(card.dead)},
            {"sparse", json_of(card.sparse)}};
  add_signal(card, json);
  json["operations"] = card.operations;
  json["value_ns"] = json_of(card.value_time);
  json["both_ns"] = json_of(card.both_time);
  json["keeps"] = card.keeps;
  json["backward"] = card.backward;
  json["notes"] = card.notes;
  json["seconds"] = card.seconds;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_html(const Card& card) {
  std::string out = fmt::format("<table class=\"card\">\n<caption><code>{}</code></caption>\n", xml_text(card.formula));
  for (const CardLine& line : lines(card)) {
    out += fmt::format("<tr data-key=\"{}\"><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n", xml_text(line.key),
                       xml_text(line.label), xml_text(line.text), xml_text(line.meaning));
  }
  return out + "</table>\n";
}

}  // namespace adage
