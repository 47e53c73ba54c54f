// SPDX-License-Identifier: BSL-1.0
// Down from the sign along what is read first, and up again.
#include "simplify/leading_sign.hpp"

#include <boost/container/small_vector.hpp>

#include "graph/print_shape.hpp"
#include "graph/rebuild.hpp"

namespace adage {
namespace {

class Signs {
 public:
  Signs(Arena& arena, const Slice& nodes, std::span<const Id> roots)
      : arena_(arena), shape_(arena), uses_(uses(arena, nodes, roots)) {}

  /// Minus `product`, a node from before; kNone where no number leads, or what leads is needed as it is.
  Id negated(Id product) {
    boost::container::small_vector<Id, 16> path;
    Id lead = product;
    for (; arena_.op(lead) == Op::mul || arena_.op(lead) == Op::div; lead = shape_.arguments(lead)[0]) {
      if (uses_.at(lead) != 1) return kNone;
      path.push_back(lead);
    }
    if (path.empty() || !arena_.is_number(lead) || arena_.value(lead).is_negative()) return kNone;
    Id result = arena_.number(-arena_.value(lead));
    for (; !path.empty(); path.pop_back()) {
      const Id id = path.back();
      result = arena_.make(arena_.op(id), result, shape_.arguments(id)[1]);
    }
    return result;
  }

 private:
  Arena& arena_;
  Shape shape_;
  SliceTable<unsigned> uses_;
};

}  // namespace

std::vector<Id> with_leading_signs(Arena& arena, std::span<const Id> roots) {
  const Slice nodes = slice(arena, roots);
  Signs signs(arena, nodes, roots);
  return rebuilt(arena, nodes, roots, [&](Id id, std::span<const Id> args, const auto&) {
    if (arena.op(id) == Op::neg && args[0] == arena.arg(id, 0)) {
      if (const Id product = signs.negated(args[0]); product != kNone) return product;
    }
    return with_args(arena, id, args);
  });
}

}  // namespace adage
