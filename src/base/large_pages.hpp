// SPDX-License-Identifier: BSL-1.0
// Memory for what is large, in large pages where the system has them on request: a graph of ten million nodes lies on
// a hundred thousand small ones, and to have them all brought in and looked up costs more than to make the nodes.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace adage {

template <class T>
struct LargePages {
  using value_type = T;

  LargePages() = default;
  template <class U>
  LargePages(const LargePages<U>&) {}  // NOLINT(google-explicit-constructor): as allocators are converted

  T* allocate(std::size_t n) {
    if (n * sizeof(T) < kFrom) return static_cast<T*>(::operator new(n * sizeof(T), kAlignment));
    void* const memory = ::operator new(n * sizeof(T), kPage);
#ifdef __linux__
    // A hint: where it is refused, the memory is as good, only slower.
    (void)madvise(memory, n * sizeof(T) / kBytes * kBytes, MADV_HUGEPAGE);
#endif
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t n) {
    if (n * sizeof(T) < kFrom) return ::operator delete(memory, kAlignment);
    ::operator delete(memory, kPage);
  }
  friend bool operator==(const LargePages&, const LargePages&) { return true; }

 private:
  static constexpr std::size_t kBytes = std::size_t{2} << 20;
  static constexpr std::size_t kFrom = 2 * kBytes;
  static constexpr std::align_val_t kPage{kBytes};
  static constexpr std::align_val_t kAlignment{alignof(T)};
};

/// A vector whose elements lie so.
template <class T>
using LargeVector = std::vector<T, LargePages<T>>;

}  // namespace adage
