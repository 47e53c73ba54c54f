// SPDX-License-Identifier: BSL-1.0
// Where a condition changes over is found from the factors of its switching function that are straight lines.
#include "simplify/resolver.hpp"

#include "graph/affine.hpp"
#include "graph/slice.hpp"
#include "rules/switching.hpp"
#include "simplify/candidates.hpp"
#include "simplify/simplify.hpp"

namespace adage {

Id replaced(Arena& arena, Id e, Id x, Id value) {
  return substitute(arena, std::span<const Id>(&e, 1), std::span<const Id>(&x, 1), std::span<const Id>(&value, 1))
      .front();
}

bool depends(const Arena& arena, Id e, Id x) { return slice(arena, e).contains(x); }

Id Line::tidy(Id e) const { return simplify(arena, e, {.assumptions = assumptions}); }

Ranges Line::ranges() const {
  Ranges result(arena);
  for (const Id assumption : assumptions) result.assume(assumption);
  return result;
}

int Line::sign(Id e) const {
  if (arena.is_number(e)) return arena.value(e).sign();
  const Range range = ranges()[e];
  if (!range.nonzero()) throw GiveUp();
  return range.nonnegative() ? 1 : -1;
}

Resolver::Resolver(const Line& line, const OpenInterval& interval)
    : arena_(line.arena), x_(line.x), line_(line), interval_(interval), inside_(line), ranges_(line.arena) {
  if (interval.lo != kNone) inside_.assumptions.push_back(arena_.make(Op::gt, x_, interval.lo));
  if (interval.hi != kNone) inside_.assumptions.push_back(arena_.make(Op::lt, x_, interval.hi));
  ranges_ = inside_.ranges();
}

Id Resolver::operator()(Id id) {
  if (arena_[id].count == 0 || arena_.is_constant(id)) return id;
  if (const auto known = images_.find(id); known != images_.end()) return known->second;
  const Id image = made(id);
  images_.emplace(id, image);
  return image;
}

Id Resolver::tidied(Id e) const {
  Id best = inside_.tidy(e);
  for (const Id form : algebraic_forms(arena_, e, inside_.assumptions)) {
    const Id tidy = inside_.tidy(form);
    if (slice(arena_, tidy).size() < slice(arena_, best).size()) best = tidy;
  }
  return best;
}

Id Resolver::made(Id id) {
  const Node node = arena_[id];
  if (node.op == Op::where) {
    const Id condition = (*this)(node.args[0]);
    if (!arena_.is_constant(condition)) throw GiveUp();
    if (arena_.op(condition) == Op::constant_true) return (*this)(node.args[1]);
    if (arena_.op(condition) == Op::constant_false) return (*this)(node.args[2]);
    throw GiveUp();
  }
  std::array<Id, kMaxArity> args{};
  for (std::size_t i = 0; i != node.count; ++i) args[i] = (*this)(node.args[i]);
  const Id now = arena_.make(node.op, {args.data(), node.count});
  if (arena_.is_constant(now) || row(node.op).kink.empty() || arena_.op(now) != node.op) return now;
  if (!ranges_.total(now)) throw GiveUp();  // where an argument has no value, neither piece is the value
  if (can_be_split(node.op)) return piece(arena_, now, sign_of(switching_function(arena_, now)));
  const Template* const meaning = body(node.op);
  if (meaning == nullptr) throw GiveUp();
  return (*this)(meaning->instantiate(arena_, arena_.args(now)));
}

/// On the whole interval; nothing else is zero on it but what is zero everywhere.
int Resolver::sign_of(Id function) {
  if (const auto form = affine(arena_, function)) {
    if (form->is_constant()) return form->constant.sign();
    if (form->terms.size() == 1 && form->terms[0].first == x_) {
      const Rational slope = form->terms[0].second;
      return sign_of_line(slope.sign(), arena_.number(-form->constant / slope));
    }
  }
  const Range range = ranges_[function];
  if (range.nonzero() && (range.nonnegative() || range.nonpositive())) return range.nonnegative() ? 1 : -1;
  return sign_of_factors(function);
}

/// Of something that rises, or falls where `slope` is negative, through zero at a place.
int Resolver::sign_of_line(int slope, Id zero) const {
  const bool above = interval_.lo == kNone || line_.less(interval_.lo, zero);
  const bool below = interval_.hi == kNone || line_.less(zero, interval_.hi);
  if (above && below) throw SplitPoint{zero};
  return above ? -slope : slope;
}

int Resolver::sign_of_factors(Id function) {
  AlgebraOptions options;
  options.assumptions = inside_.assumptions;
  options.everywhere = true;
  options.max_nodes = kMostResolved;
  options.max_kernels = 16;
  options.max_terms = 64;
  options.max_degree = 8;
  const auto product = factored(arena_, function, options);
  if (!product) {
    if (is_zero(arena_, function, options).answer == Zero::yes) return 0;
    throw GiveUp();
  }
  int sign = product->sign;
  for (const auto& [factor, exponent] : product->factors) {
    const int its = sign_of_factor(factor, options);
    if (exponent % 2 != 0) sign *= its;
  }
  return sign;
}

int Resolver::sign_of_factor(Id factor, const AlgebraOptions& options) {
  if (!depends(arena_, factor, x_)) return line_.sign(line_.tidy(factor));
  const Id constant = replaced(arena_, factor, x_, arena_.number(0));
  const Id slope = line_.tidy(arena_.make(Op::sub, replaced(arena_, factor, x_, arena_.number(1)), constant));
  const Id straight = arena_.make(Op::add, arena_.make(Op::mul, slope, x_), constant);
  if (is_zero(arena_, arena_.make(Op::sub, factor, straight), options).answer != Zero::yes) {
    const Range range = ranges_[factor];
    if (!range.nonzero()) throw GiveUp();
    return range.nonnegative() ? 1 : -1;
  }
  const Id zero = line_.tidy(arena_.make(Op::neg, arena_.make(Op::div, constant, slope)));
  const int rises = line_.sign(slope);
  if (rises == 0 || !line_.has_value(zero)) throw GiveUp();
  return sign_of_line(rises, zero);
}

}  // namespace adage
