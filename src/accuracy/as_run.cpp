// SPDX-License-Identifier: BSL-1.0
// By the interpreter, whose bits are those of the other engines.
#include "accuracy/as_run.hpp"

#include <algorithm>
#include <numeric>

#include "engine/executable.hpp"
#include "lower/lower.hpp"

namespace adage {
namespace {

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

AsRun::AsRun(const Arena& arena, const Trial& points, std::span<const Id> inputs, const Options& options)
    : arena_(arena), points_(points), inputs_(inputs.begin(), inputs.end()), options_(options) {}

const AsRun::Measured& AsRun::measured(Id form) {
  if (const auto known = measured_.find(form); known != measured_.end()) return known->second;
  const Executable run(lower_and_keep(arena_, std::span(&form, 1), inputs_,
                                      {.simplify = options_.simplify, .fused = true, .meeting = options_.extended}),
                       {.extended = options_.extended, .engine = Engine::interpreter, .threads = 1});
  const std::size_t n = points_.size();
  std::vector<double> computed(n), bits(n);
  std::vector<Strided<const double>> in;
  for (std::size_t v = 0; v != inputs_.size(); ++v) in.push_back({points_.column(v).data(), 1});
  const Strided<double> out{computed.data(), 1};
  run.columns<double>(in, std::span(&out, 1), n);
  for (std::size_t i = 0; i != n; ++i) bits[i] = bits_of_error(computed[i], points_.truth()[i]);
  double worst = 0;
  for (std::size_t i = 0; i != n; ++i) {
    if (!points_.is_at_an_end(i)) worst = std::max(worst, bits[i]);
  }
  const double run_mean = mean_of(bits);
  if (counts_written_) {
    const std::vector<double> written = written_bits(form);
    for (std::size_t i = 0; i != n; ++i) bits[i] = (bits[i] + written[i]) / 2;
  }
  return measured_.emplace(form, Measured{std::move(bits), worst, run_mean}).first->second;
}

std::vector<double> AsRun::written_bits(Id form) {
  std::vector<double> bits = points_.computed(arena_, form);
  for (std::size_t i = 0; i != bits.size(); ++i) bits[i] = bits_of_error(bits[i], points_.truth()[i]);
  return bits;
}

double AsRun::score(Id form) {
  constexpr double of_worst = 0.02;
  return mean(form) + of_worst * measured(form).worst;
}

double AsRun::mean(Id form) { return mean_of(bits(form)); }

}  // namespace adage
