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

constexpr slong kLength = 72;
constexpr slong kMostTerms = 20;  // of the polynomial, those that are not zero
constexpr double kError = 0x1p-55;
constexpr double kMostCancelled = 4;  // the sum of the absolute terms, to the value

/// What the language says in one word and series in several.
struct Spelling {
  std::string_view name;
  std::string_view text;
};
constexpr Spelling spellings[] = {
    {"expm1", "exp(x) - 1"},
    {"log1p", "log(1 + x)"},
    {"sigmoid", "1/(1 + exp(-x))"},
    {"tan", "sin(x)/cos(x)"},
    {"tanh", "sinh(x)/cosh(x)"},
    {"asinh", "log(x + sqrt(1 + x^2))"},
    {"atanh", "(log(1 + x) - log(1 - x))/2"},
};

const Template* spelling(Op op) {
  static const std::vector<std::optional<Template>> all = [] {
    std::vector<std::optional<Template>> result(all_rows().size());
    constexpr std::string_view parameter = "x";
    for (const auto& [name, text] : spellings) {
      result[static_cast<std::size_t>(function(name))].emplace(text, std::span(&parameter, 1));
    }
    return result;
  }();
  const auto& own = all[static_cast<std::size_t>(op)];
  return own ? &*own : body(op);
}

class Walk {
 public:
  Walk(const Arena& arena, Id atom, int center, double radius)
      : arena_(arena), atom_(atom), center_(center), models_(radius, kLength) {}

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
    std::array<const TaylorModel*, kMaxArity> args{};
    for (std::size_t i = 0; i != node.count; ++i) {
      const Result& arg = known_.at(node.args[i]);
      if (!arg) return std::nullopt;
      args[i] = &*arg;
    }
    if (node.count == 0) return std::nullopt;
    const std::optional<Rational> exponent =
        node.op == Op::pow && arena_.is_number(node.args[1]) ? std::optional(arena_.value(node.args[1])) : std::nullopt;
    return combined(node.op, {args.data(), node.count}, exponent);
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
    if (const Template* text = spelling(op)) return instantiated(*text, args);
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
        if (step.count == 0) return std::nullopt;
        std::optional<Rational> exponent;
        if (step.op == Op::pow && step.args[1] >= text.parameters()) {
          const Step& power = text.steps()[step.args[1] - text.parameters()];
          if (power.op == Op::number) exponent = text.numbers()[power.args[0]];
        }
        value = combined(step.op, {inner.data(), step.count}, exponent);
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
std::optional<Expansion> shortened(const TaylorModels& models, const TaylorModel& model) {
  const double least = models.sizes(model).least;
  if (!(least > 0) || !(models.weight(model, 0, model.length) <= kMostCancelled * least)) return std::nullopt;
  Expansion result;
  result.order = model.order;
  result.hole = model.hole;
  slong terms = 0;
  for (slong i = 0; i != model.length; ++i) {
    if (models.weight(model, i, model.length) <= kError * least) return result;
    const ball::Ball exact = model.series.coefficient(i, 128);
    result.coefficients.push_back(arf_get_d(arb_midref(static_cast<const arb_struct*>(exact)), ARF_RND_NEAR));
    if (result.coefficients.back() != 0 && ++terms > kMostTerms) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Expansion> expansion(const Arena& arena, Id node, Id atom, int center) {
  for (const double radius : {1.0, 0.5, 0.25, 0.125}) {
    Walk walk(arena, atom, center, radius);
    const Result model = walk(node);
    if (!model || model->zero()) continue;
    std::optional<Expansion> found = shortened(walk.models(), *model);
    if (!found) continue;
    found->center = center;
    found->radius = radius;
    return found;
  }
  return std::nullopt;
}

}  // namespace adage
