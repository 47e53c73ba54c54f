// SPDX-License-Identifier: BSL-1.0
// An array that grows without copying what it holds once that is large: the system moves whole pages to another
// address instead, so that a graph of ten million nodes is written once, and never lies in memory twice.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <type_traits>

namespace adage {

/// `memory` with its first `before` bytes kept and room for `after`, which is more; null and 0 are none. Throws
/// std::bad_alloc, and then `memory` is as it was.
void* grown_memory(void* memory, std::size_t before, std::size_t after);
/// Gives back what has been grown to `bytes`.
void free_grown_memory(void* memory, std::size_t bytes);

/// Elements that need neither a constructor nor a destructor. For one owner: it is neither copied nor moved.
template <class T>
class GrowingArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  GrowingArray() = default;
  ~GrowingArray() { free_grown_memory(elements_, capacity_ * sizeof(T)); }
  GrowingArray(const GrowingArray&) = delete;
  GrowingArray& operator=(const GrowingArray&) = delete;

  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  const T& operator[](std::size_t i) const { return elements_[i]; }
  /// There must be room.
  void push_back(const T& element) { elements_[size_++] = element; }
  /// What the other holds, in place of what is there.
  void assign(const GrowingArray& other) {
    reserve(other.size_);
    if (other.size_ != 0) std::memcpy(elements_, other.elements_, other.size_ * sizeof(T));
    size_ = other.size_;
  }
  /// References to elements die where there was less room.
  void reserve(std::size_t count) {
    if (count <= capacity_) return;
    elements_ = static_cast<T*>(grown_memory(elements_, capacity_ * sizeof(T), count * sizeof(T)));
    capacity_ = count;
  }

 private:
  T* elements_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace adage
