// SPDX-License-Identifier: BSL-1.0
// The public face of kernel checks: a text and names become a formula over inputs.
#include "verify/kernel.hpp"

#include <fmt/format.h>

#include <adage/kernel.hpp>
#include <adage/parse.hpp>
#include <algorithm>
#include <chrono>

#include "graph/slice.hpp"

namespace adage {
namespace {

Id read_formula(Graph& graph, std::string_view text) {
  const Expression formula = parse(graph, text);
  if (formula.is_boolean()) throw Error("a kernel computes a number, and the formula is a truth value");
  return formula.id();
}

/// The variables of `names`, or of the formula where none are given.
std::vector<Id> read_inputs(Arena& arena, Id formula, const std::vector<std::string>& names) {
  const std::vector<Id> used = variables(arena, std::span(&formula, 1));
  if (names.empty()) return used;
  std::vector<Id> inputs;
  for (const std::string& name : names) inputs.push_back(arena.variable(name));
  for (const Id variable : used) {
    if (std::ranges::find(inputs, variable) != inputs.end()) continue;
    throw Error(
        fmt::format("the formula depends on `{}`, which is not among the kernel's inputs", arena.name(variable)));
  }
  return inputs;
}

template <class T>
KernelReport checked(const Kernel<T>& kernel, std::size_t inputs, std::string_view text, const KernelOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Graph graph;
  Arena& arena = graph.arena();
  const Id formula = read_formula(graph, text);
  const std::vector<Id> columns = read_inputs(arena, formula, options.inputs);
  if (columns.size() != inputs) {
    throw ShapeError(fmt::format("the kernel takes {} input{}, the formula has {}{}", inputs, inputs == 1 ? "" : "s",
                                 columns.size(),
                                 options.inputs.empty() ? "; name the kernel's inputs in the options" : ""));
  }
  std::vector<std::string> names;
  for (const Id column : columns) names.emplace_back(arena.name(column));
  KernelReport report = run_kernel(kernel, arena, formula, columns, options);
  report.formula = text;
  report.inputs = std::move(names);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace

KernelReport check_kernel(const Kernel<float>& kernel, std::size_t inputs, std::string_view formula,
                          const KernelOptions& options) {
  return checked(kernel, inputs, formula, options);
}
KernelReport check_kernel(const Kernel<double>& kernel, std::size_t inputs, std::string_view formula,
                          const KernelOptions& options) {
  return checked(kernel, inputs, formula, options);
}

}  // namespace adage
