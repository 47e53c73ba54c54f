// SPDX-License-Identifier: BSL-1.0
// The loop over the slice on Taylor models. Functions without a row of their own go through a formula.
#include "ball/expansion.hpp"

#include <algorithm>
#include <cmath>

#include "ball/taylor_model.hpp"
#include "graph/node_map.hpp"
#include "graph/slice.hpp"
#include "rules/template.hpp"

namespace adage {
namespace {

using ball::TaylorModel;
using ball::TaylorModels;
using Result = TaylorModels::Result;

constexpr double kLargestRadius = 2;
constexpr slong kLength = 60;
constexpr std::size_t kMostTerms = 24;  // of the polynomial, those that are not zero
constexpr double kError = 0x1p-55;
constexpr double kMostCancelled = 4;  // the sum of the absolute terms, to the value

/// What the language says in one word and series in several.
struct Spelling {
  std::string_view name;
  std::string_view text;     ///< over x and y
  double within = HUGE_VAL;  ///< for |x| below this
};
constexpr Spelling spellings[] = {
    {"expm1", "exp(x) - 1"},
    {"log1p", "log(1 + x)"},
    {"sigmoid", "1/(1 + exp(-x))"},
    {"tan", "sin(x)/cos(x)"},
    {"tanh", "sinh(x)/cosh(x)"},
    {"asinh", "log(x + sqrt(1 + x^2))"},
    {"atanh", "(log(1 + x) - log(1 - x))/2"},
    {"hypot", "sqrt(x^2 + y^2)"},
    {"fused_sinc_slope", "(cos(x) - sin(x)/x)/x", 2},
};

struct Meaning {
  const Template* text;
  double within;
};

Meaning meaning(Op op) {
  static const std::vector<std::pair<std::optional<Template>, double>> all = [] {
    std::vector<std::pair<std::optional<Template>, double>> result(all_rows().size());
    constexpr std::array<std::string_view, 2> names = {"x", "y"};
    for (const auto& [name, text, within] : spellings) {
      const Op named = find_operation(name).value();
      result[static_cast<std::size_t>(named)] = {Template(text, std::span(names).first(arity(named))), within};
    }
    return result;
  }();
  const auto& [own, within] = all[static_cast<std::size_t>(op)];
  return own ? Meaning{&*own, within} : Meaning{body(op), HUGE_VAL};
}

Op pi() {
  static const Op op = find_operation("pi").value();
  return op;
}

class Walk {
 public:
  Walk(const Arena& arena, Id atom, int center, double radius, ball::Unit scale)
      : arena_(arena), atom_(atom), center_(center), models_(radius, kLength, scale) {}

  Result operator()(Id root) {
    for (const Id id : slice(arena_, root)) known_.emplace(id, made(id));
    return known_.at(root);
  }
  const TaylorModels& models() const { return models_; }

 private:
  Result made(Id id) {
    if (id == atom_) return models_.variable(center_);
    const Node& node = arena_[id];
    if (node.op == Op::number) return models_.constant(arena_.value(id));
    if (node.op == Op::where) return is_near(node.args[0]) ? known_.at(node.args[1]) : std::nullopt;
    std::array<const TaylorModel*, kMaxArity> args{};
    for (std::size_t i = 0; i != node.count; ++i) {
      const Result& arg = known_.at(node.args[i]);
      if (!arg) return std::nullopt;
      args[i] = &*arg;
    }
    if (node.count == 0) return node.op == pi() ? models_.pi() : std::nullopt;
    const std::optional<Rational> exponent =
        node.op == Op::pow && arena_.is_number(node.args[1]) ? std::optional(arena_.value(node.args[1])) : std::nullopt;
    return combined(node.op, {args.data(), node.count}, exponent);
  }

  /// Is it a condition |a| < c or |a| <= c that holds all over?
  bool is_near(Id condition) const {
    static const Op abs = function("abs");
    const Node& node = arena_[condition];
    if (node.op != Op::lt && node.op != Op::le) return false;
    const auto [size, bound] = std::pair(node.args[0], node.args[1]);
    if (arena_.op(size) != abs || !arena_.is_number(bound)) return false;
    const Result& inner = known_.at(arena_.arg(size, 0));
    return inner && models_.largest(*inner) < std::nextafter(arena_.value(bound).to_double(), 0);
  }

  Result combined(Op op, std::span<const TaylorModel* const> args, const std::optional<Rational>& exponent) {
    switch (op) {
      case Op::neg:
        return models_.negative(*args[0]);
      case Op::add:
        return models_.sum(*args[0], *args[1]);
      case Op::sub:
        return models_.sum(*args[0], *models_.negative(*args[1]));
      case Op::mul:
        return models_.product(*args[0], *args[1]);
      case Op::div: {
        const Result inverse = models_.inverse(*args[1]);
        return inverse ? models_.product(*args[0], *inverse) : std::nullopt;
      }
      case Op::pow:
        return exponent ? models_.power(*args[0], *exponent) : std::nullopt;
      default:
        break;
    }
    if (const auto [text, within] = meaning(op); text != nullptr) {
      return within == HUGE_VAL || models_.largest(*args[0]) < within ? instantiated(*text, args) : std::nullopt;
    }
    return args.size() == 1 ? models_.applied(row(op).name, *args[0]) : std::nullopt;
  }

  Result instantiated(const Template& text, std::span<const TaylorModel* const> args) {
    std::vector<Result> values;
    for (const TaylorModel* arg : args) values.emplace_back(*arg);
    for (const Step& step : text.steps()) {
      Result value;
      if (step.predicate != Predicate::none) return std::nullopt;
      if (step.op == Op::number) {
        value = models_.constant(text.numbers()[step.args[0]]);
      } else {
        std::array<const TaylorModel*, kMaxArity> inner{};
        for (std::size_t i = 0; i != step.count; ++i) {
          if (!values[step.args[i]]) return std::nullopt;
          inner[i] = &*values[step.args[i]];
        }
        if (step.count == 0 && step.op != pi()) return std::nullopt;
        std::optional<Rational> exponent;
        if (step.op == Op::pow && step.args[1] >= text.parameters()) {
          const Step& power = text.steps()[step.args[1] - text.parameters()];
          if (power.op == Op::number) exponent = text.numbers()[power.args[0]];
        }
        value = step.op == pi() ? models_.pi() : combined(step.op, {inner.data(), step.count}, exponent);
      }
      values.push_back(std::move(value));
    }
    return values[text.result()];
  }

  const Arena& arena_;
  Id atom_;
  int center_;
  TaylorModels models_;
  NodeMap<Result> known_;
};

/// As much of the series as is needed, if that is little.
std::optional<Expansion> shortened(const TaylorModels& models, const TaylorModel& model, double radius) {
  const auto [least, cancelled] = models.size(model);
  if (!(least > 0) || !(cancelled <= kMostCancelled)) return std::nullopt;
  const std::vector<double> tails = models.tails(model, radius);
  Expansion result;
  result.order = model.order;
  result.hole = model.hole;
  std::size_t terms = 0;
  for (std::size_t i = 0; tails[i] > kError * least; ++i) {
    if (i + 1 == tails.size()) return std::nullopt;
    result.coefficients.push_back(models.coefficient(model, static_cast<slong>(i)));
    if (result.coefficients.back() != 0 && ++terms > kMostTerms) return std::nullopt;
  }
  return result;
}

/// What the atom may be multiplied by for all coefficients to be rational multiples of one number: 1, and where roots
/// or pi stand beside it, pi, roots of two and of pi.
std::vector<ball::Unit> scales(const Arena& arena, Id node, int center) {
  static const std::array irrational{pi(), function("sqrt")};
  const bool any = std::ranges::any_of(slice(arena, node), [&](Id id) {
    return arena.is_constant(id) && std::ranges::find(irrational, arena.op(id)) != irrational.end();
  });
  if (!any || center != 0) return {{}};
  return {{}, {2, false}, {0, true}, {1, false}, {1, true}};
}

}  // namespace

std::optional<Expansion> expansion(const Arena& arena, Id node, Id atom, int center) {
  for (const ball::Unit& scale : scales(arena, node, center)) {
    for (const double radius : {kLargestRadius, 1.0, 0.5, 0.25, 0.125}) {
      Walk walk(arena, atom, center, radius, scale);
      const Result model = walk(node);
      if (!model || model->zero()) continue;
      std::optional<Expansion> found = shortened(walk.models(), *model, radius);
      if (!found) continue;
      found->center = center;
      found->radius = walk.models().radius();
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace adage
