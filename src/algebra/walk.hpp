// SPDX-License-Identifier: BSL-1.0
// One pass over a slice: the quotient of every node from those of its arguments. What has no entry in the table of
// operations becomes a kernel, known by the canonical forms of its arguments.
#pragma once

#include "algebra/functions.hpp"

namespace adage::algebra {

class Walk : public Functions {
 public:
  using Functions::Functions;

  /// The quotient of a number-valued node in which no operation of the table of definitions is left.
  Fraction run(Id root);
  struct Fact {
    Id positive = kNone;  ///< as written out
    bool strict = true;
  };
  /// Takes note of the fact. One that is beyond the bounds is left aside.
  void learn(const Fact& fact);

 private:
  struct Value {
    std::optional<Fraction> number{};
    Id truth = kNone;  ///< the canonical node of a truth value
  };
  using Arguments = std::span<const Value* const>;
  using Action = Fraction (*)(Walk&, Arguments);
  static const std::map<Op, Action>& actions();

  Value value(Id id, Arguments args);
  Id node_of(const Value& value) { return value.number ? node(*value.number) : value.truth; }
  Fraction opaque(Op op, Arguments args);
  Fraction raised(const Fraction& base, const Fraction& exponent, Arguments args);
  Fraction chosen(Arguments args);
  Fraction sign(const Fraction& u);
  bool is_positive(const Fraction& u);
  bool is_in_variables_only(const Fraction& u) const;
};

/// The comparisons among the assumptions that are about nothing but the variables of `root`.
std::vector<Walk::Fact> facts(Arena& arena, std::span<const Id> assumptions, Id root);

/// `root` with the operations of the table of definitions written out.
Id written_out(Arena& arena, Id root);

}  // namespace adage::algebra
