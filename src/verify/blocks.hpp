// SPDX-License-Identifier: BSL-1.0
// Work that falls into numbered blocks, done on several threads. Which thread does a block depends on the numbers
// alone.
#pragma once

#include <cstdint>
#include <functional>

namespace adage {

/// As many as wanted, 0 being the machine's, and no more than there are blocks.
unsigned threads_for(std::uint64_t blocks, unsigned wanted);

/// Calls `work(thread, block)` for each block, thread 0 being the calling one, and now and then `progress`, where there
/// is one, on that thread with the share that is done. Given up, which returns false, when `progress` says so. Rethrows
/// what the first block to fail threw.
bool for_each_block(unsigned threads, std::uint64_t blocks, const std::function<bool(double)>& progress,
                    const std::function<void(unsigned, std::uint64_t)>& work);

}  // namespace adage
