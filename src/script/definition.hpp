// SPDX-License-Identifier: BSL-1.0
// What a script has defined: a value, or a function whose body is a graph over its own parameters. Parameters are
// variables whose names nobody can type (`f:x`), so a body never captures a variable of the same name.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

struct Definition {
  struct Parameter {
    std::string name;
    Id bound = kNone;            ///< the variable that stands for it in the body
    std::optional<Id> fallback;  ///< its default, over the parameters before it
    std::string fallback_text;
  };

  std::string name;
  bool is_function = false;
  std::vector<Parameter> parameters;  ///< those without a default first
  Id body = kNone;
  std::string text;            ///< as it was typed, on one line
  std::string formula;         ///< its right side alone
  std::uint64_t serial = 0;    ///< larger for what was defined later
  std::set<std::string> uses;  ///< names it refers to: other definitions, and variables that are free in it

  /// Parameters without a default.
  std::size_t variables() const {
    std::size_t count = 0;
    while (count != parameters.size() && !parameters[count].fallback) ++count;
    return count;
  }

  /// `leaky_relu(x)`: a call with as little as it needs.
  std::string usage() const {
    std::string result = name + "(";
    for (std::size_t i = 0; i != variables(); ++i) result += (i == 0 ? "" : ", ") + parameters[i].name;
    return result + ")";
  }

  /// `leaky_relu(x; alpha = 0.01)`, or the name alone.
  std::string signature() const {
    if (!is_function) return name;
    std::string result = name + "(";
    for (std::size_t i = 0; i != parameters.size(); ++i) {
      if (i != 0) result += i == variables() ? "; " : ", ";
      result += parameters[i].name;
      if (parameters[i].fallback) result += " = " + parameters[i].fallback_text;
    }
    return result + ")";
  }
};

}  // namespace adage
