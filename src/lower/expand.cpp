// SPDX-License-Identifier: BSL-1.0
// Expansion as loops over slices, repeated while a body has brought in another operation with a body.
#include "lower/expand.hpp"

#include <adage/error.hpp>
#include <algorithm>

#include "graph/slice_table.hpp"
#include "rules/template.hpp"

namespace adage {
namespace {

/// Some bodies only say what an operation means; the machine knows a better way.
bool has_body(Op op) { return !row(op).body.empty() && !row(op).machine.exists(); }

bool any(const Arena& arena, const Slice& nodes, bool (*wanted)(Op)) {
  std::array<bool, 256> answers{};
  for (std::size_t i = 0; i != all_rows().size(); ++i) answers[i] = wanted(static_cast<Op>(i));
  return std::ranges::any_of(nodes, [&](Id id) { return answers[static_cast<std::size_t>(arena.op(id))]; });
}

Id expanded(Arena& target, Op op, std::span<const Id> args, Powers powers, std::span<const bool> sole) {
  const Id cheap = powers != Powers::kept ? cheap_power(target, op, args, sole) : kNone;
  if (cheap != kNone) return cheap;
  return has_body(op) ? body(op)->instantiate(target, args) : target.intern(op, args);
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

/// One round; `source` may be `target` itself.
std::vector<Id> expand_once(const Arena& source, const Slice& nodes, std::span<const Id> roots, Arena& target,
                            Powers powers) {
  target.reserve(target.size() + nodes.size());
  SliceTable<Id> image(nodes);
  const SliceTable<std::uint8_t> uses = few_uses(source, nodes, roots);
  for (const Id id : nodes) {
    const Node node = source[id];  // a copy: making nodes may move the array
    if (node.op == Op::number) {
      image[id] = target.number(Rational(source.value(id)));
    } else if (node.op == Op::variable) {
      image[id] = target.variable(source, id);
    } else {
      std::array<Id, kMaxArity> args{};
      std::array<bool, kMaxArity> sole{};
      for (std::size_t i = 0; i != node.count; ++i) {
        args[i] = image[node.args[i]];
        sole[i] = powers == Powers::meeting && uses.at(node.args[i]) == 1;
      }
      image[id] = expanded(target, node.op, {args.data(), node.count}, powers, sole);
    }
  }
  std::vector<Id> result;
  for (const Id root : roots) result.push_back(image[root]);
  return result;
}

}  // namespace

bool needs_expansion(const Arena& arena, const Slice& nodes) {
  return any(arena, nodes, [](Op op) { return has_body(op) || op == Op::pow; });
}

std::vector<Id> expand(const Arena& source, const Slice& nodes, std::span<const Id> roots, Arena& target,
                       Powers powers) {
  std::vector<Id> result = expand_once(source, nodes, roots, target, powers);
  if (!any(source, nodes, has_body)) return result;
  for (std::size_t round = 0; round != rows().size(); ++round) {
    const Slice now = slice(target, result);
    if (!any(target, now, has_body)) return result;
    result = expand_once(target, now, result, target, powers);
  }
  throw Error("the bodies of the operation table contain each other");
}

}  // namespace adage
