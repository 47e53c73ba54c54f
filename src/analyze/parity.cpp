// SPDX-License-Identifier: BSL-1.0
// Odd and even functions: refuted at a point, or proved, branch by branch where there are several.
#include <algorithm>

#include "algebra/algebra.hpp"
#include "analyze/card.hpp"
#include "analyze/figures.hpp"
#include "graph/slice.hpp"
#include "simplify/simplify.hpp"

namespace adage::analysis {
namespace {

constexpr double kProbes[] = {0.375, 1.25, 3.5, 8.0, 0.0625, 20.0};

class Parity {
 public:
  /// f(-x) is to be `factor` times f(x).
  Parity(const Subject& subject, std::int64_t factor) : subject_(subject), factor_(factor) {}

  Answer answer() {
    if (refuted()) return Answer::no;
    const auto& pieces = subject_.line.pieces;
    for (std::size_t i = 0; i != pieces.size(); ++i) {
      const Piece& a = pieces[i];
      const Piece& b = pieces[pieces.size() - 1 - i];
      if (a.undefined != b.undefined) return Answer::unknown;
      if (!mirrored(a.from, b.to)) return Answer::unknown;
      if (!a.undefined && !vanishes(difference(a.branch->f(), b.branch->f()))) return Answer::unknown;
      if (i == 0) continue;
      const Id left = value_at(subject_.constants, subject_.f, subject_.variable, a.from.exact);
      const Id right = value_at(subject_.constants, subject_.f, subject_.variable, b.to.exact);
      if ((left == kNone) != (right == kNone)) return Answer::unknown;
      if (left != kNone && !vanishes(difference_of(left, right))) return Answer::unknown;
    }
    return Answer::yes;
  }

 private:
  Id difference_of(Id mirrored, Id plain) {
    Arena& arena = subject_.constants.arena();
    return simplify(arena, arena.make(factor_ > 0 ? Op::sub : Op::add, mirrored, plain));
  }

  /// a(-x) - factor·b(x)
  Id difference(Id a, Id b) {
    Arena& arena = subject_.constants.arena();
    const Id minus = arena.make(Op::neg, subject_.variable);
    const Id there =
        substitute(arena, std::span(&a, 1), std::span(&subject_.variable, 1), std::span(&minus, 1)).front();
    return difference_of(there, b);
  }

  bool vanishes(Id id) {
    Arena& arena = subject_.constants.arena();
    if (arena.is_number(id)) return arena.value(id).is_zero();
    return adage::is_zero(arena, id, {.max_seconds = 0.1}).answer == Zero::yes;
  }

  bool mirrored(const Place& a, const Place& b) {
    if (a.infinite() || b.infinite()) return a.infinite() && b.infinite();
    return subject_.constants.sign(subject_.constants.make(Op::add, a.exact, b.exact)) == 0;
  }

  bool refuted() {
    const Id d = difference(subject_.f, subject_.f);
    BallEvaluator balls(subject_.constants.arena(), std::span<const Id>(&d, 1));
    if (balls.variables().empty()) {
      balls.evaluate(std::span<const Rational>(), 96);
      return balls[d].everywhere() && balls[d].nonzero();
    }
    for (const double x : kProbes) {
      balls.evaluate(std::span<const double>(&x, 1), 192);
      if (balls[d].everywhere() && balls[d].nonzero()) return true;
    }
    return false;
  }

  const Subject& subject_;
  std::int64_t factor_;
};

}  // namespace

void fill_parity(const Subject& subject, Card& card) {
  card.odd = Parity(subject, -1).answer();
  card.even = Parity(subject, 1).answer();
}

}  // namespace adage::analysis
