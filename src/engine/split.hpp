// SPDX-License-Identifier: BSL-1.0
// Long columns in parts, one after another or on several threads. Rows do not depend on each other, so the count of
// threads changes no result.
#pragma once

#include <cstddef>
#include <functional>

namespace adage {

/// Calls `part(begin, end)` for parts that together are [0, n) and begin at multiples of `multiple`, on at most
/// `threads` threads and never more than the machine has, which is also what 0 asks for. What a part throws is thrown
/// here.
void split(std::size_t n, std::size_t multiple, unsigned threads,
           const std::function<void(std::size_t begin, std::size_t end)>& part);

/// Whether this build can use more than one thread, and of what library.
const char* threads_description();

}  // namespace adage
