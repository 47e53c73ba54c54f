// SPDX-License-Identifier: BSL-1.0
// How long does a proof take? Every claim of the catalogue and of the identities: median, 95 %, worst. With --list the
// claims as lines `source<TAB>left<TAB>right<TAB>assumptions`, derivatives taken, for peers to try (verify_sympy.py).
#include <fmt/format.h>

#include <adage/adage.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string_view>
#include <vector>

#include "graph/print.hpp"
#include "script/catalog.hpp"
#include "script/session.hpp"

namespace {

using namespace adage;

struct Timed {
  double seconds = 0;
  std::string claim;
};

struct Source {
  std::string name;
  std::string text;
};

std::vector<Source> sources() {
  std::vector<Source> result{{"catalogue", std::string(builtin_catalog())}};
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(ADAGE_SOURCE_DIR "/tests/corpus/identities")) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  for (const auto& path : paths) {
    std::ifstream stream(path, std::ios::binary);
    result.push_back({path.stem().string(), {std::istreambuf_iterator<char>(stream), {}}});
  }
  return result;
}

void report(std::string_view name, std::vector<Timed> times, std::map<Verdict::Kind, std::size_t> kinds) {
  if (times.empty()) return;
  std::ranges::sort(times, {}, &Timed::seconds);
  const auto at = [&](double share) {
    return 1e3 * times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))].seconds;
  };
  fmt::print("{:<14} {:>4} claims  {:>4} proved  {} undecided  median {:.2f} ms  95 % {:.2f} ms  worst {:.1f} ms: {}\n",
             name, times.size(), kinds[Verdict::Kind::proved], kinds[Verdict::Kind::undecided], at(0.5), at(0.95),
             1e3 * times.back().seconds, times.back().claim);
}

}  // namespace

int main(int argc, char** argv) {
  const bool list = argc > 1 && std::string_view(argv[1]) == "--list";
  std::vector<Timed> all;
  std::map<Verdict::Kind, std::size_t> all_kinds;
  for (const Source& source : sources()) {
    Graph graph;
    Session session(graph.arena());
    const Script script(source.text, source.name);
    std::vector<Timed> times;
    std::map<Verdict::Kind, std::size_t> kinds;
    for (const Outcome& outcome : session.run(script)) {
      for (const Claim& claim : outcome.claims) {
        if (list) {
          std::string assumed;
          for (const Id id : claim.assumptions)
            assumed += fmt::format("{}{}", assumed.empty() ? "" : " and ", to_infix(graph.arena(), id));
          fmt::print("{}\t{}\t{}\t{}\n", source.name, to_infix(graph.arena(), claim.left),
                     to_infix(graph.arena(), claim.right), assumed);
          continue;
        }
        CheckOptions options;
        for (const Id assumption : claim.assumptions) options.assumptions.emplace_back(graph.arena(), assumption);
        Timed best{1e9, claim.text};
        for (int i = 0; i != 3; ++i) {
          const Verdict verdict = check({graph.arena(), claim.left}, {graph.arena(), claim.right}, options);
          best.seconds = std::min(best.seconds, verdict.seconds);
          if (i == 0) ++kinds[verdict.kind], ++all_kinds[verdict.kind];
        }
        times.push_back(best);
        all.push_back(best);
      }
    }
    report(source.name, times, kinds);
  }
  report("all", all, all_kinds);
}
