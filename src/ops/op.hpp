// SPDX-License-Identifier: BSL-1.0
// The identity of an operation: an index into the operation table. The operations that have a notation of
// their own, or that the graph itself needs, are named here; every other one is known only by its row.
#pragma once

#include <cstdint>

namespace adage {

/// Index of a row in the operation table. Functions such as `tanh` follow `first_function` and are looked up by name.
enum class Op : std::uint8_t {
  number,
  variable,
  neg,
  add,
  sub,
  mul,
  div,
  pow,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  logical_and,
  logical_or,
  logical_not,
  where,
  min,
  max,
  constant_true,
  constant_false,
  first_function,
};

}  // namespace adage
