// SPDX-License-Identifier: BSL-1.0
// Work on a stream in pieces: reading and writing in order, the work between them on all threads at once.
#pragma once

#include <cstddef>
#include <functional>

namespace adage {

/// The steps of a piece. A piece has a slot below `slots` to itself from its reading to its writing.
struct Pipeline {
  std::function<bool(std::size_t slot)> read;   ///< one piece at a time, in order; false when there is none left
  std::function<void(std::size_t slot)> work;   ///< any number of pieces at a time
  std::function<void(std::size_t slot)> write;  ///< one piece at a time, in order
};

/// How many pieces are on their way at most: on `threads` threads, never more than the machine has, which is also what
/// 0 asks for.
std::size_t pipeline_slots(unsigned threads);

/// Runs the pieces, and throws what a step throws.
void run_pipeline(unsigned threads, const Pipeline& steps);

}  // namespace adage
