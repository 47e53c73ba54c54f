// SPDX-License-Identifier: BSL-1.0
// `adage map`: formulas over arrays in files of any length. What a script names is computed for every row.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <optional>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/mapping.hpp"

namespace adage::cli {
namespace {

[[noreturn]] void fail(const std::string& message) { throw DataError(message); }

bool is_device(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_other(path, ignored);
}

/// A fault that has been reported.
struct Reported {};

/// What can be written: a name and its formula.
struct Result {
  std::string name;
  Expression formula;
};

/// A file to be written, and which results are its columns.
struct Target {
  std::string path;
  std::vector<std::size_t> results;
};

class Plan {
 public:
  Plan(const Request& request, Workplace& workplace)
      : request_(request), workplace_(workplace), columns_(request.has("--bfloat16")) {}

  /// Reads the script and the options, opens the files. Throws DataError, Reported.
  void make() {
    read_script();
    read_outputs();
    read_inputs();
    refuse_existing();
  }

  Mapping mapping() {
    Mapping mapping{columns_, {}, {}, {}, 0};
    const std::string threads = request_.get("--threads", "0");
    std::from_chars(threads.data(), threads.data() + threads.size(), mapping.threads);
    std::vector<Expression> inputs, outputs;
    for (std::size_t i = 0; i != columns_.size(); ++i) {
      inputs.push_back(workplace_.desk.graph.variable(columns_.name(i)));
    }
    for (const auto& [name, value] : constants_) {
      inputs.push_back(workplace_.desk.graph.variable(name));
      mapping.constants.push_back(value);
    }
    for (const Result& result : results_) outputs.push_back(result.formula);
    mapping.function = compile(outputs, inputs, {.threads = 1});
    for (const Target& target : targets_) mapping.files.push_back({writer_of(target), target.results});
    return mapping;
  }

  /// Are there at most floats in the files, or is that what was asked for?
  bool in_float() const {
    const std::string type = request_.get("--dtype", "auto");
    bool narrow = true;
    for (std::size_t i = 0; i != columns_.size(); ++i) narrow = narrow && columns_.element(i) != Element::float64;
    return type == "auto" ? narrow : type == to_string(Element::float32);
  }

 private:
  void read_script() {
    const Script script(request_.operands.front(), "the script", limits_of(request_));
    bool fine = true;
    for (const Outcome& outcome : workplace_.desk.session.run(script)) {
      for (const std::string& note : outcome.notes) workplace_.note(note);
      switch (outcome.kind) {
        case Outcome::Kind::error:
          workplace_.report(outcome.diagnostic, script.source(), script.name());
          fine = false;
          break;
        case Outcome::Kind::check:
          fail(fmt::format("`{}` computes nothing; `adage check` decides claims", outcome.text));
        case Outcome::Kind::expression:
          last_ = Result{"value", workplace_.desk.expression(outcome.value)};
          break;
        case Outcome::Kind::definition: {
          last_.reset();
          last_name_ = outcome.name;
          if (!workplace_.desk.session.find(outcome.name)->is_function) names_.push_back(outcome.name);
          break;
        }
      }
    }
    if (!fine) throw Reported();
  }

  std::optional<std::size_t> numbered(const std::string& name) const {
    const auto found = std::ranges::find(results_, name, &Result::name);
    if (found == results_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - results_.begin());
  }

  /// The number that is defined as NAME, or the value of the function of that name.
  std::size_t result(const std::string& name) {
    if (const auto known = numbered(name)) return *known;
    const std::string option = "--output " + name;
    if (!is_name(name) || (!workplace_.desk.session.find(name) && !workplace_.desk.session.catalogued(name))) {
      fail(fmt::format("{}: the script defines nothing of that name{}", option,
                       names_.empty() ? "" : fmt::format("; it defines {}", fmt::join(names_, ", "))));
    }
    const std::string text = with_arguments(name, request_, workplace_);
    const Script script(text, option, limits_of(request_));
    const FormulaOutcome outcome = workplace_.desk.session.formula(script);
    for (const Diagnostic& diagnostic : outcome.diagnostics) workplace_.report(diagnostic, text, option);
    if (!outcome.value) throw Reported();
    results_.push_back({name, workplace_.desk.expression(*outcome.value)});
    return results_.size() - 1;
  }

  /// The last expression, which has no name of its own.
  std::size_t last_result() {
    if (std::ranges::find(names_, last_->name) != names_.end()) {
      fail(fmt::format("the last expression has no name, and `{}` is defined; give it one", last_->name));
    }
    if (const auto known = numbered(last_->name)) return *known;
    results_.push_back(*last_);
    return results_.size() - 1;
  }

  /// NAME, or without one the last statement, or for a table everything.
  std::vector<std::size_t> asked_for(const std::string& name, bool all) {
    if (!name.empty()) return {result(name)};
    std::vector<std::size_t> results;
    if (all) {
      for (const std::string& one : names_) results.push_back(result(one));
    }
    if (last_) results.push_back(last_result());
    if (results.empty()) results.push_back(result(last_name_));
    return results;
  }

  void read_outputs() {
    for (const std::string& text : request_.all("--output")) {
      const auto [name, path] = split_name(text);
      if (path.empty()) fail(fmt::format("--output {}: a file is missing", text));
      const bool is_csv = path.ends_with(".csv");
      if (!is_csv && !path.ends_with(".npy") && !is_device(path)) {
        fail(fmt::format("--output {}: what the file is to be is said by its name, .npy or .csv", path));
      }
      auto target = std::ranges::find(targets_, path, &Target::path);
      if (target != targets_.end() && !is_csv) fail(fmt::format("two outputs go to {}", path));
      if (target == targets_.end()) target = targets_.insert(target, {path, {}});
      for (const std::size_t i : asked_for(name, is_csv)) {
        if (std::ranges::find(target->results, i) != target->results.end()) {
          fail(fmt::format("`{}` goes to {} twice", results_[i].name, path));
        }
        target->results.push_back(i);
      }
    }
    if (targets_.empty()) fail("there is nothing to write; add --output NAME=FILE");
  }

  void read_inputs() {
    const auto constants = read_assignments(request_, workplace_);
    if (!constants) throw Reported();
    std::vector<std::string> variables;
    for (const Result& result : results_) {
      for (const Expression& variable : result.formula.variables()) {
        if (std::ranges::find(variables, variable.name()) == variables.end()) variables.push_back(variable.name());
      }
    }
    columns_.add_inputs(request_, variables);
    for (const auto& [name, value] : *constants) {
      if (columns_.has(name)) fail(fmt::format("`{}` has a file and a value", name));
      if (std::ranges::find(variables, name) != variables.end()) constants_.emplace_back(name, value);
    }
    for (const std::string& name : variables) {
      if (columns_.has(name) ||
          std::ranges::find(constants_, name, &Assignments::value_type::first) != constants_.end())
        continue;
      fail(fmt::format("the variable `{0}` has no values; add --input {0}=FILE, or --at {0}=NUMBER", name));
    }
    if (columns_.size() == 0) fail("there are no rows; add --input NAME=FILE");
    columns_.check_layouts();
  }

  /// A device or a pipe is no file that could be lost.
  void refuse_existing() const {
    if (request_.has("--force")) return;
    for (const Target& target : targets_) {
      std::error_code ignored;
      if (std::filesystem::exists(target.path, ignored) && !is_device(target.path)) {
        fail(fmt::format("{} exists; --force replaces it", target.path));
      }
    }
  }

  std::unique_ptr<TableWriter> writer_of(const Target& target) const {
    if (!target.path.ends_with(".csv")) {
      return create_npy(target.path, in_float() ? Element::float32 : Element::float64, columns_.layout());
    }
    std::vector<std::string> names;
    for (const std::size_t i : target.results) names.push_back(results_[i].name);
    return create_csv(target.path, names);
  }

  const Request& request_;
  Workplace& workplace_;
  Columns columns_;
  std::vector<std::string> names_;  ///< numbers that the script defines
  std::string last_name_;           ///< what it defines last
  std::optional<Result> last_;      ///< its last statement, where that is an expression
  std::vector<Result> results_;
  std::vector<Target> targets_;
  Assignments constants_;
};

int carried_out(const Request& request, Workplace& workplace) {
  Plan plan(request, workplace);
  plan.make();
  const auto begin = std::chrono::steady_clock::now();
  const Interrupt interrupt;
  Progress progress(workplace.err);
  const std::uint64_t rows = run_mapping(plan.mapping(), plan.in_float(), progress);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  if (workplace.err.is_terminal()) {
    workplace.err.line(fmt::format("{} rows in {}, {:.3g} million rows/s", rows, duration_text(spent.count()),
                                   static_cast<double>(rows) / spent.count() * 1e-6));
  }
  return kFine;
}

}  // namespace

int run_map(const Request& request, Workplace& workplace) {
  try {
    return carried_out(request, workplace);
  } catch (const Reported&) {
  } catch (const Interrupted&) {
    workplace.complain("interrupted; nothing was written");
  } catch (const DataError& error) {
    workplace.complain(error.what());
  } catch (const Error& error) {
    workplace.complain(error.what());
  }
  return kBadInput;
}

}  // namespace adage::cli
