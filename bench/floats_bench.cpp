// SPDX-License-Identifier: BSL-1.0
// How exact is what runs? The functions with code of their own, and every activation of the catalogue with its first
// derivative, as compiled for floats and doubles: the largest error in ulps against the true values, and what is not
// finite where it should be. All 2^32 floats take half a minute a formula and core; a sample takes seconds. Where the
// sign changes the error is told in parts of the values around, and the worst point elsewhere beside it.
//   floats_bench [--all] [--points N] [--threads N] [--double] [NAME…]
#include <fmt/format.h>
#include <unistd.h>

#include <adage/adage.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <vector>

#include "ops/row.hpp"
#include "script/catalog.hpp"
#include "script/session.hpp"

namespace {

using namespace adage;

struct Wanted {
  KernelOptions options;
  bool doubles = false;
  std::vector<std::string> names;
  bool includes(const std::string& name) const {
    return names.empty() || std::ranges::find(names, name) != names.end();
  }
};

template <class T>
KernelReport report_of(const Expression& e, const std::string& text, const KernelOptions& options) {
  const Function f = compile(std::span(&e, 1), e.variables());
  return check_kernel(
      [&f](std::span<const T> x, std::span<T> y) {
        f({Column<const T>(x.data(), x.size())}, {Column<T>(y.data(), y.size())});
      },
      text, options);
}

/// Numbers between which a function changes its sign, and as far around as the values there are of a size that its
/// errors may be told in parts of: a factor of two.
struct Window {
  double first, last;
};

/// By doubles, in steps of a sixty-fourth of a binade; nothing where there are more than a few changes.
std::vector<Window> windows(const Function& f) {
  constexpr std::size_t most = 8;
  std::vector<Window> found;
  for (const double side : {-1.0, 1.0}) {
    double before = std::ldexp(side, -126), value = f(before);
    for (int i = 1; i != 64 * 253; ++i) {
      const double x = side * std::exp2(i / 64.0 - 126), here = f(x);
      if (value * here < 0) {
        const Window one{std::min(before / 2, 2 * x), std::max(2 * x, before / 2)};
        const bool apart = found.empty() || one.first > found.back().last || one.last < found.back().first;
        if (apart) {
          found.push_back(one);
        } else {
          found.back() = {std::min(found.back().first, one.first), std::max(found.back().last, one.last)};
        }
      }
      before = x, value = here;
    }
  }
  std::ranges::sort(found, {}, &Window::first);
  const auto wide = [](const Window& one) { return std::max(one.first / one.last, one.last / one.first) > 64; };
  if (found.size() > most || std::ranges::any_of(found, wide)) found.clear();
  return found;
}

/// The largest error of floats in the window, in parts of the largest of the values at the argument, at half of it and
/// at twice. True values are those of doubles.
double share_of_scale(const Function& f, const Window& window) {
  constexpr std::size_t block = 1 << 16;
  std::vector<float> in, out(block);
  std::vector<double> wide, truth(block), half(block), twice(block);
  double worst = 0;
  const auto run = [&] {
    const auto doubles = [&](double factor, std::vector<double>& into) {
      std::vector<double> moved(wide);
      for (double& x : moved) x *= factor;
      f({Column<const double>(moved)}, {Column<double>(into.data(), moved.size())});
    };
    f({Column<const float>(in)}, {Column<float>(out.data(), in.size())});
    doubles(1, truth), doubles(0.5, half), doubles(2, twice);
    for (std::size_t i = 0; i != in.size(); ++i) {
      const double scale = std::max({std::fabs(half[i]), std::fabs(truth[i]), std::fabs(twice[i])});
      if (scale == 0) continue;
      worst = std::max(worst, std::fabs(static_cast<double>(out[i]) - truth[i]) / scale);
    }
    in.clear(), wide.clear();
  };
  const auto last = static_cast<float>(window.last);
  for (auto x = static_cast<float>(window.first); x <= last; x = std::nextafter(x, HUGE_VALF)) {
    in.push_back(x), wide.push_back(x);
    if (in.size() == block) run();
  }
  run();
  return worst;
}

/// The worst where no change of sign is near, and how large the error is beside one.
void show_apart(const Expression& e, const std::string& text, KernelOptions options) {
  const Function f = compile(std::span(&e, 1), e.variables());
  const std::vector<Window> near = windows(f);
  if (near.empty()) return;
  double share = 0, ulps = 0, at = 0, first = -HUGE_VAL;
  for (std::size_t i = 0; i <= near.size(); ++i) {
    options.first = first;
    options.last = i == near.size() ? HUGE_VAL : std::nextafter(static_cast<float>(near[i].first), -HUGE_VALF);
    const KernelReport r = report_of<float>(e, text, options);
    if (r.worst && r.worst_ulp > ulps) ulps = r.worst_ulp, at = r.worst->inputs.front();
    if (i == near.size()) break;
    share = std::max(share, share_of_scale(f, near[i]));
    first = std::nextafter(static_cast<float>(near[i].last), HUGE_VALF);
  }
  fmt::print("    next to changes of sign at most {:.1e} of the values around, elsewhere {:.3f} at {:.6g}\n", share,
             ulps, at);
}

void show(const Expression& e, const std::string& text, const Wanted& wanted) {
  KernelOptions options = wanted.options;
  if (isatty(STDERR_FILENO) != 0) {
    options.progress = [&](double done) {
      fmt::print(stderr, "\r{:<28} {:5.1f} %", text, 100 * done);
      return true;
    };
  }
  const bool widened = !wanted.doubles && compile(std::span(&e, 1), e.variables()).widens_floats();
  const KernelReport r = wanted.doubles ? report_of<double>(e, text, options) : report_of<float>(e, text, options);
  if (options.progress) fmt::print(stderr, "\r{:40}\r", "");
  fmt::print("{:<28} {:>12} {:>12.3f} {:>14} {:>8} {:>8} {:>8} {:>7.1f}{}\n", text, r.points, r.worst_ulp,
             r.worst ? fmt::format("{:.6g}", r.worst->inputs.front()) : "-", r.wrong_nonfinite.count,
             r.wrong_finite.count, r.undecided.count, r.seconds, widened ? "  in double" : "");
  constexpr double most_ulps = 4;
  if (r.worst && r.worst_ulp > most_ulps && !wanted.doubles) show_apart(e, text, wanted.options);
  for (const auto& [what, finding] :
       {std::pair("no number", &r.wrong_nonfinite), std::pair("a number", &r.wrong_finite)}) {
    if (finding->first)
      fmt::print("    {} at {}, where it is {}\n", what, finding->first->inputs.front(), finding->first->expected);
  }
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  Wanted wanted;
  wanted.options.points = KernelOptions::Points::sample;
  wanted.options.samples = 1 << 20;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--all") {
      wanted.options.points = KernelOptions::Points::all;
    } else if (word == "--double") {
      wanted.doubles = true;
    } else if ((word == "--points" || word == "--threads") && i + 1 < argc) {
      const std::string_view value = argv[++i];
      const auto read = [&](auto& into) { std::from_chars(value.data(), value.data() + value.size(), into); };
      if (word == "--points") read(wanted.options.samples);
      if (word == "--threads") read(wanted.options.threads);
    } else {
      wanted.names.emplace_back(word);
    }
  }
  fmt::print("lanes: {}; compiler: {}; float{}\n", lanes_description(), jit_description(), wanted.doubles ? 64 : 32);
  fmt::print("{:<28} {:>12} {:>12} {:>14} {:>8} {:>8} {:>8} {:>7}\n", "", "points", "worst ulp", "at", "nonfin.",
             "finite", "unknown", "s");
  Graph graph;
  Session session(graph.arena());
  const Script script(builtin_catalog(), "catalogue");
  session.run(script);
  const Expression x = graph.variable("x");
  for (std::size_t i = 0; i != all_rows().size(); ++i) {
    const Row& row = all_rows()[i];
    const bool on_lanes = row.machine.steps64 != nullptr || !row.body.empty();  // softplus is made of others
    const bool measured = on_lanes && row.ulp != 0 && arity(static_cast<Op>(i)) == 1;
    const std::string name(row.name);
    const bool called = find_function(name).has_value();  // the operations of tapes alone have no name
    if (measured && called && wanted.includes(name)) show(call(name, {x}), name + "(x)", wanted);
  }
  for (const Definition* definition : session.definitions()) {
    if (definition->variables() != 1 || !wanted.includes(definition->name)) continue;
    for (const char* text : {"(x)", "'(x)"}) {
      const Script one(definition->name + text, "bench");
      const Expression e(graph.arena(), session.formula(one).value.value());
      if (!e.variables().empty()) show(e, definition->name + text, wanted);
    }
  }
}
