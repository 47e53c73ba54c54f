// SPDX-License-Identifier: BSL-1.0
// Expressions compiled to callables over scalars and columns.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "adage/expression.hpp"

namespace adage {

/// A strided view of one input or output: element i is `data[i * stride]`. Made implicitly from any
/// contiguous range. `T` is `double`, `float`, or const of these for inputs.
template <class T>
struct Column {
  T* data = nullptr;
  std::size_t size = 0;
  std::ptrdiff_t stride = 1;

  Column() = default;
  Column(T* first, std::size_t count, std::ptrdiff_t step = 1) : data(first), size(count), stride(step) {}
  template <class R>
    requires std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
             std::is_convertible_v<std::remove_reference_t<std::ranges::range_reference_t<R>> (*)[], T (*)[]>
  Column(R&& range) : data(std::ranges::data(range)), size(std::ranges::size(range)) {}  // NOLINT(google-explicit-constructor)
};

struct Tape;

/// A compiled set of outputs over a list of inputs. Immutable: any number of threads may call one at a time.
/// Arithmetic is IEEE 754 throughout. Calls allocate only scratch space.
class Function {
 public:
  Function() = default;
  explicit Function(std::shared_ptr<const Tape> tape) : tape_(std::move(tape)) {}

  std::size_t inputs() const;
  std::size_t outputs() const;

  /// Runs over columns. All outputs have the same length n; each input has length n, or length 1 and is then
  /// the same for every row. Throws ShapeError naming both shapes. Outputs may be the same memory as inputs
  /// of equal data, stride and size; otherwise they must not overlap.
  void operator()(std::span<const Column<const double>> in, std::span<const Column<double>> out) const;
  void operator()(std::span<const Column<const float>> in, std::span<const Column<float>> out) const;
  void operator()(std::initializer_list<Column<const double>> in, std::initializer_list<Column<double>> out) const;
  void operator()(std::initializer_list<Column<const float>> in, std::initializer_list<Column<float>> out) const;

  /// One row: values of the inputs in, values of the outputs out. Throws ShapeError.
  void evaluate(std::span<const double> in, std::span<double> out) const;
  void evaluate(std::span<const float> in, std::span<float> out) const;
  /// The same for a function of one output: `f({1.0, 2.0})`, or `f(1.0, 2.0)` for scalars.
  double operator()(std::initializer_list<double> in) const;
  template <class... Scalars>
    requires(sizeof...(Scalars) > 0 && (std::is_arithmetic_v<Scalars> && ...))
  double operator()(Scalars... in) const {
    return (*this)({static_cast<double>(in)...});
  }

  const Tape& tape() const { return *tape_; }
  /// The program, one instruction a line.
  std::string listing() const;

 private:
  std::shared_ptr<const Tape> tape_;
};

/// Lowers `outputs` to a program over `inputs`, which must be variables that include every variable the
/// outputs depend on; throws Error naming one that is missing. Reads the graph and does not change it.
Function compile(std::span<const Expression> outputs, std::span<const Expression> inputs);
Function compile(std::initializer_list<Expression> outputs, std::initializer_list<Expression> inputs);

/// The value of `e` with its variables at `values`, in double. For many points compile it instead.
double evaluate(const Expression& e, std::span<const std::pair<Expression, double>> values);
double evaluate(const Expression& e, std::initializer_list<std::pair<Expression, double>> values);

}  // namespace adage
