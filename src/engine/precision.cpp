// SPDX-License-Identifier: BSL-1.0
// Sampling: every binade of each input in an order of its own (a Latin hypercube; McKay, Beckman & Conover 1979), then
// moderate numbers, where functions have their features. The same points for every machine and run.
#include "engine/precision.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace adage {
namespace {

constexpr std::size_t kPoints = 2048;
constexpr std::size_t kMostInputs = 16;
/// Instructions times points times runs.
constexpr std::uint64_t kMostWork = 1ULL << 24;

using Floats = std::vector<std::vector<float>>;
using Doubles = std::vector<std::vector<double>>;

template <class T>
std::vector<std::vector<T>> values(const Tape& tape, const std::vector<std::vector<T>>& inputs) {
  std::vector<std::vector<T>> results(tape.outputs.size(), std::vector<T>(kPoints));
  std::vector<Strided<const T>> in;
  std::vector<Strided<T>> out;
  for (const auto& column : inputs) in.push_back({column.data(), 1});
  for (auto& column : results) out.push_back({column.data(), 1});
  run_columns(tape, in, out, kPoints);
  return results;
}

Floats points(std::size_t inputs) {
  std::mt19937_64 random(1);  // whose numbers the standard fixes
  constexpr std::uint32_t infinity = std::bit_cast<std::uint32_t>(std::numeric_limits<float>::infinity());
  constexpr std::size_t strata = kPoints / 2;
  Floats columns(inputs, std::vector<float>(kPoints));
  for (auto& column : columns) {
    for (std::size_t i = 0; i != kPoints; ++i) {
      const auto share = static_cast<double>(random() >> 11U) * 0x1p-53;
      float size = 0;
      if (i < strata) {
        // Half of the strata have either sign; each is as wide in numbers, so in binades too.
        const double place = (static_cast<double>(i / 2) + share) / (strata / 2) * infinity;
        size = std::bit_cast<float>(static_cast<std::uint32_t>(place));
      } else {
        constexpr double sizes[] = {1, 4, 20, 100};
        size = static_cast<float>(share * sizes[i / 2 % std::size(sizes)]);
      }
      column[i] = i % 2 == 0 ? size : -size;
    }
    if (&column != columns.data()) {
      for (std::size_t i = strata; --i != 0;) std::swap(column[i], column[random() % (i + 1)]);
      for (std::size_t i = kPoints - strata; --i != 0;)
        std::swap(column[strata + i], column[strata + random() % (i + 1)]);
    }
  }
  return columns;
}

/// May the number stand for the true one, but for changes of sign nearby?
bool close(float computed, double truth) {
  if (!std::isfinite(truth)) return true;
  const auto rounded = static_cast<float>(truth);
  if (std::isinf(rounded)) return true;  // whether it is just above or below the largest
  if (!std::isfinite(computed)) return false;
  constexpr double most_ulps = 8, most_subnormals = 64;
  const double ulp = std::ldexp(1.0, std::max(std::ilogb(rounded == 0 ? 1e-45 : truth), -126) - 23);
  const double allowed = std::max(most_ulps * ulp, most_subnormals * std::numeric_limits<float>::denorm_min());
  return std::fabs(computed - truth) <= allowed;
}

}  // namespace

bool run_part_in_doubles(const Tape& tape, std::span<const Strided<const float>> in,
                         std::span<const Strided<float>> out, std::size_t begin, std::size_t end) {
  constexpr std::size_t most_rows = 1024;
  const std::size_t length = std::min(end - begin, most_rows);
  std::vector<double> memory((in.size() + out.size()) * length);
  std::vector<Strided<const double>> from(in.size());
  std::vector<Strided<double>> to(out.size());
  const auto block = [&](std::size_t column) { return memory.data() + column * length; };
  for (std::size_t k = 0; k != in.size(); ++k) {
    from[k] = {block(k), in[k].stride == 0 ? 0 : 1};
    if (in[k].stride == 0) *block(k) = *in[k].data;
  }
  for (std::size_t k = 0; k != out.size(); ++k) to[k] = {block(in.size() + k), 1};
  bool finite = true;
  for (std::size_t first = begin; first != end;) {
    const std::size_t n = std::min(length, end - first);
    const auto at = [&](const auto& column, std::size_t i) -> auto& {
      return column.data[static_cast<std::ptrdiff_t>(first + i) * column.stride];
    };
    for (std::size_t k = 0; k != in.size(); ++k) {
      for (std::size_t i = 0; in[k].stride != 0 && i != n; ++i) block(k)[i] = at(in[k], i);
    }
    run_columns(tape, from, to, n);
    for (std::size_t k = 0; k != out.size(); ++k) {
      for (std::size_t i = 0; i != n; ++i) {
        const auto rounded = static_cast<float>(to[k].data[i]);
        at(out[k], i) = rounded;
        finite = finite && std::isfinite(rounded);
      }
    }
    first += n;
  }
  return finite;
}

bool single_errs(const Tape& tape) {
  const std::size_t inputs = tape.inputs.size();
  const std::uint64_t work = tape.instructions.size() * kPoints * (2 + 2 * inputs);
  if (inputs == 0 || inputs > kMostInputs || work > kMostWork) return false;
  const Floats single = points(inputs);
  Doubles wide;
  for (const auto& column : single) wide.emplace_back(column.begin(), column.end());
  const Floats computed = values(tape, single);
  const Doubles truth = values(tape, wide);
  bool all_close = true;
  for (std::size_t k = 0; k != truth.size(); ++k) {
    for (std::size_t i = 0; i != kPoints; ++i) all_close = all_close && close(computed[k][i], truth[k][i]);
  }
  if (all_close) return false;
  // Does the sign change nearby, and how large are the values there?
  Doubles lowest = truth, highest = truth;
  for (std::size_t input = 0; input != inputs; ++input) {
    for (const double factor : {0.5, 2.0}) {
      Doubles moved = wide;
      for (double& x : moved[input]) x *= factor;
      const Doubles around = values(tape, moved);
      for (std::size_t k = 0; k != truth.size(); ++k) {
        for (std::size_t i = 0; i != kPoints; ++i) {
          lowest[k][i] = std::fmin(lowest[k][i], around[k][i]);
          highest[k][i] = std::fmax(highest[k][i], around[k][i]);
        }
      }
    }
  }
  for (std::size_t k = 0; k != truth.size(); ++k) {
    for (std::size_t i = 0; i != kPoints; ++i) {
      if (close(computed[k][i], truth[k][i])) continue;
      constexpr double of_scale = 1e-6;
      const bool changes = lowest[k][i] < 0 && highest[k][i] > 0;
      const double scale = std::fmax(-lowest[k][i], highest[k][i]);
      // Not so for NaN and infinities.
      if (!changes || !(std::fabs(computed[k][i] - truth[k][i]) <= of_scale * scale)) return true;
    }
  }
  return false;
}

}  // namespace adage
