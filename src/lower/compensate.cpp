// SPDX-License-Identifier: BSL-1.0
// The rest of a node is made of the rests of its arguments to first order, and of what its own operation loses.
#include "lower/compensate.hpp"

#include <algorithm>
#include <boost/container/static_vector.hpp>
#include <cmath>

#include "graph/rebuild.hpp"

namespace adage {
namespace {

/// Arguments of more operations are left as they are: a long sum of products would take several times as long.
constexpr int kMostOperations = 12;

struct Form {
  std::string_view name;
  std::string_view of_sum;
};
constexpr Form forms[] = {
    {"exp", "fused_exp_of_sum"},
    {"fused_gauss", "fused_gauss_of_sum"},
    {"sigmoid", "fused_sigmoid_of_sum"},
    {"erfc", "fused_erfc_of_sum"},
    {"normal_cdf", "fused_normal_cdf_of_sum"},
    {"cosh", "fused_cosh_of_sum"},
    {"sinh", "fused_sinh_of_sum"},
    {"sin", "fused_sin_of_sum"},
    {"cos", "fused_cos_of_sum"},
    {"tan", "fused_tan_of_sum"},
    {"fused_sin_pi", "fused_sin_pi_of_sum"},
    {"fused_cos_pi", "fused_cos_pi_of_sum"},
    {"fused_softplus", "fused_softplus_of_sum"},
    {"fused_sigmoid_slope", "fused_sigmoid_slope_of_sum"},
};

/// By operation the one that takes a rest, or `number`.
const std::array<Op, 256>& compensated() {
  static const std::array<Op, 256> table = [] {
    std::array<Op, 256> result{};
    result.fill(Op::number);
    for (const Form& form : forms) {
      result[static_cast<std::size_t>(find_operation(form.name).value())] = find_operation(form.of_sum).value();
    }
    return result;
  }();
  return table;
}
Op compensated(Op op) { return compensated()[static_cast<std::size_t>(op)]; }

const Op kExp = function("exp");
const Op kSigmoid = function("sigmoid");
const Op kSoftplus = find_operation("fused_softplus").value();
const Op kGauss = find_operation("fused_gauss").value();

/// What a rest is made of, other than constants.
bool is_transparent(const Arena& arena, Id id) {
  const Op op = arena.op(id);
  return !arena.is_constant(id) && (op == Op::neg || op == Op::add || op == Op::sub || op == Op::mul || op == Op::div ||
                                    op == kExp || op == kSoftplus);
}

/// Are there no more operations than `left`, each time that one is met? Takes them from it.
bool is_short(const Arena& arena, Id id, int& left) {
  if (!is_transparent(arena, id)) return true;
  if (left-- == 0) return false;
  return std::ranges::all_of(arena.args(id), [&](Id arg) { return is_short(arena, arg, left); });
}

/// Is it a number that doubles and floats hold?
bool is_exact(const Arena& arena, Id id) {
  if (!arena.is_number(id)) return false;
  const auto stored = Rational::from_double_exactly(static_cast<double>(arena.value(id).to_float()));
  return stored && *stored == arena.value(id);
}

/// May something be put back into this operation?
bool wants_rest(const Arena& arena, Id id) {
  if (compensated(arena.op(id)) == Op::number || arena.is_constant(id)) return false;
  int left = kMostOperations;
  const auto loses = [&](Id arg) {
    return arena.is_constant(arg) ? !is_exact(arena, arg) : is_transparent(arena, arg);
  };
  return std::ranges::any_of(arena.args(id), loses) &&
         std::ranges::all_of(arena.args(id), [&](Id arg) { return is_short(arena, arg, left); });
}

/// The operations that give what others lose.
struct Rests {
  Op constant = find_operation("fused_rest").value();
  Op product = find_operation("fused_product_rest").value();
  Op sum = find_operation("fused_sum_rest").value();
  Op quotient = find_operation("fused_quotient_rest").value();
  Op exp = find_operation("fused_exp_rest").value();
  Op softplus = find_operation("fused_softplus_rest").value();
};

class Compensator {
 public:
  Compensator(Arena& arena, const SliceTable<Id>& images) : arena_(arena), images_(images) {}

  /// What is to be put back into a node that wants it.
  Id lost(Id id) {
    const Id a = arena_.arg(id, 0);
    if (arena_.op(id) != kGauss) return rest(a);
    const Id scale = arena_.arg(id, 1), twice = apply(Op::mul, arena_.number(2), images_.at(scale));
    return times(images_.at(a), sum(times(twice, rest(a)), times(images_.at(a), rest(scale))));
  }

 private:
  /// What is lost of a node, or kNone where that is nothing, or not known.
  Id rest(Id id) {
    if (arena_.is_constant(id)) return is_exact(arena_, id) ? kNone : apply(rests().constant, images_.at(id));
    if (!is_transparent(arena_, id)) return kNone;
    const Op op = arena_.op(id);
    const Id a = arena_.arg(id, 0);
    if (op == Op::neg) return negative(rest(a));
    if (op == kExp) return sum(apply(rests().exp, images_.at(a)), times(images_.at(id), rest(a)));
    if (op == kSoftplus)
      return sum(apply(rests().softplus, images_.at(a)), times(apply(kSigmoid, images_.at(a)), rest(a)));
    const Id b = arena_.arg(id, 1);
    if (op == Op::add) return sum(apply(rests().sum, images_.at(a), images_.at(b)), sum(rest(a), rest(b)));
    if (op == Op::sub) {
      return sum(apply(rests().sum, images_.at(a), negative(images_.at(b))), sum(rest(a), negative(rest(b))));
    }
    const Id own = is_power_of_two(b) || (op == Op::mul && is_power_of_two(a))
                       ? kNone
                       : apply(op == Op::mul ? rests().product : rests().quotient, images_.at(a), images_.at(b));
    if (op == Op::mul) return sum(own, sum(times(images_.at(a), rest(b)), times(images_.at(b), rest(a))));
    const Id above = sum(rest(a), negative(times(images_.at(id), rest(b))));
    return sum(own, above == kNone ? kNone : apply(Op::div, above, images_.at(b)));
  }

  static const Rests& rests() {
    static const Rests all;
    return all;
  }
  bool is_power_of_two(Id id) const {
    if (!is_exact(arena_, id)) return false;
    int exponent = 0;
    return std::fabs(std::frexp(arena_.value(id).to_double(), &exponent)) == 0.5;
  }

  Id apply(Op op, Id a) { return arena_.intern(op, std::array{a}); }
  Id apply(Op op, Id a, Id b) { return arena_.intern(op, std::array{a, b}); }
  Id negative(Id a) { return a == kNone ? kNone : apply(Op::neg, a); }
  Id sum(Id a, Id b) { return a == kNone ? b : b == kNone ? a : apply(Op::add, a, b); }
  Id times(Id a, Id rest) { return rest == kNone ? kNone : apply(Op::mul, a, rest); }

  Arena& arena_;
  const SliceTable<Id>& images_;
};

}  // namespace

bool needs_compensation(const Arena& arena, const Slice& nodes) {
  return std::ranges::any_of(nodes, [&](Id id) { return wants_rest(arena, id); });
}

std::vector<Id> compensate(Arena& arena, const Slice& nodes, std::span<const Id> roots) {
  return rebuilt(arena, nodes, roots, [&](Id id, std::span<const Id> args, const SliceTable<Id>& images) {
    const Id lost = wants_rest(arena, id) ? Compensator(arena, images).lost(id) : kNone;
    if (lost == kNone) return with_args(arena, id, args);
    boost::container::static_vector<Id, kMaxArity> with_rest(args.begin(), args.end());
    with_rest.push_back(lost);
    return arena.intern(compensated(arena.op(id)), with_rest);
  });
}

}  // namespace adage
