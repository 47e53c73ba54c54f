// SPDX-License-Identifier: BSL-1.0
// The driver: every node gets a simplified image, arguments first, through a worklist instead of recursion.
// Sums and products are taken whole, from their top down to what is neither. Passes repeat until nothing
// changes; a result that would cost more than the input is not taken.
#include "simplify/simplify.hpp"

#include <algorithm>
#include <boost/container/small_vector.hpp>

#include "graph/slice_table.hpp"
#include "simplify/content.hpp"
#include "simplify/leading_sign.hpp"
#include "simplify/product.hpp"
#include "simplify/sum.hpp"
#include "simplify/tables.hpp"

namespace adage {

Id SimplifyContext::rewrite(Op op, std::span<const Id> args) { return rules.apply(arena, op, args, &ranges); }

bool SimplifyContext::may_open(Id id) const {
  if (!shared(id)) return true;
  if (!open_shared) return false;
  constexpr std::size_t most_nodes = 8;
  std::array<Id, most_nodes> open;
  std::size_t count = 0;
  open[count++] = id;
  for (std::size_t i = 0; i != count; ++i) {
    const Op op = arena.op(open[i]);
    if (op != Op::add && op != Op::sub && op != Op::mul && op != Op::div && op != Op::neg) continue;
    for (const Id arg : arena.args(open[i])) {
      if (count == most_nodes) return false;
      open[count++] = arg;
    }
  }
  return true;
}

namespace {

enum class Group : std::uint8_t { sum, product, other };

Group group_of(Op op) {
  if (op == Op::add || op == Op::sub) return Group::sum;
  if (op == Op::mul || op == Op::div) return Group::product;
  return Group::other;
}

/// One pass over a set of roots.
class Pass {
 public:
  Pass(SimplifyContext& context, std::size_t budget) : context_(context), arena_(context.arena), budget_(budget) {}

  Id image(Id root) {
    boost::container::small_vector<Id, 32> stack{root};
    while (!stack.empty()) {
      const Id id = stack.back();
      Progress& at = images_[id];
      if (at.image != kNone) {
        stack.pop_back();
      } else if (at.next != kNone) {
        const Id known = done(at.next);
        if (known == kNone) {
          stack.push_back(at.next);
        } else {
          images_[id].image = known;
        }
      } else if (!push_missing(id, stack)) {
        settle(id, step(id));
      }
    }
    return images_.at(root).image;
  }

 private:
  struct Result {
    Id id;
    bool final;  ///< made of simplified parts in their final form; otherwise to be simplified again
  };

  Leaves leaves(Id id) const {
    switch (group_of_node(id)) {
      case Group::sum:
        return sum_leaves(context_, id);
      case Group::product:
        return product_leaves(context_, id);
      case Group::other:
        break;
    }
    const auto args = arena_.args(id);
    return {args.begin(), args.end()};
  }

  /// A minus sign belongs to what stands below it.
  Group group_of_node(Id id) const {
    const Op op = arena_.op(id);
    return op == Op::neg ? group_of(arena_.op(arena_.arg(id, 0))) : group_of(op);
  }

  /// Its image, or kNone.
  Id done(Id id) const {
    const auto found = images_.find(id);
    return found == images_.end() ? kNone : found->second.image;
  }

  template <class Stack>
  bool push_missing(Id id, Stack& stack) {
    const std::size_t before = stack.size();
    for (const Id leaf : leaves(id)) {
      if (leaf != id && done(leaf) == kNone) stack.push_back(leaf);
    }
    if (stack.size() != before) images_[id].is_open = true;
    return stack.size() != before;
  }

  void settle(Id id, Result result) {
    const Progress of_result = images_[result.id];
    Progress& at = images_[id];
    if (of_result.image != kNone) {
      at.image = of_result.image;
    } else if (result.final || result.id == id || of_result.is_open || steps_ > budget_) {
      at.image = result.id;
      images_[result.id].image = result.id;
    } else {
      at.is_open = true;
      at.next = result.id;
    }
  }

  Result step(Id id) {
    ++steps_;
    switch (group_of_node(id)) {
      case Group::sum: {
        Sum sum = read_sum(context_, id, images_);
        const bool rewritten = steps_ <= budget_ && rewrite_sum(context_, sum);
        const Id kept = context_.keep_sums && !rewritten ? kept_sum(context_, id, images_, sum) : kNone;
        return {kept != kNone ? kept : write_sum(context_, sum), !rewritten};
      }
      case Group::product: {
        Product product = read_product(context_, id, images_);
        bool rewritten = false;
        if (steps_ <= budget_) {
          rewritten = rewrite_product(context_, product);
          rewritten = (!context_.keep_sums && cancel_contents(context_, product)) || rewritten;
        }
        return {write_product(context_, product), !rewritten};
      }
      case Group::other:
        break;
    }
    return step_other(id);
  }

  Result step_other(Id id) {
    const Node node = arena_[id];
    if (node.count == 0) return {id, true};
    std::array<Id, kMaxArity> args{};
    for (std::size_t i = 0; i != node.count; ++i) args[i] = done(node.args[i]);
    const std::span<const Id> images(args.data(), node.count);
    const Id rebuilt = arena_.make(node.op, images);
    if (arena_.op(rebuilt) != node.op) return {rebuilt, false};
    if (row(node.op).boolean && context_.may_vanish(rebuilt)) {
      if (context_.ranges[rebuilt].surely_true()) return {arena_.make(Op::constant_true), true};
      if (context_.ranges[rebuilt].surely_false()) return {arena_.make(Op::constant_false), true};
    }
    const Id equal = context_.rewrite(node.op, arena_.args(rebuilt));
    if (equal != kNone && equal != rebuilt) return {equal, false};
    if (is_power(rebuilt)) return power(rebuilt);
    return {rebuilt, true};
  }

  bool is_power(Id id) const { return arena_.op(id) == Op::pow && arena_.is_number(arena_.arg(id, 1)); }

  /// (x/2)^2 and exp(x)^2: powers of products with a number or an exponential in them are products.
  Result power(Id id) {
    const Product product = read_product(context_, id, {});
    if (product.factors.size() == 1 && product.factors[0].base == arena_.arg(id, 0)) return {id, true};
    return {write_product(context_, product), false};
  }

  SimplifyContext& context_;
  Arena& arena_;
  std::size_t budget_;
  std::size_t steps_ = 0;
  Images images_;
};

/// Of the nodes that are used more than once.
NodeMap<unsigned> count_uses(const Arena& arena, std::span<const Id> roots) {
  const Slice nodes = slice(arena, roots);
  const SliceTable<unsigned> all = uses(arena, nodes, roots);
  NodeMap<unsigned> shared;
  for (const Id id : nodes) {
    if (all.at(id) > 1) shared.emplace(id, all.at(id));
  }
  return shared;
}

/// What falls: operations and variables weigh four, literal numbers one, since they cost next to nothing to read or
/// run. Adding two numbers one after the other, or a term twice, weighs more than their sum, or twice the term, would;
/// and 2/3/x no less than 2/(3*x).
std::size_t cost(const Arena& arena, std::span<const Id> roots, bool free_exponents) {
  const Slice nodes = slice(arena, roots);
  NodeMap<bool> counted;  // of the numbers, where exponents are free
  for (const Id id : free_exponents ? nodes : Slice{}) {
    const auto args = arena.args(id);
    for (const Id arg : arena.op(id) == Op::pow ? args.first(1) : args) counted.emplace(arg, true);
  }
  std::size_t sum = 0;
  for (const Id id : nodes) {
    sum += !arena.is_number(id) ? 4 : !free_exponents || counted.contains(id) ? 1 : 0;
    sum += adds_twice(arena, id) ? 2 : adds_same_twice(arena, id) || splits_quotient(arena, id) ? 5 : 0;
  }
  return sum;
}

}  // namespace

const RuleSet& simplify_rule_set() {
  static const RuleSet instance(std::array{Stage::simplify, Stage::local});
  return instance;
}

std::vector<Id> simplify(Arena& arena, std::span<const Id> roots, const LocalOptions& options) {
  SimplifyContext context{arena,
                          options.rules != nullptr ? *options.rules : simplify_rule_set(),
                          Ranges(arena),
                          options.assume_defined,
                          options.keep_sums,
                          options.over_exponentials};
  for (const Id assumption : options.assumptions) context.ranges.assume(assumption);
  std::vector<Id> best(roots.begin(), roots.end());
  std::size_t best_cost = cost(arena, best, options.free_exponents);
  // Small expressions settle in two or three passes, each tried with shared parts kept and with short ones
  // opened; a large one gets few passes and keeps its sharing, so that time stays linear.
  const bool small = best_cost < 40'000;
  const int passes = small ? 8 : 2;
  std::vector<std::vector<Id>> seen{best};
  std::vector<Id> current = best;
  for (int i = 0; i != passes; ++i) {
    context.uses = count_uses(arena, current);
    std::vector<Id> next;
    std::size_t next_cost = 0;
    const bool any_shared =
        std::ranges::any_of(context.uses, [&](const auto& use) { return arena[use.first].count != 0; });
    for (const bool open_shared : {true, false}) {
      if (open_shared ? !small : small && !any_shared) continue;
      context.open_shared = open_shared;
      Pass pass(context, best_cost * 16 + 10'000);
      std::vector<Id> candidate;
      candidate.reserve(current.size());
      for (const Id root : current) candidate.push_back(pass.image(root));
      candidate = with_leading_signs(arena, candidate);
      const std::size_t candidate_cost = cost(arena, candidate, options.free_exponents);
      if (next.empty() || candidate_cost < next_cost) {
        next = std::move(candidate);
        next_cost = candidate_cost;
      }
    }
    if (std::ranges::find(seen, next) != seen.end()) break;
    current = std::move(next);
    seen.push_back(current);
    if (next_cost <= best_cost) {
      best = current;
      best_cost = next_cost;
    }
  }
  return best;
}

}  // namespace adage
