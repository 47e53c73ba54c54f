// SPDX-License-Identifier: BSL-1.0
// `adage show`: what the engine makes of a formula, as text or as a picture of its graph.
#include <fmt/format.h>

#include <adage/differentiate.hpp>
#include <adage/function.hpp>
#include <adage/simplify.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "cli/command.hpp"
#include "cli/drawing.hpp"
#include "cli/files.hpp"
#include "cli/formats.hpp"
#include "emit/dot.hpp"
#include "graph/print.hpp"

namespace adage::cli {
namespace {

/// A picture of more nodes is of no use to anybody, and takes Graphviz long.
constexpr std::size_t kMostDrawn = 500;

/// Graphviz would improve a layout for minutes; these bound it to seconds. Large pictures have straight edges.
constexpr std::string_view bounds[] = {"-Gnslimit=2", "-Gnslimit1=2"};
constexpr std::size_t kLarge = 150;
constexpr std::string_view bounds_of_large[] = {"-Gsplines=line", "-Gdpi=72"};

/// The words for Graphviz by the ending of the file; none: the description itself.
struct Picture {
  std::string_view ending;
  std::vector<std::string> arguments;
};
const std::vector<Picture> pictures = {
    {".svg", {"-Tsvg"}}, {".png", {"-Tpng", "-Gdpi=144"}}, {".pdf", {"-Tpdf"}}, {".dot", {}}, {".gv", {}}};

using Point = std::vector<std::pair<Id, double>>;

/// Of one variable, the slopes of removable kinks are known, and a sweep over the formula as it stands may miss them.
/// The exact derivative of a formula with many kinks takes long, so it is asked for only where differences beside the
/// point speak against the sweep.
void note_repair(const Expression& e, const Assignments& assignments, const Trace& trace, Workplace& workplace) {
  constexpr std::size_t few_nodes = 60;
  constexpr double step = 1e-6, doubtful = 1e-4, different = 1e-6;
  const std::vector<Expression> variables = e.variables();
  if (e.is_boolean() || variables.size() != 1 || e.size() > few_nodes) return;
  const double swept = trace.adjoints[trace.nodes.position(variables.front().id())];
  const auto agrees = [swept](double slope, double within) {
    return std::fabs(slope - swept) <= within * std::max(std::fabs(slope), 1e-3);
  };
  Assignments beside = assignments;
  const auto here = std::ranges::find(beside, variables.front().name(), &Assignments::value_type::first);
  const double x = here->second, h = step * std::max(1.0, std::fabs(x));
  here->second = x + h;
  const double after = values_of(std::span(&e, 1), beside).front();
  here->second = x - h;
  const double before = values_of(std::span(&e, 1), beside).front();
  if (agrees((after - before) / (2 * h), doubtful)) return;
  const Expression slope = simplify(derivative(e, variables.front()));
  const double known = values_of(std::span(&slope, 1), assignments).front();
  if (!std::isfinite(known) || agrees(known, different)) return;
  workplace.note(fmt::format("the derivative here is {}; the chain rule, taken step by step as shown, gives {}",
                             short_number(known), short_number(swept)));
}

/// The trace at --at; nothing without --at. The outer optional is empty after a fault has been reported.
std::optional<std::optional<Trace>> read_trace(const Request& request, Workplace& workplace, const Formula& formula,
                                               const Expression& e) {
  if (!request.has("--at")) return std::optional<Trace>();
  const auto assignments = read_assignments(request, workplace);
  if (!assignments) return std::nullopt;
  const grammar::Parsed parsed = grammar::parse_script(formula.source, limits_of(request));
  const Span whole{0, static_cast<std::uint32_t>(formula.source.size())};
  if (const auto missing = missing_value(e, *assignments, parsed.script, whole)) {
    workplace.report(*missing, formula.source, "formula");
    return std::nullopt;
  }
  Point point;
  for (const auto& [name, value] : *assignments) point.emplace_back(workplace.desk.graph.variable(name).id(), value);
  Trace result = trace(e.arena(), e.id(), point);
  note_repair(e, *assignments, result, workplace);
  return std::optional(std::move(result));
}

/// The nodes one a line, with values and adjoints in columns of their own.
std::string traced_listing(const Expression& e, const Trace& trace) {
  const std::string nodes = to_listing(e.arena(), e.id());
  std::vector<std::string_view> lines;
  std::size_t width = 4;
  for (std::size_t begin = 0; begin < nodes.size(); begin += lines.back().size() + 1) {
    lines.push_back(std::string_view(nodes).substr(begin, nodes.find('\n', begin) - begin));
    width = std::max(width, columns_of(lines.back()));
  }
  std::string text = fmt::format("{}  {:<11} {}\n", padded("node", width), "value", "adjoint");
  for (std::size_t at = 0; at != lines.size(); ++at) {
    const bool truth = e.arena().is_boolean(trace.nodes.nodes[at]);
    const std::string value = !truth ? short_number(trace.values[at]) : trace.values[at] != 0 ? "true" : "false";
    const std::string adjoint = trace.active[at] ? " " + short_number(trace.adjoints[at]) : "";
    std::string line = fmt::format("{}  {:<11}{}", padded(lines[at], width), value, adjoint);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string text_of(const Expression& e, std::string_view form, const std::optional<Trace>& trace) {
  using Listing = std::string (*)(const Function&);
  constexpr std::pair<std::string_view, Listing> programs[] = {
      {"tape", [](const Function& f) { return f.listing(); }},
      {"llvm", [](const Function& f) { return f.llvm(); }},
      {"assembly", [](const Function& f) { return f.assembly(); }},
  };
  const auto program = std::ranges::find(programs, form, &std::pair<std::string_view, Listing>::first);
  if (program != std::end(programs)) {
    const std::vector<Expression> inputs = e.variables();
    return program->second(compile(std::span(&e, 1), inputs));
  }
  if (trace) return form == "dot" ? to_dot(e.arena(), *trace) : traced_listing(e, *trace);
  return to_string(e, format_of(form));
}

/// A picture of the graph in the format that the name of the file asks for.
int draw(const Expression& e, const std::optional<Trace>& trace, const std::string& path, Workplace& workplace) {
  const std::string ending = std::filesystem::path(path).extension().string();
  const auto picture = std::ranges::find(pictures, ending, &Picture::ending);
  if (picture == pictures.end()) {
    std::vector<std::string_view> known;
    for (const Picture& one : pictures) known.push_back(one.ending);
    workplace.complain(fmt::format("-o {}: the ending of the file says what to write, and it is none of {}", path,
                                   fmt::join(known, ", ")));
    return kBadInput;
  }
  const std::string description = text_of(e, "dot", trace);
  if (picture->arguments.empty()) return write_file(path, description, workplace) ? kFine : kBadInput;
  if (e.size() > kMostDrawn) {
    workplace.complain(fmt::format(
        "the graph has {} nodes, and more than {} are not drawn; -o file.dot writes the description instead", e.size(),
        kMostDrawn));
    return kBadInput;
  }
  std::vector<std::string> arguments = picture->arguments;
  arguments.insert(arguments.end(), std::begin(bounds), std::end(bounds));
  if (e.size() > kLarge) arguments.insert(arguments.end(), std::begin(bounds_of_large), std::end(bounds_of_large));
  try {
    return write_file(path, drawn_by(kDot, arguments, description), workplace) ? kFine : kBadInput;
  } catch (const Error& error) {
    workplace.complain(error.what());
    return kBadInput;
  }
}

}  // namespace

int run_show(const Request& request, Workplace& workplace) {
  Request one = request;
  one.operands.front() = with_arguments(request.operands.front(), request, workplace);
  const auto formula = read_formula(one, workplace);
  if (!formula) return kBadInput;
  const Expression e = request.has("--simplify") ? simplify(formula->expression) : formula->expression;
  const std::string path = request.get("--output", "");
  const std::string form = request.get("--as", request.has("--output") || request.has("--at") ? "graph" : "tree");
  if (request.has("--at") && form != "graph" && form != "dot") {
    workplace.complain(fmt::format("--at goes with --as graph and --as dot, and not with --as {}", form));
    return kBadInput;
  }
  const auto trace = read_trace(request, workplace, *formula, e);
  if (!trace) return kBadInput;
  if (request.has("--output") && form == "graph") return draw(e, *trace, path, workplace);
  std::string text = text_of(e, form, *trace);
  if (!text.ends_with('\n')) text += '\n';
  if (request.has("--output")) return write_file(path, text, workplace) ? kFine : kBadInput;
  workplace.out.write(text);
  return kFine;
}

}  // namespace adage::cli
