// SPDX-License-Identifier: BSL-1.0
// The commands of a session, `:name`: its own, and those of the command line.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/suggest.hpp"
#include "cli/files.hpp"
#include "cli/repl.hpp"
#include "script/catalog.hpp"

namespace adage::cli {
namespace {

constexpr std::array<SessionCommand, 8> own{{
    {"help", "[NAME]", "this list, or help on one command", &Repl::help},
    {"graph", "EXPR", "the nodes of a formula; with -o FILE, a picture of them", &Repl::graph},
    {"vars", "", "what has been defined", &Repl::vars},
    {"load", "FILE", "run a script here and keep its definitions (`:load catalog`: activations)", &Repl::load},
    {"save", "FILE", "write the definitions, for :load", &Repl::save},
    {"forget", "NAME", "take a definition back; `:forget *` takes all", &Repl::forget},
    {"time", "on|off", "say how long each line takes", &Repl::time},
    {"quit", "", "end the session, as Ctrl-D does", &Repl::quit},
}};

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

/// At the commas that stand in no bracket.
std::vector<std::string> split_formulas(std::string_view text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i == text.size() ? ',' : text[i];
    depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
    if (c != ',' || (depth > 0 && i != text.size())) continue;
    if (const std::string_view part = without_blanks(text.substr(begin, i - begin)); !part.empty())
      parts.emplace_back(part);
    begin = i + 1;
  }
  return parts;
}

}  // namespace

std::span<const SessionCommand> session_commands() { return own; }

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  char quote = '\0';
  bool any = false;
  for (const char c : line) {
    if (quote == '\0' && c == ' ') {
      if (any) words.push_back(std::move(word));
      word.clear();
      any = false;
    } else if (quote == '\0' && (c == '"' || (c == '\'' && !any))) {  // a quote within a word is a prime: f'(x)
      quote = c;
      any = true;
    } else if (c == quote) {
      quote = '\0';
    } else {
      word += c;
      any = true;
    }
  }
  if (any) words.push_back(std::move(word));
  return words;
}

void Repl::command(std::string_view line) {
  const std::string_view name = first_word(line.substr(1));
  const std::string_view rest = without_blanks(line.substr(1 + name.size()));
  try {
    const auto mine = std::ranges::find(own, name, &SessionCommand::name);
    if (mine != own.end()) return (this->*mine->run)(rest);
    if (const Command* known = find_command(name)) return use(*known, rest);
    if (name == "q" || name == "exit") return quit({});
    std::vector<std::string_view> names;
    for (const SessionCommand& one : own) names.push_back(one.name);
    for (const Command& one : commands()) names.push_back(one.name);
    const auto best = nearest(name, names);
    workplace_.complain(fmt::format("there is no command `:{}`; {}", name,
                                    best ? fmt::format("did you mean `:{}`?", *best) : ":help lists them"));
  } catch (const WriteError&) {
    throw;
  } catch (const UsageError& error) {
    workplace_.complain(fmt::format("{}; see `:help {}`", error.what(), name));
  } catch (const std::exception& error) {
    workplace_.complain(error.what());
  }
}

void Repl::use(const Command& command, std::string_view rest) {
  std::vector<std::string> words = with_names_as_values(command, split_words(rest));
  if (command.takes == Takes::formula || command.takes == Takes::formulas) {
    // A formula needs no quotes here: what is neither an option nor its value is one operand; several that have commas
    // between them are that many.
    std::vector<std::string> options, operands;
    for (std::size_t i = 0; i != words.size(); ++i) {
      const Option* option = find_option(command, words[i]);
      if (option == nullptr) {
        (looks_like_option(words[i]) ? options : operands).push_back(words[i]);
        continue;
      }
      options.push_back(words[i]);
      const bool takes_next = !option->value.empty() && words[i].find('=') == std::string::npos;
      if (takes_next && i + 1 != words.size()) options.push_back(words[++i]);
    }
    const std::string joined = fmt::format("{}", fmt::join(operands, " "));
    if (command.takes == Takes::formula) {
      if (!operands.empty()) options.push_back(joined);
    } else {
      const std::vector<std::string> parts = split_formulas(joined);
      const std::vector<std::string>& several = parts.size() > 1 ? parts : operands;
      options.insert(options.end(), several.begin(), several.end());
    }
    words = std::move(options);
  }
  command.run(read_arguments(command, words), workplace_);
}

void Repl::graph(std::string_view rest) { use(*find_command("show"), "--as graph " + std::string(rest)); }

void Repl::help(std::string_view name) {
  Output& out = workplace_.out;
  if (name.starts_with(':')) name.remove_prefix(1);
  if (const Command* known = find_command(name)) return out.write(help_text(*known, true, out));
  const auto mine = std::ranges::find(own, name, &SessionCommand::name);
  if (mine != own.end()) return out.line(fmt::format(":{} {}\n{}", mine->name, mine->operand, mine->summary));
  if (!name.empty()) {
    if (find_function(name) || workplace_.desk.session.find(name))
      return run_functions({{std::string(name)}, {}}, workplace_), void();
    workplace_.complain(fmt::format("there is no help on `{}`", name));
    return;
  }
  out.write(
      "Type an expression and get it simplified: x*sigmoid(x) + 0\n"
      "Define:        f(x; a = 1) = max(0, a*x)      u = x^2 + 1\n"
      "Differentiate: f'(x)    f''(x)    diff(x^2*y, x)    diff(exp(x*y), x, 3)\n"
      "Claim:         check tanh'(x) == 1 - tanh(x)^2      check sqrt(x^2) == x for x > 0\n"
      "LaTeX is read: \\frac{1}{1+e^{-x}}\n"
      "`_` is the last result. An open bracket continues on the next line. Tab completes.\n\n");
  const auto row = [&](std::string_view command, std::string_view operand, std::string_view summary) {
    out.line(fmt::format("  {} {}", padded(fmt::format(":{} {}", command, operand), 18), summary));
  };
  for (const SessionCommand& one : own) row(one.name, one.operand, one.summary);
  for (const Command& one : commands()) row(one.name, one.operand, one.summary);
}

void Repl::vars(std::string_view) {
  const auto definitions = workplace_.desk.session.definitions();
  if (definitions.empty()) workplace_.out.line("nothing is defined yet; every name is a variable");
  for (const Definition* definition : definitions) workplace_.out.line(definition->text);
}

void Repl::load(std::string_view path) {
  const std::vector<std::string> words = split_words(path);
  if (words.size() != 1) return workplace_.complain("name one file: :load FILE");
  std::error_code ignored;
  const bool is_catalog = words.front() == "catalog" && !std::filesystem::exists("catalog", ignored);
  const auto text = is_catalog ? std::optional(std::string(builtin_catalog())) : read_file(words.front(), workplace_);
  if (!text) return;
  const Script script(*text, words.front());
  // Loading an edited file again replaces what it defined before.
  const std::vector<ast::Statement>& statements = script.parsed().script.statements;
  for (auto statement = statements.rbegin(); statement != statements.rend(); ++statement) {
    if (statement->kind == ast::Statement::Kind::definition) {
      workplace_.desk.session.forget(script.parsed().script.names[statement->name]);
    }
  }
  std::size_t defined = 0;
  workplace_.desk.session.run(script, [&](const Outcome& outcome) {
    defined += outcome.kind == Outcome::Kind::definition ? 1 : 0;
    if (!is_catalog || outcome.kind == Outcome::Kind::error) show(script, outcome);
  });
  workplace_.out.line(fmt::format("{} definition{} from {}", defined, defined == 1 ? "" : "s", words.front()));
}

void Repl::save(std::string_view path) {
  const std::vector<std::string> words = split_words(path);
  if (words.size() != 1) return workplace_.complain("name one file: :save FILE");
  const auto definitions = workplace_.desk.session.definitions();
  std::string text;
  for (const Definition* definition : definitions) text += definition->text + "\n";
  if (!write_file(words.front(), text, workplace_)) return;
  workplace_.out.line(
      fmt::format("{} definition{} in {}", definitions.size(), definitions.size() == 1 ? "" : "s", words.front()));
}

void Repl::time(std::string_view setting) {
  if (setting != "on" && setting != "off") return workplace_.complain("write :time on or :time off");
  timed_ = setting == "on";
}

void Repl::forget(std::string_view name) {
  if (name == "*") return workplace_.desk.session.forget_everything();
  if (name.empty()) return workplace_.complain("name a definition: :forget NAME");
  if (const auto reason = workplace_.desk.session.forget(name)) workplace_.complain(*reason);
}

}  // namespace adage::cli
