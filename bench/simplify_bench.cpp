// SPDX-License-Identifier: BSL-1.0
// How short are the results, and after how long? simplify_expressions.tsv, then each derivative of the catalogue beside
// the closed form of its literature. --tsv: name, formula, result, nodes, seconds for simplify_sympy.py. --count: for
// lines `formula<TAB>result`, the nodes of both as read and the verdict on their equality, so that one ruler counts
// all.
#include <fmt/format.h>

#include <adage/adage.hpp>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <numeric>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "script/catalog.hpp"
#include "script/session.hpp"

namespace {

using namespace adage;

/// The call under measurement.
Expression shortest(const Expression& e, const std::vector<Expression>& assumptions) {
  SimplifyOptions options;
  options.aim = Aim::size;
  options.assumptions = assumptions;
  return simplify(e, options);
}

struct Shortened {
  std::string before;
  std::string after;
  std::size_t nodes_before = 0;
  std::size_t nodes_after = 0;
  double seconds = 0;  ///< median of five, each in a graph of its own
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[values.size() / 2];
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Shortened shorten(const std::string& formula, const std::vector<std::string>& conditions = {}) {
  Shortened result;
  std::vector<double> times;
  for (int i = 0; i != 5; ++i) {
    Graph graph;
    const Expression e = parse(graph, formula);
    std::vector<Expression> assumptions;
    for (const std::string& condition : conditions) assumptions.push_back(parse(graph, condition));
    const auto start = std::chrono::steady_clock::now();
    const Expression short_form = shortest(e, assumptions);
    times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    result = {to_string(e), to_string(short_form), e.size(), short_form.size(), 0};
  }
  result.seconds = median(times);
  return result;
}

std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> result(1);
  for (const char c : line) {
    if (c == '\t') {
      result.emplace_back();
    } else {
      result.back() += c;
    }
  }
  return result;
}

struct Example {
  std::string family;
  std::string name;
  std::string formula;
};

std::vector<Example> examples() {
  std::ifstream stream(ADAGE_SOURCE_DIR "/bench/simplify_expressions.tsv");
  std::vector<Example> result;
  for (std::string line; std::getline(stream, line);) {
    const std::vector<std::string> row = fields(line);
    if (!line.starts_with('#') && row.size() == 3) result.push_back({row[0], row[1], row[2]});
  }
  if (result.empty()) throw Error("no expressions in bench/simplify_expressions.tsv");
  return result;
}

/// A first derivative of the catalogue and what its literature writes, under the conditions it states.
struct Slope {
  std::string activation;
  std::string derivative;
  std::string closed_form;
  std::vector<std::string> conditions;
};

/// The first claim of each activation about a first derivative.
std::vector<Slope> slopes() {
  static const std::regex shape(R"((?:(\w+)'\(x\)|diff\((\w+)\([^()]*\), \w+\)) == (.*))");
  static const std::regex condition(" for ([^()]*)$");
  Graph graph;
  Session session(graph.arena());
  const Script script(builtin_catalog(), "catalogue");
  std::set<std::string> seen;
  std::vector<Slope> result;
  for (const Outcome& outcome : session.run(script)) {
    for (const Claim& claim : outcome.claims) {
      std::smatch match;
      if (!std::regex_match(claim.text, match, shape)) continue;
      const std::string name = match[1].matched ? match[1] : match[2];
      if (!seen.insert(name).second) continue;
      const std::string left = claim.text.substr(0, claim.text.find(" == ")), right = match[3];
      Slope slope{name, left, std::regex_replace(right, condition, ""), {}};
      // Conditions, but not intervals, which are for checking by numbers.
      if (std::smatch found; std::regex_search(right, found, condition)) {
        std::istringstream conditions(found[1]);
        for (std::string each; std::getline(conditions, each, ',');) {
          if (each.find_first_of("<>=") != std::string::npos) slope.conditions.push_back(each);
        }
      }
      result.push_back(std::move(slope));
    }
  }
  return result;
}

void print_examples() {
  fmt::print("{:<14} {:<28} {:>6} {:>5} {:>9}  result\n", "family", "name", "before", "after", "ms");
  std::vector<double> before;
  std::vector<double> after;
  std::vector<double> times;
  for (const auto& [family, name, formula] : examples()) {
    const Shortened s = shorten(formula);
    fmt::print("{:<14} {:<28} {:>6} {:>5} {:>9.3f}  {}\n", family, name, s.nodes_before, s.nodes_after, 1e3 * s.seconds,
               s.after);
    before.push_back(static_cast<double>(s.nodes_before));
    after.push_back(static_cast<double>(s.nodes_after));
    times.push_back(s.seconds);
  }
  fmt::print("{} expressions: mean nodes {:.2f} before, {:.2f} after, median {:.3f} ms, worst {:.3f} ms\n\n",
             before.size(), mean(before), mean(after), 1e3 * median(times), 1e3 * std::ranges::max(times));
}

void print_catalogue() {
  struct Row {
    Slope slope;
    Shortened ours;
    std::size_t literature = 0;
    double ratio = 0;
  };
  std::vector<Row> rows;
  std::vector<double> our_nodes;
  std::vector<double> their_nodes;
  std::vector<double> times;
  for (const Slope& slope : slopes()) {
    Graph graph;
    const std::size_t literature = parse(graph, slope.closed_form).size();
    Row row{slope, shorten(slope.derivative, slope.conditions), literature, 0};
    row.ratio = static_cast<double>(row.ours.nodes_after) / static_cast<double>(literature);
    our_nodes.push_back(static_cast<double>(row.ours.nodes_after));
    their_nodes.push_back(static_cast<double>(literature));
    times.push_back(row.ours.seconds);
    rows.push_back(std::move(row));
  }
  fmt::print("{:<20} {:>6} {:>5} {:>10} {:>6} {:>9}\n", "derivative of", "before", "after", "literature", "ratio",
             "ms");
  for (const Row& row : rows) {
    fmt::print("{:<20} {:>6} {:>5} {:>10} {:>6.2f} {:>9.3f}\n", row.slope.activation, row.ours.nodes_before,
               row.ours.nodes_after, row.literature, row.ratio, 1e3 * row.ours.seconds);
  }
  const auto worst = std::ranges::max_element(rows, {}, [](const Row& row) { return row.ours.seconds; });
  const auto over = [&](double bound) {
    return std::ranges::count_if(rows, [&](const Row& row) { return row.ratio > bound; });
  };
  fmt::print("{} derivatives: mean nodes {:.2f}, literature {:.2f}; {} longer, {} more than 1.2 times\n", rows.size(),
             mean(our_nodes), mean(their_nodes), over(1.0), over(1.2));
  fmt::print("time to simplify one: median {:.3f} ms, worst {:.3f} ms ({}), target 50 ms\n", 1e3 * median(times),
             1e3 * worst->ours.seconds, worst->slope.activation);
  std::ranges::stable_sort(rows, std::greater(), &Row::ratio);
  for (const Row& row : rows) {
    if (row.ratio <= 1) continue;
    fmt::print("\n{} {:.2f}{}\n  {:>3}  {}\n  {:>3}  {}\n", row.slope.activation, row.ratio,
               row.ratio > 1.2 ? ", over 1.2" : "", row.ours.nodes_after, row.ours.after, row.literature,
               row.slope.closed_form);
  }
}

void print_tsv() {
  for (const auto& [family, name, formula] : examples()) {
    const Shortened s = shorten(formula);
    fmt::print("{}\t{}\t{}\t{}\t{:.9f}\n", name, formula, s.after, s.nodes_after, s.seconds);
  }
}

void count() {
  for (std::string line; std::getline(std::cin, line);) {
    const std::vector<std::string> pair = fields(line);
    Graph graph;
    const auto formula = try_parse(graph, pair.front()).expression;
    const auto result = try_parse(graph, pair.back()).expression;
    const auto size = [](const std::optional<Expression>& e) { return e ? std::to_string(e->size()) : "unread"; };
    const bool comparable = formula && result && formula->is_boolean() == result->is_boolean();
    fmt::print("{}\t{}\t{}\n", size(formula), size(result),
               comparable ? to_string(check(*formula, *result).kind) : "undecided");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  if (mode == "--count") {
    count();
  } else if (mode == "--tsv") {
    print_tsv();
  } else {
    print_examples();
    print_catalogue();
  }
}
