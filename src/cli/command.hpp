// SPDX-License-Identifier: BSL-1.0
// What a command is: one row of a table that the command line, the REPL and every help text read. A handler gets
// what was asked and the place to do it in, and answers with an exit status; it must not know who called it.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/workplace.hpp"

namespace adage::cli {

/// Exit statuses.
inline constexpr int kFine = 0;
inline constexpr int kRefuted = 1;  ///< a check was refuted, or undecided under --strict
inline constexpr int kBadInput = 2;

struct Option {
  std::string_view name;     ///< `--at`
  std::string_view value{};  ///< `NAME=VALUE`; empty for a switch
  std::string_view help{};
  std::string_view choices{};  ///< accepted values separated by blanks, the first one the default
  bool repeated = false;
  bool named = false;        ///< `--grad-x FILE` is `--grad x=FILE`
  std::uint32_t most = 0;    ///< the largest value of a whole number; 0: not a number
  std::string_view brief{};  ///< `-o`; only as a word of its own, as a formula may begin so
};

/// What stands beside the options.
enum class Takes : std::uint8_t { nothing, formula, formulas, files, name };

struct Example {
  std::string_view line;
  std::string_view comment;
};

/// What was asked of a command.
struct Request {
  std::vector<std::string> operands;
  std::map<std::string, std::vector<std::string>, std::less<>> options;

  bool has(std::string_view option) const { return options.contains(option); }
  const std::vector<std::string>& all(std::string_view option) const;
  /// The last value given, or `otherwise`.
  std::string get(std::string_view option, std::string_view otherwise) const;
};

struct Command {
  std::string_view name;
  std::string_view operand;  ///< as help shows it: `EXPR`, `FILE…`
  std::string_view summary;
  std::string_view details;  ///< paragraphs of prose
  Takes takes = Takes::nothing;
  std::vector<Option> options;
  std::vector<Example> examples;
  int (*run)(const Request& request, Workplace& workplace) = nullptr;
};

std::span<const Command> commands();
const Command* find_command(std::string_view name);

/// The option that a word spells, in full, with `=value`, or by its brief spelling; null if none.
const Option* find_option(const Command& command, std::string_view word);

/// `--grad-x FILE` and `--grad-x=FILE` as `--grad x=FILE`, for the options that may be written so. Names may have any
/// letters, which other options have not. Throws UsageError.
std::vector<std::string> with_names_as_values(const Command& command, const std::vector<std::string>& words);

/// `--name` or `--name=value`; a formula such as `--x` or `-x^2` is not.
bool looks_like_option(std::string_view word);

/// Sorts words into options and operands. Throws UsageError.
Request read_arguments(const Command& command, const std::vector<std::string>& words);

/// What the command line does not understand; the message is one line.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Help on one command, as `adage NAME --help` shows it, or in the REPL's spelling `:NAME`.
std::string help_text(const Command& command, bool in_repl, const Output& output);
/// Help on everything.
std::string help_text(const Output& output);

int run_eval(const Request& request, Workplace& workplace);
int run_diff(const Request& request, Workplace& workplace);
int run_simplify(const Request& request, Workplace& workplace);
int run_show(const Request& request, Workplace& workplace);
int run_analyze(const Request& request, Workplace& workplace);
int run_plot(const Request& request, Workplace& workplace);
int run_atlas(const Request& request, Workplace& workplace);
int run_compare(const Request& request, Workplace& workplace);
int run_accuracy(const Request& request, Workplace& workplace);
int run_check(const Request& request, Workplace& workplace);
int run_check_data(const Request& request, Workplace& workplace);
int run_map(const Request& request, Workplace& workplace);
int run_script(const Request& request, Workplace& workplace);
int run_functions(const Request& request, Workplace& workplace);
int run_rules(const Request& request, Workplace& workplace);
int run_catalog(const Request& request, Workplace& workplace);
int run_repl(Workplace& workplace);

}  // namespace adage::cli
