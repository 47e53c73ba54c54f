// SPDX-License-Identifier: BSL-1.0
// A formula with holes: a text of the formula language over named parameters, compiled to a short program
// that makes nodes. Partial derivatives, bodies, and the right sides and guards of rules are templates.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// Questions about a parameter that only tables ask; written as calls, e.g. `constant(b)`.
enum class Predicate : std::uint8_t {
  none,
  constant,  ///< depends on no variable
  number,    ///< is a literal number
  integer,   ///< takes whole values only
  even,      ///< is a literal even number
  total,     ///< has a finite real value everywhere
  smooth,    ///< has no kink and no choice below it and is not the number zero, so that its zeros are isolated
};

/// One step of a template: an operation on values that are parameters or earlier steps, a literal number
/// (`op` is `number`, `args[0]` indexes numbers()) or a predicate of the parameter `args[0]`.
struct Step {
  Op op = Op::number;
  Predicate predicate = Predicate::none;
  std::uint8_t count = 0;
  std::array<std::uint32_t, kMaxArity>
      args{};  ///< below the number of parameters: that parameter; else step + parameters
};

class Template {
 public:
  /// Compiles `text`. Throws Error naming the text when it does not parse or uses another name: tables are wrong then.
  Template(std::string_view text, std::span<const std::string_view> parameters);

  /// The formula with the parameters bound to these nodes, which may be a view into the arena. Of a choice that rests
  /// on `constant(p)` only the chosen branch is made; predicates anywhere else throw Error.
  Id instantiate(Arena& arena, std::span<const Id> bindings) const;

  std::span<const Step> steps() const { return steps_; }
  std::span<const Rational> numbers() const { return numbers_; }
  std::size_t parameters() const { return parameters_; }
  /// Which value is the result, numbered as in Step::args.
  std::uint32_t result() const { return result_; }
  const std::string& text() const { return text_; }

 private:
  friend struct TemplateCompiler;
  friend struct TemplateMaker;

  std::string text_;
  std::size_t parameters_ = 0;
  std::vector<Step> steps_;
  std::vector<Rational> numbers_;
  std::uint32_t result_ = 0;
  bool has_predicates_ = false;
};

/// ∂op/∂argument over the row's parameters followed by `self`. Throws Error when the row has none.
const Template& partial(Op op, std::size_t argument);
/// The body over the row's parameters, or null.
const Template* body(Op op);
/// The condition under which the operation is defined, or null when it always is.
const Template* domain(Op op);
/// The switching function, zero at kinks, or null; over the parameters followed by `self`.
const Template* kink(Op op);

}  // namespace adage
