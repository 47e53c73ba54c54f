// SPDX-License-Identifier: BSL-1.0
// A derivative in terms of the result: what a backward pass computes from y = f(x), so that it need not keep x.
// Invariant: every form offered equals the derivative wherever that is defined and y is f's value.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "graph/arena.hpp"

namespace adage {

/// A function and its derivative by `x` where the assumptions hold; `result` is the variable that stands for its value.
struct BackwardPiece {
  Id f = kNone;
  Id slope = kNone;
  Id x = kNone;
  Id result = kNone;
  std::vector<Id> assumptions{};
};

/// The form of the slope for which least must be kept: no value of x if that can be, then not even its sign, then as
/// few variables as possible, then the shortest. `result` must not occur in the piece. The slope itself is a form, so
/// there always is one.
Id backward_form(Arena& arena, const BackwardPiece& piece);

/// Forms of a piece's slope, first the slope itself, without regard to what they keep and without splitting into cases.
std::vector<Id> forms_by_result(Arena& arena, const BackwardPiece& piece);

/// An equality that holds wherever y = f(x): `what`, which is x or a power of it, is `value`, which is free of x.
struct Solved {
  Id what = kNone;
  Id value = kNone;
};

/// f(x) = y solved by undoing operation after operation, or where f or its square is a quotient of linear functions of
/// x or of its square. Empty when neither succeeds.
std::vector<Solved> solved(Arena& arena, const BackwardPiece& piece);

/// A condition on x said of the result: it holds wherever the assumptions do if and only if the given one does. kNone
/// when the ranges of f on both sides do not show it.
Id said_of_result(Arena& arena, const BackwardPiece& piece, Id condition);

/// What contains every value of `e` where the assumptions hold, choices taken apart, those by `variable` exactly;
/// nothing when there are too many.
std::optional<Range> range_by_cases(Arena& arena, Id e, Id variable, const std::vector<Id>& assumptions);

/// A comparison solved for the variable, if it compares a linear function of it with a number; else simplified.
Id plain_comparison(Arena& arena, Id comparison, Id variable);

/// What holds exactly where `condition`, a truth value, does not.
Id opposite(Arena& arena, Id condition);

/// A comparison that decides a choice or a kink below `e` and depends on `x`, one of x itself with a constant if there
/// is one; kNone when none is left.
Id next_case(Arena& arena, Id e, Id x, std::span<const Id> assumptions);

/// Does `e` depend on the variable? Without `conditions`: other than through truth values and signs.
bool depends_on(const Arena& arena, Id e, Id variable, bool conditions = true);

}  // namespace adage
