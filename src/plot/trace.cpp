// SPDX-License-Identifier: BSL-1.0
// One evaluation serves all orders, so an interval is halved until each of them is content.
#include "plot/trace.hpp"

#include <algorithm>
#include <cmath>
#include <deque>

namespace adage::plotting {
namespace {

using analysis::Branch;

constexpr int kDeepest = 12;  // halvings of a column
constexpr int kReachDepth = 7;
constexpr int kColumnEffort = 400;  // evaluations for one column
constexpr int kReachEffort = 60;

struct Sample {
  double x;
  Values y;
};

struct Interval {
  Sample from, to;
  int depth;
};

double value_of(const Enclosure& e) {
  const bool sharp = e.everywhere() && std::isfinite(e.lo) && std::isfinite(e.hi) &&
                     e.hi - e.lo <= 1e-6 * std::max({1.0, std::fabs(e.lo), std::fabs(e.hi)});
  return sharp ? e.lo + (e.hi - e.lo) / 2 : std::nan("");
}

Sample sample(Branch& branch, double x, Effort& effort) {
  effort.left -= effort.left != 0;
  const Branch::View view = branch.view(x, x);
  Sample result{x, {}};
  for (std::size_t n = 0; n != kOrders; ++n)
    result.y[n] = branch.derivative(static_cast<int>(n)) == kNone ? std::nan("") : value_of(view.values[n]);
  return result;
}

/// The columns of a part, each with what is known at both sides.
template <class Use>
void each_column(const Part& part, const Frame& frame, Effort& effort, Use use) {
  const double width = (frame.right - frame.left) / static_cast<double>(frame.columns);
  const double from = std::max(part.from, frame.left), to = std::min(part.to, frame.right);
  if (!(from < to)) return;
  const auto at = [&](double x) {
    const Values* limits = x == part.from ? &part.at_from : x == part.to ? &part.at_to : nullptr;
    if (limits != nullptr && std::ranges::none_of(*limits, [](double y) { return std::isnan(y); }))
      return Sample{x, *limits};
    Sample found = sample(part.branch, x, effort);
    for (std::size_t n = 0; limits != nullptr && n != kOrders; ++n) {
      if (!std::isnan((*limits)[n])) found.y[n] = (*limits)[n];
    }
    return found;
  };
  Sample before = at(from);
  auto column = static_cast<std::size_t>((from - frame.left) / width);
  while (before.x < to) {
    ++column;
    const double edge = column >= frame.columns ? frame.right : frame.left + static_cast<double>(column) * width;
    if (edge <= before.x) continue;
    const Sample after = at(std::min(edge, to));
    use(before, after);
    before = after;
  }
}

struct Hull {
  double lo = analysis::kInf, hi = -analysis::kInf;
  void add(double y) {
    if (std::isnan(y)) return;
    lo = std::min(lo, y);
    hi = std::max(hi, y);
  }
  bool holds(const Enclosure& e, double margin) const { return e.lo >= lo - margin && e.hi <= hi + margin; }
};

bool one_sign(const Enclosure& slope) { return slope.everywhere() && (slope.nonnegative() || slope.nonpositive()); }

enum class Look : std::uint8_t { joined, outside, open };

struct Leaf {
  Interval interval;
  Branch::View view;
  std::array<Look, kOrders> looks;
};

class Pen {
 public:
  Pen(const Frame& frame, Effort& effort, Trace& out)
      : frame_(frame), effort_(effort), out_(out), row_((frame.top - frame.bottom) / static_cast<double>(frame.rows)) {}

  void column(Branch& branch, const Sample& from, const Sample& to) {
    hulls_ = {};
    note(from);
    note(to);
    // The widest first, so that effort that runs out is missed evenly.
    std::deque<Interval> open{{from, to, 0}};
    std::vector<Leaf> leaves;
    for (int spent = 0; !open.empty(); ++spent) {
      const Interval interval = open.front();
      open.pop_front();
      Leaf leaf{interval, branch.view(interval.from.x, interval.to.x), {}};
      effort_.left -= effort_.left != 0;
      bool content = true;
      for (std::size_t n = 0; n != frame_.orders; ++n) {
        leaf.looks[n] = look(interval, leaf.view, n);
        content &= leaf.looks[n] != Look::open;
      }
      const double middle = interval.from.x + (interval.to.x - interval.from.x) / 2;
      const bool narrow = interval.depth == kDeepest || !(interval.from.x < middle && middle < interval.to.x);
      if (content) {
        leaves.push_back(std::move(leaf));
        continue;
      }
      const Sample between = sample(branch, middle, effort_);
      note(between);
      if (narrow || spent >= kColumnEffort || effort_.left == 0) {
        for (std::size_t n = 0; n != frame_.orders; ++n) {
          if (leaf.looks[n] != Look::open || !leaf.view.analytic || !straight(interval, between, n)) continue;
          out_.guessed[n] = true;
          leaf.looks[n] = Look::joined;
        }
        leaves.push_back(std::move(leaf));
        continue;
      }
      open.push_back({interval.from, between, interval.depth + 1});
      open.push_back({between, interval.to, interval.depth + 1});
    }
    std::ranges::sort(leaves, {}, [](const Leaf& leaf) { return leaf.interval.from.x; });
    for (const Leaf& leaf : leaves) {
      for (std::size_t n = 0; n != frame_.orders; ++n) draw(leaf.interval, leaf.view, n, leaf.looks[n]);
    }
  }

 private:
  void note(const Sample& s) {
    for (std::size_t n = 0; n != frame_.orders; ++n) hulls_[n].add(s.y[n]);
  }

  Look look(const Interval& interval, const Branch::View& view, std::size_t n) const {
    const Enclosure& e = view.values[n];
    if (e.nowhere() || e.lo > frame_.top + row_ || e.hi < frame_.bottom - row_) return Look::outside;
    const double a = interval.from.y[n], b = interval.to.y[n];
    if (!std::isfinite(a) || !std::isfinite(b)) return Look::open;
    if (view.analytic && one_sign(view.values[n + 1])) return Look::joined;
    // Perhaps there is a kink; a jump of less than a few rows would not be seen.
    const bool whole = view.analytic || (e.everywhere() && e.hi - e.lo <= 3 * row_);
    return whole && hulls_[n].holds(e, row_) ? Look::joined : Look::open;
  }

  /// Of a function that surely is continuous: does it look like a line?
  bool straight(const Interval& interval, const Sample& between, std::size_t n) const {
    const double a = interval.from.y[n], b = interval.to.y[n];
    return std::fabs(between.y[n] - (a + b) / 2) <= row_ && std::fabs(b - a) <= 3 * row_;  // false for NaN
  }

  void draw(const Interval& interval, const Branch::View& view, std::size_t n, Look look) {
    const Plot::Point a{interval.from.x, interval.from.y[n]}, b{interval.to.x, interval.to.y[n]};
    if (look == Look::joined) {
      auto& paths = out_.paths[n];
      const bool goes_on = down_[n] && !paths.empty() && paths.back().back().x == a.x;
      if (!goes_on) paths.push_back({a});
      paths.back().push_back(b);
      down_[n] = true;
      return;
    }
    down_[n] = false;
    const Enclosure& e = view.values[n];
    if (look == Look::outside || !view.analytic || !std::isfinite(e.lo) || !std::isfinite(e.hi)) return;
    out_.bands[n].push_back({a.x, b.x, std::max(e.lo, frame_.bottom), std::min(e.hi, frame_.top)});
  }

  const Frame& frame_;
  Effort& effort_;
  Trace& out_;
  double row_;
  std::array<Hull, kOrders> hulls_;
  std::array<bool, kOrders> down_{};
};

/// Leaves out points that lie on the line between others to within a small part of a row and column.
Plot::Path thinned(const Plot::Path& path, double row) {
  Plot::Path result;
  std::size_t start = 0;
  result.push_back(path.front());
  // Slopes that pass every point since `start` closely enough; when none is left the last point is needed.
  double least = -analysis::kInf, most = analysis::kInf;
  for (std::size_t i = 1; i < path.size(); ++i) {
    const double dx = path[i].x - path[start].x, dy = path[i].y - path[start].y;
    const double slope = dy / dx, slack = 0.1 * row / dx;
    if (i != start + 1 && !(slope >= least && slope <= most)) {
      result.push_back(path[i - 1]);
      start = i - 1;
      const double step = path[i].x - path[start].x, here = (path[i].y - path[start].y) / step;
      least = here - 0.1 * row / step;
      most = here + 0.1 * row / step;
      continue;
    }
    least = std::max(least, slope - slack);
    most = std::min(most, slope + slack);
  }
  if (path.size() > 1) result.push_back(path.back());
  return result;
}

}  // namespace

void trace(const Part& part, const Frame& frame, Effort& effort, Trace& out) {
  Trace here;
  Pen pen(frame, effort, here);
  each_column(part, frame, effort, [&](const Sample& a, const Sample& b) { pen.column(part.branch, a, b); });
  const double row = (frame.top - frame.bottom) / static_cast<double>(frame.rows);
  for (std::size_t n = 0; n != frame.orders; ++n) {
    for (const Plot::Path& path : here.paths[n]) out.paths[n].push_back(thinned(path, row));
    out.bands[n].insert(out.bands[n].end(), here.bands[n].begin(), here.bands[n].end());
    out.guessed[n] |= here.guessed[n];
  }
}

void reach(const Part& part, const Frame& frame, Effort& effort, Reach& out) {
  const auto add = [&](const Sample& s, bool even) {
    for (std::size_t n = 0; n != frame.orders; ++n) {
      out.unbounded[n] |= std::isinf(s.y[n]);
      if (!std::isfinite(s.y[n])) continue;
      if (even) out.even[n].push_back(s.y[n]);
      out.lowest[n] = std::min(out.lowest[n], s.y[n]);
      out.highest[n] = std::max(out.highest[n], s.y[n]);
    }
  };
  bool first = true;
  each_column(part, frame, effort, [&](const Sample& from, const Sample& to) {
    if (first) add(from, true);
    first = false;
    add(to, true);
    std::vector<Interval> open{{from, to, 0}};
    for (int spent = 0; !open.empty() && spent != kReachEffort && effort.left != 0; ++spent) {
      const Interval interval = open.back();
      open.pop_back();
      const Branch::View view = part.branch.view(interval.from.x, interval.to.x);
      --effort.left;
      const auto goes_beyond = [&](std::size_t n) {
        const Enclosure& e = view.values[n];
        const double margin = 0.02 * (out.highest[n] - out.lowest[n]);
        return !e.nowhere() && !one_sign(view.values[n + 1]) &&
               !(e.lo >= out.lowest[n] - margin && e.hi <= out.highest[n] + margin);
      };
      bool beyond = false;
      for (std::size_t n = 0; n != frame.orders; ++n) {
        if (!goes_beyond(n)) continue;
        beyond = true;
        const Enclosure& e = view.values[n];
        if (interval.depth != kReachDepth) continue;
        if (!std::isfinite(e.lo) || !std::isfinite(e.hi)) {
          out.unbounded[n] = true;
          continue;
        }
        out.lowest[n] = std::min(out.lowest[n], e.lo);  // a spike that is narrower than this
        out.highest[n] = std::max(out.highest[n], e.hi);
      }
      if (!beyond || interval.depth == kReachDepth) continue;
      const Sample middle = sample(part.branch, interval.from.x + (interval.to.x - interval.from.x) / 2, effort);
      add(middle, false);
      open.push_back({middle, interval.to, interval.depth + 1});
      open.push_back({interval.from, middle, interval.depth + 1});
    }
  });
  if (effort.left == 0) out.unbounded = {true, true, true};
}

}  // namespace adage::plotting
