// SPDX-License-Identifier: BSL-1.0
// Derivatives as expressions, so that they can be differentiated again, simplified, printed and compiled.
// At kinks: a tie of max/min gives a constant argument the whole weight, otherwise both half; sign(0) = 0,
// step(0) = 0; a branch not taken contributes nothing. None of these simplify their result.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "adage/expression.hpp"

namespace adage {

/// The partial derivatives of `f` with respect to each of `variables`, by one backward sweep (reverse mode).
/// The result adds at most five times the nodes of `f`. Throws Error when `f` is a truth value, a `wrt` is no
/// variable, or `f` contains an operation without a derivative there.
std::vector<Expression> gradient(const Expression& f, std::span<const Expression> variables);
std::vector<Expression> gradient(const Expression& f, std::initializer_list<Expression> variables);

/// The n-th derivative with respect to one variable, n >= 0. Kinks where both one-sided slopes agree, though
/// the conventions above give another value, are repaired: `where(x == 0, slope, …)`.
Expression derivative(const Expression& f, const Expression& variable, unsigned n = 1);

/// Forward mode: the derivative of each of `outputs` when `variables[i]` moves with velocity `tangents[i]`.
std::vector<Expression> tangents(std::span<const Expression> outputs, std::span<const Expression> variables,
                                 std::span<const Expression> tangents);

/// Reverse mode for several outputs: Σ `adjoints[i]` · ∂outputs[i]/∂variable, one result for each variable.
std::vector<Expression> adjoints(std::span<const Expression> outputs, std::span<const Expression> adjoints,
                                 std::span<const Expression> variables);

/// `result[i][j]` is ∂outputs[i]/∂variables[j].
std::vector<std::vector<Expression>> jacobian(std::span<const Expression> outputs,
                                              std::span<const Expression> variables);

/// `result[i][j]` is ∂²f/∂variables[i]∂variables[j].
std::vector<std::vector<Expression>> hessian(const Expression& f, std::span<const Expression> variables);

/// A matrix most of whose entries are zero, by compressed rows (CSR): row i has the entries `values[k]` in columns
/// `columns[k]`, ascending, for k from `row_begins[i]` up to `row_begins[i + 1]`. Compile `values` as the outputs of
/// one function, and its results are the data of the matrix in other libraries.
struct SparseMatrix {
  std::size_t width = 0;  ///< how many columns there are; rows are `row_begins.size() - 1`
  std::vector<std::size_t> row_begins{0};
  std::vector<std::size_t> columns;
  std::vector<Expression> values;
};

/// `jacobian` without entries that are zero. Each output is looked at by itself, so the time is that of the outputs'
/// sizes together and not of outputs times variables. Throws Error as `gradient` does, and for a variable given twice.
SparseMatrix sparse_jacobian(std::span<const Expression> outputs, std::span<const Expression> variables);

/// `hessian` without entries that are zero; both triangles.
SparseMatrix sparse_hessian(const Expression& f, std::span<const Expression> variables);

/// The Hessian times a vector, without forming the Hessian (Pearlmutter 1994).
std::vector<Expression> hessian_vector_product(const Expression& f, std::span<const Expression> variables,
                                               std::span<const Expression> vector);

/// A place where a one-sided derivative may differ from the other.
struct Kink {
  enum class Kind {
    possible,   ///< only the condition is known: several variables, or no exact solution
    kink,       ///< the value is continuous, the slopes differ
    jump,       ///< the value itself jumps
    removable,  ///< both slopes agree though the conventions would give another value
    smooth,     ///< both slopes agree and the conventions give that value
  };
  Kind kind = Kind::possible;
  Expression condition;                  ///< zero where the kink may be
  std::optional<Expression> point;       ///< one variable: where it is zero
  std::optional<Expression> left;        ///< slope just below the point
  std::optional<Expression> right;       ///< slope just above the point
  std::optional<Expression> convention;  ///< the derivative that adage returns at the point
};

/// Where `f` may have kinks. With `variable`, the points are solved for and the one-sided slopes are given,
/// other variables being parameters; otherwise only the conditions.
std::vector<Kink> kinks(const Expression& f, const std::optional<Expression>& variable = std::nullopt);

}  // namespace adage
