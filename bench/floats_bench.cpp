// SPDX-License-Identifier: BSL-1.0
// How exact is what runs? The functions with code of their own, and every activation of the catalogue with its first
// derivative, as compiled for floats and doubles: the largest error in ulps against the true values, and what is not
// finite where it should be. All 2^32 floats take minutes a formula; a sample takes seconds. Where the sign changes
// near the worst point, the error is told in parts of the values around, too.
//   floats_bench [--all] [--points N] [--double] [NAME…]
#include <fmt/format.h>
#include <unistd.h>

#include <adage/adage.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string_view>

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

/// The largest error of floats within a twentieth of `at`, in parts of the larger of the values at half and twice that;
/// nothing where these have one sign. True values are those of doubles.
std::optional<double> share_of_scale(const Expression& e, double at) {
  const Function f = compile(std::span(&e, 1), e.variables());
  const double low = f(at / 2), high = f(2 * at);
  const double scale = std::max(std::fabs(low), std::fabs(high));
  if (!(low * high < 0)) return std::nullopt;
  constexpr int steps = 100'000;
  std::vector<float> in, out(steps);
  for (int i = 0; i != steps; ++i) in.push_back(static_cast<float>(at * (0.95 + 0.1 * i / steps)));
  f({Column<const float>(in)}, {Column<float>(out)});
  double worst = 0;
  for (std::size_t i = 0; i != in.size(); ++i) {
    worst = std::max(worst, std::fabs(static_cast<double>(out[i]) - f(static_cast<double>(in[i]))) / scale);
  }
  return worst;
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
  if (r.worst && r.worst_ulp > most_ulps && !wanted.doubles) {
    if (const auto share = share_of_scale(e, r.worst->inputs.front()))
      fmt::print("    next to a change of sign: at most {:.1e} of the values around\n", *share);
  }
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
  wanted.options.precise_points = 1 << 22;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--all") {
      wanted.options.points = KernelOptions::Points::all;
    } else if (word == "--double") {
      wanted.doubles = true;
    } else if (word == "--points" && i + 1 < argc) {
      const std::string_view value = argv[++i];
      std::from_chars(value.data(), value.data() + value.size(), wanted.options.samples);
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
