// SPDX-License-Identifier: BSL-1.0
// A block of points at a time: enclosures in double settle most rows for floats, balls the rest.
#include "accuracy/measure.hpp"

#include <adage/error.hpp>
#include <algorithm>
#include <cmath>

#include "accuracy/measure_tally.hpp"
#include "verify/blocks.hpp"
#include "verify/compare.hpp"
#include "verify/points.hpp"

namespace adage {
namespace {

constexpr std::size_t kBlock = 1 << 11;
/// Rows of a block whose true value may take as many bits as it needs, and still not be known.
constexpr std::size_t kMostHard = 1 << 10;

template <class T>
constexpr FloatFormat kFormat = sizeof(T) == 4 ? kFloat32 : kFloat64;

PointOptions point_options(const Arena& arena, std::span<const Id> inputs, const AccuracyOptions& options) {
  constexpr double most = std::numeric_limits<double>::max();
  PointOptions result{.points = options.exhaustive ? KernelOptions::Points::all : KernelOptions::Points::sample,
                      .ranges = {},
                      .samples = options.points,
                      .seed = options.seed,
                      .specials = options.special_points,
                      .everyday = false};
  result.ranges.assign(inputs.size(), {-most, most});
  for (const AccuracyOptions::Range& range : options.ranges) {
    const auto found = std::ranges::find(inputs, range.variable, [&](Id id) { return arena.name(id); });
    if (found == inputs.end()) throw Error("the formula has no variable `" + range.variable + "`");
    if (!(range.first <= range.last)) throw Error("the range of `" + range.variable + "` is empty");
    PointOptions::Range& into = result.ranges[static_cast<std::size_t>(found - inputs.begin())];
    into = {std::max(into.first, range.first), std::min(into.last, range.last)};
    if (!(into.first <= into.last)) throw Error("the ranges of `" + range.variable + "` have nothing in common");
  }
  return result;
}

/// One thread's work.
template <class T>
class Worker {
 public:
  Worker(const Measured<T>& what, const PointSet<T>& points, const Reference& truth, const Reference& written,
         const AccuracyOptions& options)
      : what_(what), points_(points), truth_(truth), written_(written) {
    in_.resize(what.inputs.size(), std::vector<T>(kBlock));
    wide_.resize(what.inputs.size(), std::vector<double>(kBlock));
    out_.resize(what.programs.size(), std::vector<T>(kBlock));
    admitted_.resize(kBlock, T(1));
    truths_.resize(kBlock);
    point_.resize(what.inputs.size());
    tallies_.resize(what.programs.size(), AccuracyTally(options.precision, options.worst));
    judgements_.resize(what.programs.size());
  }

  void add(std::uint64_t block) {
    const std::uint64_t first = block * kBlock;
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, points_.size() - first));
    compute(first, n);
    hard_ = kMostHard;
    for (std::size_t i = 0; i != n; ++i) {
      if (admitted_[i] == 0) {
        for (AccuracyTally& tally : tallies_) tally.exclude();
        continue;
      }
      for (std::size_t k = 0; k != wide_.size(); ++k) point_[k] = wide_[k][i];
      compare(i, first + i);
    }
  }

  const std::vector<AccuracyTally>& tallies() const { return tallies_; }

 private:
  void compute(std::uint64_t first, std::size_t n) {
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
    for (std::size_t p = 0; p != out_.size(); ++p) what_.programs[p](in, std::span(out_[p]).first(n));
    if (what_.admits) what_.admits(in, std::span(admitted_).first(n));
    truth_.enclose(wide, std::span(truths_).first(n), kFormat<T>.digits);
  }

  /// Is the error of every program known from the enclosure?
  bool settled(const Between& truth, std::size_t row) {
    if (!std::isfinite(truth.lo) || !std::isfinite(truth.hi)) return false;
    for (std::size_t p = 0; p != out_.size(); ++p) {
      judgements_[p] = judge(truth, out_[p][row], kFormat<T>);
      if (!judgements_[p].settled()) return false;
    }
    return true;
  }

  void compare(std::size_t row, std::uint64_t index) {
    const Between& rough = truths_[row];
    if (rough.undefined()) {
      for (AccuracyTally& tally : tallies_) tally.undefined();
      return;
    }
    Split truth = split(rough);
    if (!settled(rough, row) || !rounds_to_infinity(truth, kFormat<T>)) {
      truth = truth_.split(point_, hard_ != 0);
      if (hard_ != 0 && truth.state == Split::State::unknown) --hard_;
      for (std::size_t p = 0; p != out_.size(); ++p) judgements_[p] = judge(truth, out_[p][row], kFormat<T>);
    }
    const std::optional<bool> infinite = rounds_to_infinity(truth, kFormat<T>);
    for (std::size_t p = 0; p != out_.size(); ++p) {
      const AccuracyTally::Place place{index, point_, static_cast<double>(out_[p][row]), points_.specials() <= index};
      add(tallies_[p], place, truth, infinite, judgements_[p]);
    }
  }

  void add(AccuracyTally& tally, const AccuracyTally::Place& place, const Split& truth,
           const std::optional<bool>& infinite, const Judgement& judgement) {
    if (truth.state == Split::State::undefined) return tally.undefined();
    if (!infinite) return tally.undecided(place);
    if (*infinite) return tally.beyond(place, truth.head > 0);
    if (judgement.kind == Judgement::Kind::wrong_nonfinite) {
      return lacks_value() ? tally.undefined() : tally.nonfinite(place);
    }
    if (!judgement.settled()) return tally.undecided(place);
    tally.measured(place, truth, judgement);
  }

  /// What the reference encloses may have a value at points where the formula as written has none (x/x).
  bool lacks_value() {
    std::vector<const double*> in;
    for (const double& x : point_) in.push_back(&x);
    Between value;
    written_.enclose(in, std::span(&value, 1));
    return value.undefined();
  }

  const Measured<T>& what_;
  const PointSet<T>& points_;
  Reference truth_;
  Reference written_;
  std::size_t hard_ = 0;
  std::vector<std::vector<T>> in_;
  std::vector<std::vector<double>> wide_;
  std::vector<std::vector<T>> out_;
  std::vector<T> admitted_;
  std::vector<Between> truths_;
  std::vector<double> point_;
  std::vector<Judgement> judgements_;
  std::vector<AccuracyTally> tallies_;
};

void explain(AccuracyReport& report, Comparison& truth) {
  const auto fill = [&](std::optional<KernelReport::Point>& point) {
    if (point) point->expected = truth.expected(point->inputs);
  };
  for (AccuracyReport::Point& point : report.worst) point.at.expected = truth.expected(point.at.inputs);
  for (AccuracyReport::Largest* largest : {&report.relative, &report.absolute}) fill(largest->at);
  for (KernelReport::Finding* finding : {&report.nonfinite, &report.missed, &report.undecided}) fill(finding->first);
}

}  // namespace

template <class T>
std::vector<AccuracyReport> measure(const Measured<T>& what, const AccuracyOptions& options) {
  const Reference truth(what.arena, what.formula, what.inputs);
  const Reference written(what.arena, what.formula, what.inputs, {.as_written = true});
  const PointSet<T> points(what.arena, what.formula, what.inputs, point_options(what.arena, what.inputs, options));
  const std::uint64_t blocks = (points.size() + kBlock - 1) / kBlock;
  const unsigned threads = threads_for(blocks, options.threads);
  std::vector<Worker<T>> workers;
  for (unsigned t = 0; t != threads; ++t) workers.emplace_back(what, points, truth, written, options);
  const bool finished = for_each_block(threads, blocks, options.progress,
                                       [&](unsigned t, std::uint64_t block) { workers[t].add(block); });
  Comparison words(truth, kFormat<T>);
  std::vector<AccuracyReport> reports;
  for (std::size_t p = 0; p != what.programs.size(); ++p) {
    AccuracyTally all(options.precision, options.worst);
    for (const Worker<T>& worker : workers) all.merge(worker.tallies()[p]);
    reports.push_back(all.finish());
    reports.back().cancelled = !finished;
    explain(reports.back(), words);
  }
  return reports;
}

template std::vector<AccuracyReport> measure(const Measured<float>&, const AccuracyOptions&);
template std::vector<AccuracyReport> measure(const Measured<double>&, const AccuracyOptions&);

}  // namespace adage
