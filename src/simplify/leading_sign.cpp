// SPDX-License-Identifier: BSL-1.0
// Down from the sign along what is read first, and up again.
#include "simplify/leading_sign.hpp"

#include <algorithm>
#include <boost/container/small_vector.hpp>

#include "graph/rebuild.hpp"

namespace adage {
namespace {

/// The parts of a product as they are printed, where a number may lead: numbers first, then products.
std::array<Id, 2> parts(const Arena& arena, Id product) {
  const std::array parts{arena.arg(product, 0), arena.arg(product, 1)};
  if (arena.op(product) == Op::div) return parts;
  const auto rank = [&](Id id) {
    return arena.is_number(id) ? 0 : arena.op(id) == Op::mul || arena.op(id) == Op::div ? 1 : 2;
  };
  return rank(parts[1]) < rank(parts[0]) ? std::array{parts[1], parts[0]} : parts;
}

/// The positive number that a product begins with in print, if one does; else kNone.
Id leading_number(const Arena& arena, Id product) {
  constexpr int most_steps = 64;
  Id lead = product;
  for (int i = 0; i != most_steps && (arena.op(lead) == Op::mul || arena.op(lead) == Op::div); ++i) {
    lead = parts(arena, lead)[0];
  }
  return lead != product && arena.is_number(lead) && !arena.value(lead).is_negative() ? lead : kNone;
}

class Signs {
 public:
  Signs(Arena& arena, const Slice& nodes, std::span<const Id> roots)
      : arena_(arena), uses_(uses(arena, nodes, roots)) {}

  /// Minus `product`, a node from before; kNone where no number leads, or what leads is needed as it is.
  Id negated(Id product) {
    const Id number = leading_number(arena_, product);
    if (number == kNone) return kNone;
    boost::container::small_vector<Id, 16> path;
    for (Id id = product; id != number; id = parts(arena_, id)[0]) {
      if (uses_.at(id) != 1) return kNone;
      path.push_back(id);
    }
    Id result = arena_.number(-arena_.value(number));
    for (; !path.empty(); path.pop_back()) {
      const Id id = path.back();
      result = arena_.make(arena_.op(id), result, parts(arena_, id)[1]);
    }
    return result;
  }

 private:
  Arena& arena_;
  SliceTable<unsigned> uses_;
};

}  // namespace

std::vector<Id> with_leading_signs(Arena& arena, std::span<const Id> roots) {
  const Slice nodes = slice(arena, roots);
  const auto may_move = [&](Id id) {
    return arena.op(id) == Op::neg && leading_number(arena, arena.arg(id, 0)) != kNone;
  };
  if (std::ranges::none_of(nodes, may_move)) return {roots.begin(), roots.end()};
  Signs signs(arena, nodes, roots);
  return rebuilt(arena, nodes, roots, [&](Id id, std::span<const Id> args, const auto&) {
    if (arena.op(id) == Op::neg && args[0] == arena.arg(id, 0)) {
      if (const Id product = signs.negated(args[0]); product != kNone) return product;
    }
    return with_args(arena, id, args);
  });
}

}  // namespace adage
