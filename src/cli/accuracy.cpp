// SPDX-License-Identifier: BSL-1.0
// `adage accuracy`: the errors of a formula as it was typed, beside those of the form that adage would choose, taken
// as written and as adage runs it.
#include <fmt/format.h>

#include <adage/accuracy.hpp>
#include <adage/print.hpp>
#include <algorithm>
#include <charconv>

#include "accuracy/improved.hpp"
#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/json.hpp"

namespace adage::cli {
namespace {

using Point = KernelReport::Point;

/// `x=-20:20`; an end that is left out is infinite. Nothing after a fault has been reported.
std::optional<AccuracyOptions::Range> read_range(const std::string& text, const Expression& formula,
                                                 Workplace& workplace) {
  const std::size_t equals = text.find('=');
  const std::size_t colon = text.find(':', equals == std::string::npos ? 0 : equals);
  if (equals == std::string::npos || colon == std::string::npos) {
    workplace.complain(fmt::format("--range {}: a range is written NAME=A:B, as in --range x=-20:20", text));
    return std::nullopt;
  }
  AccuracyOptions::Range range;
  range.variable = text.substr(0, equals);
  const std::vector<Expression> variables = formula.variables();
  if (std::ranges::find(variables, range.variable, &Expression::name) == variables.end()) {
    std::vector<std::string> names;
    for (const Expression& variable : variables) names.push_back(variable.name());
    workplace.complain(fmt::format("--range {}: the formula has no variable `{}`; it has {}", text, range.variable,
                                   fmt::join(names, ", ")));
    return std::nullopt;
  }
  const auto read_end = [&](const std::string& end, double& value) {
    if (end.empty()) return true;
    const auto number = read_value(end, "--range " + range.variable, workplace);
    if (number) value = *number;
    return number.has_value();
  };
  if (!read_end(text.substr(equals + 1, colon - equals - 1), range.first)) return std::nullopt;
  if (!read_end(text.substr(colon + 1), range.last)) return std::nullopt;
  if (!(range.first <= range.last)) {
    workplace.complain(fmt::format("--range {}: no number lies in it", text));
    return std::nullopt;
  }
  return range;
}

std::uint64_t whole(const Request& request, std::string_view option, std::uint64_t otherwise) {
  const std::string text = request.get(option, "");
  std::from_chars(text.data(), text.data() + text.size(), otherwise);
  return otherwise;
}

std::optional<AccuracyOptions> read_options(const Request& request, const Expression& formula, Workplace& workplace) {
  AccuracyOptions options;
  const bool is_float = request.get("--precision", "double") == "float";
  options.precision = is_float ? AccuracyOptions::Precision::float32 : AccuracyOptions::Precision::float64;
  options.worst = 3;
  options.exhaustive = request.has("--exhaustive");
  options.points = whole(request, "--points", options.points);
  options.seed = whole(request, "--seed", options.seed);
  if (options.exhaustive && !is_float) {
    workplace.complain("--exhaustive tries every float; add --precision float");
    return std::nullopt;
  }
  if (options.exhaustive && formula.variables().size() != 1) {
    workplace.complain(
        fmt::format("--exhaustive is for formulas in one variable, and this one has {}", formula.variables().size()));
    return std::nullopt;
  }
  for (const std::string& text : request.all("--range")) {
    const auto range = read_range(text, formula, workplace);
    if (!range) return std::nullopt;
    options.ranges.push_back(*range);
  }
  return options;
}

std::string counted(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

/// 99.99 % is not to look like all of them.
std::string percent(double share) {
  if (share == 0 || share == 1) return fmt::format("{:.0f} %", 100 * share);
  return fmt::format("{:.1f} %", std::clamp(100 * share, 0.1, 99.9));
}

std::string scaled(double value, std::string_view unit) { return fmt::format("{:.3g}{}", value, unit); }

/// Figures of one kind, one for each form; `zero` says nothing about either.
struct Figure {
  std::string name;
  std::string (*text)(const AccuracyReport&);
  bool (*present)(const AccuracyReport&);
};

bool has_measured(const AccuracyReport& r) { return r.measured + r.nonfinite.count != 0; }
bool has_errors(const AccuracyReport& r) { return r.measured != 0; }

const Figure figures[] = {
    {"mean error", [](const AccuracyReport& r) { return fmt::format("{:.2f} bits", r.mean_bits); },
     [](const AccuracyReport& r) { return r.averaged != 0; }},
    {"worst error", [](const AccuracyReport& r) { return scaled(r.worst_ulp, " ulp"); }, has_errors},
    {"worst relative error", [](const AccuracyReport& r) { return scaled(r.relative.error, ""); }, has_errors},
    {"worst absolute error", [](const AccuracyReport& r) { return scaled(r.absolute.error, ""); }, has_errors},
    {"exact", [](const AccuracyReport& r) { return percent(r.share_within(0)); }, has_measured},
    {"within 0.5 ulp", [](const AccuracyReport& r) { return percent(r.share_within(0.5)); }, has_measured},
    {"within 1 ulp", [](const AccuracyReport& r) { return percent(r.share_within(1)); }, has_measured},
    {"within 4 ulp", [](const AccuracyReport& r) { return percent(r.share_within(4)); }, has_measured},
    {"NaN or infinity", [](const AccuracyReport& r) { return counted(r.nonfinite.count); }, has_measured},
    {"wrong beyond range", [](const AccuracyReport& r) { return counted(r.missed.count); },
     [](const AccuracyReport& r) { return r.missed.count != 0; }},
    {"undecided", [](const AccuracyReport& r) { return counted(r.undecided.count); },
     [](const AccuracyReport& r) { return r.undecided.count != 0; }},
};

class Printer {
 public:
  Printer(Output& out, const AccuracyReport& written, const AccuracyReport& rewritten, const AccuracyReport& run)
      : out_(out), written_(written), rewritten_(rewritten), run_(run) {}

  void print() {
    out_.line(out_.styled("as written  ", Style::faint) + written_.formula);
    out_.line(out_.styled("rewritten   ", Style::faint) + rewritten_.formula);
    out_.line("");
    out_.line(out_.styled(fmt::format("{:<22}{:>14}  {:>14}  {:>14}", "", "as written", "rewritten", "as run"),
                          Style::faint));
    for (const Figure& figure : figures) {
      if (!figure.present(written_) && !figure.present(rewritten_) && !figure.present(run_)) continue;
      out_.line(fmt::format("{:<22}{:>14}  {:>14}  {:>14}", figure.name, figure.text(written_), figure.text(rewritten_),
                            figure.text(run_)));
    }
    out_.line("");
    counts();
    details("as written", written_);
    details("rewritten", rewritten_);
    if (run_.worst_ulp != rewritten_.worst_ulp || run_.nonfinite.count != rewritten_.nonfinite.count) {
      details("as run", run_);
    }
  }

 private:
  void counts() {
    out_.line(fmt::format("{} {}s in {}{}", counted(written_.points), written_.bits() == 32 ? "float" : "double",
                          duration_text(written_.seconds), written_.cancelled ? "; interrupted, so not all" : ""));
    const auto line = [&](std::uint64_t count, std::string_view what) {
      if (count != 0) out_.line(fmt::format("  at {} {}", counted(count), what));
    };
    line(written_.undefined, "the formula has no real value");
    line(written_.beyond, "the value is too large for the type");
    line(written_.excluded, "an assumption does not hold");
  }

  void details(std::string_view which, const AccuracyReport& report) {
    const bool notable = !report.worst.empty() && report.worst_ulp > 0.5;
    if (notable) {
      out_.line("");
      out_.line(out_.styled(fmt::format("worst points, {}", which), Style::strong));
      for (const AccuracyReport::Point& one : report.worst) {
        if (one.ulps > 0.5) point(report, one.at, fmt::format("  ({:.3g} ulp)", one.ulps));
      }
    }
    finding(which, report, report.nonfinite, "NaN or infinity, {}, nearest to zero");
    finding(which, report, report.missed, "wrong beyond the range of the type, {}, nearest to zero");
    finding(which, report, report.undecided, "undecided, {}, nearest to zero");
  }

  void finding(std::string_view which, const AccuracyReport& report, const AccuracyReport::Finding& found,
               std::string_view title) {
    if (!found.first) return;
    out_.line("");
    out_.line(out_.styled(fmt::format(fmt::runtime(title), which), Style::strong));
    point(report, *found.first, "");
  }

  void point(const AccuracyReport& report, const Point& at, const std::string& error) {
    const auto number = [&](double x) {
      return report.bits() == 32 && std::isfinite(x) ? fmt::format("{}", static_cast<float>(x)) : number_text(x);
    };
    std::string inputs;
    for (std::size_t i = 0; i != at.inputs.size(); ++i) {
      inputs += fmt::format("{}{} = {}", i == 0 ? "" : ", ", report.inputs[i], number(at.inputs[i]));
    }
    out_.line(fmt::format("  {}{}", inputs, out_.styled(error, Style::faint)));
    out_.line(fmt::format("    computed {}, true {}", number(at.computed), at.expected));
  }

  Output& out_;
  const AccuracyReport& written_;
  const AccuracyReport& rewritten_;
  const AccuracyReport& run_;
};

}  // namespace

int run_accuracy(const Request& request, Workplace& workplace) {
  const auto formula = read_formula(request, workplace);
  if (!formula) return kBadInput;
  const Expression& e = formula->expression;
  if (e.is_boolean()) {
    workplace.complain("a truth value has no error to measure; a formula with a number as value is wanted");
    return kBadInput;
  }
  if (e.variables().empty()) {
    workplace.complain("the formula has no variable, so there is one value and nothing to try; see adage eval");
    return kBadInput;
  }
  auto options = read_options(request, e, workplace);
  if (!options) return kBadInput;
  // From here on Ctrl-C ends with what was found; the search for a better form is short.
  const Interrupt interrupt;
  Progress progress(workplace.err);
  progress.show("looking for a better form");
  const Expression better = improved(e);
  const std::vector<Expression> inputs = e.variables();
  const Function programs[] = {compile(std::span(&e, 1), inputs, {.as_written = true}),
                               compile(std::span(&better, 1), inputs, {.as_written = true}),
                               compile(std::span(&better, 1), inputs, {.simplify = false})};
  std::vector<AccuracyReport> reports;
  try {
    int shown = -1;
    options->progress = [&](double share) {
      const int percent = static_cast<int>(100 * share);
      if (percent != shown) progress.show(fmt::format("{} %; Ctrl-C ends with what was found", shown = percent));
      return !Interrupt::wanted();
    };
    reports = measure_accuracy(programs, e, *options);
  } catch (const Error& error) {
    progress.clear();
    workplace.complain(error.what());
    return kBadInput;
  }
  progress.clear();
  reports[1].formula = reports[2].formula = to_string(better);
  if (request.get("--format", "text") == "json") {
    workplace.out.line(json_text({{"written", Json::parse(to_json(reports[0]))},
                                  {"rewritten", Json::parse(to_json(reports[1]))},
                                  {"run", Json::parse(to_json(reports[2]))}}));
  } else {
    Printer(workplace.out, reports[0], reports[1], reports[2]).print();
  }
  return kFine;
}

}  // namespace adage::cli
