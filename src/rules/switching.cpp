// SPDX-License-Identifier: BSL-1.0
// The columns `kink`, `above` and `below` of the table.
#include "rules/switching.hpp"

#include <optional>
#include <vector>

#include "rules/template.hpp"

namespace adage {
namespace {

/// The columns `above` and `below`, compiled.
struct Pieces {
  std::vector<std::optional<Template>> above;
  std::vector<std::optional<Template>> below;

  Pieces() {
    const auto compiled = [](std::string_view text, Op op) {
      return text.empty() ? std::nullopt : std::optional<Template>(std::in_place, text, parameters(op));
    };
    for (std::size_t i = 0; i != rows().size(); ++i) {
      const auto op = static_cast<Op>(i);
      above.push_back(compiled(row(op).above, op));
      below.push_back(compiled(row(op).below, op));
    }
  }
};

const Pieces& pieces() {
  static const Pieces instance;
  return instance;
}

}  // namespace

bool can_be_split(Op op) { return !row(op).above.empty() && !row(op).below.empty(); }

Id piece(Arena& arena, Id id, int sign) {
  const Node node = arena[id];
  const std::span<const Id> args(node.args.data(), node.count);
  const auto at = static_cast<std::size_t>(node.op);
  if (sign > 0) return pieces().above[at]->instantiate(arena, args);
  if (sign < 0) return pieces().below[at]->instantiate(arena, args);
  const double value = row(node.op).machine.code().f64(0, 0, 0);
  if (row(node.op).boolean) return arena.make(value != 0 ? Op::constant_true : Op::constant_false);
  if (node.count == 1) return arena.number(static_cast<std::int64_t>(value));
  return pieces().above[at]->instantiate(arena, args);  // both branches are equal here
}

Id switching_function(Arena& arena, Id id) {
  std::vector<Id> bindings(arena.args(id).begin(), arena.args(id).end());
  bindings.push_back(id);  // `self`
  return kink(arena.op(id))->instantiate(arena, bindings);
}

}  // namespace adage
