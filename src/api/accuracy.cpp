// SPDX-License-Identifier: BSL-1.0
// The public face of measurements: expressions and functions become kernels over columns.
#include <adage/accuracy.hpp>
#include <adage/print.hpp>
#include <chrono>

#include "accuracy/measure.hpp"
#include "api/handles.hpp"

namespace adage {
namespace {

/// Runs a function of one output.
template <class T>
Kernel<T> kernel_of(const Function& function) {
  return [function](std::span<const std::span<const T>> in, std::span<T> out) {
    const std::vector<Column<const T>> columns(in.begin(), in.end());
    const Column<T> result(out.data(), out.size());
    function(std::span(columns), std::span(&result, 1));
  };
}

template <class T>
std::vector<AccuracyReport> measured(std::span<const Function> programs, const Expression& truth,
                                     std::span<const Expression> inputs, const AccuracyOptions& options) {
  std::vector<Kernel<T>> kernels;
  for (const Function& program : programs) kernels.push_back(kernel_of<T>(program));
  Kernel<T> admits;
  if (!options.assumptions.empty()) {
    Expression all = options.assumptions.front();
    for (const Expression& assumption : options.assumptions) all = all && assumption;
    admits = kernel_of<T>(compile(std::span(&all, 1), inputs, {.as_written = true}));
  }
  const std::vector<Id> variables = ids(truth.arena(), inputs);
  return measure(Measured<T>{truth.arena(), truth.id(), variables, kernels, admits}, options);
}

}  // namespace

std::vector<AccuracyReport> measure_accuracy(std::span<const Function> programs, const Expression& truth,
                                             const AccuracyOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  if (truth.is_boolean()) throw Error("a truth value has no error to measure; a number is wanted");
  const std::vector<Expression> inputs = truth.variables();
  if (inputs.empty()) throw Error("the formula has no variable, and so one value at most");
  const bool is_float = options.precision == AccuracyOptions::Precision::float32;
  if (options.exhaustive && (!is_float || inputs.size() != 1)) {
    throw Error("every number can be tried only for a formula in one variable, in float");
  }
  for (const Expression& assumption : options.assumptions) {
    if (!assumption.is_boolean()) throw Error("an assumption must be a truth value such as `x > 0`");
  }
  for (const Function& program : programs) {
    if (program.outputs() != 1 || program.inputs() != inputs.size()) {
      throw ShapeError("a program to measure has one output, and the formula's variables as inputs");
    }
  }
  std::vector<AccuracyReport> reports =
      is_float ? measured<float>(programs, truth, inputs, options) : measured<double>(programs, truth, inputs, options);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (AccuracyReport& report : reports) {
    report.formula = to_string(truth);
    for (const Expression& input : inputs) report.inputs.push_back(input.name());
    report.seconds = seconds;
  }
  return reports;
}

AccuracyReport measure_accuracy(const Expression& program, const Expression& truth, const AccuracyOptions& options) {
  if (program.is_boolean()) throw Error("a truth value has no error to measure; a number is wanted");
  const std::vector<Expression> inputs = truth.variables();
  const Function function = compile(std::span(&program, 1), inputs, {.as_written = options.as_written});
  AccuracyReport report = measure_accuracy(std::span(&function, 1), truth, options).front();
  report.formula = to_string(program);
  return report;
}

AccuracyReport measure_accuracy(const Expression& e, const AccuracyOptions& options) {
  return measure_accuracy(e, e, options);
}

}  // namespace adage
