// SPDX-License-Identifier: BSL-1.0
// The whole real line, cut where a branch of the function or its domain may change. On every piece the signs of the
// function and of two derivatives are laid out from end to end, the ends that lie at infinity or at a pole included.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyze/far_out.hpp"
#include "analyze/signs.hpp"

namespace adage::analysis {

/// What the n-th derivative tends to at an end of a piece.
struct EndValue {
  enum class Kind : std::uint8_t { unknown, finite, infinite };
  Kind kind = Kind::unknown;
  Enclosure value;   // of a finite one
  Id exact = kNone;  // a finite one exactly, where known
  int sign = 0;      // of an infinite one
};

/// Beside an end of a piece where the function may have no value: everything between the end and `inner`.
struct Zone {
  Place inner;
  std::unique_ptr<FarOut> far;
  std::array<Id, Branch::kOrders> roots{kNone, kNone, kNone, kNone};  // f and derivatives as functions of the distance
};

struct Piece {
  Place from;
  Place to;
  std::unique_ptr<Branch> branch;
  std::array<bool, 2> regular{};  // does the branch go on smoothly past its ends?
  std::optional<Zone> left;       // where it does not
  std::optional<Zone> right;
  bool undefined = false;                                     // nowhere a value
  std::array<Stretches, 3> levels;                            // signs of f, f' and f''
  std::array<std::array<EndValue, 2>, Branch::kOrders> ends;  // [n][0] at `from`, [n][1] at `to`
};

struct Line {
  std::vector<Piece> pieces;
  std::vector<Id> unsolved;  // switching functions whose zeros are not all known
};

Line line_of(Constants& constants, Id f, Id variable, const Deadline& deadline);

}  // namespace adage::analysis
