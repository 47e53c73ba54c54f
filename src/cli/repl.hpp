// SPDX-License-Identifier: BSL-1.0
// A session with a person: what it keeps between lines.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli/editor.hpp"

namespace adage::cli {

class Repl {
 public:
  explicit Repl(Workplace& workplace) : workplace_(workplace) {}
  int run();

  /// A statement or several; false when the text only ends too early and more must be typed.
  bool statements(const std::string& text);
  /// A line that begins with `:`.
  void command(std::string_view line);

  void help(std::string_view name);
  void graph(std::string_view rest);
  void vars(std::string_view);
  void load(std::string_view path);
  void save(std::string_view path);
  void time(std::string_view setting);
  void forget(std::string_view name);
  void quit(std::string_view) { over_ = true; }

 private:
  /// Prints what a statement came to; faults of the engine are reported and end nothing.
  void show(const Script& script, const Outcome& outcome);
  void show_unguarded(const Script& script, const Outcome& outcome);
  void use(const Command& command, std::string_view rest);

  Workplace& workplace_;
  bool timed_ = false;
  bool over_ = false;
};

/// A command that only a session has.
struct SessionCommand {
  std::string_view name;
  std::string_view operand;
  std::string_view summary;
  void (Repl::*run)(std::string_view rest);
};
std::span<const SessionCommand> session_commands();

/// The words of a line, quotes honoured.
std::vector<std::string> split_words(std::string_view line);
/// What could be typed at the end of `before`.
Completion complete(std::string_view before, const Session& session);

}  // namespace adage::cli
