// SPDX-License-Identifier: BSL-1.0
// Threads take every n-th block.
#include "verify/blocks.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "ball/ball.hpp"

namespace adage {

unsigned threads_for(std::uint64_t blocks, unsigned wanted) {
  const unsigned possible = wanted != 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::clamp<std::uint64_t>(blocks, 1, possible));
}

bool for_each_block(unsigned threads, std::uint64_t blocks, const std::function<bool(double)>& progress,
                    const std::function<void(unsigned, std::uint64_t)>& work) {
  std::atomic<bool> stop = false;
  std::exception_ptr fault;
  std::mutex mutex;
  const auto run = [&](unsigned t) {
    try {
      for (std::uint64_t i = t; i < blocks && !stop; i += threads) {
        work(t, i);
        if (t != 0 || !progress) continue;
        if (!progress(static_cast<double>(i + 1) / static_cast<double>(blocks))) stop = true;
      }
    } catch (...) {
      stop = true;
      const std::lock_guard lock(mutex);
      if (!fault) fault = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < threads; ++t) {
      others.emplace_back([&, t] {
        run(t);
        release_thread_memory();
      });
    }
    run(0);
  }
  if (fault) std::rethrow_exception(fault);
  return !stop;
}

}  // namespace adage
