// SPDX-License-Identifier: BSL-1.0
// How long does one evaluation take of a formula typed at run time, and how long until there is a function? Beside C++
// compiled ahead of time, and muParser, ExprTk and TinyExpr where CMake finds them. Medians of paired rounds.
#include <fmt/format.h>

#include <adage/adage.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "native.hpp"

#ifdef ADAGE_HAS_EXPRTK
#include <exprtk.hpp>
#endif
#ifdef ADAGE_HAS_MUPARSER
#include <muParser.h>
#endif
#ifdef ADAGE_HAS_TINYEXPR
#include <tinyexpr.h>
#endif

namespace {

constexpr std::size_t kPoints = 10'000;
constexpr int kRounds = 31;

/// Values of a and b in [0.5, 4.5); c stays.
struct Points {
  std::vector<double> a, b;
  double c = 0.7;
  std::vector<double> results;
};

Points points() {
  Points p;
  for (std::size_t i = 0; i != kPoints; ++i) {
    p.a.push_back(0.5 + 4e-4 * static_cast<double>(i));
    p.b.push_back(4.5 - 4e-4 * static_cast<double>(i * 7919 % kPoints));
  }
  p.results.resize(kPoints);
  return p;
}

/// Evaluates at all points.
using Work = std::function<void(Points&)>;
/// What makes a function of a text.
using Maker = std::function<Work(const std::string& text)>;

Work adage_work(const std::string& text, adage::Engine engine) {
  adage::Graph graph;
  const auto f = adage::compile({adage::parse(graph, text)},
                                {graph.variable("a"), graph.variable("b"), graph.variable("c")}, {.engine = engine});
  const double first[] = {1, 2, 3};
  double out = 0;
  f.evaluate(first, std::span(&out, 1));  // the compiling happens here
  return [f](Points& p) {
    for (std::size_t i = 0; i != kPoints; ++i) {
      const double in[] = {p.a[i], p.b[i], p.c};
      f.evaluate(in, std::span(&p.results[i], 1));
    }
  };
}

/// For libraries that know variables by their addresses.
template <class State, class Value>
Work through(std::shared_ptr<State> state, Value value) {
  return [state, value](Points& p) {
    state->c = p.c;
    for (std::size_t i = 0; i != kPoints; ++i) {
      state->a = p.a[i];
      state->b = p.b[i];
      p.results[i] = value(*state);
    }
  };
}

#ifdef ADAGE_HAS_EXPRTK
Work exprtk_work(const std::string& text) {
  struct State {
    double a = 1, b = 1, c = 1;
    exprtk::symbol_table<double> symbols;
    exprtk::expression<double> expression;
  };
  const auto state = std::make_shared<State>();
  state->symbols.add_variable("a", state->a);
  state->symbols.add_variable("b", state->b);
  state->symbols.add_variable("c", state->c);
  state->symbols.add_constants();
  state->expression.register_symbol_table(state->symbols);
  static exprtk::parser<double> parser;
  if (!parser.compile(text, state->expression)) return {};
  return through(state, [](auto& s) { return s.expression.value(); });
}
#endif

#ifdef ADAGE_HAS_MUPARSER
Work muparser_work(const std::string& text) {
  struct State {
    double a = 1, b = 1, c = 1;
    mu::Parser parser;
  };
  const auto state = std::make_shared<State>();
  state->parser.DefineVar("a", &state->a);
  state->parser.DefineVar("b", &state->b);
  state->parser.DefineVar("c", &state->c);
  state->parser.DefineConst("pi", 3.141592653589793);
  state->parser.DefineFun("erf", static_cast<double (*)(double)>(std::erf));
  state->parser.DefineFun("log", static_cast<double (*)(double)>(std::log));
  state->parser.SetExpr(text);
  state->parser.Eval();  // the parsing happens here
  return through(state, [](auto& s) { return s.parser.Eval(); });
}
#endif

#ifdef ADAGE_HAS_TINYEXPR
Work tinyexpr_work(const std::string& text) {
  struct State {
    double a = 1, b = 1, c = 1;
    te_expr* expression = nullptr;
    ~State() { te_free(expression); }
  };
  const auto state = std::make_shared<State>();
  const auto erf = static_cast<double (*)(double)>(std::erf);
  const te_variable variables[] = {{"a", &state->a, 0, nullptr},
                                   {"b", &state->b, 0, nullptr},
                                   {"c", &state->c, 0, nullptr},
                                   {"erf", reinterpret_cast<const void*>(erf), TE_FUNCTION1, nullptr}};
  // Its `log` is the decimal one.
  std::string natural = text;
  for (std::size_t at = 0; (at = natural.find("log(", at)) != std::string::npos; at += 3) natural.replace(at, 4, "ln(");
  state->expression = te_compile(natural.c_str(), variables, 4, nullptr);
  if (state->expression == nullptr) return {};
  return through(state, [](auto& s) { return te_eval(s.expression); });
}
#endif

struct Peer {
  const char* name;
  Maker make;
};

std::vector<Peer> peers() {
  std::vector<Peer> result = {
      {"jit", [](const std::string& text) { return adage_work(text, adage::Engine::jit); }},
      {"interpreter", [](const std::string& text) { return adage_work(text, adage::Engine::interpreter); }}};
#ifdef ADAGE_HAS_EXPRTK
  result.push_back({"ExprTk", exprtk_work});
#endif
#ifdef ADAGE_HAS_MUPARSER
  result.push_back({"muParser", muparser_work});
#endif
#ifdef ADAGE_HAS_TINYEXPR
  result.push_back({"TinyExpr", tinyexpr_work});
#endif
  return result;
}

double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

void heading(std::string_view first, const std::vector<std::string>& columns) {
  fmt::print("{:<10}", first);
  for (const std::string& column : columns) fmt::print("{:>13}", column);
  fmt::print("\n");
}

/// Of positive numbers; those that are missing left out.
double geometric_mean(const std::vector<double>& values) {
  double sum = 0;
  int count = 0;
  for (const double value : values) {
    if (value > 0) sum += std::log(value), ++count;
  }
  return count == 0 ? 0 : std::exp(sum / count);
}

void evaluations() {
  const std::vector<Peer> others = peers();
  std::vector<std::string> names{"native"};
  for (const Peer& peer : others) names.emplace_back(peer.name);
  std::map<std::string, std::vector<double>> ratios;
  fmt::print("One evaluation, ns\n");
  heading("formula", names);
  for (const native::Formula& formula : native::formulas()) {
    std::vector<Work> works{[&](Points& p) {
      for (std::size_t i = 0; i != kPoints; ++i) p.results[i] = formula.call(p.a[i], p.b[i], p.c);
    }};
    for (const Peer& peer : others) works.push_back(peer.make(formula.text));
    std::vector<std::vector<double>> times(works.size());
    Points p = points();
    std::vector<double> expected;
    for (int round = 0; round != kRounds; ++round) {
      for (std::size_t i = 0; i != works.size(); ++i) {
        if (!works[i]) continue;
        times[i].push_back(seconds([&] { works[i](p); }) / kPoints * 1e9);
        if (i == 0) expected = p.results;
        for (std::size_t k = 0; k != kPoints; ++k) {
          if (std::fabs(p.results[k] - expected[k]) > 1e-9 * std::fabs(expected[k]) + 1e-12) {
            fmt::print("{} computes something else: {} at {}\n", names[i], formula.text, p.a[k]);
            return;
          }
        }
      }
    }
    fmt::print("{:<10}", formula.name);
    const double first = median(times[0]);
    for (std::size_t i = 0; i != works.size(); ++i) {
      const double time = times[i].empty() ? 0 : median(times[i]);
      ratios[names[i]].push_back(time / first);
      fmt::print("{:>13}", time == 0 ? "-" : fmt::format("{:.2f}", time));
    }
    fmt::print("\n");
  }
  fmt::print("{:<10}", "to native");
  for (const std::string& name : names) fmt::print("{:>13.2f}", geometric_mean(ratios[name]));
  fmt::print("   geometric mean\n\n");
}

void making() {
  const std::vector<Peer> others = peers();
  std::vector<std::string> names;
  for (const Peer& peer : others) names.emplace_back(peer.name);
  fmt::print("From the text to a function, microseconds, after warming up\n");
  heading("formula", names);
  for (const native::Formula& formula : native::formulas()) {
    fmt::print("{:<10}", formula.name);
    for (const Peer& peer : others) {
      std::vector<double> times;
      const int runs = peer.name == std::string_view("jit") ? 11 : 301;
      for (int i = 0; i != runs; ++i) {
        Work made;
        times.push_back(seconds([&] { made = peer.make(formula.text); }) * 1e6);
      }
      fmt::print("{:>13.2f}", median(std::move(times)));
    }
    fmt::print("\n");
  }
}

}  // namespace

int main() {
  evaluations();
  making();
}
