// SPDX-License-Identifier: BSL-1.0
// A look at the first number of each term tells nearly always that there is none in common.
#include "simplify/content.hpp"

#include <numeric>

#include "rules/fold.hpp"
#include "simplify/sum.hpp"

namespace adage {
namespace {

bool is_sum(const Arena& arena, Id id) { return arena.op(id) == Op::add || arena.op(id) == Op::sub; }

/// The size of the number before a term, if it is a whole one. Which argument of a product it is depends on what was
/// met first.
std::int64_t leading_number(const Arena& arena, Id term) {
  while (arena.op(term) == Op::neg || arena.op(term) == Op::mul) {
    const std::size_t last = arena.args(term).size() - 1;
    term = arena.arg(term, arena.is_number(arena.arg(term, last)) ? last : 0);
  }
  const auto whole = arena.is_number(term) ? abs(arena.value(term)).small_integer() : std::nullopt;
  return whole && *whole != 0 ? *whole : 1;
}

/// The greatest number that divides all terms; 1 for long sums.
std::int64_t content(const Arena& arena, Id sum) {
  constexpr std::size_t most_terms = 16;
  boost::container::small_vector<Id, most_terms> open{sum};
  std::int64_t common = 0;
  for (std::size_t parts = 0; !open.empty() && common != 1; ++parts) {
    if (parts == 2 * most_terms) return 1;
    const Id part = open.back();
    open.pop_back();
    if (is_sum(arena, part)) {
      open.insert(open.end(), {arena.arg(part, 0), arena.arg(part, 1)});
    } else {
      common = std::gcd(common, leading_number(arena, part));
    }
  }
  return common;
}

}  // namespace

bool cancel_contents(SimplifyContext& context, Product& product) {
  const Arena& arena = context.arena;
  struct Found {
    std::size_t place;
    std::int64_t content;
  };
  boost::container::small_vector<Found, 4> found;
  Rational coefficient = product.coefficient;
  for (std::size_t i = 0; i != product.factors.size(); ++i) {
    const Factor& f = product.factors[i];
    const auto times = f.exponent.small_integer();
    if (!times || !is_sum(arena, f.base) || (context.shared(f.base) && !context.open_shared)) continue;
    const std::int64_t common = content(arena, f.base);
    const auto taken = common == 1 ? std::nullopt : power(Rational(common), *times, kMaxFoldedBits);
    if (!taken) continue;
    coefficient = coefficient * *taken;
    found.push_back({i, common});
  }
  if (found.empty() || (abs(product.coefficient).is_one() && !abs(coefficient).is_one())) return false;
  for (const auto& [place, common] : found) {
    Sum sum = read_sum(context, product.factors[place].base, {});
    for (Term& term : sum.terms) term.coefficient = term.coefficient / common;
    product.factors[place].base = write_sum(context, sum);
  }
  product.coefficient = coefficient;
  return true;
}

}  // namespace adage
