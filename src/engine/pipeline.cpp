// SPDX-License-Identifier: BSL-1.0
// Pieces by oneTBB. As they end in order, those on their way are the last few, and slots can go round.
#include "engine/pipeline.hpp"

#include <algorithm>

#ifdef ADAGE_HAS_TBB
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>
#endif

namespace adage {

#ifdef ADAGE_HAS_TBB

namespace {

unsigned workers(unsigned threads) {
  const auto all = static_cast<unsigned>(tbb::this_task_arena::max_concurrency());
  return threads == 0 ? all : std::min(threads, all);
}

}  // namespace

std::size_t pipeline_slots(unsigned threads) { return 2 * workers(threads); }

void run_pipeline(unsigned threads, const Pipeline& steps) {
  const std::size_t slots = pipeline_slots(threads);
  std::size_t next = 0;
  const auto read = [&](tbb::flow_control& control) {
    const std::size_t slot = next++ % slots;
    if (!steps.read(slot)) control.stop();
    return slot;
  };
  const auto work = [&](std::size_t slot) {
    steps.work(slot);
    return slot;
  };
  const auto write = [&](std::size_t slot) { steps.write(slot); };
  tbb::task_arena arena(static_cast<int>(workers(threads)));
  arena.execute([&] {
    tbb::parallel_pipeline(slots, tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order, read) &
                                      tbb::make_filter<std::size_t, std::size_t>(tbb::filter_mode::parallel, work) &
                                      tbb::make_filter<std::size_t, void>(tbb::filter_mode::serial_in_order, write));
  });
}

#else

std::size_t pipeline_slots(unsigned) { return 1; }

void run_pipeline(unsigned, const Pipeline& steps) {
  while (steps.read(0)) {
    steps.work(0);
    steps.write(0);
  }
}

#endif

}  // namespace adage
