// SPDX-License-Identifier: BSL-1.0
// The pipeline of lowering: check, simplify, copy under the lowering identities, fuse, expand, assemble. What is to run
// as it was written skips all that chooses.
#include "lower/lower.hpp"

#include <adage/error.hpp>
#include <unordered_set>

#include "graph/slice.hpp"
#include "lower/assemble.hpp"
#include "lower/expand.hpp"
#include "rules/identities.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

std::string quoted(std::string_view name) { return "`" + std::string(name) + "`"; }

void check_inputs(const Arena& arena, std::span<const Id> inputs) {
  std::unordered_set<Id> seen;
  for (std::size_t k = 0; k != inputs.size(); ++k) {
    if (arena.op(inputs[k]) != Op::variable) throw Error("input " + std::to_string(k + 1) + " is not a variable");
    if (!seen.insert(inputs[k]).second) throw Error("the input " + quoted(arena.name(inputs[k])) + " is given twice");
  }
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

Runnable runnable(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs,
                  const LowerOptions& options) {
  if (outputs.empty()) throw Error("there is no output to compute");
  check_inputs(arena, inputs);
  check_variables(arena, outputs, inputs);
  // Inputs go along as roots, so that each stage tells their new ids.
  std::vector<Id> roots(outputs.begin(), outputs.end());
  roots.insert(roots.end(), inputs.begin(), inputs.end());
  const auto result = [&](std::unique_ptr<Arena> last) {
    const auto middle = roots.begin() + static_cast<std::ptrdiff_t>(outputs.size());
    return Runnable{std::move(last), {roots.begin(), middle}, {middle, roots.end()}};
  };
  if (options.as_written) {
    auto written = std::make_unique<Arena>();
    roots = expand(arena, roots, *written, Powers::kept);
    return result(std::move(written));
  }
  // A formula typed naively and one that calls things by name become the same program. Large graphs are taken
  // as they are: there the time would be felt, and their makers have simplified what they cared about.
  constexpr std::size_t most_simplified = 2'000;
  auto safe = std::make_unique<Arena>(&lowering_identities());
  if (const std::size_t size = slice(arena, roots).size(); options.simplify && size <= most_simplified) {
    Arena tidy(&local_identities());
    roots = simplify(tidy, copy(arena, roots, tidy));
    roots = copy(tidy, roots, *safe);
  } else {
    safe->reserve(size);
    roots = copy(arena, roots, *safe);
  }
  if (options.fused) {
    auto fused = std::make_unique<Arena>(&fusing_identities());
    fused->reserve(safe->size());
    roots = copy(*safe, roots, *fused);
    safe = std::move(fused);
  }
  if (!needs_expansion(*safe, roots)) return result(std::move(safe));
  auto plain = std::make_unique<Arena>();
  plain->reserve(safe->size());
  roots = expand(*safe, roots, *plain);
  return result(std::move(plain));
}

Tape lower(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs, const LowerOptions& options) {
  const Runnable form = runnable(arena, outputs, inputs, options);
  return assemble(*form.arena, form.outputs, form.inputs);
}

}  // namespace adage
