// SPDX-License-Identifier: BSL-1.0
// The entry: which command was asked for, and what its end means as an exit status. Nothing ends the program other
// than by a status that says how it went.
#include <fmt/format.h>
#include <unistd.h>

#include <adage/function.hpp>
#include <boost/config.hpp>
#include <boost/version.hpp>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>

#include "algebra/algebra.hpp"
#include "assembler/assembler.hpp"
#include "ball/ball.hpp"
#include "base/suggest.hpp"
#include "cli/command.hpp"
#include "engine/split.hpp"
#include "jit/jit.hpp"

namespace adage::cli {
namespace {

/// Which rooms of the house this build has.
std::string version_text() {
  std::vector<std::string_view> present{"graph", "derivatives", "simplification", "checks", "cards", "interpreter"};
  std::vector<std::string_view> absent;
  (has_balls() ? present : absent).push_back("ball (Arb)");
  (has_algebra() ? present : absent).push_back("algebra (FLINT)");
  (jit_available() ? present : absent).push_back("jit (LLVM)");
  (assembler_available() ? present : absent).push_back("assembler (AsmJit)");
  (threads_description() != nullptr ? present : absent).push_back("threads (oneTBB)");
  return fmt::format(
      "adage {}\npresent: {}\nabsent:  {}\nlanes:   {}\njit:     {}\nbuilt with {}, Boost {}.{}, fmt {}.{}\n",
      ADAGE_VERSION, fmt::join(present, ", "), fmt::join(absent, ", "), lanes_description(),
      jit_available() ? jit_description() : "none", BOOST_COMPILER, BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000,
      FMT_VERSION / 10000, FMT_VERSION / 100 % 100);
}

int unknown_command(const std::string& word, Workplace& workplace) {
  std::vector<std::string_view> names{"repl"};
  for (const Command& command : commands()) names.push_back(command.name);
  std::string hint = "; `adage --help` lists the commands";
  std::error_code ignored;
  if (const auto best = nearest(word, names)) {
    hint = fmt::format("; did you mean `{}`?", *best);
  } else if (std::filesystem::is_regular_file(word, ignored)) {
    hint = fmt::format("; to run the script, write `adage run {}`", word);
  } else if (word.find_first_of("+-*/^()=") != std::string::npos) {
    hint = fmt::format("; for a formula, write `adage simplify '{0}'` or `adage diff '{0}'`", word);
  }
  workplace.complain(fmt::format("there is no command `{}`{}", word, hint));
  return kBadInput;
}

int dispatch(const std::vector<std::string>& words, Workplace& workplace) {
  if (words.empty() || words.front() == "repl") {
    if (words.size() > 1) throw UsageError(fmt::format("repl: `{}` is too much", words[1]));
    if (isatty(0) == 1) return run_repl(workplace);
    return run_script({{"-"}, {}}, workplace);
  }
  const std::string& word = words.front();
  if (word == "--help" || word == "-h" || word == "help") {
    const Command* command = words.size() > 1 ? find_command(words[1]) : nullptr;
    if (words.size() > 1 && !command) return unknown_command(words[1], workplace);
    workplace.out.write(command ? help_text(*command, false, workplace.out) : help_text(workplace.out));
    return kFine;
  }
  if (word == "--version") {
    workplace.out.write(version_text());
    return kFine;
  }
  const Command* command = find_command(word);
  if (!command) return unknown_command(word, workplace);
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  for (const std::string& argument : rest) {
    if (argument == "--") break;
    if (argument != "--help" && argument != "-h") continue;
    workplace.out.write(help_text(*command, false, workplace.out));
    return kFine;
  }
  try {
    return command->run(read_arguments(*command, rest), workplace);
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("{}: {}; see `adage {} --help`", word, error.what(), word));
  }
}

int guarded(const std::vector<std::string>& words, Workplace& workplace) {
  try {
    const int status = dispatch(words, workplace);
    workplace.out.flush();
    return status;
  } catch (const WriteError&) {
    throw;
  } catch (const std::bad_alloc&) {
    workplace.complain("out of memory");
  } catch (const std::exception& error) {
    workplace.complain(error.what());
  }
  return kBadInput;
}

}  // namespace
}  // namespace adage::cli

int main(int argc, char** argv) {
  using namespace adage::cli;
  open_standard_streams();
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a message, too
  if (std::setlocale(LC_CTYPE, "") == nullptr || MB_CUR_MAX == 1) std::setlocale(LC_CTYPE, "C.UTF-8");
  try {
    Workplace workplace;
    return guarded(std::vector<std::string>(argv + 1, argv + argc), workplace);
  } catch (const WriteError& error) {
    if (!error.broken_pipe) std::fprintf(stderr, "adage: %s\n", error.what());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "adage: %s\n", error.what());
  }
  std::fflush(nullptr);
  return kBadInput;
}
