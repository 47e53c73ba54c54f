// SPDX-License-Identifier: BSL-1.0
// The public face of lowering and running: handles become ids, shapes are checked, columns become plain views.
#include <adage/error.hpp>
#include <adage/function.hpp>
#include <array>
#include <vector>

#include "engine/executable.hpp"
#include "graph/arena.hpp"
#include "jit/jit.hpp"
#include "lanes/target.hpp"
#include "lower/lower.hpp"

namespace adage {
namespace {

std::string counted(std::size_t n, const char* what) { return std::to_string(n) + " " + what + (n == 1 ? "" : "s"); }

void check_counts(const Tape& tape, std::size_t in, std::size_t out) {
  if (in != tape.inputs.size()) {
    throw ShapeError("the function has " + counted(tape.inputs.size(), "input") + ", " + std::to_string(in) +
                     (in == 1 ? " was" : " were") + " given");
  }
  if (out != tape.outputs.size()) {
    throw ShapeError("the function has " + counted(tape.outputs.size(), "output") + ", " + std::to_string(out) +
                     (out == 1 ? " was" : " were") + " given");
  }
}

/// Throws for `what` of a length that does not fit the first output's.
[[noreturn]] void refuse_length(const std::string& what, std::size_t rows, std::size_t n) {
  throw ShapeError(what + " has " + counted(rows, "row") + ", output 1 has " + std::to_string(n));
}

template <class T>
void check_shapes(const Tape& tape, std::span<const Column<const T>> in, std::span<const Column<T>> out) {
  check_counts(tape, in.size(), out.size());
  const std::size_t n = out.front().size;
  for (std::size_t k = 0; k != out.size(); ++k) {
    if (out[k].size != n) refuse_length("output " + std::to_string(k + 1), out[k].size, n);
    if (out[k].stride != 0 || n <= 1) continue;
    throw ShapeError("output " + std::to_string(k + 1) + " has " + counted(n, "row") +
                     " but stride 0, one place for all");
  }
  for (std::size_t k = 0; k != in.size(); ++k) {
    if (in[k].size != n && in[k].size != 1) refuse_length("input `" + tape.inputs[k] + "`", in[k].size, n);
  }
}

/// Space for the plain views of a call's columns, on the stack when they are few.
template <class T>
class Views {
 public:
  explicit Views(std::size_t count) : many_(count > few_.size() ? count : 0), count_(count) {}
  std::span<Strided<T>> get() { return {many_.empty() ? few_.data() : many_.data(), count_}; }

 private:
  std::array<Strided<T>, 16> few_;
  std::vector<Strided<T>> many_;
  std::size_t count_;
};

template <class T>
void call(const Executable& executable, std::span<const Column<const T>> in, std::span<const Column<T>> out) {
  check_shapes(executable.tape(), in, out);
  Views<const T> inputs(in.size());
  Views<T> outputs(out.size());
  for (std::size_t k = 0; k != in.size(); ++k) inputs.get()[k] = {in[k].data, in[k].size == 1 ? 0 : in[k].stride};
  for (std::size_t k = 0; k != out.size(); ++k) outputs.get()[k] = {out[k].data, out[k].stride};
  executable.columns<T>(inputs.get(), outputs.get(), out.front().size);
}

/// Handles as ids of one arena, which is set by the first.
void append_ids(std::span<const Expression> expressions, Arena*& arena, std::vector<Id>& ids) {
  for (const Expression& e : expressions) {
    if (arena == nullptr) arena = &e.arena();
    if (&e.arena() != arena) throw Error("the expressions to compile belong to different graphs");
    ids.push_back(e.id());
  }
}

}  // namespace

Function::Function(std::shared_ptr<const Executable> executable) : rows_(std::move(executable)) {}

const Executable& Function::executable() const {
  if (!rows_) throw Error("the function is empty");
  return static_cast<const Executable&>(*rows_);
}
const Tape& Function::tape() const { return executable().tape(); }

std::size_t Function::inputs() const { return tape().inputs.size(); }
std::size_t Function::outputs() const { return tape().outputs.size(); }
std::string Function::listing() const { return adage::listing(tape()); }
bool Function::widens_floats() const { return executable().widens(); }
std::string Function::llvm(bool doubles) const {
  const Wanted wanted = executable().wanted(doubles);
  return llvm_text(executable().tape_on(wanted.numbers), wanted);
}
std::string Function::assembly(bool doubles) const {
  const Wanted wanted = executable().wanted(doubles);
  return assembly_text(executable().tape_on(wanted.numbers), wanted);
}

std::string lanes_description() { return std::string(lanes::name(lanes::target())); }

void Function::operator()(std::span<const Column<const double>> in, std::span<const Column<double>> out) const {
  call(executable(), in, out);
}
void Function::operator()(std::span<const Column<const float>> in, std::span<const Column<float>> out) const {
  call(executable(), in, out);
}
void Function::operator()(std::initializer_list<Column<const double>> in,
                          std::initializer_list<Column<double>> out) const {
  call<double>(executable(), {in.begin(), in.size()}, {out.begin(), out.size()});
}
void Function::operator()(std::initializer_list<Column<const float>> in,
                          std::initializer_list<Column<float>> out) const {
  call<float>(executable(), {in.begin(), in.size()}, {out.begin(), out.size()});
}

void Function::begin(std::span<const double> in, std::span<double> out) const {
  check_counts(tape(), in.size(), out.size());
  executable().row(in.data(), out.data());
}
void Function::begin(std::span<const float> in, std::span<float> out) const {
  check_counts(tape(), in.size(), out.size());
  executable().row(in.data(), out.data());
}

Function compile(std::span<const Expression> outputs, std::span<const Expression> inputs,
                 const CompileOptions& options) {
  Arena* arena = nullptr;
  std::vector<Id> roots;
  std::vector<Id> variables;
  append_ids(outputs, arena, roots);
  append_ids(inputs, arena, variables);
  if (arena == nullptr) throw Error("there is no output to compute");
  Lowered made = lower_and_keep(*arena, roots, variables,
                                {.as_written = options.as_written, .simplify = options.simplify, .fused = true});
  return Function(std::make_shared<const Executable>(std::move(made), options));
}

Function compile(std::initializer_list<Expression> outputs, std::initializer_list<Expression> inputs,
                 const CompileOptions& options) {
  return compile(std::span(outputs.begin(), outputs.size()), std::span(inputs.begin(), inputs.size()), options);
}
Function compile(std::initializer_list<Expression> outputs, std::span<const Expression> inputs,
                 const CompileOptions& options) {
  return compile(std::span(outputs.begin(), outputs.size()), inputs, options);
}
Function compile(std::span<const Expression> outputs, std::initializer_list<Expression> inputs,
                 const CompileOptions& options) {
  return compile(outputs, std::span(inputs.begin(), inputs.size()), options);
}

double evaluate(const Expression& e, std::span<const std::pair<Expression, double>> values) {
  std::vector<Expression> variables;
  std::vector<double> point;
  for (const auto& [variable, value] : values) {
    variables.push_back(variable);
    point.push_back(value);
  }
  double result = 0;
  compile(std::span(&e, 1), variables).evaluate(point, std::span(&result, 1));
  return result;
}

double evaluate(const Expression& e, std::initializer_list<std::pair<Expression, double>> values) {
  return evaluate(e, std::span(values.begin(), values.size()));
}

}  // namespace adage
