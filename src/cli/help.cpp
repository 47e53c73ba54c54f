// SPDX-License-Identifier: BSL-1.0
// Help, made from the command table alone.
#include <fmt/format.h>

#include "cli/command.hpp"

namespace adage::cli {
namespace {

constexpr std::size_t line_width = 80;

/// `text` broken at blanks, every line but the first indented.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string result;
  std::size_t column = indent;
  bool first = true;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, blank);
    text.remove_prefix(std::min(blank + 1, text.size()));
    const std::size_t width = columns_of(word);
    if (!first && column + 1 + width > line_width) {
      result += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (!first) {
      result += ' ';
      ++column;
    }
    result += word;
    column += width;
    first = false;
  }
  return result;
}

std::string option_line(const Option& option) {
  const std::string left = fmt::format("  {}{}{}{}{}", option.brief, option.brief.empty() ? "" : ", ", option.name,
                                       option.value.empty() ? "" : " ", option.value);
  std::string right(option.help);
  if (!option.choices.empty()) {
    std::string list;
    for (const char c : option.choices) list += c == ' ' ? std::string(", ") : std::string(1, c);
    right += fmt::format(": {}", list);
  }
  if (option.repeated) right += "; may be repeated";
  return fmt::format("{} {}\n", padded(left, 21), wrapped(right, 22));
}

}  // namespace

std::string help_text(const Command& command, bool in_repl, const Output& output) {
  const std::string prefix = in_repl ? ":" : "adage ";
  std::string text = fmt::format("{}{}{}{}{} [OPTION]…\n{}\n", in_repl ? "" : "usage: ", prefix, command.name,
                                 command.operand.empty() ? "" : " ", command.operand, command.summary);
  if (!command.details.empty()) text += fmt::format("\n{}\n", wrapped(command.details, 0));
  text += fmt::format("\n{}\n", output.styled("options", Style::strong));
  for (const Option& option : command.options) text += option_line(option);
  if (!in_repl) text += "  --help, -h          this text\n";
  text += fmt::format("\n{}\n", output.styled("examples", Style::strong));
  for (const Example& example : command.examples) {
    std::string line(example.line);
    if (in_repl) std::erase(line, '\'');
    text +=
        fmt::format("  {}{}{}\n", prefix, line, example.comment.empty() ? "" : fmt::format("   # {}", example.comment));
  }
  return text;
}

std::string help_text(const Output& output) {
  std::string text =
      "adage: automatic differentiation on a graph of expressions\n\n"
      "usage: adage COMMAND …      do one thing\n"
      "       adage                start a session (or run a script from a pipe)\n\n";
  text += output.styled("commands", Style::strong) + "\n";
  for (const Command& command : commands()) {
    text += fmt::format("  {} {}\n", padded(fmt::format("{} {}", command.name, command.operand), 17), command.summary);
  }
  text += "\n" + output.styled("examples", Style::strong) + "\n";
  for (const std::string_view name : {"diff", "eval", "check", "show"}) {
    text += fmt::format("  adage {}\n", find_command(name)->examples.front().line);
  }
  text +=
      "\nadage COMMAND --help tells more; adage --version tells what this build contains.\n"
      "exit status: 0 fine; 1 a check was refuted; 2 bad input or usage\n";
  return text;
}

}  // namespace adage::cli
