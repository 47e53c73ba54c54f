// SPDX-License-Identifier: BSL-1.0
// Memory for one call. Each thread keeps its last block, so that calls in a loop allocate once; a block beyond a
// stated size is given back instead. One at a time per thread: an engine does not call an engine.
#pragma once

#include <cstddef>
#include <memory>

#include "base/large_pages.hpp"

namespace adage {

struct CacheLine {
  static constexpr std::size_t kBytes = 64;

  alignas(kBytes) std::byte bytes[kBytes];  // NOLINT: left as it is found
};

struct FreeLines {
  std::size_t lines = 0;

  void operator()(CacheLine* block) const { LargePages<CacheLine>().deallocate(block, lines); }
};

class Scratch {
 public:
  static constexpr std::size_t kAlignment = CacheLine::kBytes;
  static constexpr std::size_t kMostKept = 64 << 20;  ///< bytes that a thread keeps between calls

  /// Uninitialised memory for `bytes`, aligned to a cache line, for as long as this lives.
  explicit Scratch(std::size_t bytes) : block_(std::move(kept_by_thread())) {
    const std::size_t lines = (bytes + kAlignment - 1) / kAlignment;
    if (block_ == nullptr || block_.get_deleter().lines < lines)
      block_ = Block(LargePages<CacheLine>().allocate(lines), FreeLines{lines});
  }
  ~Scratch() {
    if (block_.get_deleter().lines <= kMostKept / kAlignment) kept_by_thread() = std::move(block_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::byte* data() const { return block_->bytes; }

 private:
  using Block = std::unique_ptr<CacheLine, FreeLines>;
  static Block& kept_by_thread() {
    thread_local Block kept;
    return kept;
  }

  Block block_;
};

}  // namespace adage
