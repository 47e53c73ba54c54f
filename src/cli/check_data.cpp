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

#include "cli/command.hpp"
#include "cli/json.hpp"
#include "data/column.hpp"
#include "verify/compare.hpp"

namespace adage::cli {
namespace {

constexpr std::size_t kBlock = 1 << 14;
constexpr std::uint64_t kMostPrecise = 1 << 20;
/// No variable of a formula has this name.
constexpr std::string_view kUpstream = "--upstream";

struct NamedColumn {
  std::string name;
  std::string path;
  std::unique_ptr<DataColumn> column;
};

/// One array of results and what it is compared with.
struct Target {
  std::string what;
  Expression formula;
  NamedColumn results;
  bool upstream = false;
};

/// `NAME=FILE` taken apart; a path alone has no name.
std::pair<std::string, std::string> split_name(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return {"", text};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

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

/// Opens `FILE.npy` or `FILE.csv:COLUMN`.
std::unique_ptr<DataColumn> open_column(const std::string& path, std::optional<Element> type) {
  const std::size_t colon = path.rfind(".csv:");
  if (colon == std::string::npos) {
    if (path.ends_with(".csv")) throw DataError(fmt::format("{}: say which column, as in {}:NAME", path, path));
    return open_npy(path, type == Element::bfloat16);
  }
  const std::string name = path.substr(colon + 5);
  for (CsvColumn& column : open_csv(path.substr(0, colon + 4), type.value_or(Element::float64))) {
    if (column.name == name) return std::move(column.column);
  }
  throw DataError(fmt::format("{} has no column `{}`", path.substr(0, colon + 4), name.substr(0, 40)));
}

class DataCheck {
 public:
  DataCheck(const Request& request, Workplace& workplace, const Expression& formula)
      : request_(request), graph_(workplace.desk.graph), formula_(formula), type_(stated_type(request)) {
    for (const Expression& variable : formula.variables()) variables_.push_back(variable.name());
  }

  /// Opens every file and checks that they belong together. Throws DataError.
  void open() {
    read_max_ulp();
    open_inputs();
    if (request_.has("--upstream")) {
      upstream_ = true;
      add_input(std::string(kUpstream), request_.get("--upstream", ""));
    }
    open_targets();
    check_shapes();
  }

  std::vector<KernelReport> run(Progress& progress) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<Comparison> comparisons;
    std::vector<KernelReport> reports(targets_.size());
    for (std::size_t t = 0; t != targets_.size(); ++t) {
      const Element type = type_.value_or(targets_[t].results.column->element());
      comparisons.emplace_back(Reference(graph_.arena(), targets_[t].formula.id(), input_ids()), format_of(type));
      reports[t].formula = targets_[t].what;
      reports[t].max_ulp = max_ulp_;
      for (const NamedColumn& input : inputs_) reports[t].inputs.push_back(input.name);
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

  void add_input(const std::string& name, const std::string& path) {
    if (std::ranges::find(inputs_, name, &NamedColumn::name) != inputs_.end()) {
      fail(fmt::format("the input `{}` is given twice", name));
    }
    inputs_.push_back({name, path, open_column(path, type_)});
  }

  void expect_variable(const std::string& name, std::string_view option) const {
    if (std::ranges::find(variables_, name) != variables_.end()) return;
    fail(fmt::format("{} {}: the formula has no variable of that name; it has {}", option, name,
                     fmt::join(variables_, ", ")));
  }

  void open_inputs() {
    for (const std::string& text : request_.all("--input")) {
      const auto [name, path] = split_name(text);
      if (name.empty()) {
        open_table(path);
      } else {
        expect_variable(name, "--input");
        add_input(name, path);
      }
    }
    for (const std::string& name : variables_) {
      if (std::ranges::find(inputs_, name, &NamedColumn::name) != inputs_.end()) continue;
      fail(fmt::format("the variable `{}` has no values; add --input {}=FILE", name, name));
    }
  }

  /// Every variable that a table has a column for.
  void open_table(const std::string& path) {
    if (!path.ends_with(".csv"))
      fail(fmt::format("--input {}: say for which variable, as in --input x={}", path, path));
    for (CsvColumn& column : open_csv(path, type_.value_or(Element::float64))) {
      if (std::ranges::find(variables_, column.name) == variables_.end()) continue;
      if (std::ranges::find(inputs_, column.name, &NamedColumn::name) != inputs_.end()) {
        fail(fmt::format("the input `{}` is given twice", column.name));
      }
      inputs_.push_back({column.name, path, std::move(column.column)});
    }
  }

  void open_targets() {
    if (const std::string path = request_.get("--value", ""); !path.empty()) {
      targets_.push_back({request_.operands.front(), formula_, {"--value", path, open_column(path, type_)}, false});
    }
    for (const std::string& text : request_.all("--grad")) {
      const auto [name, path] = split_name(text);
      if (name.empty()) fail(fmt::format("--grad {}: say for which variable, as in --grad x={}", path, path));
      expect_variable(name, "--grad");
      const Expression variable = graph_.variable(name);
      Expression slope =
          variables_.size() == 1 ? derivative(formula_, variable) : gradient(formula_, {variable}).front();
      if (upstream_) slope = graph_.variable(kUpstream) * slope;
      const std::string what =
          fmt::format("{}d/d{} {}", upstream_ ? "upstream * " : "", name, request_.operands.front());
      targets_.push_back({what, slope, {"--grad " + name, path, open_column(path, type_)}, upstream_});
    }
    if (targets_.empty()) fail("there is nothing to compare; add --value FILE or --grad NAME=FILE");
  }

  void check_shapes() const {
    std::vector<const NamedColumn*> all;
    for (const NamedColumn& input : inputs_) all.push_back(&input);
    for (const Target& target : targets_) all.push_back(&target.results);
    const auto shape_text = [](const DataColumn& column) {
      return fmt::format("({})", fmt::join(column.shape(), ", "));
    };
    const DataColumn& first = *all.front()->column;
    for (const NamedColumn* one : all) {
      if (!std::ranges::equal(one->column->shape(), first.shape())) {
        fail(fmt::format("the shapes differ: {} has {}, {} has {}", all.front()->path, shape_text(first), one->path,
                         shape_text(*one->column)));
      }
      if (one->column->is_fortran_order() != first.is_fortran_order()) {
        fail(fmt::format(
            "of {} and {} one is in C order, the other in Fortran's; save both with numpy.ascontiguousarray",
            all.front()->path, one->path));
      }
    }
    if (first.size() == 0) fail(fmt::format("{} holds no numbers", all.front()->path));
  }

  std::vector<Id> input_ids() const {
    std::vector<Id> ids;
    for (const NamedColumn& input : inputs_) ids.push_back(graph_.variable(input.name).id());
    return ids;
  }

  void compare(std::vector<Comparison>& comparisons, std::vector<KernelReport>& reports, Progress& progress) {
    const std::uint64_t rows = inputs_.front().column->size();
    std::vector<std::vector<double>> values(inputs_.size(), std::vector<double>(kBlock));
    std::vector<const double*> in;
    for (const std::vector<double>& column : values) in.push_back(column.data());
    std::vector<double> results(kBlock);
    std::vector<std::uint64_t> budget(targets_.size(), kMostPrecise);
    for (std::uint64_t first = 0; first < rows; first += kBlock) {
      const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, rows - first));
      for (std::size_t k = 0; k != inputs_.size(); ++k) inputs_[k].column->read(std::span(values[k]).first(n));
      for (std::size_t t = 0; t != targets_.size(); ++t) {
        const std::span<double> block = std::span(results).first(n);
        targets_[t].results.column->read(block);
        const std::size_t allowed = static_cast<std::size_t>(std::min<std::uint64_t>(budget[t], n));
        budget[t] -= comparisons[t].add(in, block, first, allowed, reports[t]).spent;
      }
      progress.show(fmt::format("{} of {} rows", first + n, rows));
    }
    progress.clear();
  }

  const Request& request_;
  Graph& graph_;
  Expression formula_;
  std::optional<Element> type_;
  std::vector<std::string> variables_;
  std::vector<NamedColumn> inputs_;
  std::vector<Target> targets_;
  double max_ulp_ = 4;
  bool upstream_ = false;
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
