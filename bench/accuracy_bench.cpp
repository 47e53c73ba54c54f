// SPDX-License-Identifier: BSL-1.0
// How accurate is what adage runs? (a) Over textbook formulas with numerical trouble: mean bits of error as written,
// in the form chosen for accuracy, and as compiled. (b) Over the catalogue typed naively, with two derivatives: NaN
// where there is a value, the largest relative error away from sign changes, and the largest absolute one at them, but
// for values of which the nearest double misses that bound; as typed, as compiled, as chosen for accuracy and compiled.
//   accuracy_bench [--points N] [--only corpus|catalogue] [NAME…]
#include <fmt/format.h>

#include <adage/adage.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string_view>

#include "accuracy/improved.hpp"
#include "graph/slice.hpp"
#include "script/catalog.hpp"
#include "script/session.hpp"
#include "verify/blocks.hpp"
#include "verify/judge.hpp"
#include "verify/points.hpp"
#include "verify/reference.hpp"

namespace {

using namespace adage;

struct Wanted {
  std::uint64_t points = 1'000'000;
  bool corpus = true;
  bool catalogue = true;
  std::vector<std::string> names;
  bool includes(const std::string& name) const {
    return names.empty() || std::ranges::find(names, name) != names.end();
  }
};

// ---------------------------------------------------------------- (a)

struct Textbook {
  std::string name, formula, ranges, assumption, source;
};

std::vector<Textbook> textbook() {
  std::ifstream stream(ADAGE_SOURCE_DIR "/tests/corpus/accuracy/textbook.tsv");
  std::vector<Textbook> rows;
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    Textbook row;
    std::istringstream cells(line);
    for (std::string* cell : {&row.name, &row.formula, &row.ranges, &row.assumption, &row.source})
      std::getline(cells, *cell, '\t');
    rows.push_back(row);
  }
  return rows;
}

AccuracyOptions::Range range_of(const std::string& text) {
  const std::size_t equals = text.find('='), colon = text.find(':');
  AccuracyOptions::Range range{.variable = text.substr(0, equals)};
  const auto value = [](const std::string& end, double otherwise) {
    Graph graph;
    return end.empty() ? otherwise : evaluate(parse(graph, end), {});
  };
  range.first = value(text.substr(equals + 1, colon - equals - 1), range.first);
  range.last = value(text.substr(colon + 1), range.last);
  return range;
}

void bench_corpus(const Wanted& wanted) {
  fmt::print("{:<22} {:>8} {:>8} {:>8} {:>9} {:>9}\n", "textbook, bits", "written", "chosen", "compiled", "NaN",
             "compiled");
  std::array<double, 3> bits{}, recovered{};
  std::size_t count = 0;
  for (const Textbook& row : textbook()) {
    if (!wanted.includes(row.name)) continue;
    Graph graph;
    const Expression e = parse(graph, row.formula);
    AccuracyOptions options;
    options.points = std::min<std::uint64_t>(wanted.points, 1 << 13);
    std::istringstream ranges(row.ranges);
    for (std::string range; ranges >> range;) options.ranges.push_back(range_of(range));
    if (!row.assumption.empty()) options.assumptions = {parse(graph, row.assumption)};
    const std::vector<Expression> inputs = e.variables();
    const Expression better = improved(e);
    const Function programs[] = {compile(std::span(&e, 1), inputs, {.as_written = true}),
                                 compile(std::span(&better, 1), inputs, {.as_written = true}),
                                 compile(std::span(&e, 1), inputs)};
    const auto reports = measure_accuracy(programs, e, options);
    fmt::print("{:<22}", row.name);
    for (const auto& report : reports) fmt::print(" {:>8.2f}", report.mean_bits);
    fmt::print(" {:>9} {:>9}   {}\n", reports[0].nonfinite.count, reports[2].nonfinite.count, to_string(better));
    std::fflush(stdout);
    if (const auto open = reports[0].undecided.count; open != 0) fmt::print("    {} undecided\n", open);
    const double was = reports[0].mean_bits;
    for (std::size_t i = 0; i != bits.size(); ++i) {
      bits[i] += reports[i].mean_bits;
      recovered[i] += was == 0 ? 1 : (was - reports[i].mean_bits) / was;
    }
    ++count;
  }
  if (count == 0) return;
  const auto n = static_cast<double>(count);
  fmt::print("{} formulas: {:.2f} bits of error on average as written\n", count, bits[0] / n);
  for (const auto& [way, i] : {std::pair("in the form chosen", 1U), std::pair("compiled as written", 2U)}) {
    fmt::print("{:<20} {:.2f} bits; {:.1f} % of all bits recovered, {:.1f} % on average of a formula\n", way,
               bits[i] / n, 100 * (bits[0] - bits[i]) / bits[0], 100 * recovered[i] / n);
  }
  fmt::print("\n");
}

// ---------------------------------------------------------------- (b)

/// What a textbook writes where the language has a name.
using Naive = Expression (*)(const Expression&);
const std::map<std::string_view, Naive> naive = {
    {"sigmoid", [](const Expression& x) { return 1 / (1 + exp(-x)); }},
    {"softplus", [](const Expression& x) { return log(1 + exp(x)); }},
    {"normal_cdf", [](const Expression& x) { return (1 + erf(x / std::sqrt(2.0))) / 2; }},
    {"expm1", [](const Expression& x) { return exp(x) - 1; }},
    {"log1p", [](const Expression& x) { return log(1 + x); }},
    {"erfc", [](const Expression& x) { return 1 - erf(x); }},
};

Expression as_textbook(const Expression& e) {
  Arena& arena = e.arena();
  const Id root = e.id();
  std::map<Id, Id> image;
  for (const Id id : slice(arena, std::span(&root, 1))) {
    const Node node = arena[id];
    image[id] = id;
    if (arena.args(id).empty()) continue;
    std::array<Id, kMaxArity> args{};
    for (std::size_t k = 0; k != node.count; ++k) args[k] = image[node.args[k]];
    const auto known = naive.find(row(node.op).name);
    image[id] = known != naive.end() ? known->second({arena, args[0]}).id()
                                     : arena.make(node.op, std::span(args.data(), node.count));
  }
  return {arena, image[root]};
}

struct Figures {
  std::uint64_t nonfinite = 0;
  double nonfinite_at = 0;
  double relative = 0, relative_at = 0;
  double absolute = 0, absolute_at = 0;
  std::uint64_t unknown = 0;  ///< true values
};

void merge(Figures& into, const Figures& from) {
  if (from.nonfinite != 0 && (into.nonfinite == 0 || std::fabs(from.nonfinite_at) < std::fabs(into.nonfinite_at)))
    into.nonfinite_at = from.nonfinite_at;
  into.nonfinite += from.nonfinite;
  into.unknown += from.unknown;
  if (from.relative > into.relative) into.relative = from.relative, into.relative_at = from.relative_at;
  if (from.absolute > into.absolute) into.absolute = from.absolute, into.absolute_at = from.absolute_at;
}

constexpr double kRelative = 1e-14, kAbsolute = 1e-15;
/// What an enclosure shows to be below these is not looked at more closely.
constexpr double kSmallRelative = 5e-15, kSmallAbsolute = 5e-16;
constexpr std::size_t kBlock = 1 << 12;

class Worker {
 public:
  Worker(std::span<const Function> programs, const Reference& truth)
      : programs_(programs),
        truth_(truth),
        found_(programs.size()),
        out_(programs.size(), std::vector<double>(kBlock)) {
    for (auto& column : x_) column.resize(kBlock);
    for (auto& column : values_) column.resize(kBlock);
  }

  void add(const PointSet<double>& points, std::uint64_t block) {
    const std::uint64_t first = block * kBlock;
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, points.size() - first));
    double* column = x_[0].data();
    points.fill(first, n, std::span(&column, 1));
    constexpr double most = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i != n; ++i) {
      x_[1][i] = std::clamp(x_[0][i] * (1 - 1e-3), -most, most);
      x_[2][i] = std::clamp(x_[0][i] * (1 + 1e-3), -most, most);
    }
    for (std::size_t k = 0; k != 3; ++k) {
      const double* in = x_[k].data();
      truth_.enclose(std::span(&in, 1), std::span(values_[k]).first(n));
    }
    for (std::size_t p = 0; p != programs_.size(); ++p) {
      const Column<const double> in(x_[0].data(), n);
      const Column<double> out(out_[p].data(), n);
      programs_[p](std::span(&in, 1), std::span(&out, 1));
    }
    for (std::size_t i = 0; i != n; ++i) {
      for (std::size_t p = 0; p != programs_.size(); ++p) compare(i, out_[p][i], found_[p]);
    }
  }

  const std::vector<Figures>& found() const { return found_; }

 private:
  int sign(std::size_t k, std::size_t i) {
    const Between& value = values_[k][i];
    if (value.lo > 0) return 1;
    if (value.hi < 0) return -1;
    const Split exact = truth_.split(std::span(&x_[k][i], 1));
    if (exact.state == Split::State::huge) return exact.head > 0 ? 1 : -1;
    if (!exact.known() || std::fabs(exact.head) <= exact.error) return 0;
    return exact.head > 0 ? 1 : -1;
  }

  void compare(std::size_t i, double computed, Figures& found) {
    const double x = x_[0][i];
    const Between& rough = values_[0][i];
    if (rough.undefined()) return;
    // Cheap first: both errors are surely small.
    const double off = std::max(std::fabs(computed - rough.lo), std::fabs(computed - rough.hi));
    const double size = std::min(std::fabs(rough.lo), std::fabs(rough.hi));
    const auto clear = [&](std::size_t k) { return values_[k][i].lo > 0 ? 1 : values_[k][i].hi < 0 ? -1 : 0; };
    const bool surely_away = clear(0) != 0 && clear(0) == clear(1) && clear(0) == clear(2);
    const bool small = clear(0) != 0 && size >= std::numeric_limits<double>::min() && off <= kSmallRelative * size;
    if (std::isfinite(off) && small && (surely_away || off <= kSmallAbsolute)) return;
    const Split truth = truth_.split(std::span(&x, 1));
    const auto beyond = rounds_to_infinity(truth, kFloat64);
    if (truth.state == Split::State::undefined || beyond == true) return;
    if (!beyond) {
      ++found.unknown;
      return;
    }
    if (!std::isfinite(computed)) {
      if (found.nonfinite++ == 0 || std::fabs(x) < std::fabs(found.nonfinite_at)) found.nonfinite_at = x;
      return;
    }
    const auto exponent = static_cast<int>(truth.exponent);
    const double error =
        truth.head == 0 ? std::fabs(computed)
                        : std::scalbn(std::fabs(std::scalbn(computed, -exponent) - truth.head - truth.tail), exponent);
    const int here = sign(0, i);
    const bool away = here != 0 && here == sign(1, i) && here == sign(2, i);
    const bool reachable = std::scalbn(1.0, exponent - std::numeric_limits<double>::digits) <= kAbsolute;
    if ((away || !reachable) && exponent >= kFloat64.min_exponent) {
      const double relative = error / std::fabs(std::scalbn(truth.head, exponent));
      if (relative > found.relative) found.relative = relative, found.relative_at = x;
    } else if (error > found.absolute) {
      found.absolute = error, found.absolute_at = x;
    }
  }

  std::span<const Function> programs_;
  Reference truth_;
  std::vector<Figures> found_;
  std::array<std::vector<double>, 3> x_;
  std::array<std::vector<Between>, 3> values_;
  std::vector<std::vector<double>> out_;
};

std::vector<Figures> measured(const Expression& written, const Expression& better, const Expression& x,
                              std::uint64_t samples) {
  const Function programs[] = {compile({written}, {x}, {.as_written = true}), compile({written}, {x}),
                               compile({better}, {x}, {.simplify = false})};
  Arena& arena = written.arena();
  const Id input = x.id();
  constexpr double most = std::numeric_limits<double>::max();
  const Reference truth(arena, better.id(), std::span(&input, 1));
  const PointSet<double> points(arena, written.id(), std::span(&input, 1),
                                {.points = KernelOptions::Points::sample,
                                 .ranges = {{-most, most}},
                                 .samples = samples,
                                 .seed = 1,
                                 .everyday = false});
  const std::uint64_t blocks = (points.size() + kBlock - 1) / kBlock;
  const unsigned threads = threads_for(blocks, 0);
  std::vector<Worker> workers(threads, Worker(programs, truth));
  for_each_block(threads, blocks, {}, [&](unsigned t, std::uint64_t block) { workers[t].add(points, block); });
  std::vector<Figures> found(std::size(programs));
  for (const Worker& worker : workers) {
    for (std::size_t p = 0; p != found.size(); ++p) merge(found[p], worker.found()[p]);
  }
  return found;
}

std::string shown(const Figures& f) {
  const auto size = [](double error, double small) {
    return error <= small ? fmt::format("<{:.0e}", small) : fmt::format("{:.1e}", error);
  };
  return fmt::format("{:>7} {:>8} {:>8}", f.nonfinite, size(f.relative, kSmallRelative),
                     size(f.absolute, kSmallAbsolute));
}

void bench_catalogue(const Wanted& wanted) {
  Graph graph;
  Session session(graph.arena());
  const Script script(builtin_catalog(), "catalogue");
  session.run(script);
  const Expression x = graph.variable("x");
  constexpr std::array<std::string_view, 3> ways = {"as typed", "compiled", "chosen and compiled"};
  fmt::print("{:<26}", "catalogue");
  for (const std::string_view way : ways) fmt::print(" {:>25} |", way);
  fmt::print("\n{:<26}", "");
  for (std::size_t i = 0; i != ways.size(); ++i) fmt::print(" {:>7} {:>8} {:>8} |", "NaN", "relative", "absolute");
  fmt::print(" {:>7}\n", "s");
  std::array<std::vector<std::string>, ways.size()> misses;
  std::size_t count = 0;
  std::uint64_t unknown = 0;
  for (const Definition* definition : session.definitions()) {
    if (definition->variables() != 1 || !wanted.includes(definition->name)) continue;
    const Script one(definition->name + "(x)", "bench");
    Expression written = as_textbook({graph.arena(), session.formula(one).value.value()});
    for (unsigned order = 0; order != 3; ++order) {
      if (order != 0) written = derivative(written, x);
      if (written.variables().empty()) continue;
      const auto start = std::chrono::steady_clock::now();
      const Expression better = improved(written);
      const std::vector<Figures> found = measured(written, better, x, wanted.points);
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      const std::string name = definition->name + std::string(order, '\'');
      fmt::print("{:<26}", name);
      for (const Figures& f : found) fmt::print(" {} |", shown(f));
      fmt::print(" {:>7.2f}\n", seconds);
      std::fflush(stdout);
      ++count;
      unknown += found.back().unknown;
      for (std::size_t i = 0; i != ways.size(); ++i) {
        const Figures& f = found[i];
        std::string miss;
        if (f.nonfinite != 0) miss += fmt::format(" {} NaN or inf, at {}", f.nonfinite, f.nonfinite_at);
        if (f.relative > kRelative) miss += fmt::format(" relative {:.1e} at {}", f.relative, f.relative_at);
        if (f.absolute > kAbsolute) miss += fmt::format(" absolute {:.1e} at {}", f.absolute, f.absolute_at);
        if (miss.empty()) continue;
        misses[i].push_back(fmt::format("{:<26}{}\n    {}", name, miss, to_string(i == 2 ? better : written)));
      }
    }
  }
  fmt::print(
      "\n{} formulas at {} doubles; beyond {} relative, {} absolute at sign changes, or NaN: {} as typed, {} "
      "compiled, {} chosen and compiled; {} true values unknown\n",
      count, wanted.points, kRelative, kAbsolute, misses[0].size(), misses[1].size(), misses[2].size(), unknown);
  for (std::size_t i = 1; i != ways.size(); ++i) {
    fmt::print("\n{}:\n", ways[i]);
    for (const std::string& miss : misses[i]) fmt::print("  {}\n", miss);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Wanted wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const std::string_view value = i + 1 < argc ? argv[i + 1] : "";
    if (word == "--points") {
      std::from_chars(value.data(), value.data() + value.size(), wanted.points);
      ++i;
    } else if (word == "--only") {
      wanted.corpus = value == "corpus";
      wanted.catalogue = value == "catalogue";
      ++i;
    } else {
      wanted.names.emplace_back(word);
    }
  }
  if (wanted.corpus) bench_corpus(wanted);
  if (wanted.catalogue) bench_catalogue(wanted);
}
