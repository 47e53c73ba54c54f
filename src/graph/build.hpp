// SPDX-License-Identifier: BSL-1.0
// From ast to graph: names get meanings, calls get checked. A loop over postfix items with a stack of ids;
// what only a script knows (definitions, derivatives) is asked of a scope.
#pragma once

#include <adage/error.hpp>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "grammar/ast.hpp"
#include "graph/arena.hpp"

namespace adage {

/// A finding that ends the formula it is in. Thrown by build and by scopes, never out of a public function.
struct BuildError {
  Diagnostic diagnostic;
};

struct Argument {
  Id value = kNone;
  std::string_view name;  ///< empty unless given as `name = value`
  Span span;
};

struct Call {
  std::string_view name;
  unsigned primes = 0;  ///< times differentiated: 2 for f''(x)
  std::span<const Argument> arguments;
  Span span;  ///< the whole call
  Span head;  ///< the function's name
};

/// What names mean beyond the operation table. Either function may throw BuildError.
class Scope {
 public:
  virtual ~Scope() = default;
  /// The value of a defined name; nothing: it is a variable.
  virtual std::optional<Id> value(Arena& arena, std::string_view name, Span at) = 0;
  /// The value of a call; nothing: not defined here, so the operation table is asked. Calls with primes
  /// or named arguments, and `diff`, are always for the scope.
  virtual std::optional<Id> call(Arena& arena, const Call& call) = 0;
  /// Names of defined functions, for suggestions.
  virtual std::vector<std::string_view> functions() const = 0;
};

/// The node of `formula`. Throws BuildError for an unknown function, a wrong number of arguments, a truth
/// value where a number belongs or the reverse. `source` is the text that the spans refer to.
Id build(Arena& arena, const ast::Script& script, const ast::Formula& formula, std::string_view source, Scope* scope);

/// Applies an operation of the table to arguments, folding variadic ones from the left. Throws BuildError.
Id apply(Arena& arena, Op op, const Call& call);

}  // namespace adage
