// SPDX-License-Identifier: BSL-1.0
// Expressions compiled to callables over scalars and columns.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include "adage/expression.hpp"

namespace adage {

/// A strided view of one input or output: element i is `data[i * stride]`, and a stride may be negative. Made
/// implicitly from any contiguous range, and for inputs from one variable of the number type, which is then the
/// same for every row. `T` is `double`, `float`, or const of these for inputs.
template <class T>
struct Column {
  T* data = nullptr;
  std::size_t size = 0;
  std::ptrdiff_t stride = 1;

  Column() = default;
  Column(T* first, std::size_t count, std::ptrdiff_t step = 1) : data(first), size(count), stride(step) {}
  template <class R>
  requires std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
      std::is_convertible_v < std::remove_reference_t<std::ranges::range_reference_t<R>>(*)
  [],
      T (*)[] > Column(R&& range)  // NOLINT(google-explicit-constructor, bugprone-forwarding-reference-overload)
      : data(std::ranges::data(range)),
  size(std::ranges::size(range)) {}
  Column(T& scalar)  // NOLINT(google-explicit-constructor)
      requires std::is_const_v<T> : data(&scalar),
                                    size(1) {}
  Column(T&&) = delete;  // a temporary would be gone before the column is used
};

struct Tape;
class Executable;

namespace detail {
/// What a call of one row looks at first, so that compiled code is reached without a call into the library.
struct Rows {
  std::size_t inputs = 0;
  std::size_t outputs = 0;
  /// Null: not compiled. The answer false says that nothing was written, and that the row needs a closer look.
  mutable std::atomic<bool (*)(const double* in, double* out)> doubles{nullptr};
  mutable std::atomic<bool (*)(const float* in, float* out)> floats{nullptr};
  /// The way of a function that is never compiled; null for others.
  void (*interpreted)(const Rows& self, const double* in, double* out) = nullptr;
};
}  // namespace detail

/// What runs a function. Both give the same results, bit for bit.
enum class Engine : std::uint8_t {
  automatic,    ///< interpret at first, compile what runs often; see docs/guide.md for the rule
  interpreter,  ///< never compile
  jit,          ///< compile on the first call of each kind (rows, columns; doubles, floats); up to 10,000 instructions
};

/// The arithmetic between inputs and outputs that are floats.
enum class FloatArithmetic : std::uint8_t {
  /// Single precision where it errs by a few ulps at most, as the first call finds out at some thousand points; double
  /// otherwise, for formulas that cancel or whose intermediate results leave the range of floats.
  automatic,
  single,
  wide,  ///< double, rounded at the end
};

/// A compiled set of outputs over a list of inputs. Immutable, and cheap to copy: any number of threads may call
/// one at the same time. Arithmetic is IEEE 754 throughout, truth values are 1 and 0. A call for one row allocates
/// nothing but scratch memory, which its thread keeps for the next call. Every use of an empty function throws Error.
class Function {
 public:
  /// Empty.
  Function() = default;
  explicit Function(std::shared_ptr<const Executable> executable);

  std::size_t inputs() const;
  std::size_t outputs() const;

  /// Runs over columns. All outputs have the same length n; each input has length n, or length 1 and is then
  /// the same for every row. Throws ShapeError naming both shapes. An output may be the same memory as an input
  /// of equal data, stride and size; otherwise outputs must not overlap inputs or each other.
  void operator()(std::span<const Column<const double>> in, std::span<const Column<double>> out) const;
  void operator()(std::span<const Column<const float>> in, std::span<const Column<float>> out) const;
  void operator()(std::initializer_list<Column<const double>> in, std::initializer_list<Column<double>> out) const;
  void operator()(std::initializer_list<Column<const float>> in, std::initializer_list<Column<float>> out) const;

  /// One row: values of the inputs in, values of the outputs out, which may overlap. Throws ShapeError.
  void evaluate(std::span<const double> in, std::span<double> out) const {
    if (rows_ != nullptr && in.size() == rows_->inputs && out.size() == rows_->outputs) {
      auto* code = rows_->doubles.load(std::memory_order_acquire);
      if (code != nullptr && code(in.data(), out.data())) return;
      if (rows_->interpreted != nullptr) return rows_->interpreted(*rows_, in.data(), out.data());
    }
    begin(in, out);
  }
  void evaluate(std::span<const float> in, std::span<float> out) const {
    if (rows_ != nullptr && in.size() == rows_->inputs && out.size() == rows_->outputs) {
      auto* code = rows_->floats.load(std::memory_order_acquire);
      if (code != nullptr && code(in.data(), out.data())) return;
    }
    begin(in, out);
  }
  /// The same for a function of one output: `f({1.0, 2.0})`, or `f(1.0, 2.0)` for scalars.
  double operator()(std::initializer_list<double> in) const {
    double out = 0;
    evaluate({in.begin(), in.size()}, {&out, 1});
    return out;
  }
  template <class... Scalars>
  requires(sizeof...(Scalars) > 0 && (std::is_arithmetic_v<Scalars> && ...)) double operator()(Scalars... in) const {
    return (*this)({static_cast<double>(in)...});
  }

  /// The program itself; for the implementation.
  const Tape& tape() const;
  /// The program as text, one instruction a line.
  std::string listing() const;
  /// Whether floats are computed in double; may take some 0.1 ms the first time.
  bool widens_floats() const;
  /// The code that columns of doubles, or floats, are compiled to: as text of LLVM, or of the machine. Throws Error
  /// where there is no compiler.
  std::string llvm(bool doubles = true) const;
  std::string assembly(bool doubles = true) const;

 private:
  const Executable& executable() const;
  /// One row by whatever engine takes it, or a fault.
  void begin(std::span<const double> in, std::span<double> out) const;
  void begin(std::span<const float> in, std::span<float> out) const;

  std::shared_ptr<const detail::Rows> rows_;  ///< of an Executable
};

struct CompileOptions {
  /// Run the very operations that are written: named functions are expanded and constants rounded once, but nothing is
  /// simplified or replaced by what is more accurate. For measuring formulas, and for comparing with other people's.
  bool as_written = false;
  /// Simplify locally before safe operations are chosen. False keeps the order of operations, which `Aim::accuracy` has
  /// measured: `(x^2*exp(-x^2))*x^2` does not become `x^4*exp(-x^2)`, which is NaN where x^4 overflows.
  bool simplify = true;
  /// Compute outputs that are not finite, though all inputs are, once more over numbers with larger exponents, so that
  /// an intermediate result beyond all doubles does not make them so. Such rows take some hundred times as long. Not
  /// for functions compiled `as_written`.
  bool extended = true;
  Engine engine = Engine::automatic;
  /// Of functions compiled `as_written` it is single.
  FloatArithmetic floats = FloatArithmetic::automatic;
  /// Threads among which long columns are split: 0 for as many as the machine has. Results do not depend on it.
  unsigned threads = 0;
};

/// What engines this build has, and for what machine they make code: `LLVM 19.1.7, znver4, 64-byte vectors`, or empty
/// without a compiler; and the vectors of the interpreter: `avx512`.
std::string jit_description();
std::string lanes_description();

/// Lowers `outputs` to a program over `inputs`. Throws Error when an input is not a variable or is given twice,
/// when an output depends on a variable that is not an input (naming it), when expressions are empty or of
/// different graphs, when there is no output, or when the compiler is asked for and
/// missing, or the program too large for it. Reads the graph and does
/// not change it. Takes time linear in the number of nodes. Constants are rounded once from their exact values; what is
/// run may differ from what was written where that is more accurate, unless `options` say otherwise.
Function compile(std::span<const Expression> outputs, std::span<const Expression> inputs,
                 const CompileOptions& options = {});
Function compile(std::initializer_list<Expression> outputs, std::initializer_list<Expression> inputs,
                 const CompileOptions& options = {});
Function compile(std::initializer_list<Expression> outputs, std::span<const Expression> inputs,
                 const CompileOptions& options = {});
Function compile(std::span<const Expression> outputs, std::initializer_list<Expression> inputs,
                 const CompileOptions& options = {});

/// The value of `e` with its variables at `values`, in double; a truth value is 1 or 0. Throws Error as compile
/// does, naming a variable without a value. For many points compile it instead.
double evaluate(const Expression& e, std::span<const std::pair<Expression, double>> values);
double evaluate(const Expression& e, std::initializer_list<std::pair<Expression, double>> values = {});

}  // namespace adage
