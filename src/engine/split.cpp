// SPDX-License-Identifier: BSL-1.0
// Parts by oneTBB, in an arena of as many threads as were asked for.
#include "engine/split.hpp"

#include <algorithm>

#include "engine/choice.hpp"

#ifdef ADAGE_HAS_TBB
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/version.h>
#endif

namespace adage {

#ifdef ADAGE_HAS_TBB

const char* threads_description() { return "oneTBB " TBB_VERSION_STRING; }

void split(std::size_t n, std::size_t multiple, unsigned threads,
           const std::function<void(std::size_t, std::size_t)>& part) {
  const std::size_t most = n / choice::kRowsForThread;
  if (threads == 1 || most < 2) return part(0, n);
  const auto all = static_cast<unsigned>(tbb::this_task_arena::max_concurrency());
  const std::size_t workers = std::min<std::size_t>(threads == 0 ? all : std::min(threads, all), most);
  if (workers < 2) return part(0, n);
  // A few parts for each thread, so that one that is interrupted does not hold up the rest.
  const std::size_t parts = std::min(most, 4 * workers);
  const std::size_t length = (n / parts + multiple) / multiple * multiple;
  tbb::task_arena arena(static_cast<int>(workers));
  arena.execute([&] {
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, (n + length - 1) / length, 1), [&](const auto& range) {
      for (std::size_t i = range.begin(); i != range.end(); ++i) part(i * length, std::min(n, (i + 1) * length));
    });
  });
}

#else

const char* threads_description() { return nullptr; }

void split(std::size_t n, std::size_t, unsigned, const std::function<void(std::size_t, std::size_t)>& part) {
  part(0, n);
}

#endif

}  // namespace adage
