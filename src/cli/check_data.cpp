// SPDX-License-Identifier: BSL-1.0
// `adage check-data`: arrays in files against the values that they should hold, a block at a time, so that files may be
// larger than memory.
#include <fmt/format.h>

#include <adage/differentiate.hpp>
#include <adage/kernel.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include "cli/columns.hpp"
#include "cli/command.hpp"
#include "cli/json.hpp"
#include "verify/compare.hpp"

namespace adage::cli {
namespace {

constexpr std::size_t kBlock = 1 << 14;
constexpr std::uint64_t kMostPrecise = 1 << 20;
/// No variable of a formula has this name.
constexpr std::string_view kUpstream = "--upstream";

/// One array of results and what it is compared with.
struct Target {
  std::string what;
  Expression formula;
  std::size_t results;  ///< the column
};

FloatFormat format_of(Element element) {
  constexpr FloatFormat formats[] = {kFloat16, kBfloat16, kFloat32, kFloat64};
  return formats[static_cast<std::size_t>(element)];
}

/// The type that --dtype says, if it says one.
std::optional<Element> stated_type(const Request& request) {
  const std::string name = request.get("--dtype", "auto");
  for (const Element element : {Element::float16, Element::bfloat16, Element::float32, Element::float64}) {
    if (to_string(element) == name) return element;
  }
  return std::nullopt;
}

class DataCheck {
 public:
  DataCheck(const Request& request, Workplace& workplace, const Expression& formula)
      : request_(request),
        graph_(workplace.desk.graph),
        formula_(formula),
        type_(stated_type(request)),
        columns_(type_ == Element::bfloat16) {
    for (const Expression& variable : formula.variables()) variables_.push_back(variable.name());
  }

  /// Opens every file and checks that they belong together. Throws DataError.
  void open() {
    read_max_ulp();
    open_inputs();
    if (request_.has("--upstream")) columns_.add(std::string(kUpstream), request_.get("--upstream", ""));
    inputs_ = columns_.size();
    open_targets();
    columns_.check_layouts();
  }

  std::vector<KernelReport> run(Progress& progress) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<Comparison> comparisons;
    std::vector<KernelReport> reports(targets_.size());
    for (std::size_t t = 0; t != targets_.size(); ++t) {
      const Element type = type_.value_or(columns_.element(targets_[t].results));
      comparisons.emplace_back(Reference(graph_.arena(), targets_[t].formula.id(), input_ids()), format_of(type));
      reports[t].formula = targets_[t].what;
      reports[t].max_ulp = max_ulp_;
      for (std::size_t k = 0; k != inputs_; ++k) reports[t].inputs.push_back(columns_.name(k));
    }
    compare(comparisons, reports, progress);
    for (std::size_t t = 0; t != targets_.size(); ++t) {
      explain(reports[t], comparisons[t]);
      reports[t].seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    return reports;
  }

 private:
  [[noreturn]] static void fail(const std::string& message) { throw DataError(message); }

  void read_max_ulp() {
    const std::string text = request_.get("--max-ulp", "4");
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), max_ulp_);
    if (error != std::errc() || end != text.data() + text.size() || !(max_ulp_ >= 0)) {
      fail(fmt::format("--max-ulp: `{}` is not a number from 0 on", text));
    }
  }

  void open_inputs() {
    columns_.add_inputs(request_, variables_);
    for (const std::string& name : variables_) {
      if (!columns_.has(name)) fail(fmt::format("the variable `{}` has no values; add --input {}=FILE", name, name));
    }
  }

  void add_target(const std::string& what, const Expression& formula, const std::string& option,
                  const std::string& path) {
    targets_.push_back({what, formula, columns_.size()});
    columns_.add(option, path);
  }

  void open_targets() {
    if (const std::string path = request_.get("--value", ""); !path.empty()) {
      add_target(request_.operands.front(), formula_, "--value", path);
    }
    const bool upstream = request_.has("--upstream");
    for (const std::string& text : request_.all("--grad")) {
      const auto [name, path] = split_name(text);
      if (name.empty()) fail(fmt::format("--grad {}: say for which variable, as in --grad x={}", path, path));
      if (std::ranges::find(variables_, name) == variables_.end()) {
        fail(fmt::format("--grad {}: the formula has no variable of that name; it has {}", name,
                         fmt::join(variables_, ", ")));
      }
      const Expression variable = graph_.variable(name);
      Expression slope =
          variables_.size() == 1 ? derivative(formula_, variable) : gradient(formula_, {variable}).front();
      if (upstream) slope = graph_.variable(kUpstream) * slope;
      add_target(fmt::format("{}d/d{} {}", upstream ? "upstream * " : "", name, request_.operands.front()), slope,
                 "--grad " + name, path);
    }
    if (targets_.empty()) fail("there is nothing to compare; add --value FILE or --grad NAME=FILE");
  }

  std::vector<Id> input_ids() const {
    std::vector<Id> ids;
    for (std::size_t k = 0; k != inputs_; ++k) ids.push_back(graph_.variable(columns_.name(k)).id());
    return ids;
  }

  void compare(std::vector<Comparison>& comparisons, std::vector<KernelReport>& reports, Progress& progress) {
    Columns::Rows rows;
    std::vector<std::vector<double>> values;
    std::vector<std::uint64_t> budget(targets_.size(), kMostPrecise);
    std::uint64_t first = 0;
    for (columns_.take(kBlock, rows); rows.count != 0; columns_.take(kBlock, rows)) {
      columns_.decode(rows, values);
      std::vector<const double*> in;
      for (std::size_t k = 0; k != inputs_; ++k) in.push_back(values[k].data());
      for (std::size_t t = 0; t != targets_.size(); ++t) {
        const auto allowed = static_cast<std::size_t>(std::min<std::uint64_t>(budget[t], rows.count));
        budget[t] -= comparisons[t].add(in, values[targets_[t].results], first, {allowed, allowed}, reports[t]).spent;
      }
      first += rows.count;
      const double share = columns_.share();
      progress.show(share == share ? fmt::format("{} rows, {:.0f} %", first, 100 * share)
                                   : fmt::format("{} rows", first));
    }
    progress.clear();
    if (first == 0) fail("the files hold no numbers");
  }

  const Request& request_;
  Graph& graph_;
  Expression formula_;
  std::optional<Element> type_;
  std::vector<std::string> variables_;
  Columns columns_;         ///< the inputs, then the results
  std::size_t inputs_ = 0;  ///< how many inputs
  std::vector<Target> targets_;
  double max_ulp_ = 4;
};

}  // namespace

int run_check_data(const Request& request, Workplace& workplace) {
  const auto formula = read_formula(request, workplace);
  if (!formula) return kBadInput;
  if (formula->expression.is_boolean()) {
    workplace.complain("arrays hold numbers, and the formula is a truth value");
    return kBadInput;
  }
  std::vector<KernelReport> reports;
  try {
    DataCheck check(request, workplace, formula->expression);
    check.open();
    Progress progress(workplace.err);
    reports = check.run(progress);
  } catch (const DataError& error) {
    workplace.complain(error.what());
    return kBadInput;
  } catch (const Error& error) {
    workplace.complain(error.what());
    return kBadInput;
  }
  bool refuted = false;
  Json results = Json::array();
  const bool as_json = request.get("--format", "text") == "json";
  for (const KernelReport& report : reports) {
    const bool wrong =
        report.worst_ulp > report.max_ulp || report.wrong_nonfinite.count + report.wrong_finite.count != 0;
    refuted = refuted || wrong || (request.has("--strict") && !report.fine());
    if (as_json) results.push_back(Json::parse(to_json(report)));
    if (!as_json) workplace.out.write(to_string(report));
  }
  if (as_json) workplace.out.line(json_text({{"results", results}}));
  return refuted ? kRefuted : kFine;
}

}  // namespace adage::cli
