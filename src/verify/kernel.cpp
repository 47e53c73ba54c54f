// SPDX-License-Identifier: BSL-1.0
// Two rounds. In the first each block gets few evaluations by balls or in 64 digits, which is enough for nearly all;
// blocks that need more (around a zero of the formula, where doubles cancel) are done again in the second and share
// what may be spent.
#include "verify/kernel.hpp"

#include <algorithm>
#include <mutex>

#include "verify/blocks.hpp"
#include "verify/compare.hpp"
#include "verify/points.hpp"

namespace adage {
namespace {

constexpr std::size_t kBlock = 1 << 16;
constexpr std::size_t kFewPrecise = 16;
/// How many rows of all may take as many bits as there are, and how many of a block in any case.
constexpr std::uint64_t kMostHard = 1 << 20;
constexpr std::uint64_t kFewHard = 16;

/// A block that needs more evaluations of single rows than it was given, and how many in all.
struct Deferred {
  std::uint64_t block = 0;
  std::size_t needs = 0;
  std::size_t granted = 0;
};

/// The largest limit such that granting each block at most that much stays within `budget`.
void grant(std::vector<Deferred>& blocks, std::uint64_t budget) {
  std::ranges::sort(blocks, {}, [](const Deferred& one) { return std::pair(one.needs, one.block); });
  std::uint64_t left = budget;
  for (std::size_t i = 0; i != blocks.size(); ++i) {
    const std::uint64_t share = left / (blocks.size() - i);
    blocks[i].granted = static_cast<std::size_t>(std::min<std::uint64_t>(blocks[i].needs, share));
    left -= blocks[i].granted;
  }
  std::ranges::sort(blocks, {}, &Deferred::block);
}

template <class T>
class Worker {
 public:
  Worker(const Kernel<T>& kernel, const PointSet<T>& points, Comparison comparison, std::size_t inputs)
      : kernel_(kernel), points_(points), comparison_(std::move(comparison)), in_(inputs), wide_(inputs), out_(kBlock) {
    for (std::vector<T>& column : in_) column.resize(kBlock);
    for (std::vector<double>& column : wide_) column.resize(kBlock);
    wide_out_.resize(kBlock);
  }

  /// Adds the block to `report`; how many rows lacked an evaluation of their own.
  std::size_t add(std::uint64_t block, Comparison::Allowed allowed, KernelReport& report) {
    const std::uint64_t first = block * kBlock;
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, points_.size() - first));
    std::vector<T*> columns;
    std::vector<std::span<const T>> in;
    std::vector<const double*> wide;
    for (std::size_t k = 0; k != in_.size(); ++k) {
      columns.push_back(in_[k].data());
      in.emplace_back(in_[k].data(), n);
      wide.push_back(wide_[k].data());
    }
    points_.fill(first, n, columns);
    for (std::size_t k = 0; k != in_.size(); ++k) std::copy_n(in_[k].begin(), n, wide_[k].begin());
    kernel_(in, std::span(out_.data(), n));
    std::copy_n(out_.begin(), n, wide_out_.begin());
    return comparison_.add(wide, std::span(wide_out_).first(n), first, allowed, report).lacking;
  }

 private:
  const Kernel<T>& kernel_;
  const PointSet<T>& points_;
  Comparison comparison_;
  std::vector<std::vector<T>> in_;
  std::vector<std::vector<double>> wide_;
  std::vector<T> out_;
  std::vector<double> wide_out_;
};

template <class T>
class KernelRun {
 public:
  KernelRun(const Kernel<T>& kernel, const PointSet<T>& points, const Reference& reference,
            const KernelOptions& options)
      : options_(options),
        blocks_((points.size() + kBlock - 1) / kBlock),
        hard_(std::max(kFewHard, kMostHard / std::max<std::uint64_t>(blocks_, 1))) {
    const unsigned threads = threads_for(blocks_, options.threads);
    const FloatFormat& format = sizeof(T) == 4 ? kFloat32 : kFloat64;
    for (unsigned t = 0; t != threads; ++t) {
      workers_.emplace_back(kernel, points, Comparison(reference, format), reference.inputs());
    }
  }

  KernelReport run() {
    KernelReport report;
    report.max_ulp = options_.max_ulp;
    std::vector<Deferred> deferred;
    std::mutex mutex;
    std::uint64_t spent = 0;
    round(blocks_, 0, report, [&](Worker<T>& worker, std::uint64_t block, KernelReport& into) {
      KernelReport found;
      found.max_ulp = options_.max_ulp;
      const std::size_t lacking = worker.add(block, {kFewPrecise, hard_}, found);
      if (lacking == 0) return merge(into, found);
      const std::lock_guard lock(mutex);
      deferred.push_back({block, lacking + kFewPrecise, 0});
      spent += kFewPrecise;
    });
    grant(deferred, options_.precise_points - std::min(options_.precise_points, spent));
    if (!report.cancelled) {
      round(deferred.size(), first_round_, report, [&](Worker<T>& worker, std::uint64_t i, KernelReport& into) {
        worker.add(deferred[i].block, {deferred[i].granted, hard_}, into);
      });
    }
    return report;
  }

 private:
  static constexpr double first_round_ = 0.9;  // of what progress tells, as a guess

  template <class F>
  void round(std::uint64_t count, double done, KernelReport& report, F work) {
    const double share = done == 0 ? first_round_ : 1 - done;
    const std::function<bool(double)> progress =
        options_.progress ? [&](double part) { return options_.progress(done + share * part); } : options_.progress;
    std::vector<KernelReport> found(workers_.size());
    for (KernelReport& one : found) one.max_ulp = options_.max_ulp;
    const bool finished = for_each_block(static_cast<unsigned>(workers_.size()), count, progress,
                                         [&](unsigned t, std::uint64_t i) { work(workers_[t], i, found[t]); });
    for (const KernelReport& one : found) merge(report, one);
    report.cancelled = report.cancelled || !finished;
  }

  const KernelOptions& options_;
  std::uint64_t blocks_;
  std::size_t hard_;  // rows of a block
  std::vector<Worker<T>> workers_;
};

}  // namespace

template <class T>
KernelReport run_kernel(const Kernel<T>& kernel, Arena& arena, Id formula, std::span<const Id> inputs,
                        const KernelOptions& options) {
  const Reference reference(arena, formula, inputs);
  PointOptions wanted{.points = options.points, .ranges = {}, .samples = options.samples, .seed = options.seed};
  wanted.ranges.assign(inputs.size(), {options.first, options.last});
  const PointSet<T> points(arena, formula, inputs, wanted);
  KernelReport report = KernelRun<T>(kernel, points, reference, options).run();
  Comparison comparison(reference, sizeof(T) == 4 ? kFloat32 : kFloat64);
  explain(report, comparison);
  return report;
}

template KernelReport run_kernel(const Kernel<float>&, Arena&, Id, std::span<const Id>, const KernelOptions&);
template KernelReport run_kernel(const Kernel<double>&, Arena&, Id, std::span<const Id>, const KernelOptions&);

}  // namespace adage
