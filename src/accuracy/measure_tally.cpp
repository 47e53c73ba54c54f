// SPDX-License-Identifier: BSL-1.0
// Errors in three measures, and the worst of each region.
#include "accuracy/measure_tally.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>

namespace adage {
namespace {

using Point = KernelReport::Point;
using Finding = KernelReport::Finding;

constexpr double kBitUnits = 1 << 20;

/// A number's place among all of its type; both zeros have the same.
template <class Bits, class T>
std::int64_t rank(T x) {
  const auto bits = std::int64_t{std::bit_cast<Bits>(x)};
  return bits >= 0 ? bits : std::int64_t{std::numeric_limits<Bits>::min()} - bits;
}

/// How many numbers of the type lie between `a` and `b`, one end counted.
double steps(double a, double b, bool single) {
  const std::int64_t from = single ? rank<std::int32_t>(static_cast<float>(a)) : rank<std::int64_t>(a);
  const std::int64_t to = single ? rank<std::int32_t>(static_cast<float>(b)) : rank<std::int64_t>(b);
  const auto distance = from < to ? static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from)
                                  : static_cast<std::uint64_t>(from) - static_cast<std::uint64_t>(to);
  return static_cast<double>(distance);
}

/// Binades near one each by themselves, the farther ones together.
int region_of(double x) {
  if (x == 0) return 0;
  const int binade = std::ilogb(x);
  const int distance = static_cast<int>(4 * std::log2(1.0 + std::abs(binade)));
  const int side = (binade < 0 ? -1 : 1) * (distance + 1);
  return x < 0 ? side + (1 << 10) : side - (1 << 10);
}

double size_of(std::span<const double> inputs) {
  double size = 0;
  for (const double x : inputs) size = std::max(size, std::fabs(x));
  return size;
}

Point point_of(const AccuracyTally::Place& place) {
  return {place.index, {place.inputs.begin(), place.inputs.end()}, place.computed, {}};
}

bool is_nearer(const Point& a, const Point& b) {
  return std::tuple(size_of(a.inputs), a.index) < std::tuple(size_of(b.inputs), b.index);
}

bool is_worse(const AccuracyReport::Point& a, const AccuracyReport::Point& b) {
  return std::tuple(-a.ulps, a.at.index) < std::tuple(-b.ulps, b.at.index);
}

bool is_larger(double error, std::uint64_t index, const AccuracyReport::Largest& than) {
  return !than.at || error > than.error || (error == than.error && index < than.at->index);
}

}  // namespace

AccuracyTally::AccuracyTally(AccuracyOptions::Precision precision, std::size_t most_worst)
    : format_(precision == AccuracyOptions::Precision::float32 ? kFloat32 : kFloat64), most_worst_(most_worst) {
  report_.precision = precision;
}

void AccuracyTally::undecided(const Place& place) {
  ++report_.points;
  note(report_.undecided, place);
}

void AccuracyTally::beyond(const Place& place, bool positive) {
  ++report_.points;
  ++report_.beyond;
  if (!std::isinf(place.computed) || (place.computed > 0) != positive) note(report_.missed, place);
}

void AccuracyTally::nonfinite(const Place& place) {
  ++report_.points;
  note(report_.nonfinite, place);
  if (place.sampled) add_bits(report_.bits());
}

void AccuracyTally::measured(const Place& place, const Split& truth, const Judgement& judgement) {
  ++report_.points;
  ++report_.measured;
  const double ulps = judgement.high;
  const std::size_t row = row_of_error(ulps);
  ++report_.histogram[row];
  if (place.sampled) {
    const auto value = std::scalbn(truth.head + truth.tail, static_cast<int>(truth.exponent));
    add_bits(row <= 1 ? 0 : std::log2(1 + steps(value, place.computed, format_.digits == kFloat32.digits)));
  }
  if (row == 0) return;
  const int ulp = exponent_of_ulp(truth, format_);
  offer(report_.absolute, std::scalbn(ulps, ulp), place);
  if (truth.exponent >= format_.min_exponent) {
    const double size = std::fabs(truth.head + truth.tail);
    offer(report_.relative, std::scalbn(ulps / size, ulp - static_cast<int>(truth.exponent)), place);
  }
  offer(place, ulps);
}

void AccuracyTally::merge(const AccuracyTally& from) {
  const AccuracyReport& other = from.report_;
  report_.points += other.points;
  report_.excluded += other.excluded;
  report_.undefined += other.undefined;
  report_.beyond += other.beyond;
  report_.measured += other.measured;
  report_.averaged += other.averaged;
  for (std::size_t i = 0; i != report_.histogram.size(); ++i) report_.histogram[i] += other.histogram[i];
  bits_ += from.bits_;
  for (const auto largest : {&AccuracyReport::relative, &AccuracyReport::absolute}) {
    const AccuracyReport::Largest& one = other.*largest;
    if (one.at && is_larger(one.error, one.at->index, report_.*largest)) report_.*largest = one;
  }
  for (const auto finding : {&AccuracyReport::nonfinite, &AccuracyReport::missed, &AccuracyReport::undecided}) {
    merge(report_.*finding, other.*finding);
  }
  for (const Worst& one : from.worst_) insert(one);
}

AccuracyReport AccuracyTally::finish() const {
  AccuracyReport report = report_;
  for (const Worst& one : worst_) report.worst.push_back(one.point);
  report.worst.resize(std::min(report.worst.size(), most_worst_));
  report.worst_ulp = worst_.empty() ? 0 : worst_.front().point.ulps;
  report.mean_bits =
      report.averaged == 0 ? 0 : static_cast<double>(bits_) / kBitUnits / static_cast<double>(report.averaged);
  return report;
}

void AccuracyTally::note(Finding& finding, const Place& place) const {
  ++finding.count;
  if (finding.first && size_of(place.inputs) > size_of(finding.first->inputs)) return;
  const Point point = point_of(place);
  if (!finding.first || is_nearer(point, *finding.first)) finding.first = point;
}

void AccuracyTally::merge(Finding& into, const Finding& from) const {
  into.count += from.count;
  if (from.first && (!into.first || is_nearer(*from.first, *into.first))) into.first = from.first;
}

void AccuracyTally::offer(AccuracyReport::Largest& largest, double error, const Place& place) const {
  if (is_larger(error, place.index, largest)) largest = {error, point_of(place)};
}

void AccuracyTally::offer(const Place& place, double ulps) {
  const std::size_t kept = std::max<std::size_t>(most_worst_, 1);
  if (worst_.size() == kept && ulps < worst_.back().point.ulps) return;
  Worst one{{}, {point_of(place), ulps}};
  for (const double x : place.inputs) one.region.push_back(region_of(x));
  insert(std::move(one));
}

/// A region that was dropped had enough worse ones before it, and these stay.
void AccuracyTally::insert(Worst one) {
  const auto same = std::ranges::find(worst_, one.region, &Worst::region);
  if (same != worst_.end()) {
    if (!is_worse(one.point, same->point)) return;
    worst_.erase(same);
  }
  const auto place = std::ranges::find_if(worst_, [&](const Worst& w) { return is_worse(one.point, w.point); });
  worst_.insert(place, std::move(one));
  worst_.resize(std::min(worst_.size(), std::max<std::size_t>(most_worst_, 1)));
}

void AccuracyTally::add_bits(double bits) {
  ++report_.averaged;
  bits_ += static_cast<std::uint64_t>(bits * kBitUnits + 0.5);
}

}  // namespace adage
