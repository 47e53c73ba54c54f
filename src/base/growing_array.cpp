// SPDX-License-Identifier: BSL-1.0
// The allocator's memory while it is small; then mapped in large pages, which mremap moves by their tables alone as
// long as both addresses are multiples of one.
#include "base/growing_array.hpp"

#include <cstdint>
#include <cstring>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace adage {
namespace {

#ifdef __linux__

constexpr std::size_t kPage = std::size_t{2} << 20;

bool is_mapped(std::size_t bytes) { return bytes >= 2 * kPage; }
std::size_t whole_pages(std::size_t bytes) { return (bytes + kPage - 1) / kPage * kPage; }

/// At a multiple of the page's size.
char* mapped(std::size_t bytes) {
  void* const wide = mmap(nullptr, bytes + kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (wide == MAP_FAILED) throw std::bad_alloc();
  char* const first = static_cast<char*>(wide);
  const std::size_t before = (kPage - reinterpret_cast<std::uintptr_t>(first) % kPage) % kPage;
  if (before != 0) munmap(first, before);
  if (before != kPage) munmap(first + before + bytes, kPage - before);
  (void)madvise(first + before, bytes, MADV_HUGEPAGE);  // a hint
  return first + before;
}

void* moved(void* memory, std::size_t before, std::size_t after) {
  char* const fresh = mapped(whole_pages(after));
  if (!is_mapped(before)) {
    if (before != 0) std::memcpy(fresh, memory, before);
    std::free(memory);
    return fresh;
  }
  const std::size_t held = whole_pages(before);
  if (mremap(memory, held, held, MREMAP_MAYMOVE | MREMAP_FIXED, fresh) != MAP_FAILED) return fresh;
  munmap(fresh, whole_pages(after));  // what stood there may be gone already
  char* const other = mapped(whole_pages(after));
  std::memcpy(other, memory, before);
  munmap(memory, held);
  return other;
}

#endif

}  // namespace

void* grown_memory(void* memory, [[maybe_unused]] std::size_t before, std::size_t after) {
#ifdef __linux__
  if (is_mapped(after)) return moved(memory, before, after);
#endif
  void* const grown = std::realloc(memory, after);
  if (grown == nullptr) throw std::bad_alloc();
  return grown;
}

void free_grown_memory(void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
  if (is_mapped(bytes)) {
    munmap(memory, whole_pages(bytes));
    return;
  }
#endif
  std::free(memory);
}

}  // namespace adage
