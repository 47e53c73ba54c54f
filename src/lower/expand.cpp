// SPDX-License-Identifier: BSL-1.0
// Expansion as loops over slices: bodies until none is left, as one may use another, and then powers.
#include "lower/expand.hpp"

#include <adage/error.hpp>
#include <algorithm>

#include "graph/slice.hpp"
#include "rules/template.hpp"

namespace adage {
namespace {

/// Rebuilds the slice of `roots`. `replace(id, args)` gives the new node, where `args` are rebuilt already, or
/// kNone to keep the operation; `keep(op, args)` then makes the node.
template <class Replace, class Keep>
std::vector<Id> rebuilt(Arena& arena, std::span<const Id> roots, Replace&& replace, Keep&& keep) {
  const Slice nodes = slice(arena, roots);
  std::vector<Id> image(arena.size(), kNone);
  for (const Id id : nodes) {
    const Node node = arena[id];  // a copy: making nodes may move the array
    std::array<Id, kMaxArity> args{};
    bool changed = false;
    for (std::size_t i = 0; i != node.count; ++i) {
      args[i] = image[node.args[i]];
      changed |= args[i] != node.args[i];
    }
    const std::span<const Id> given(args.data(), node.count);
    image[id] = replace(node.op, given);
    if (image[id] == kNone) image[id] = changed ? keep(node.op, given) : id;
  }
  std::vector<Id> result;
  for (const Id root : roots) result.push_back(image[root]);
  return result;
}

bool any(const Arena& arena, std::span<const Id> roots, bool (*wanted)(Op)) {
  std::array<bool, 256> answers{};
  for (std::size_t i = 0; i != rows().size(); ++i) answers[i] = wanted(static_cast<Op>(i));
  const Slice nodes = slice(arena, roots);
  return std::ranges::any_of(nodes, [&](Id id) { return answers[static_cast<std::size_t>(arena.op(id))]; });
}

bool has_body(Op op) { return !row(op).body.empty(); }
bool is_power(Op op) { return op == Op::pow; }

}  // namespace

std::vector<Id> expand(Arena& arena, std::span<const Id> roots) {
  std::vector<Id> result(roots.begin(), roots.end());
  for (std::size_t round = 0; any(arena, result, has_body); ++round) {
    if (round == rows().size()) throw Error("the bodies of the operation table contain each other");
    result = rebuilt(
        arena, result,
        [&](Op op, std::span<const Id> args) { return has_body(op) ? body(op)->instantiate(arena, args) : kNone; },
        [&](Op op, std::span<const Id> args) { return arena.make(op, args); });
  }
  if (!any(arena, result, is_power)) return result;
  return rebuilt(
      arena, result,
      [&](Op op, std::span<const Id> args) { return is_power(op) ? cheap_power(arena, args[0], args[1]) : kNone; },
      [&](Op op, std::span<const Id> args) { return arena.intern(op, args); });
}

}  // namespace adage
