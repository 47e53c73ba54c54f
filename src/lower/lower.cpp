// SPDX-License-Identifier: BSL-1.0
// The pipeline of lowering: check, copy under the lowering identities, expand, assemble.
#include "lower/lower.hpp"

#include <adage/error.hpp>
#include <unordered_set>

#include "graph/slice.hpp"
#include "lower/assemble.hpp"
#include "lower/expand.hpp"
#include "rules/identities.hpp"

namespace adage {
namespace {

std::string quoted(std::string_view name) { return "`" + std::string(name) + "`"; }

std::vector<std::string_view> names_of(const Arena& arena, std::span<const Id> inputs) {
  std::vector<std::string_view> names;
  std::unordered_set<Id> seen;
  for (const Id input : inputs) {
    if (arena.op(input) != Op::variable)
      throw Error("input " + std::to_string(names.size() + 1) + " is not a variable");
    if (!seen.insert(input).second) throw Error("the input " + quoted(arena.name(input)) + " is given twice");
    names.push_back(arena.name(input));
  }
  return names;
}

void check_variables(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs) {
  const std::unordered_set<Id> given(inputs.begin(), inputs.end());
  std::string missing;
  std::size_t count = 0;
  constexpr std::size_t most_named = 5;
  for (const Id variable : variables(arena, outputs)) {
    if (given.contains(variable)) continue;
    if (++count <= most_named) missing += (count == 1 ? "" : ", ") + quoted(arena.name(variable));
  }
  if (count == 0) return;
  if (count > most_named) missing += " and " + std::to_string(count - most_named) + " more";
  throw Error((count == 1 ? "the variable " : "the variables ") + missing + (count == 1 ? " is" : " are") +
              " not among the inputs");
}

}  // namespace

Tape lower(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs) {
  if (outputs.empty()) throw Error("there is no output to compute");
  const auto names = names_of(arena, inputs);
  check_variables(arena, outputs, inputs);
  Arena scratch(&lowering_identities());
  const auto copied = copy(arena, outputs, scratch);
  const auto roots = expand(scratch, copied);
  return assemble(scratch, roots, names);
}

}  // namespace adage
