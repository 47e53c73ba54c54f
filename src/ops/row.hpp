// SPDX-License-Identifier: BSL-1.0
// What an operation is. A row is all that the engine knows of it; every pass asks the row. Derivatives,
// bodies, domains and kinks are texts in the formula language over the row's own parameter names.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lanes/program.hpp"
#include "lanes/target.hpp"
#include "ops/between.hpp"
#include "ops/op.hpp"
#include "ops/range.hpp"
#include "ops/threaded.hpp"

namespace adage {

struct Precise;

/// Machine code of an operation for one target: one scalar, or `n` lanes (arrays of length n, of which `out` overlaps
/// none). Arguments beyond the arity are ignored. All are thread-safe.
struct MachineCode {
  double (*f64)(double, double, double) = nullptr;
  float (*f32)(float, float, float) = nullptr;
  void (*lanes64)(double* out, const double* a, const double* b, const double* c, std::size_t n) = nullptr;
  void (*lanes32)(float* out, const float* a, const float* b, const float* c, std::size_t n) = nullptr;
  ThreadedRuns<double> threaded64{};  ///< of operations so small that a call would be a good part of them
  ThreadedRuns<float> threaded32{};
};

/// How an operation is computed; empty for operations of the language that have a body.
struct Primitive {
  std::array<MachineCode, lanes::kTargets> codes{};  ///< by target; the same bits from each
  void (*precise)(Precise& out, const Precise& a, const Precise& b, const Precise& c) = nullptr;
  /// In the machine's widest type.
  long double (*extended)(long double, long double, long double) = nullptr;
  lanes::Program (*steps64)() = nullptr;  ///< what the code does on lanes; absent where it calls a library
  lanes::Program (*steps32)() = nullptr;  ///< absent, too, where floats are computed in double and rounded once
  /// Where the argument is larger than `within` or a NaN, this library's function is called in place of the steps.
  double (*beyond)(double, double, double) = nullptr;
  double within = 0;

  bool exists() const { return codes.front().f64 != nullptr; }
  const MachineCode& code() const { return codes[static_cast<std::size_t>(lanes::target())]; }
};

/// How a row is written: a call `name(a, b)` unless a spelling is given.
enum class Notation : std::uint8_t { call, leaf, prefix, infix };

struct Row {
  std::string_view name;                               ///< canonical name or spelling; unique
  std::string_view parameters;                         ///< names used by the texts below, separated by commas
  std::array<std::string_view, kMaxArity> partials{};  ///< ∂/∂parameter; `self` is the node's own value
  std::string_view body{};  ///< a stable formula, expanded when lowering unless there is `machine` as well
  Primitive machine{};
  std::string_view domain{};        ///< condition under which a finite real result exists; empty: always
  std::string_view kink{};          ///< zero exactly where a one-sided derivative or the value may jump
  bool jumps = false;               ///< the value itself is not continuous across the kink
  std::string_view above{};         ///< what the operation is where `kink` is positive, if it is simpler there
  std::string_view below{};         ///< the same where `kink` is negative
  range::Function range = nullptr;  ///< absent: any real number
  Enclose enclose = nullptr;        ///< what surely contains a value; absent where there is a body or no argument
  std::string_view aliases{};       ///< other accepted names, separated by blanks
  std::string_view latex{};         ///< `#1`, `#2` stand for arguments; empty: \operatorname{name}
  std::string_view summary{};       ///< one line for a reader
  Notation notation = Notation::call;
  std::uint8_t precedence = 0;  ///< larger binds tighter; only for prefix and infix
  bool right_associative = false;
  bool commutative = false;
  bool variadic = false;               ///< as a call takes one or more arguments, folded from the left
  bool boolean = false;                ///< the result is a truth value
  std::uint8_t boolean_arguments = 0;  ///< bit i: argument i must be a truth value
  bool differentiable = true;          ///< false: a derivative with respect to it is an error unless zero
  bool rest = false;                   ///< what rounding lost: zero of real numbers, and of no meaning but beside them
  bool periodic = false;               ///< oscillates for ever, so that an argument is of use only if known absolutely
  std::uint8_t ulp = 1;                ///< largest error of `machine` in double, in units in the last place
  std::uint8_t cost = 1;               ///< rough cost of a precise evaluation, an addition being 1
  std::uint16_t time = 1;              ///< of compiled columns of doubles, in additions (bench/operations_bench.cpp)
};

/// The margin that `row.enclose` needs on this machine. The stated errors are doubled and more, as they were measured
/// and not proved (the functions of glibc are within 10 units; Gladman, Innocente, Mather & Zimmermann 2023).
constexpr Margin margin(const Row& row) { return Margin::of_units(row.ulp == 0 ? 0.5 : 4.0 * row.ulp + 4); }

/// The rows of the language, in the order of Op. Built once; safe to read from any thread.
std::span<const Row> rows();
/// These, and after them those that only tapes hold (table_fused.cpp).
std::span<const Row> all_rows();
const Row& row(Op op);
std::size_t arity(Op op);
/// The parameter names of a row.
std::span<const std::string_view> parameters(Op op);
/// Is the last argument what rounding lost of the others? The operation then lets go of one that is no number.
bool takes_rest(Op op);

/// The operation written as a call by this name or alias.
std::optional<Op> find_function(std::string_view name);
/// The same, and the operations that only tapes hold.
std::optional<Op> find_operation(std::string_view name);
bool is_function_name(std::string_view name);
/// The canonical names of all functions, in table order.
std::vector<std::string_view> function_names();
/// The function of that name; throws Error if the table has none. For passes that know their mathematics.
Op function(std::string_view name);
/// `clamp(x, lo, hi)`
std::string signature(Op op);

}  // namespace adage
