// SPDX-License-Identifier: BSL-1.0
// Reports on kernels as lines for people and as JSON.
#include <fmt/format.h>

#include <adage/kernel.hpp>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace adage {
namespace {

using Json = nlohmann::ordered_json;
using Point = KernelReport::Point;
using Finding = KernelReport::Finding;

std::string number(double x) { return std::isnan(x) ? "nan" : fmt::format("{}", x); }

/// `12,345`
std::string counted(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

std::string ulps_text(double ulps) { return fmt::format("{:.{}g}", ulps, ulps >= 1e6 ? 3 : 7); }

std::string place(const KernelReport& report, const Point& point) {
  std::string text;
  for (std::size_t i = 0; i != point.inputs.size(); ++i) {
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", i < report.inputs.size() ? report.inputs[i] : "input",
                        number(point.inputs[i]));
  }
  return text;
}

std::string shown(const KernelReport& report, const Point& point) {
  return fmt::format("    at {} (number {})\n      computed {}\n      true     {}\n", place(report, point), point.index,
                     number(point.computed), point.expected);
}

std::string found(const KernelReport& report, const Finding& finding, std::string_view what) {
  if (finding.count == 0) return "";
  return fmt::format("{:>15}  {}, first\n{}", counted(finding.count), what, shown(report, *finding.first));
}

std::string histogram(const KernelReport& report) {
  constexpr double width = 30;
  const std::uint64_t most = *std::ranges::max_element(report.histogram);
  std::string text;
  for (std::size_t row = 0; row != KernelReport::kRows; ++row) {
    const std::uint64_t count = report.histogram[row];
    if (count == 0) continue;
    const bool last = row + 1 == KernelReport::kRows;
    const std::string label =
        row == 0 ? "exact" : fmt::format("{} {}", last ? "beyond" : "up to", upper_end_of_row(last ? row - 1 : row));
    // On a logarithmic scale, as single points matter among billions.
    const auto bar = static_cast<std::size_t>(width * std::log2(1 + static_cast<double>(count)) /
                                              std::log2(1 + static_cast<double>(most)));
    text += fmt::format("{:>15}  {:<15} {}\n", counted(count), label, std::string(bar, '#'));
  }
  return text.empty() ? text : "  numbers by error in ulps\n" + text;
}

Json json_number(double x) { return std::isfinite(x) ? Json(x) : Json(std::isnan(x) ? "nan" : x > 0 ? "inf" : "-inf"); }

Json json_point(const KernelReport& report, const std::optional<Point>& point) {
  if (!point) return nullptr;
  Json inputs = Json::object();
  for (std::size_t i = 0; i != point->inputs.size(); ++i) inputs[report.inputs[i]] = json_number(point->inputs[i]);
  return {{"index", point->index},
          {"inputs", inputs},
          {"computed", json_number(point->computed)},
          {"true", point->expected}};
}

Json json_finding(const KernelReport& report, const Finding& finding) {
  return {{"count", finding.count}, {"first", json_point(report, finding.first)}};
}

}  // namespace

double upper_end_of_row(std::size_t row) {
  if (row == 0) return 0;
  return row + 1 < KernelReport::kRows ? std::ldexp(1.0, static_cast<int>(row) - 2) : HUGE_VAL;
}

std::string to_string(const KernelReport& report) {
  std::string text = fmt::format("{}: {}\n",
                                 report.fine()      ? "fine"
                                 : report.cancelled ? "given up"
                                                    : "not fine",
                                 report.formula);
  text += fmt::format("  {} numbers compared in {:.3g} s\n", counted(report.points), report.seconds);
  if (report.worst) {
    text += fmt::format("  worst error {} ulp, {} allowed\n{}", ulps_text(report.worst_ulp), number(report.max_ulp),
                        shown(report, *report.worst));
  }
  text += histogram(report);
  if (report.agreed_nonfinite != 0)
    text += fmt::format("{:>15}  without a finite value, and rightly so\n", counted(report.agreed_nonfinite));
  text += found(report, report.wrong_nonfinite, "wrong infinities or NaN");
  text += found(report, report.wrong_finite, "finite where there is no finite value");
  text += found(report, report.undecided, "undecided");
  if (report.nan_inputs != 0) text += fmt::format("{:>15}  NaN as input\n", counted(report.nan_inputs));
  text += found(report, report.nan_lost, "of these gave a number");
  if (report.limits != 0) text += fmt::format("{:>15}  infinite inputs with a known limit\n", counted(report.limits));
  text += found(report, report.limits_missed, "of these gave something else");
  if (report.no_limit != 0)
    text += fmt::format("{:>15}  infinite inputs without a known limit\n", counted(report.no_limit));
  return text;
}

std::string to_json(const KernelReport& report) {
  Json rows = Json::array();
  for (std::size_t row = 0; row != KernelReport::kRows; ++row) {
    if (report.histogram[row] != 0)
      rows.push_back({{"up_to", json_number(upper_end_of_row(row))}, {"count", report.histogram[row]}});
  }
  const Json json = {{"formula", report.formula},
                     {"fine", report.fine()},
                     {"points", report.points},
                     {"max_ulp", json_number(report.max_ulp)},
                     {"worst_ulp", report.worst ? json_number(report.worst_ulp) : Json(nullptr)},
                     {"worst", json_point(report, report.worst)},
                     {"histogram", rows},
                     {"agreed_nonfinite", report.agreed_nonfinite},
                     {"wrong_nonfinite", json_finding(report, report.wrong_nonfinite)},
                     {"wrong_finite", json_finding(report, report.wrong_finite)},
                     {"undecided", json_finding(report, report.undecided)},
                     {"nan_inputs", report.nan_inputs},
                     {"nan_lost", json_finding(report, report.nan_lost)},
                     {"limits", report.limits},
                     {"limits_missed", json_finding(report, report.limits_missed)},
                     {"no_limit", report.no_limit},
                     {"cancelled", report.cancelled},
                     {"seconds", report.seconds}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace adage
