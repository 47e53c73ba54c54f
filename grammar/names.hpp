// SPDX-License-Identifier: BSL-1.0
// Names kept once each, numbered in order of first appearance. A name of up to seven bytes is its own key, so most
// look-ups compare one word. The hash is seeded per process: no text can be written to make its names collide.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace adage::grammar {

class Names {
 public:
  explicit Names(std::vector<std::string>& names) : names_(names), slots_(64) {}

  std::uint32_t intern(std::string_view name) {
    const std::uint64_t key = key_of(name);
    for (std::size_t at = place(key);; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      if (slot.id == 0) return insert(at, key, name);
      if (slot.key == key && (key >> 56 != long_name || names_[slot.id - 1] == name)) return slot.id - 1;
    }
  }

  const std::string& text(std::uint32_t id) const { return names_[id]; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t id = 0;  // one more than the index; 0 is a free slot
  };
  static constexpr std::uint64_t long_name = 0xFF;  // the top byte holds the length of a short name

  static std::uint64_t load(const char* from, std::size_t bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, bytes);
    return word;
  }

  static std::uint64_t mix(std::uint64_t word) {
    word *= 0x9E3779B97F4A7C15u;
    return word ^ word >> 32;
  }

  /// Differs from one process to the next; what is parsed does not depend on it.
  static std::uint64_t seed() {
    static const auto value = [] {
      const auto now = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
      return mix(now) ^ mix(reinterpret_cast<std::uintptr_t>(&now));
    }();
    return value;
  }

  std::uint64_t key_of(std::string_view name) const {
    const char* text = name.data();
    const std::size_t size = name.size();
    if (size <= 7) {
      if (size >= 4) return load(text, 4) | load(text + size - 4, 4) << (8 * (size - 4)) | size << 56;
      if (size == 0) return 0;
      const auto byte = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i); };
      return byte(0) | byte(size / 2) | byte(size - 1) | size << 56;
    }
    std::uint64_t hash = seed_ ^ size;
    std::size_t at = 0;
    for (; at + 8 <= size; at += 8) hash = mix(hash ^ load(text + at, 8));
    hash = mix(hash ^ load(text + size - 8, 8));
    return hash | long_name << 56;
  }

  std::size_t place(std::uint64_t key) const { return mix(mix(key ^ seed_)) & (slots_.size() - 1); }

  std::uint32_t insert(std::size_t at, std::uint64_t key, std::string_view name) {
    names_.emplace_back(name);
    const auto id = static_cast<std::uint32_t>(names_.size());
    slots_[at] = {key, id};
    if (names_.size() * 2 > slots_.size()) grow();
    return id - 1;
  }

  void grow() {
    std::vector<Slot> old(slots_.size() * 4);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.id == 0) continue;
      std::size_t at = place(slot.key);
      while (slots_[at].id != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::vector<std::string>& names_;
  std::vector<Slot> slots_;
  std::uint64_t seed_ = seed();
};

}  // namespace adage::grammar
