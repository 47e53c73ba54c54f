// SPDX-License-Identifier: BSL-1.0
// `adage check` and `adage run`: the statements of a script, one after the other. A faulty statement is reported and
// the rest goes on.
#include <fmt/format.h>

#include <adage/print.hpp>
#include <adage/simplify.hpp>
#include <algorithm>

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/verdicts.hpp"

namespace adage::cli {
namespace {

/// What a file came to.
struct Findings {
  Tally tally;
  Json checks = Json::array();
  bool faulty = false;
};

struct CheckedFile {
  std::string path;
  std::string text;
};

/// `A == B` is a claim; `F(x) = A = B` makes one by itself.
std::string script_of_claim(const std::string& claim) {
  const std::vector<ast::Statement> statements = grammar::parse_script(claim).script.statements;
  const auto is_check = [](const ast::Statement& one) { return one.kind == ast::Statement::Kind::check; };
  return std::ranges::any_of(statements, is_check) ? claim : "check " + claim;
}

void check_file(const CheckedFile& file, const Request& request, Workplace& workplace, Findings& findings) {
  const bool as_json = request.get("--format", "text") == "json";
  const Script script(file.text, file.path, limits_of(request));
  CheckOptions options;
  options.at_kinks = request.has("--at-kinks");
  Desk desk;
  Progress progress(workplace.err);
  desk.session.run(script, [&](const Outcome& outcome) {
    if (outcome.kind == Outcome::Kind::error) {
      progress.clear();
      workplace.report(outcome.diagnostic, file.text, file.path);
      findings.faulty = true;
    }
    for (const Claim& claim : outcome.claims) {
      progress.show(fmt::format("{}:{}: {}", file.path, outcome.line, claim.text));
      Verdict verdict;
      try {
        verdict = decide(claim, desk, options);
      } catch (const Error& error) {
        progress.clear();
        workplace.complain(fmt::format("{}:{}: {}", file.path, outcome.line, error.what()));
        findings.faulty = true;
        continue;
      }
      progress.clear();
      findings.tally.add(verdict);
      if (as_json) {
        const bool undecided = verdict == Verdict::Kind::undecided;
        findings.checks.push_back({{"file", file.path},
                                   {"line", outcome.line},
                                   {"claim", claim.text},
                                   {"verdict", to_string(verdict.kind)},
                                   {"witness", witness_json(verdict)},
                                   {"digits", undecided ? Json(verdict.digits) : Json(nullptr)},
                                   {"seconds", json_number(verdict.seconds)}});
        continue;
      }
      workplace.out.line(
          fmt::format("{}:{}: {}: {}", file.path, outcome.line, verdict_word(verdict.kind, workplace.out), claim.text));
      workplace.out.write(verdict_details(verdict));
    }
  });
}

/// Prints what one statement of a running script came to; whether it was free of faults.
bool show_outcome(const Script& script, const Outcome& outcome, const Assignments& assignments, bool evaluate,
                  Desk& desk, Workplace& workplace, Tally& tally) {
  if (outcome.kind == Outcome::Kind::error) {
    workplace.report(outcome.diagnostic, script.source(), script.name());
    return false;
  }
  for (const std::string& note : outcome.notes)
    workplace.note(fmt::format("{}:{}: {}", script.name(), outcome.line, note));
  for (const Claim& claim : outcome.claims) {
    const Verdict verdict = decide(claim, desk);
    tally.add(verdict);
    workplace.out.line(fmt::format("{}: {}", verdict_word(verdict.kind, workplace.out), claim.text));
    workplace.out.write(verdict_details(verdict));
  }
  if (outcome.kind != Outcome::Kind::expression) return true;
  const Expression e = desk.expression(outcome.value);
  const Expression simple = simplify(e);
  if (!evaluate) {
    workplace.out.line(to_string(simple));
    return true;
  }
  if (const auto missing = missing_value(e, assignments, script.parsed().script, outcome.span)) {
    workplace.report(*missing, script.source(), script.name());
    return false;
  }
  const double value = values_of(std::span(&simple, 1), assignments).front();
  workplace.out.line(simple.is_boolean() ? (value != 0 ? "true" : "false") : number_text(value));
  return true;
}

}  // namespace

int run_check(const Request& request, Workplace& workplace) {
  std::vector<CheckedFile> files;
  Findings findings;
  for (const std::string& claim : request.all("--claim")) files.push_back({"claim", script_of_claim(claim)});
  for (const std::string& path : request.operands) {
    auto text = read_file(path, workplace);
    if (!text) {
      findings.faulty = true;
      if (path.find_first_of("=<>") != std::string::npos) workplace.note("a claim is given as --claim 'A == B'");
    }
    if (text) files.push_back({path == "-" ? "standard input" : path, std::move(*text)});
  }
  if (request.operands.empty() && files.empty()) {
    workplace.complain("name a file with checks, `-` for standard input, or give one with --claim 'A == B'");
    return kBadInput;
  }
  for (const CheckedFile& file : files) check_file(file, request, workplace, findings);
  const Tally& tally = findings.tally;
  if (request.get("--format", "text") == "json") {
    workplace.out.line(json_text({{"checks", findings.checks},
                                  {"proved", tally.proved},
                                  {"refuted", tally.refuted},
                                  {"undecided", tally.undecided}}));
  } else if (files.size() != 1 || files.front().path != "claim") {
    workplace.out.line(tally.text());
  }
  return findings.faulty ? kBadInput : tally.status(request.has("--strict"));
}

int run_script(const Request& request, Workplace& workplace) {
  if (request.operands.size() != 1) {
    workplace.complain("name one script, or `-` for standard input");
    return kBadInput;
  }
  const auto assignments = read_assignments(request, workplace);
  if (!assignments) return kBadInput;
  const std::string& path = request.operands.front();
  const auto text = read_file(path, workplace);
  if (!text) return kBadInput;
  const Script script(*text, path == "-" ? "standard input" : path, limits_of(request));
  Desk desk;
  Tally tally;
  bool fine = true;
  desk.session.run(script, [&](const Outcome& outcome) {
    try {
      fine &= show_outcome(script, outcome, *assignments, request.has("--at"), desk, workplace, tally);
    } catch (const Error& error) {
      workplace.complain(fmt::format("{}:{}: {}", script.name(), outcome.line, error.what()));
      fine = false;
    }
  });
  for (const auto& [name, value] : *assignments) {
    if (desk.session.find(name))
      workplace.note(fmt::format("--at {} has no effect: the script defines `{}`", name, name));
  }
  return fine ? tally.status(request.has("--strict")) : kBadInput;
}

}  // namespace adage::cli
