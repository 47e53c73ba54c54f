// SPDX-License-Identifier: BSL-1.0
// Forms of a slope that use the result. In an e-graph the result is one more form of the function's class, so that the
// rules find it wherever the function is hidden in the slope. Where x can be solved for, it is also put in.
#include <algorithm>
#include <limits>

#include "graph/slice.hpp"
#include "simplify/backward.hpp"
#include "simplify/candidates.hpp"
#include "simplify/search.hpp"
#include "simplify/simplify.hpp"
#include "simplify/writer.hpp"

namespace adage {
namespace {

constexpr std::size_t kMostNodes = 160;  // of function and slope; larger ones keep their slope

/// y = a + b says a = y - b.
void solve_sums(EGraph& graph, ClassId f, ClassId result) {
  graph.rebuild();
  std::vector<Parts> sums;
  for (const NodeId n : graph.nodes(f)) {
    if (graph[n].op == Op::add && graph[n].parts.size() > 1) sums.push_back(graph[n].parts);
  }
  for (const Parts& terms : sums) {
    for (const Part& term : terms) {
      if (graph.find(term.of) == graph.one() || term.by.is_zero()) continue;
      Parts rest{{result, Rational(1) / term.by}};
      for (const Part& other : terms) {
        if (!(other == term)) rest.push_back({other.of, -(other.by / term.by)});
      }
      graph.unite(term.of, graph.sum(rest));
    }
  }
}

/// Extracted with x forbidden, and with x merely dear.
void add_saturated(Arena& arena, const BackwardPiece& piece, std::vector<Id>& forms) {
  Ranges known(arena);
  for (const Id assumption : piece.assumptions) known.assume(assumption);
  EGraph graph(arena, known);
  const std::array roots{piece.f, piece.slope};
  std::array<ClassId, 2> classes{graph.add(piece.f), graph.add(piece.slope)};
  for (const Id id : arithmetic_tops(arena, roots)) {
    const ClassId c = graph.add(id);
    for (const Id form : algebraic_forms(arena, id, piece.assumptions)) graph.unite(c, graph.add(form));
  }
  graph.unite(classes[0], graph.leaf(piece.result));
  solve_sums(graph, classes[0], graph.leaf(piece.result));
  const SearchOptions options;
  // What the clock has cut short might be different next time.
  if (saturate(graph, options.limits) == Saturation::out_of_time || graph.contradiction()) return;
  const ClassId wanted = graph.find(classes[1]);
  graph.write_multiples();
  constexpr double forbidden = 1e9;
  constexpr double dear = 1e6, kept = 1e4;
  for (const double price : {forbidden, dear}) {
    CostModel model(Aim::balanced);
    for (const Id variable : variables(arena, roots)) model.price(variable, kept);
    model.price(piece.result, kept);
    model.price(piece.x, price);
    const Choice choice = cheapest(graph, model);
    if (choice[wanted] != kNoForm) forms.push_back(Writer(graph, choice).write(wanted));
  }
}

/// Roots of reciprocals turned round: under the root, 1 + y^2/(1 - y^2) is 1/(1 - y^2).
Id with_turned_roots(Arena& arena, Id form) {
  std::vector<Id> from, to;
  const Id one = arena.number(1);
  for (const Id id : slice(arena, form)) {
    if (arena.op(id) != Op::pow || !arena.is_number(arena.arg(id, 1))) continue;
    const Rational exponent = arena.value(arena.arg(id, 1));
    if (exponent.is_integer()) continue;
    const Id reciprocal = arena.make(Op::div, one, arena.arg(id, 0));
    for (const Id shape : algebraic_forms(arena, reciprocal, {})) {
      const Id base = simplify(arena, shape);
      if (slice(arena, base).size() >= slice(arena, reciprocal).size()) continue;
      from.push_back(id);
      to.push_back(arena.make(Op::div, one, arena.make(Op::pow, base, arena.number(exponent))));
      break;
    }
  }
  return simplify(arena, substitute(arena, std::span<const Id>(&form, 1), from, to).front());
}

/// The slope with what is solved for put in. A square of x may only show in another shape of the slope.
void add_solved(Arena& arena, const BackwardPiece& piece, std::vector<Id>& forms) {
  const std::vector<Solved> equalities = solved(arena, piece);
  if (equalities.empty()) return;
  std::vector<Id> shapes{piece.slope};
  if (equalities.front().what != piece.x) {
    for (const Id form : algebraic_forms(arena, piece.slope, piece.assumptions)) shapes.push_back(form);
  }
  for (const Solved& equality : equalities) {
    for (const Id shape : shapes) {
      const Id form = substitute(arena, std::span<const Id>(&shape, 1), std::span<const Id>(&equality.what, 1),
                                 std::span<const Id>(&equality.value, 1))
                          .front();
      if (form == shape || depends_on(arena, form, piece.x)) continue;
      forms.push_back(form);
      const Id tidy = search(arena, std::span<const Id>(&form, 1)).front();
      forms.push_back(with_turned_roots(arena, tidy));
    }
  }
}

/// What is known of the result, as truth values.
std::vector<Id> known_of_result(Arena& arena, const BackwardPiece& piece) {
  std::vector<Id> result;
  const auto range = range_by_cases(arena, piece.f, piece.x, piece.assumptions);
  if (!range) return result;
  const auto bound = [&](double value, Op op) {
    if (const auto exact = Rational::from_double_exactly(value)) {
      result.push_back(arena.make(op, piece.result, arena.number(*exact)));
    }
  };
  bound(range->lo, range->lo_open ? Op::gt : Op::ge);
  bound(range->hi, range->hi_open ? Op::lt : Op::le);
  return result;
}

}  // namespace

std::vector<Id> forms_by_result(Arena& arena, const BackwardPiece& piece) {
  if (slice(arena, std::array{piece.f, piece.slope}).size() > kMostNodes) return {piece.slope};
  std::vector<Id> forms;
  add_saturated(arena, piece, forms);
  const auto free_of_x = [&](Id id) { return !depends_on(arena, id, piece.x); };
  if (std::ranges::none_of(forms, free_of_x)) add_solved(arena, piece, forms);
  std::vector<Id> assumptions = piece.assumptions;
  for (const Id fact : known_of_result(arena, piece)) assumptions.push_back(fact);
  std::vector<Id> result{piece.slope};
  const auto add = [&](Id id) {
    if (std::ranges::find(result, id) != result.end()) return false;
    result.push_back(id);
    return true;
  };
  for (const Id form : forms) {
    if (add(form)) add(search(arena, std::span<const Id>(&form, 1), {.assumptions = assumptions}).front());
  }
  return result;
}

}  // namespace adage
