// SPDX-License-Identifier: BSL-1.0
// The pipeline of lowering: check, simplify, copy under the lowering identities, fuse, expand, compensate, assemble.
// What is to run as it was written skips all that chooses.
#include "lower/lower.hpp"

#include <adage/error.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <utility>

#include "base/in_backticks.hpp"
#include "graph/slice.hpp"
#include "lower/assemble.hpp"
#include "lower/compensate.hpp"
#include "lower/expand.hpp"
#include "lower/series.hpp"
#include "rules/identities.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

void check_inputs(const Arena& arena, std::span<const Id> inputs) {
  boost::unordered_flat_set<Id> seen;
  for (std::size_t k = 0; k != inputs.size(); ++k) {
    if (arena.op(inputs[k]) != Op::variable) throw Error("input " + std::to_string(k + 1) + " is not a variable");
    if (!seen.insert(inputs[k]).second)
      throw Error("the input " + in_backticks(arena.name(inputs[k])) + " is given twice");
  }
}

void check_variables(const Arena& arena, const Slice& nodes, std::span<const Id> inputs) {
  const boost::unordered_flat_set<Id> given(inputs.begin(), inputs.end());
  std::string missing;
  std::size_t count = 0;
  constexpr std::size_t most_named = 5;
  for (const Id id : nodes) {
    if (arena.op(id) != Op::variable || given.contains(id)) continue;
    if (++count <= most_named) missing += (count == 1 ? "" : ", ") + in_backticks(arena.name(id));
  }
  if (count == 0) return;
  if (count > most_named) missing += " and " + std::to_string(count - most_named) + " more";
  throw Error((count == 1 ? "the variable " : "the variables ") + missing + (count == 1 ? " is" : " are") +
              " not among the inputs");
}

/// The formulas on their way: where they are now, the inputs behind the outputs, so that each stage tells their new
/// ids.
struct Form {
  const Arena* arena;
  std::vector<Id> roots;
  Slice nodes{};                   ///< below the roots
  std::unique_ptr<Arena> own{};    ///< null while they are where they were found
  std::unique_ptr<Arena> spare{};  ///< where they were before, of which the memory is used again
  std::vector<Id> typed_roots{};   ///< as they were before simplification
  std::unique_ptr<Arena> typed{};  ///< where those are, once they have moved on

  std::unique_ptr<Arena> next_arena(const Identities* identities) {
    if (spare == nullptr) return std::make_unique<Arena>(identities, *arena);
    spare->restart(identities);
    return std::move(spare);
  }

  void move_to(std::unique_ptr<Arena> next, std::vector<Id> images) {
    roots = std::move(images);
    std::unique_ptr<Arena> before = std::exchange(own, std::move(next));
    arena = own.get();
    nodes = slice(*arena, roots);
    (typed == nullptr && !typed_roots.empty() ? typed : spare) = std::move(before);
  }
};

/// Could any of `identities` change what was made under those of its arena?
bool any_candidate(const Arena& arena, const Slice& nodes, const Identities& identities) {
  const Identities& further = identities.beyond(arena.identities());
  return std::ranges::any_of(nodes, [&](Id id) { return further.candidate(arena, arena.op(id), arena.args(id)); });
}

void apply(const Identities& identities, Form& form) {
  if (!any_candidate(*form.arena, form.nodes, identities)) return;
  auto next = form.next_arena(&identities);
  std::vector<Id> images = copy(*form.arena, form.nodes, form.roots, *next);
  form.move_to(std::move(next), std::move(images));
}

/// What is to run; still in `arena` itself where there was nothing to do.
Form lowered(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs, const LowerOptions& options) {
  if (outputs.empty()) throw Error("there is no output to compute");
  check_inputs(arena, inputs);
  Form form{&arena, {outputs.begin(), outputs.end()}};
  form.roots.insert(form.roots.end(), inputs.begin(), inputs.end());
  form.nodes = slice(arena, form.roots);
  check_variables(arena, form.nodes, inputs);
  const auto expand_into_new = [&](Powers powers) {
    auto plain = form.next_arena(nullptr);
    std::vector<Id> images = expand(*form.arena, form.nodes, form.roots, *plain, powers);
    form.move_to(std::move(plain), std::move(images));
  };
  if (options.as_written) {
    expand_into_new(Powers::kept);
    return form;
  }
  // A formula typed naively and one that calls things by name become the same program. Large graphs are taken
  // as they are: there the time would be felt, and their makers have simplified what they cared about.
  constexpr std::size_t most_simplified = 2'000;
  if (options.simplify && form.nodes.size() <= most_simplified) {
    auto tidy = form.next_arena(&local_identities());
    std::vector<Id> typed = copy(arena, form.nodes, form.roots, *tidy);
    std::vector<Id> images = simplify(*tidy, typed, {.keep_sums = true});
    form.move_to(std::move(tidy), std::move(images));
    form.typed_roots = std::move(typed);
  }
  apply(lowering_identities(), form);
  if (options.fused) apply(fusing_identities(), form);
  if (needs_expansion(*form.arena, form.nodes)) expand_into_new(options.meeting ? Powers::meeting : Powers::cheap);
  if (options.fused) {
    if (const Series series = find_series(*form.arena, form.nodes, form.roots); !series.empty()) {
      auto told_apart = form.next_arena(nullptr);
      std::vector<Id> images = with_series(*form.arena, form.nodes, form.roots, series, *told_apart);
      form.move_to(std::move(told_apart), std::move(images));
    }
  }
  if (options.fused && needs_compensation(*form.arena, form.nodes)) {
    auto exact = form.next_arena(nullptr);
    std::vector<Id> images = compensate(*form.arena, form.nodes, form.roots, *exact);
    form.move_to(std::move(exact), std::move(images));
  }
  form.spare.reset();
  return form;
}

}  // namespace

namespace {

Runnable split(std::unique_ptr<Arena> arena, std::span<const Id> roots, std::size_t outputs) {
  const auto middle = roots.begin() + static_cast<std::ptrdiff_t>(outputs);
  return {std::move(arena), {roots.begin(), middle}, {middle, roots.end()}};
}

}  // namespace

Runnable runnable(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs,
                  const LowerOptions& options) {
  Form form = lowered(arena, outputs, inputs, options);
  if (form.own == nullptr) {
    auto own = form.next_arena(nullptr);
    std::vector<Id> images = copy(arena, form.nodes, form.roots, *own);
    form.move_to(std::move(own), std::move(images));
  }
  return split(std::move(form.own), form.roots, outputs.size());
}

Lowered lower_and_keep(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs,
                       const LowerOptions& options) {
  Form form = lowered(arena, outputs, inputs, options);
  const std::span<const Id> roots(form.roots);
  Lowered result{assemble(*form.arena, form.nodes, roots.first(outputs.size()), roots.subspan(outputs.size())),
                 nullptr};
  if (!form.typed_roots.empty()) {
    auto place = form.typed != nullptr ? std::move(form.typed) : std::move(form.own);
    result.typed = std::make_unique<const Runnable>(split(std::move(place), form.typed_roots, outputs.size()));
  }
  return result;
}

Tape lower(const Arena& arena, std::span<const Id> outputs, std::span<const Id> inputs, const LowerOptions& options) {
  return lower_and_keep(arena, outputs, inputs, options).tape;
}

}  // namespace adage
