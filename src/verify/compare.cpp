// SPDX-License-Identifier: BSL-1.0
// The tally: doubles first, balls or 64 digits where they do not settle a row.
#include "verify/compare.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "verify/sampling.hpp"

namespace adage {
namespace {

using Kind = Judgement::Kind;
using Finding = KernelReport::Finding;
using Point = KernelReport::Point;

void note(Finding& finding, const Point& point) {
  ++finding.count;
  if (!finding.first || point.index < finding.first->index) finding.first = point;
}

void merge(Finding& into, const Finding& from) {
  into.count += from.count;
  if (from.first && (!into.first || from.first->index < into.first->index)) into.first = from.first;
}

bool is_worse(double ulps, std::uint64_t index, const KernelReport& report) {
  if (!report.worst || ulps != report.worst_ulp) return !report.worst || ulps > report.worst_ulp;
  return index < report.worst->index;
}

template <class MakePoint>
void tally(const Judgement& judgement, MakePoint point, std::uint64_t index, KernelReport& report) {
  switch (judgement.kind) {
    case Kind::measured:
      ++report.histogram[row_of_error(judgement.high)];
      if (is_worse(judgement.high, index, report)) {
        report.worst_ulp = judgement.high;
        report.worst = point();
      }
      break;
    case Kind::agreed:
      ++report.agreed_nonfinite;
      break;
    case Kind::wrong_nonfinite:
      note(report.wrong_nonfinite, point());
      break;
    case Kind::wrong_finite:
      note(report.wrong_finite, point());
      break;
    case Kind::unclear:
      note(report.undecided, point());
      break;
  }
}

}  // namespace

Comparison::Effort Comparison::add(std::span<const double* const> in, std::span<const double> computed,
                                   std::uint64_t first, Allowed allowed, KernelReport& report) {
  const std::size_t n = computed.size();
  truths_.resize(n);
  reference_.enclose(in, truths_, format_.digits);
  judge_all(in, computed);
  std::size_t precise = 0;
  report.points += n;
  std::array<std::uint64_t, 256> plain{};  // rows of which nothing but their number is of interest
  for (std::size_t i = 0; i != n; ++i) {
    if (rows_[i] != kHardRow && errors_[i] <= report.worst_ulp && report.worst) {
      ++plain[rows_[i]];
      continue;
    }
    bool special = false;
    for (std::size_t k = 0; k != in.size(); ++k) {
      point_[k] = in[k][i];
      special = special || !std::isfinite(point_[k]);
    }
    const std::uint64_t index = first + i;
    const auto point = [&] { return Point{index, point_, computed[i], {}}; };
    if (special) {
      add_special(truths_[i], point(), report);
      continue;
    }
    Judgement judgement = judge(truths_[i], computed[i], format_);
    if (!judgement.settled()) {
      judgement = {};
      if (precise++ < allowed.rows) judgement = precisely(computed[i], allowed.hard);
    }
    tally(judgement, point, index, report);
  }
  for (std::size_t row = 0; row != kErrorRows; ++row) report.histogram[row] += plain[row];
  report.agreed_nonfinite += plain[kAgreedRow];
  const std::size_t spent = std::min(precise, allowed.rows);
  return {spent, precise - spent};
}

/// By their enclosures, where that can be done for many at once.
void Comparison::judge_all(std::span<const double* const> in, std::span<const double> computed) {
  const std::size_t n = computed.size();
  errors_.resize(n);
  rows_.resize(n);
  point_.resize(in.size());
  if (format_.max_exponent > kFloat32.max_exponent) {
    std::ranges::fill(rows_, kHardRow);
    return;
  }
  judge_rows(truths_, computed, format_, errors_, rows_);
  for (const double* column : in) {
    for (std::size_t i = 0; i != n; ++i) rows_[i] = std::isfinite(column[i]) ? rows_[i] : kHardRow;
  }
}

/// At the point in hand; what takes many bits is one of the `hard` ones.
Judgement Comparison::precisely(double computed, std::size_t& hard) {
  if (has_balls()) {
    const Judgement found = judge(reference_.split(point_, false), computed, format_);
    if (found.settled()) return found;
  }
  if (hard == 0) return {};
  --hard;
  return judge(reference_.precise(point_), computed, format_);
}

void Comparison::add_special(const Between& truth, const Point& point, KernelReport& report) const {
  if (std::ranges::any_of(point.inputs, [](double x) { return std::isnan(x); })) {
    ++report.nan_inputs;
    if (!std::isnan(point.computed)) note(report.nan_lost, point);
    return;
  }
  // All numbers that the limit can be round alike.
  const bool known = !truth.undefined() && judge(truth, truth.lo, format_).settled();
  ++(known ? report.limits : report.no_limit);
  const Judgement judgement = judge(truth, point.computed, format_);
  const bool met =
      judgement.kind == Kind::agreed || (judgement.kind == Kind::measured && judgement.high <= report.max_ulp);
  if (known && !met) note(report.limits_missed, point);
}

std::string Comparison::expected(std::span<const double> point) {
  constexpr int digits = 20;
  if (!std::ranges::all_of(point, [](double x) { return std::isfinite(x); })) {
    if (std::ranges::any_of(point, [](double x) { return std::isnan(x); })) return "nan";
    std::vector<const double*> in;
    for (const double& x : point) in.push_back(&x);
    Between truth;
    reference_.enclose(in, std::span(&truth, 1));
    return rounded_text(PreciseNumber(truth.lo), digits);
  }
  const Bounded& truth = reference_.precise(point);
  if (truth.state == Bounded::State::undefined) return "no real number";
  if (truth.known()) return rounded_text(truth.value, digits);
  std::vector<const double*> in;
  for (const double& x : point) in.push_back(&x);
  Between rough;
  reference_.enclose(in, std::span(&rough, 1));
  if (rough.undefined()) return "no real number";
  if (rough.unknown()) return "not known";
  return "between " + rounded_text(PreciseNumber(rough.lo), digits) + " and " +
         rounded_text(PreciseNumber(rough.hi), digits);
}

void merge(KernelReport& into, const KernelReport& from) {
  into.points += from.points;
  if (from.worst && is_worse(from.worst_ulp, from.worst->index, into)) {
    into.worst_ulp = from.worst_ulp;
    into.worst = from.worst;
  }
  for (std::size_t i = 0; i != into.histogram.size(); ++i) into.histogram[i] += from.histogram[i];
  into.agreed_nonfinite += from.agreed_nonfinite;
  merge(into.wrong_nonfinite, from.wrong_nonfinite);
  merge(into.wrong_finite, from.wrong_finite);
  merge(into.undecided, from.undecided);
  into.nan_inputs += from.nan_inputs;
  merge(into.nan_lost, from.nan_lost);
  into.limits += from.limits;
  merge(into.limits_missed, from.limits_missed);
  into.no_limit += from.no_limit;
}

void explain(KernelReport& report, Comparison& comparison) {
  const auto fill = [&](std::optional<Point>& point) {
    if (point) point->expected = comparison.expected(point->inputs);
  };
  fill(report.worst);
  for (Finding* finding :
       {&report.wrong_nonfinite, &report.wrong_finite, &report.undecided, &report.nan_lost, &report.limits_missed}) {
    fill(finding->first);
  }
}

}  // namespace adage
