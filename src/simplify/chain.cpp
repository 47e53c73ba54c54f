// SPDX-License-Identifier: BSL-1.0
// From both ends: an equation is used on the one expression or, the other way round, on the other, if what is left of
// the equations still proves the rest.
#include "simplify/chain.hpp"

#include <algorithm>

#include "graph/slice.hpp"
#include "simplify/writer.hpp"

namespace adage {
namespace {

/// The expressions that a small e-graph knows, written as they are in `whole` wherever they are in it.
class Scene {
 public:
  Scene(Prover& prover, Id whole, const Equation& equation)
      : arena_(prover.arena()), graph_(arena_, prover.known()), whole_(whole), nodes_(slice(arena_, whole)) {
    graph_.add(whole);
    left_ = left_class(graph_, equation);
    right_ = right_class(graph_, equation);
    graph_.unite(right_, graph_.add(equation.right));
    graph_.rebuild();
    look();
  }

  void calculate() {
    constexpr std::size_t most_nodes = 1'200;
    apply_arithmetic(graph_, memo_, {.nodes = most_nodes, .slack = kWideSlack});
    graph_.rebuild();
    look();
  }
  /// Is the equation nothing but arithmetic?
  bool trivial() const { return graph_.find(left_) == graph_.find(right_); }
  ClassId left() const { return graph_.find(left_); }
  ClassId right() const { return graph_.find(right_); }

  /// `whole` with what is in the class replaced; kNone when nothing is.
  Id replaced(ClassId c, Id by) {
    const Id fitting = localised(by, c);
    NodeMap<Id> images;
    bool found = false;
    for (const Id id : nodes_) {
      const bool here = classes_.at(id) == c;
      found = found || here;
      images.emplace(id, here ? fitting : rebuilt(id, images));
    }
    return found ? images.at(whole_) : kNone;
  }

  /// Forms of `whole` in which an expression of the class stands once, first `seen` and then `by`.
  Use written_with(ClassId c, Id seen, Id by) {
    const ClassId root = graph_.find(graph_.add(whole_));
    // The shortest way up.
    std::vector<ClassId> reached{c};
    NodeMap<bool> known;
    known.emplace(c, true);
    for (std::size_t i = 0; i != reached.size() && !known.contains(root); ++i) {
      for (NodeId n = 0; n != graph_.all_nodes(); ++n) {
        if (!graph_.alive(n) || !has_part(n, reached[i])) continue;
        const ClassId above = graph_.class_of(n);
        if (!known.emplace(above, true).second) continue;
        way_.emplace(above, std::pair(n, reached[i]));
        reached.push_back(above);
      }
    }
    if (!known.contains(root) || root == c) return {};
    std::vector<std::pair<NodeId, ClassId>> down;
    for (ClassId at = root; at != c; at = way_.at(at).second) down.push_back(way_.at(at));
    way_.clear();
    const Choice choice = cheapest(graph_, CostModel(Aim::size));
    Writer writer(graph_, choice);
    Use use{localised(seen, c), localised(by, c)};
    for (auto it = down.rbegin(); it != down.rend(); ++it) {
      const ENode form = graph_[it->first];
      NodeMap<Id> others;
      for (const Part& part : form.parts) {
        const ClassId of = graph_.find(part.of);
        if (of == it->second || others.contains(of)) continue;
        if (choice[of] == kNoForm) return {};
        others.emplace(of, shown_.contains(of) ? Id(shown_.at(of)) : writer.write(of));
      }
      const auto around = [&](Id inner) {
        return write_form(arena_, form, [&](ClassId part) {
          const ClassId of = graph_.find(part);
          return of == it->second ? inner : Id(others.at(of));
        });
      };
      use = {around(use.before), around(use.after)};
    }
    return use;
  }

 private:
  void look() {
    classes_.clear();
    shown_.clear();
    for (const Id id : nodes_) {
      const ClassId c = graph_.add(id);
      classes_.emplace(id, c);
      shown_.emplace(c, id);
    }
  }
  bool has_part(NodeId n, ClassId c) const {
    return std::ranges::any_of(graph_[n].parts, [&](const Part& part) { return graph_.find(part.of) == c; });
  }
  Id rebuilt(Id id, const NodeMap<Id>& images) {
    const Node node = arena_[id];
    if (node.count == 0) return id;
    std::array<Id, kMaxArity> args{};
    bool same = true;
    for (std::size_t i = 0; i != node.count; ++i) {
      args[i] = images.at(node.args[i]);
      same = same && args[i] == node.args[i];
    }
    return same ? id : arena_.make(node.op, {args.data(), node.count});
  }
  /// Parts of `e` as `whole` has them; the class `c`, which is about to be replaced, excepted.
  Id localised(Id e, ClassId c) {
    NodeMap<Id> images;
    for (const Id id : slice(arena_, e)) {
      const ClassId own = graph_.add(id);
      const auto shown = shown_.find(own);
      const bool known = shown != shown_.end() && own != c && id != e;
      images.emplace(id, known ? Id(shown->second) : rebuilt(id, images));
    }
    return images.at(e);
  }

  Arena& arena_;
  EGraph graph_;
  ArithmeticMemo memo_;
  Id whole_;
  Slice nodes_;
  ClassId left_ = 0;
  ClassId right_ = 0;
  NodeMap<ClassId> classes_;  // of the nodes of whole
  NodeMap<Id> shown_;         // by class
  boost::unordered_flat_map<ClassId, std::pair<NodeId, ClassId>> way_;
};

void add_step(std::vector<ExplainedStep>& steps, Id before, std::string_view name, Id after) {
  if (after != before) steps.push_back({std::string(name), after});
}

Equations without(const Equations& all, const Equation* one) {
  Equations result = all;
  std::erase(result, one);
  return result;
}

std::string names(const Equations& equations) {
  std::string result;
  for (const Equation* equation : equations) {
    if (!result.empty()) result += ", ";
    result += equation->name();
  }
  return result;
}

}  // namespace

std::vector<Use> uses(Prover& prover, Id whole, const Equation& equation, bool forwards) {
  std::vector<Use> result;
  const auto take = [&](const Use& use) {
    if (use.after == kNone || use.after == whole) return;
    if (std::ranges::find(result, use.after, &Use::after) == result.end()) result.push_back(use);
  };
  Scene scene(prover, whole, equation);
  constexpr int most_rounds = 2;
  for (int round = 0; !scene.trivial(); ++round) {
    const auto each_side = [&](auto&& f) {
      for (const bool left : {forwards, !forwards}) {
        f(left ? scene.left() : scene.right(), left ? equation.left : equation.right,
          left ? equation.right : equation.left);
      }
    };
    each_side([&](ClassId c, Id seen, Id by) {
      take({round == 0 ? whole : scene.replaced(c, seen), scene.replaced(c, by)});
    });
    each_side([&](ClassId c, Id seen, Id by) { take(scene.written_with(c, seen, by)); });
    if (round == most_rounds) break;
    scene.calculate();
  }
  return result;
}

std::vector<ExplainedStep> chain(Prover& prover, Id a, Id b, Equations equations) {
  std::vector<ExplainedStep> front, back;  // the second from its end to its beginning
  // One equation used at one end; what is left must still do.
  const auto advance = [&](const Equation* equation, bool forwards, const auto& suffices) {
    for (const Use& use : uses(prover, forwards ? a : b, *equation, forwards)) {
      if (!suffices(forwards ? use.after : a, forwards ? b : use.after)) continue;
      if (forwards) {
        add_step(front, a, kArithmetic, use.before);
        add_step(front, use.before, equation->name(), use.after);
        a = use.after;
      } else {
        if (use.before != b) back.push_back({std::string(kArithmetic), b});
        back.push_back({std::string(equation->name()), use.before});
        b = use.after;
      }
      return true;
    }
    return false;
  };
  const auto any = [&](const auto& suffices_for) {
    for (const Equation* equation : Equations(equations)) {
      for (const bool forwards : {true, false}) {
        if (advance(equation, forwards, suffices_for(equation))) return true;
      }
    }
    return false;
  };
  while (!equations.empty()) {
    const bool once = any([&](const Equation* equation) {
      return [&, equation](Id from, Id to) {
        Equations rest = without(equations, equation);
        if (!prover.equal(from, to, rest)) return false;
        equations = std::move(rest);
        return true;
      };
    });
    if (once) continue;
    // An equation that is needed again, but makes others needless.
    const bool again = any([&](const Equation*) {
      return [&](Id from, Id to) {
        auto rest = prover.core(from, to, equations);
        if (!rest || rest->size() >= equations.size()) return false;
        equations = std::move(*rest);
        return true;
      };
    });
    if (!again) break;
  }
  add_step(front, a, equations.empty() ? std::string(kArithmetic) : names(equations), b);
  front.insert(front.end(), back.rbegin(), back.rend());
  return front;
}

}  // namespace adage
