// SPDX-License-Identifier: BSL-1.0
// When `Engine::automatic` compiles: once a function has interpreted about as long as compiling it takes, so that a
// function called once never waits for the compiler and one called often soon runs compiled. Work is counted in
// instructions times rows. Figures: bench/README.md.
#pragma once

#include <cstdint>

namespace adage::choice {

/// Compiling takes longer than in proportion to the tape. Beyond so many instructions a tape is interpreted unless the
/// compiler is asked for, and beyond the second number it cannot be.
inline constexpr std::size_t kMostInstructions = 2'000;
inline constexpr std::size_t kMostCompiled = 10'000;
/// The assembler takes about as long for each instruction as the interpreter for a thousand rows of it.
inline constexpr std::uint64_t kRowsToAssemble = 1'000;
/// Some 5 ms of the interpreter: in rows one by one, and in lanes.
inline constexpr std::uint64_t kScalarWork = 1ULL << 20;
inline constexpr std::uint64_t kColumnWork = 1ULL << 24;

/// A long tape gets a schedule once so many rows have been interpreted, which takes about as long as to make it.
inline constexpr std::size_t kFewestScheduled = 1'000;
inline constexpr std::uint64_t kRowsToSchedule = 16;

/// Columns that together are larger than this do not stay in the caches, and outputs are written past them by kernels
/// of few steps. Longer ones wait for such stores: sigmoid and its slope take 0.54 ns so, and 0.38 through the caches.
inline constexpr std::size_t kStreamingBytes = 16ULL << 20;
inline constexpr std::size_t kMostStreamedSteps = 96;
/// Fewer rows than this are not split among threads, and no thread gets fewer.
inline constexpr std::size_t kRowsForThread = 1ULL << 16;

}  // namespace adage::choice
