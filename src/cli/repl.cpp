// SPDX-License-Identifier: BSL-1.0
// The session: reads lines, joins those of an open bracket, executes them and shows what they come to.
#include "cli/repl.hpp"

#include <fmt/format.h>

#include <adage/function.hpp>
#include <adage/print.hpp>
#include <adage/simplify.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <new>

#include "cli/verdicts.hpp"

namespace adage::cli {
namespace {

constexpr std::string_view kPrompt = "adage> ";
constexpr std::string_view kMore = "  ...> ";
constexpr std::string_view kInput = "input";
constexpr std::size_t kRemembered = 10'000;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// Words that a newcomer types, and that are not worth being variables.
std::string_view as_command(std::string_view line) {
  if (line == "help" || line == "?") return ":help";
  if (line == "quit" || line == "exit") return ":quit";
  return line;
}

}  // namespace

int Repl::run() {
  workplace_.in_repl = true;
  Output& out = workplace_.out;
  Editor editor([this](std::string_view before) { return complete(before, workplace_.desk.session); });
  const std::string path = history_path();
  for (const std::string& entry : read_history(path, kRemembered)) editor.remember(entry);
  out.line(fmt::format("adage {}; :help tells what can be typed, Ctrl-D ends", ADAGE_VERSION));
  bool kept = true;
  std::string pending;
  while (!over_) {
    out.flush();
    const Line line = editor.read(pending.empty() ? kPrompt : kMore);
    if (line.kind == Line::Kind::end) {
      out.line("");
      if (pending.empty()) break;
      statements(pending + "\n");  // says what is missing
      pending.clear();
      continue;
    }
    if (line.kind == Line::Kind::interrupted) {
      pending.clear();
      continue;
    }
    const std::string text = pending.empty() ? std::string(trimmed(line.text)) : pending + "\n" + line.text;
    if (text.empty()) continue;
    const std::string_view order = as_command(text);
    const bool is_command = order.starts_with(':');
    if (!is_command && !trimmed(line.text).empty() && !statements(text)) {
      pending = text;
      continue;
    }
    if (!is_command && trimmed(line.text).empty()) statements(text + "\n\n");  // an empty line gives up waiting
    pending.clear();
    std::string entry = text;
    std::ranges::replace(entry, '\n', ' ');
    editor.remember(entry);
    if (kept && !append_history(path, entry)) {
      kept = false;
      workplace_.note(path.empty() ? "no history is kept: there is no home directory"
                                   : "no history is kept: cannot write " + path);
    }
    if (is_command) command(order);
  }
  return kFine;
}

bool Repl::statements(const std::string& text) {
  const auto begin = std::chrono::steady_clock::now();
  const Script script(text, kInput);
  if (script.parsed().incomplete && !text.ends_with('\n')) return false;
  workplace_.desk.session.run(script, [&](const Outcome& outcome) { show(script, outcome); });
  if (timed_) {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    workplace_.out.line(workplace_.out.styled("time: " + duration_text(taken.count()), Style::faint));
  }
  return true;
}

void Repl::show(const Script& script, const Outcome& outcome) {
  try {
    show_unguarded(script, outcome);
  } catch (const WriteError&) {
    throw;
  } catch (const std::bad_alloc&) {
    workplace_.complain("out of memory");
  } catch (const std::exception& error) {
    workplace_.complain(error.what());
  }
}

void Repl::show_unguarded(const Script& script, const Outcome& outcome) {
  Output& out = workplace_.out;
  Desk& desk = workplace_.desk;
  if (outcome.kind == Outcome::Kind::error) {
    workplace_.report(outcome.diagnostic, script.source(), script.name());
    if (outcome.diagnostic.code == "in-use")
      workplace_.note("`:forget NAME` takes a definition back, `:vars` lists them");
  }
  for (const std::string& note : outcome.notes) workplace_.note(note);
  for (const Claim& claim : outcome.claims) {
    const Verdict verdict = decide(claim, desk);
    const std::string word = verdict_word(verdict.kind, out);
    const bool just_typed = script.name() == kInput && script.parsed().script.statements.size() == 1;
    out.line(just_typed ? word : fmt::format("{}: {}", word, claim.text));
    out.write(verdict_details(verdict));
  }
  if (outcome.kind != Outcome::Kind::expression) return;
  const Expression simple = simplify(desk.expression(outcome.value));
  desk.session.set_last(simple.id());
  const Arena& arena = desk.graph.arena();
  std::string text = to_string(simple);
  if (arena.is_constant(simple.id()) && !arena.is_number(simple.id()) && !simple.is_boolean()) {
    const double value = evaluate(simple, {});
    text += out.styled(std::isnan(value) ? "  (not a real number)" : "  ≈ " + number_text(value), Style::faint);
  }
  out.line(text);
}

int run_repl(Workplace& workplace) { return Repl(workplace).run(); }

}  // namespace adage::cli
