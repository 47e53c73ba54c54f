// SPDX-License-Identifier: BSL-1.0
// The names of variables, numbered in the order in which they came.
#pragma once

#include <boost/container/deque.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adage {

class Names {
 public:
  Names() : index_(0, ByText{this}, ByText{this}) {}
  Names(const Names& other) : names_(other.names_), index_(0, ByText{this}, ByText{this}) {
    index_.insert(other.index_.begin(), other.index_.end());
  }
  Names& operator=(const Names&) = delete;

  /// Valid for as long as this lives.
  std::string_view operator[](std::uint32_t number) const { return names_[number].text; }
  std::optional<std::uint32_t> find(std::string_view name) const {
    const auto found = index_.find(name);
    return found == index_.end() ? std::nullopt : std::optional(*found);
  }
  /// The name must be new.
  std::uint32_t add(std::string_view name) {
    const auto number = static_cast<std::uint32_t>(names_.size());
    names_.push_back({std::string(name), hash(name)});
    index_.insert(number);
    return number;
  }

 private:
  static std::size_t hash(std::string_view text) { return std::hash<std::string_view>()(text); }
  /// Numbers in a hash table, by what they stand for.
  struct ByText {
    using is_transparent = void;
    const Names* names;
    std::size_t operator()(std::uint32_t number) const { return names->names_[number].hash; }
    std::size_t operator()(std::string_view text) const { return hash(text); }
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a == b; }
    bool operator()(std::string_view text, std::uint32_t number) const { return (*names)[number] == text; }
    bool operator()(std::uint32_t number, std::string_view text) const { return (*names)[number] == text; }
  };

  struct Name {
    std::string text;
    std::size_t hash;
  };

  boost::container::deque<Name> names_;  // whose texts stay where they are
  boost::unordered_flat_set<std::uint32_t, ByText, ByText> index_;
};

}  // namespace adage
