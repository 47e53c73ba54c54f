// SPDX-License-Identifier: BSL-1.0
// Numbers by their rank: neighbours differ by one, so that even steps in rank are even over binades.
#include "verify/points.hpp"

#include <adage/error.hpp>
#include <algorithm>
#include <bit>
#include <cmath>

#include "verify/sampling.hpp"
#include "verify/switches.hpp"

namespace adage {
namespace {

template <class T>
using Bits = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;

/// Monotone in x, and zero for both zeros.
template <class T>
std::int64_t rank(T x) {
  const auto bits = std::int64_t{std::bit_cast<Bits<T>>(x)};
  return bits >= 0 ? bits : std::int64_t{std::numeric_limits<Bits<T>>::min()} - bits;
}
template <class T>
T of_rank(std::int64_t rank) {
  const std::int64_t bits = rank >= 0 ? rank : std::int64_t{std::numeric_limits<Bits<T>>::min()} - rank;
  return std::bit_cast<T>(static_cast<Bits<T>>(bits));
}

template <class T>
void add_with_neighbours(T x, int reach, std::vector<T>& numbers) {
  if (!std::isfinite(x)) return;
  constexpr std::int64_t most = std::bit_cast<Bits<T>>(std::numeric_limits<T>::max());
  for (int offset = -reach; offset <= reach; ++offset) {
    const std::int64_t there = std::clamp(rank(x) + offset, -most, most);
    numbers.push_back(of_rank<T>(there));
  }
}

/// What any function may stumble over. With `every_power` the ends of all binades are among them.
template <class T>
std::vector<T> special_numbers(bool every_power) {
  using Limits = std::numeric_limits<T>;
  std::vector<T> numbers{T(0), -T(0), Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN()};
  std::vector<T> sizes{Limits::denorm_min(), Limits::min(), Limits::max(), T(1), T(0.5), T(2), T(3), T(10)};
  const int low = every_power ? Limits::min_exponent - Limits::digits : -12;
  const int high = every_power ? Limits::max_exponent - 1 : 12;
  for (int power = low; power <= high; power += every_power ? 1 : 4) sizes.push_back(std::ldexp(T(1), power));
  for (const T size : sizes) {
    add_with_neighbours(size, 1, numbers);
    add_with_neighbours(-size, 1, numbers);
  }
  return numbers;
}

/// Numbers at which the formula changes over along input `column`, the others being at small numbers.
template <class T>
void add_kinks(Arena& arena, Id formula, std::span<const Id> inputs, std::size_t column, std::vector<T>& numbers) {
  constexpr std::size_t most_functions = 16;
  constexpr std::array<int, 5> starts = {-7, -1, 0, 1, 7};
  for (const Id function : switching_functions(arena, std::span(&formula, 1), most_functions)) {
    SwitchFinder finder(arena, function);
    const auto along = std::ranges::find(finder.variables(), inputs[column]);
    if (along == finder.variables().end()) continue;
    for (const int start : starts) {
      std::vector<Rational> point(finder.variables().size(), Rational(1, 2));
      const auto at = static_cast<std::size_t>(along - finder.variables().begin());
      point[at] = Rational(start);
      if (const auto zero = finder.zero(point, at)) add_with_neighbours(static_cast<T>(zero->to_double()), 2, numbers);
    }
  }
}

/// One of 2^64 evenly spread numbers for each index, column and seed.
std::uint64_t hash(std::uint64_t seed, std::uint64_t index, std::size_t column, std::uint64_t use) {
  return Generator(seed * 0x9E37'79B9'7F4A'7C15 + index * 0xD1B5'4A32'D192'ED03 + column * 0x8CB9'2BA7'2F3D'8DD7 + use)
      .next();
}

/// `value * share / 2^64`, rounded down.
std::uint64_t part(std::uint64_t value, std::uint64_t share) {
  const std::uint64_t high = (value >> 32) * (share >> 32);
  const std::uint64_t low =
      ((value >> 32) * (share & 0xFFFF'FFFF) >> 32) + ((value & 0xFFFF'FFFF) * (share >> 32) >> 32);
  return high + low;
}

}  // namespace

template <class T>
typename PointSet<T>::Reach PointSet<T>::reach_of(const PointOptions::Range& range) {
  if (!(range.first <= range.last)) throw Error("no number is at least `first` and at most `last`");
  constexpr T most = std::numeric_limits<T>::max();
  Reach reach{std::isinf(range.first) && std::isinf(range.last),
              static_cast<T>(std::clamp<double>(range.first, -most, most)),
              static_cast<T>(std::clamp<double>(range.last, -most, most))};
  if (reach.first < range.first && !reach.unbounded) reach.first = std::nextafter(reach.first, most);
  if (reach.last > range.last && !reach.unbounded) reach.last = std::nextafter(reach.last, -most);
  if (!(reach.first <= reach.last))
    throw Error("no number of the kernel's type is at least `first` and at most `last`");
  return reach;
}

template <class T>
PointSet<T>::PointSet(Arena& arena, Id formula, std::span<const Id> inputs, const PointOptions& options)
    : everyday_(options.everyday), seed_(options.seed) {
  for (const PointOptions::Range& range : options.ranges) reach_.push_back(reach_of(range));
  reach_.resize(inputs.size(), reach_of({}));
  const bool possible = sizeof(T) == 4 && inputs.size() == 1;
  if (options.points == KernelOptions::Points::all && !possible) {
    throw Error("only the numbers of one float input can all be tried");
  }
  all_ = possible && options.points != KernelOptions::Points::sample;
  if (all_) {
    const Reach& reach = reach_.front();
    rest_ =
        reach.unbounded ? std::uint64_t{1} << 32 : static_cast<std::uint64_t>(rank(reach.last) - rank(reach.first)) + 1;
  } else {
    rest_ = options.samples;
    if (options.specials) add_specials(arena, formula, inputs);
  }
}

template <class T>
void PointSet<T>::add_specials(Arena& arena, Id formula, std::span<const Id> inputs) {
  std::vector<std::vector<T>> each(inputs.size());
  for (std::size_t k = 0; k != inputs.size(); ++k) {
    each[k] = special_numbers<T>(inputs.size() == 1);
    add_kinks(arena, formula, inputs, k, each[k]);
    const Reach& reach = reach_[k];
    std::erase_if(each[k], [&](T x) { return !reach.allows(x); });
    if (!reach.unbounded) {
      add_with_neighbours(reach.first, 0, each[k]);
      add_with_neighbours(reach.last, 0, each[k]);
    }
  }
  specials_.resize(inputs.size());
  const auto add_row = [&](auto value) {
    for (std::size_t k = 0; k != inputs.size(); ++k) specials_[k].push_back(value(k));
    ++special_rows_;
  };
  // Each special number of an input against ordinary ones of the others, and against special ones.
  for (std::size_t k = 0; k != inputs.size(); ++k) {
    for (std::size_t i = 0; i != each[k].size(); ++i) {
      add_row([&](std::size_t j) { return j == k ? each[k][i] : drawn(2 * i + 1, j, true); });
      if (inputs.size() == 1) continue;
      for (const T other : each[(k + 1) % inputs.size()]) {
        add_row([&](std::size_t j) {
          return j == k ? each[k][i] : j == (k + 1) % inputs.size() ? other : drawn(2 * i + 1, j, true);
        });
      }
    }
  }
}

template <class T>
T PointSet<T>::drawn(std::uint64_t index, std::size_t column, bool everyday) const {
  const Reach& reach = reach_[column];
  const std::uint64_t place = hash(seed_, index, column, 0);
  if (everyday) {
    const std::int64_t low = rank(std::ldexp(T(1), -20));
    const std::int64_t high = rank(T(64));
    const std::int64_t at = low + static_cast<std::int64_t>(part(static_cast<std::uint64_t>(high - low), place));
    const T x = of_rank<T>(hash(seed_, index, column, 1) % 2 == 0 ? at : -at);
    if (reach.allows(x)) return x;
    if (reach.allows(-x)) return -x;
  }
  // One of even strata in the first column; the others follow no order.
  const std::uint64_t stride = rest_ == 0 ? 0 : std::numeric_limits<std::uint64_t>::max() / rest_;
  const std::uint64_t share = column == 0 && index < rest_ ? index * stride + part(stride, place) : place;
  const auto width = static_cast<std::uint64_t>(rank(reach.last)) - static_cast<std::uint64_t>(rank(reach.first));
  return of_rank<T>(static_cast<std::int64_t>(static_cast<std::uint64_t>(rank(reach.first)) + part(width, share)));
}

template <class T>
void PointSet<T>::fill(std::uint64_t first, std::size_t n, std::span<T* const> columns) const {
  for (std::size_t k = 0; k != columns.size(); ++k) {
    T* const out = columns[k];
    if (all_ && reach_[k].unbounded) {
      for (std::size_t i = 0; i != n; ++i) out[i] = std::bit_cast<float>(static_cast<std::uint32_t>(first + i));
    } else if (all_) {
      const std::int64_t from = rank(reach_[k].first) + static_cast<std::int64_t>(first);
      for (std::size_t i = 0; i != n; ++i) out[i] = of_rank<T>(from + static_cast<std::int64_t>(i));
    } else {
      for (std::size_t i = 0; i != n; ++i) {
        const std::uint64_t index = first + i;
        const bool everyday = everyday_ && (index - special_rows_) % 2 == 1;
        out[i] = index < special_rows_ ? specials_[k][index] : drawn(index - special_rows_, k, everyday);
      }
    }
  }
}

template class PointSet<float>;
template class PointSet<double>;

}  // namespace adage
