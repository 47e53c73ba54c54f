// SPDX-License-Identifier: BSL-1.0
// A worklist of equations u == c that are taken apart from the outside until they are linear or quadratic.
#include "diff/solve.hpp"

#include <algorithm>

#include "diff/diff.hpp"
#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage {
namespace {

bool depends(const Arena& arena, Id id, Id variable) { return slice(arena, id).contains(variable); }

Id slope(Arena& arena, Id g, Id variable) {
  const Id one = arena.number(1);
  return simplify(
      arena, forward(arena, std::span<const Id>(&g, 1), std::span<const Id>(&variable, 1), std::span<const Id>(&one, 1))
                 .front());
}

Id at(Arena& arena, Id g, Id variable, Id point) {
  return simplify(arena, substitute(arena, std::span<const Id>(&g, 1), std::span<const Id>(&variable, 1),
                                    std::span<const Id>(&point, 1))
                             .front());
}

/// An increasing function and its inverse: f(u) == c becomes u == inverse(c).
struct Inverse {
  std::string_view function;
  std::string_view inverse;
};
constexpr Inverse inverses[] = {
    {"exp", "log"},    {"log", "exp"},    {"expm1", "log1p"}, {"log1p", "expm1"}, {"tanh", "atanh"},
    {"atanh", "tanh"}, {"sinh", "asinh"}, {"asinh", "sinh"},  {"atan", "tan"},
};

struct Equation {
  Id left;   ///< depends on the variable
  Id right;  ///< does not
};

class Solver {
 public:
  Solver(Arena& arena, Id variable, bool& complete) : arena_(arena), variable_(variable), complete_(complete) {}

  std::vector<Id> solve(Id g) {
    open_.push_back({g, arena_.number(0)});
    constexpr int most_equations = 64;
    for (int n = 0; !open_.empty(); ++n) {
      const Equation equation = open_.back();
      open_.pop_back();
      if (n == most_equations) {
        complete_ = false;
        break;
      }
      if (depends(arena_, equation.left, variable_)) take_apart(equation);
    }
    std::ranges::sort(points_);
    points_.erase(std::unique(points_.begin(), points_.end()), points_.end());
    return points_;
  }

 private:
  void take_apart(const Equation& e) {
    if (polynomial(e)) return;
    const Node node = arena_[e.left];
    const bool zero = arena_.is_number(e.right, 0);
    if (node.op == Op::neg) return equate(node.args[0], arena_.make(Op::neg, e.right));
    if (node.op == Op::mul && zero) return equate(node.args[0], e.right), equate(node.args[1], e.right);
    if (node.op == Op::div && zero) return equate(node.args[0], e.right);
    if (node.op == Op::mul || node.op == Op::div || node.op == Op::add || node.op == Op::sub)
      return isolate(node, e.right);
    if (node.op == Op::max || node.op == Op::min) return equate(node.args[0], e.right), equate(node.args[1], e.right);
    if (arena_.op(e.left) == function("abs"))
      return equate(node.args[0], e.right), equate(node.args[0], arena_.make(Op::neg, e.right));
    if (arena_.op(e.left) == function("relu")) return equate(node.args[0], e.right);
    if (node.count == 1) {
      if (zero && arena_.op(e.left) == function("erf")) return equate(node.args[0], e.right);
      for (const Inverse& pair : inverses) {
        if (arena_.op(e.left) == function(pair.function)) {
          return equate(node.args[0], arena_.make(function(pair.inverse), e.right));
        }
      }
    }
    complete_ = false;
  }

  void equate(Id left, Id right) { open_.push_back({left, right}); }

  /// c + u == r, c·u == r, c/u == r and their mirror images, c being free of the variable.
  void isolate(const Node& node, Id r) {
    const bool first = depends(arena_, node.args[0], variable_);
    if (first && depends(arena_, node.args[1], variable_)) {
      complete_ = false;
      return;
    }
    const Id u = node.args[first ? 0 : 1];
    const Id c = node.args[first ? 1 : 0];
    if (node.op == Op::add) return equate(u, arena_.make(Op::sub, r, c));
    if (node.op == Op::sub) return equate(u, first ? arena_.make(Op::add, r, c) : arena_.make(Op::sub, c, r));
    if (node.op == Op::mul) return equate(u, arena_.make(Op::div, r, c));
    equate(u, first ? arena_.make(Op::mul, r, c) : arena_.make(Op::div, c, r));
  }

  /// Solves a·x + b == 0 and a·x² + b·x + c == 0. A negative discriminant has no zeros.
  bool polynomial(const Equation& e) {
    if (arena_.has(e.left, kPiecewise)) return false;
    const Id g = simplify(arena_, arena_.make(Op::sub, e.left, e.right));
    const Id zero = arena_.number(0);
    const Id first = slope(arena_, g, variable_);
    const Id constant = at(arena_, g, variable_, zero);
    if (!depends(arena_, first, variable_)) {
      if (!arena_.is_number(first, 0)) point(arena_.make(Op::neg, arena_.make(Op::div, constant, first)));
      return true;
    }
    const Id second = slope(arena_, first, variable_);
    if (depends(arena_, second, variable_)) return false;
    const Id b = at(arena_, first, variable_, zero);
    const Id twice_ac = arena_.make(Op::mul, arena_.make(Op::mul, arena_.number(2), second), constant);
    const Id discriminant = simplify(arena_, arena_.make(Op::sub, arena_.make(Op::pow, b, arena_.number(2)), twice_ac));
    if (arena_.is_number(discriminant) && arena_.value(discriminant).is_negative()) return true;
    const Id root = arena_.make(function("sqrt"), discriminant);
    point(arena_.make(Op::div, arena_.make(Op::sub, root, b), second));
    point(arena_.make(Op::div, arena_.make(Op::neg, arena_.make(Op::add, root, b)), second));
    return true;
  }

  void point(Id value) { points_.push_back(simplify(arena_, value)); }

  Arena& arena_;
  Id variable_;
  bool& complete_;
  std::vector<Equation> open_;
  std::vector<Id> points_;
};

}  // namespace

std::vector<Id> zeros(Arena& arena, Id g, Id variable, bool& complete) {
  return Solver(arena, variable, complete).solve(g);
}

}  // namespace adage
