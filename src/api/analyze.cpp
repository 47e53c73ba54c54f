// SPDX-License-Identifier: BSL-1.0
// A card put together: what the analysis certifies, what is measured here, and what a backward pass would keep.
#include <fmt/format.h>

#include <adage/analyze.hpp>
#include <adage/backward.hpp>
#include <adage/differentiate.hpp>
#include <adage/function.hpp>
#include <adage/print.hpp>
#include <adage/simplify.hpp>
#include <algorithm>
#include <chrono>

#include "analyze/card.hpp"
#include "api/handles.hpp"
#include "ball/ball.hpp"
#include "graph/slice.hpp"
#include "lower/tape.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostNodes = 2'000;
constexpr std::size_t kColumn = 2'048;

/// Nanoseconds an element, the best of a few runs over a column of normal size.
Figure nanoseconds(const Function& function) {
  std::vector<double> in(kColumn);
  for (std::size_t i = 0; i != kColumn; ++i) in[i] = -4 + 8 * static_cast<double>(i) / (kColumn - 1);
  std::vector<std::vector<double>> out(function.outputs(), std::vector<double>(kColumn));
  std::vector<Column<const double>> inputs(function.inputs(), Column<const double>(in.data(), kColumn));
  std::vector<Column<double>> outputs;
  for (auto& column : out) outputs.emplace_back(column.data(), kColumn);
  double best = std::numeric_limits<double>::infinity();
  for (int run = 0; run != 12; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    function(inputs, outputs);
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
    best = std::min(best, taken.count() / static_cast<double>(kColumn));
  }
  Figure result;
  result.kind = Figure::Kind::measured;
  result.lo = result.hi = best;
  return result;
}

void fill_cost(const Expression& f, const Expression& slope, const std::vector<Expression>& inputs,
               const AnalyzeOptions& options, Card& card) {
  const Function both = compile({f, slope}, inputs);
  card.operations = both.tape().instructions.size();
  card.value_time.note = card.both_time.note = "not measured";
  if (!options.timing) return;
  card.value_time = nanoseconds(compile({f}, inputs));
  card.both_time = nanoseconds(both);
}

/// A name for the result that the formula does not use.
std::string free_name(const Expression& f) {
  std::string name = "y";
  const auto taken = [&](const Expression& v) { return v.name() == name; };
  const std::vector<Expression> variables = f.variables();
  while (std::ranges::any_of(variables, taken)) name += "_";
  return name;
}

void fill_backward(const Expression& f, const Expression& x, Card& card) {
  try {
    const BackwardForm form = backward_form(f, x, free_name(f));
    for (const Expression& kept : form.keeps) card.keeps.push_back(kept.name());
    card.backward = to_string(form.derivative);
  } catch (const Error& error) {
    card.notes.emplace_back(fmt::format("what a backward pass keeps is not known: {}", error.what()));
  }
}

/// What the gradient's root mean square is multiplied by in so many layers whose inputs are of N(0, 1).
void fill_vanishing(Card& card) {
  struct Way {
    const char* name;
    const Figure* gain_squared_of;  // 1/E f², or a number
    double factor;
  };
  const Way ways[] = {{"own", &card.chi1, 1}, {"he", &card.slope_moment, 2}, {"xavier", &card.slope_moment, 1}};
  for (const Way& way : ways) {
    Card::Vanishing row{way.name, {}, {}, {}};
    const auto after = [&](int layers) {
      const Figure& per_layer = *way.gain_squared_of;
      Figure result;
      if (!per_layer.known() || !std::isfinite(per_layer.hi)) {
        result.note = per_layer.note.empty() ? "the moments are not known" : per_layer.note;
        return result;
      }
      result.kind = Figure::Kind::certified;
      // A power of a double is right to a few units; the margin is ample.
      result.lo = std::pow(way.factor * per_layer.lo, layers / 2.0) * (1 - 1e-13);
      result.hi = std::pow(way.factor * per_layer.hi, layers / 2.0) * (1 + 1e-13);
      return result;
    };
    row.after10 = after(10);
    row.after50 = after(50);
    row.after100 = after(100);
    card.vanishing.push_back(row);
  }
}

}  // namespace

Card analyze(const Expression& f, const AnalyzeOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  const auto spent = [begin] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  if (f.is_boolean()) throw Error("a truth value has no card; a formula with a number as value is wanted");
  if (f.size() > kMostNodes)
    throw LimitError(fmt::format("the formula has {} nodes; a card is for at most {}", f.size(), kMostNodes));
  if (!(options.epsilon > 0) || !std::isfinite(options.epsilon)) throw Error("epsilon must be a positive number");
  Arena& arena = f.arena();
  std::vector<Expression> from, to;
  for (const auto& [name, value] : options.values) {
    if (!value.variables().empty()) throw Error(fmt::format("the value of `{}` contains a variable", name));
    from.emplace_back(arena, arena.variable(name));
    to.push_back(value);
  }
  const Expression g = from.empty() ? f : substitute(f, from, to);
  std::vector<Expression> inputs = g.variables();
  if (!options.variable.empty()) {
    const auto named = std::ranges::find(inputs, options.variable, &Expression::name);
    if (named == inputs.end() && !inputs.empty())
      throw Error(fmt::format("`{}` is no variable of the formula", options.variable));
    if (inputs.size() > 1)
      throw Error(fmt::format("`{}` alone is to vary, so the other variables need values", options.variable));
  }
  Card card;
  card.formula = to_string(g);
  card.epsilon = options.epsilon;
  if (!has_balls()) card.notes.emplace_back("built without Arb, so nothing can be certified");
  if (inputs.empty()) inputs.emplace_back(arena, arena.variable(options.variable.empty() ? "x" : options.variable));
  std::vector<Expression> slopes = simplify(gradient(g, inputs), {.max_seconds = 0.2});
  if (inputs.size() > 1) {
    for (const Expression& v : inputs) card.inputs.push_back(v.name());
    for (const Expression& v : inputs) {
      const auto named = std::ranges::find(options.box, v.name(), &AnalyzeOptions::Range::variable);
      card.box.push_back(named == options.box.end() ? AnalyzeOptions::Range{v.name()} : *named);
    }
    analysis::fill_box(arena, g.id(), variable_ids(arena, inputs), analysis::Deadline(options.max_seconds), card);
    card.operations = [&] {
      std::vector<Expression> all{g};
      all.insert(all.end(), slopes.begin(), slopes.end());
      return compile(all, inputs).tape().instructions.size();
    }();
  } else {
    card.variable = inputs.front().name();
    card.derivative = to_string(slopes.front());
    const Id chain = analysis::fill_card(arena, g.id(), inputs.front().id(), options.max_seconds, card);
    fill_vanishing(card);
    fill_cost(g, slopes.front(), inputs, options, card);
    if (options.backward && spent() < options.max_seconds) {
      fill_backward(chain == kNone ? g : Expression(arena, chain), inputs.front(), card);
    } else if (options.backward) {
      card.notes.emplace_back("what a backward pass keeps was not looked for, as the time was up");
    }
  }
  card.seconds = spent();
  return card;
}

}  // namespace adage
