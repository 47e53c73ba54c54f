// SPDX-License-Identifier: BSL-1.0
// Kinds of nodes differ in shape and in fill, values and adjoints in place and in colour; the two colours are told
// apart by nearly everybody (Okabe & Ito 2008), the second one darkened to be read on white.
#include "emit/dot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "base/xml.hpp"
#include "graph/print.hpp"
#include "graph/print_shape.hpp"

namespace adage {
namespace {

constexpr std::string_view kForward = "#0072B2";
constexpr std::string_view kBackward = "#B34700";
constexpr std::string_view kIdle = "#B0B0B0";

constexpr std::string_view kHead =
    "digraph expression {\n"
    "  graph [rankdir=BT, ordering=in, nodesep=0.35, ranksep=0.45, fontname=\"Helvetica,Arial,sans-serif\"];\n"
    "  node [shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#404040\", "
    "fontname=\"Helvetica,Arial,sans-serif\"];\n"
    "  edge [color=\"#404040\", arrowsize=0.7, fontsize=11, fontname=\"Helvetica,Arial,sans-serif\"];\n";

/// Names for arguments that are not names of variables.
constexpr std::string_view places[kMaxArity] = {"①", "②", "③"};

/// As a quoted string of the dot language.
std::string dot_string(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

/// Does the place of an argument matter, so that edges must say it?
bool has_places(const Row& row) {
  const bool several = row.parameters.find(',') != row.parameters.npos;
  return several && !row.commutative;
}

/// With the longer minus of mathematics.
std::string set_number(double value) {
  std::string text;
  for (const char c : short_number(value)) text += c == '-' ? std::string("−") : std::string(1, c);
  return text;
}

class Drawing {
 public:
  Drawing(const Arena& arena, const Slice& nodes, const Trace* trace)
      : arena_(&arena), shape_(arena), nodes_(&nodes), trace_(trace) {}

  std::string text() {
    text_ = kHead;
    for (std::size_t at = 0; at != nodes_->size(); ++at) {
      node(at);
      edges(at);
    }
    const std::size_t root = nodes_->size() - 1;
    text_ += "  output [shape=plaintext, style=\"\", label=\"output\"];\n";
    text_ += fmt::format("  n{} -> output;\n", root);
    if (trace_ != nullptr) caption();
    return text_ + "}\n";
  }

 private:
  Id id(std::size_t at) const { return nodes_->nodes[at]; }

  /// `tanh`, `+`; where the places of the arguments matter, `① - ②` or `clamp(①, ②, ③)`.
  std::string title(std::size_t at) const {
    const Row& shown = row(arena_->op(id(at)));
    if (!has_places(shown)) return node_label(*arena_, id(at));
    if (shown.notation == Notation::infix) return fmt::format("{} {} {}", places[0], shown.name, places[1]);
    const std::span<const std::string_view> used(places, arena_->args(id(at)).size());
    return fmt::format("{}({})", shown.name, fmt::join(used, ", "));
  }

  void node(std::size_t at) {
    std::string look;
    if (arena_->op(id(at)) == Op::variable) {
      look = "shape=ellipse, margin=0.03, fillcolor=\"#DCEBF7\", ";
    } else if (arena_->is_constant(id(at))) {
      look = "style=filled, fillcolor=\"#EEEEEE\", ";
    }
    if (at + 1 == nodes_->size()) look += "peripheries=2, fillcolor=\"#FFF3C4\", ";
    const bool plain = trace_ == nullptr && !has_places(row(arena_->op(id(at))));
    text_ += fmt::format("  n{} [{}label={}];\n", at, look, plain ? dot_string(title(at)) : cells(at));
  }

  /// The title, the value below it, the adjoint below that, and at the bottom where each argument arrives.
  std::string cells(std::size_t at) const {
    const std::size_t ports = has_places(row(arena_->op(id(at)))) ? arena_->args(id(at)).size() : 0;
    std::string text;
    const auto line = [&](const std::string& content) {
      text += fmt::format("<tr><td colspan=\"{}\">{}</td></tr>", std::max<std::size_t>(ports, 1), content);
    };
    const auto colored = [&](std::string_view color, const std::string& number) {
      line(fmt::format("<font color=\"{}\">{}</font>", color, number));
    };
    line(trace_ == nullptr ? xml_text(title(at)) : "<b>" + xml_text(title(at)) + "</b>");
    if (trace_ != nullptr && !arena_->is_number(id(at))) colored(kForward, value(at));
    if (trace_ != nullptr && trace_->active[at]) colored(kBackward, "<i>" + set_number(trace_->adjoints[at]) + "</i>");
    if (ports != 0) text += "<tr>";
    for (std::size_t k = 0; k != ports; ++k)
      text += fmt::format("<td port=\"p{}\"><font point-size=\"10\" color=\"#606060\">{}</font></td>", k, places[k]);
    if (ports != 0) text += "</tr>";
    return "<<table border=\"0\" cellspacing=\"0\" cellpadding=\"1\">" + text + "</table>>";
  }

  std::string value(std::size_t at) const {
    if (arena_->is_boolean(id(at))) return trace_->values[at] != 0 ? "true" : "false";
    return set_number(trace_->values[at]);
  }

  void edges(std::size_t at) {
    const auto args = shape_.arguments(id(at));
    const auto kept = arena_->args(id(at));
    const Row& shown = row(arena_->op(id(at)));
    for (std::size_t i = 0; i != kept.size(); ++i) {
      const bool swapped = kept.size() == 2 && args[0] != kept[0];
      const std::size_t place = swapped ? 1 - i : i;
      const std::size_t from = nodes_->position(args[i]);
      const std::string port = has_places(shown) ? fmt::format("n{}:p{}:s", at, place) : fmt::format("n{}", at);
      if (trace_ == nullptr) {
        text_ += fmt::format("  n{} -> {};\n", from, port);
        continue;
      }
      const Trace::Flow& flow = trace_->flows[at][place];
      const bool idle = trace_->active[at] && trace_->active[from] && !flow.exists;
      text_ += fmt::format("  n{} -> {} [color=\"{}\"];\n", from, port, idle ? kIdle : kForward);
      if (!flow.exists) continue;
      text_ +=
          fmt::format("  n{0} -> n{1} [dir=back, style=dashed, color=\"{2}\", fontcolor=\"{2}\", label=\" ×{3} \"];\n",
                      from, at, kBackward, set_number(flow.partial));
    }
  }

  void caption() {
    constexpr std::size_t few = 60, longest = 90;
    std::string formula;
    if (nodes_->size() <= few) formula = to_infix(*arena_, id(nodes_->size() - 1));
    if (formula.size() > longest) formula.clear();
    if (!formula.empty()) formula = "<b>" + xml_text(formula) + "</b><br/>";
    text_ += fmt::format(
        "  label=<<br/>{}<font point-size=\"12\"><font color=\"{}\">value</font>, and below it the "
        "<font color=\"{}\"><i>adjoint</i></font>: d output / d node<br/>dashed: adjoint <font color=\"{}\">× local "
        "derivative</font>, summed where edges meet</font>>;\n",
        formula, kForward, kBackward, kBackward);
  }

  const Arena* arena_;
  Shape shape_;
  const Slice* nodes_;
  const Trace* trace_;
  std::string text_;
};

}  // namespace

std::string short_number(double value) {
  if (std::isnan(value)) return "nan";
  if (value == 0) return "0";
  std::string text = fmt::format("{:.4g}", value);
  const std::size_t exponent = text.find('e');
  if (exponent == text.npos) return text;
  // `e-07` and `e+20` as `e-7` and `e20`.
  std::string digits = text.substr(exponent + 2);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return text.substr(0, exponent) + (text[exponent + 1] == '-' ? "e-" : "e") + digits;
}

std::string to_dot(const Arena& arena, Id root) {
  const Slice nodes = slice(arena, root);
  return Drawing(arena, nodes, nullptr).text();
}

std::string to_dot(const Arena& arena, const Trace& trace) { return Drawing(arena, trace.nodes, &trace).text(); }

}  // namespace adage
