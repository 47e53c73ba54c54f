// SPDX-License-Identifier: BSL-1.0
// Memory for one call. Each thread keeps its last block, so that calls in a loop allocate once; a block beyond a
// stated size is given back instead. One at a time per thread: an engine does not call an engine.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace adage {

class Scratch {
 public:
  static constexpr std::size_t kAlignment = 64;       ///< a cache line
  static constexpr std::size_t kMostKept = 16 << 20;  ///< bytes that a thread keeps between calls

  /// Uninitialised memory for `bytes`, aligned to a cache line, for as long as this lives.
  explicit Scratch(std::size_t bytes) : bytes_(bytes) {
    Kept& kept = kept_by_thread();
    if (bytes <= kept.size) {
      block_ = std::move(kept.block);
      bytes_ = kept.size;
      kept.size = 0;
    } else {
      block_.reset(static_cast<std::byte*>(::operator new(bytes, std::align_val_t(kAlignment))));
    }
  }
  ~Scratch() {
    Kept& kept = kept_by_thread();
    if (bytes_ > kMostKept || bytes_ <= kept.size) return;
    kept.block = std::move(block_);
    kept.size = bytes_;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::byte* data() const { return block_.get(); }

 private:
  struct Free {
    void operator()(std::byte* block) const { ::operator delete(block, std::align_val_t(kAlignment)); }
  };
  using Block = std::unique_ptr<std::byte, Free>;
  struct Kept {
    Block block;
    std::size_t size = 0;
  };
  static Kept& kept_by_thread() {
    thread_local Kept kept;
    return kept;
  }

  Block block_;
  std::size_t bytes_;
};

}  // namespace adage
