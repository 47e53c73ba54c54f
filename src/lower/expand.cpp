// SPDX-License-Identifier: BSL-1.0
// Expansion as loops over slices, repeated while a body has brought in another operation with a body.
#include "lower/expand.hpp"

#include <adage/error.hpp>
#include <algorithm>

#include "graph/rebuild.hpp"
#include "rules/template.hpp"

namespace adage {
namespace {

/// Some bodies only say what an operation means; the machine knows a better way.
bool has_body(Op op) { return !row(op).body.empty() && !row(op).machine.exists(); }

const std::array<bool, 256>& with_bodies() {
  static const std::array<bool, 256> answers = [] {
    std::array<bool, 256> result{};
    for (std::size_t i = 0; i != all_rows().size(); ++i) result[i] = has_body(static_cast<Op>(i));
    return result;
  }();
  return answers;
}

bool any_has_body(const Arena& arena, const Slice& nodes) {
  return std::ranges::any_of(nodes, [&](Id id) { return with_bodies()[static_cast<std::size_t>(arena.op(id))]; });
}

/// How often each node is needed, counted up to two.
SliceTable<std::uint8_t> few_uses(const Arena& arena, const Slice& nodes, std::span<const Id> roots) {
  SliceTable<std::uint8_t> uses(nodes);
  const auto count = [&](Id id) { uses[id] = static_cast<std::uint8_t>(std::min(uses[id] + 1, 2)); };
  for (const Id root : roots) count(root);
  for (const Id id : nodes) {
    for (const Id arg : arena.args(id)) count(arg);
  }
  return uses;
}

std::vector<Id> expand_once(Arena& arena, const Slice& nodes, std::span<const Id> roots, Powers powers) {
  const SliceTable<std::uint8_t> uses = few_uses(arena, nodes, roots);
  return rebuilt(arena, nodes, roots, [&](Id id, std::span<const Id> args, const SliceTable<Id>&) {
    const Op op = arena.op(id);
    std::array<bool, kMaxArity> sole{};
    for (std::size_t i = 0; powers == Powers::meeting && i != args.size(); ++i)
      sole[i] = uses.at(arena.arg(id, i)) == 1;
    const Id cheap = powers != Powers::kept ? cheap_power(arena, op, args, sole) : kNone;
    if (cheap != kNone) return cheap;
    return with_bodies()[static_cast<std::size_t>(op)] ? body(op)->instantiate(arena, args)
                                                       : with_args(arena, id, args);
  });
}

}  // namespace

bool needs_expansion(const Arena& arena, const Slice& nodes) {
  const auto expands = [&](Id id) {
    return arena.op(id) == Op::pow || with_bodies()[static_cast<std::size_t>(arena.op(id))];
  };
  return std::ranges::any_of(nodes, expands);
}

std::vector<Id> expand(Arena& arena, const Slice& nodes, std::span<const Id> roots, Powers powers) {
  std::vector<Id> result = expand_once(arena, nodes, roots, powers);
  if (!any_has_body(arena, nodes)) return result;
  for (std::size_t round = 0; round != rows().size(); ++round) {
    const Slice now = slice(arena, result);
    if (!any_has_body(arena, now)) return result;
    result = expand_once(arena, now, result, powers);
  }
  throw Error("the bodies of the operation table contain each other");
}

}  // namespace adage
