// SPDX-License-Identifier: BSL-1.0
// Reports of accuracy as lines for people and as JSON.
#include <fmt/format.h>

#include <adage/accuracy.hpp>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace adage {
namespace {

using Json = nlohmann::ordered_json;
using Place = KernelReport::Point;
using Finding = AccuracyReport::Finding;

/// The shortest that reads back as the same number of the type.
std::string number(double x, const AccuracyReport& report) {
  if (std::isnan(x)) return "nan";
  return report.bits() == 32 ? fmt::format("{}", static_cast<float>(x)) : fmt::format("{}", x);
}

/// `12,345`
std::string counted(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

std::string ulps_text(double ulps) { return fmt::format("{:.3g}", ulps); }

std::string place(const AccuracyReport& report, const Place& at) {
  std::string text;
  for (std::size_t i = 0; i != at.inputs.size(); ++i) {
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", i < report.inputs.size() ? report.inputs[i] : "input",
                        number(at.inputs[i], report));
  }
  return text;
}

std::string shown(const AccuracyReport& report, const Place& at) {
  return fmt::format("    {}\n      computed {}, true {}\n", place(report, at), number(at.computed, report),
                     at.expected);
}

std::string found(const AccuracyReport& report, const Finding& finding, std::string_view what) {
  if (finding.count == 0) return "";
  return fmt::format("{:>15}  {}; nearest to zero\n{}", counted(finding.count), what, shown(report, *finding.first));
}

/// 99.99 % is not to look like all of them.
std::string percent(double share) {
  if (share == 0 || share == 1) return fmt::format("{:.0f} %", 100 * share);
  return fmt::format("{:.1f} %", std::clamp(100 * share, 0.1, 99.9));
}

std::string line(std::uint64_t count, std::string_view what) {
  return count == 0 ? "" : fmt::format("{:>15}  {}\n", counted(count), what);
}

Json json_number(double x) { return std::isfinite(x) ? Json(x) : Json(std::isnan(x) ? "nan" : x > 0 ? "inf" : "-inf"); }

Json json_place(const AccuracyReport& report, const Place& at) {
  Json inputs = Json::object();
  for (std::size_t i = 0; i != at.inputs.size(); ++i) inputs[report.inputs[i]] = json_number(at.inputs[i]);
  return {{"inputs", inputs}, {"computed", json_number(at.computed)}, {"true", at.expected}};
}

Json json_finding(const AccuracyReport& report, const Finding& finding) {
  return {{"count", finding.count}, {"nearest", finding.first ? json_place(report, *finding.first) : Json(nullptr)}};
}

Json json_largest(const AccuracyReport& report, const AccuracyReport::Largest& largest) {
  if (!largest.at) return nullptr;
  Json json = json_place(report, *largest.at);
  json["error"] = json_number(largest.error);
  return json;
}

}  // namespace

double AccuracyReport::share_within(double ulps) const {
  const std::uint64_t all = measured + nonfinite.count;
  if (all == 0) return 0;
  std::uint64_t within = 0;
  for (std::size_t row = 0; row != histogram.size(); ++row) {
    if (upper_end_of_row(row) <= ulps) within += histogram[row];
  }
  return static_cast<double>(within) / static_cast<double>(all);
}

std::string to_string(const AccuracyReport& report) {
  std::string text = fmt::format("{}\n", report.formula);
  text += fmt::format("  {} points in {:.3g} s{}\n", counted(report.points), report.seconds,
                      report.cancelled ? ", given up early" : "");
  if (report.averaged != 0) {
    text += fmt::format("  mean error  {:.2f} of {} bits\n", report.mean_bits, report.bits());
    text += fmt::format("  exact {}, within 0.5 ulp {}, 1 ulp {}, 4 ulp {}\n", percent(report.share_within(0)),
                        percent(report.share_within(0.5)), percent(report.share_within(1)),
                        percent(report.share_within(4)));
  }
  if (!report.worst.empty()) {
    text += fmt::format("  worst error {} ulp; relative {:.3g}, absolute {:.3g}\n", ulps_text(report.worst_ulp),
                        report.relative.error, report.absolute.error);
    text += "  worst points, of each region one\n";
  }
  for (const AccuracyReport::Point& point : report.worst) {
    text += fmt::format("    {}: {} ulp\n      computed {}, true {}\n", place(report, point.at), ulps_text(point.ulps),
                        number(point.at.computed, report), point.at.expected);
  }
  text += found(report, report.nonfinite, "infinities or NaN where there is a value");
  text += found(report, report.missed, "wrong where the value is too large for the type");
  text += found(report, report.undecided, "undecided");
  text += line(report.undefined, "points without a real value");
  text += line(report.beyond, "points with a value too large for the type");
  text += line(report.excluded, "points at which an assumption does not hold");
  return text;
}

std::string to_json(const AccuracyReport& report) {
  Json rows = Json::array();
  for (std::size_t row = 0; row != report.histogram.size(); ++row) {
    if (report.histogram[row] != 0)
      rows.push_back({{"up_to", json_number(upper_end_of_row(row))}, {"count", report.histogram[row]}});
  }
  Json worst = Json::array();
  for (const AccuracyReport::Point& point : report.worst) {
    Json one = json_place(report, point.at);
    one["ulps"] = json_number(point.ulps);
    worst.push_back(std::move(one));
  }
  const Json json = {{"formula", report.formula},
                     {"precision", report.bits() == 32 ? "float" : "double"},
                     {"points", report.points},
                     {"measured", report.measured},
                     {"mean_bits", report.averaged != 0 ? json_number(report.mean_bits) : Json(nullptr)},
                     {"averaged", report.averaged},
                     {"worst_ulp", report.measured != 0 ? json_number(report.worst_ulp) : Json(nullptr)},
                     {"worst", worst},
                     {"histogram", rows},
                     {"largest_relative", json_largest(report, report.relative)},
                     {"largest_absolute", json_largest(report, report.absolute)},
                     {"nonfinite", json_finding(report, report.nonfinite)},
                     {"missed", json_finding(report, report.missed)},
                     {"undecided", json_finding(report, report.undecided)},
                     {"undefined", report.undefined},
                     {"beyond", report.beyond},
                     {"excluded", report.excluded},
                     {"cancelled", report.cancelled},
                     {"seconds", report.seconds}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace adage
