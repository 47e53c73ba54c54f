// SPDX-License-Identifier: BSL-1.0
// A formula with holes: a text of the formula language over named parameters, compiled to a short program
// that makes nodes. Partial derivatives, bodies, and the right sides and guards of rules are templates.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// One step of a template: an operation on values that are parameters or earlier steps.
struct Step {
  Op op = Op::number;
  std::uint8_t count = 0;
  std::array<std::uint32_t, kMaxArity> args{};  ///< below the number of parameters: that parameter; else a step
  std::uint32_t value = 0;                      ///< index into the template's numbers
};

class Template {
 public:
  /// Compiles `text`. Besides the operations it may call `constant(p)`, true where parameter `p` depends on no
  /// variable. Throws Error naming the text when it does not parse: tables are wrong then.
  Template(std::string_view text, std::span<const std::string_view> parameters);

  /// The formula with the parameters bound to these nodes.
  Id instantiate(Arena& arena, std::span<const Id> bindings) const;

  std::span<const Step> steps() const { return steps_; }
  std::span<const Rational> numbers() const { return numbers_; }
  std::size_t parameters() const { return parameters_; }
  const std::string& text() const { return text_; }
  /// Does the formula use this parameter?
  bool uses(std::size_t parameter) const;

 private:
  friend class TemplateCompiler;
  std::string text_;
  std::size_t parameters_ = 0;
  std::vector<Step> steps_;  // the last one is the result; none: the result is parameter `only_parameter_`
  std::vector<Rational> numbers_;
  std::uint32_t result_ = 0;
};

/// ∂op/∂argument over the row's parameters followed by `self`. Throws Error when the row has none.
const Template& partial(Op op, std::size_t argument);
/// The body over the row's parameters, or null.
const Template* body(Op op);
/// The condition under which the operation is defined, or null when it always is.
const Template* domain(Op op);
/// The switching functions, zero at kinks, or null.
const Template* kink(Op op);

}  // namespace adage
