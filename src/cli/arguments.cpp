// SPDX-License-Identifier: BSL-1.0
// Words to requests, by CLI11 and the table. A formula may begin with a minus, so what is no option by its spelling is
// an operand, wherever it stands.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "base/suggest.hpp"
#include "cli/command.hpp"

namespace adage::cli {
namespace {

/// Options with their values first, `--`, operands.
std::vector<std::string> sorted(const Command& command, const std::vector<std::string>& words) {
  std::vector<std::string> options, operands;
  for (std::size_t i = 0; i != words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      operands.insert(operands.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
      break;
    }
    const Option* option = find_option(command, word);
    if (!option && !looks_like_option(word)) {
      operands.push_back(word);
      continue;
    }
    if (!option) {
      std::vector<std::string_view> names;
      for (const Option& known : command.options) names.push_back(known.name);
      const auto best = nearest(word.substr(0, word.find('=')), names);
      throw UsageError("there is no option " + word + (best ? "; did you mean " + std::string(*best) + "?" : ""));
    }
    options.push_back(word == option->brief ? std::string(option->name) : word);
    if (!option->value.empty() && word.find('=') == std::string::npos) {
      if (i + 1 == words.size()) throw UsageError(word + " needs a value: " + word + " " + std::string(option->value));
      options.push_back(words[++i]);
    }
  }
  if (!operands.empty()) options.emplace_back("--");
  options.insert(options.end(), operands.begin(), operands.end());
  return options;
}

std::vector<std::string> split(std::string_view words) {
  std::vector<std::string> parts;
  while (!words.empty()) {
    const std::size_t blank = std::min(words.find(' '), words.size());
    parts.emplace_back(words.substr(0, blank));
    words.remove_prefix(std::min(blank + 1, words.size()));
  }
  return parts;
}

std::size_t most_operands(Takes takes) {
  switch (takes) {
    case Takes::nothing:
      return 0;
    case Takes::formula:
    case Takes::name:
      return 1;
    case Takes::formulas:
    case Takes::files:
      return 10'000;
  }
  return 0;
}

}  // namespace

std::vector<std::string> with_names_as_values(const Command& command, const std::vector<std::string>& words) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i != words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      result.insert(result.end(), words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
      break;
    }
    const auto found = std::ranges::find_if(command.options, [&](const Option& option) {
      return option.named && word.starts_with(option.name) && word.size() > option.name.size() + 1 &&
             word[option.name.size()] == '-';
    });
    if (found == command.options.end()) {
      result.push_back(word);
      continue;
    }
    const std::string rest = word.substr(found->name.size() + 1);
    if (rest.find('=') == std::string::npos && i + 1 == words.size()) throw UsageError(word + " needs a file");
    result.emplace_back(found->name);
    result.push_back(rest.find('=') != std::string::npos ? rest : rest + "=" + words[++i]);
  }
  return result;
}

const Option* find_option(const Command& command, std::string_view word) {
  const auto found = std::ranges::find_if(command.options, [word](const Option& option) {
    return option.name == word.substr(0, word.find('=')) || (!option.brief.empty() && option.brief == word);
  });
  return found == command.options.end() ? nullptr : &*found;
}

bool looks_like_option(std::string_view word) {
  if (!word.starts_with("--") || word.size() < 4) return false;
  const std::string_view name =
      word.substr(2, word.find('=') == std::string_view::npos ? std::string_view::npos : word.find('=') - 2);
  return std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

const std::vector<std::string>& Request::all(std::string_view option) const {
  static const std::vector<std::string> none;
  const auto found = options.find(option);
  return found == options.end() ? none : found->second;
}

std::string Request::get(std::string_view option, std::string_view otherwise) const {
  const auto& values = all(option);
  return values.empty() ? std::string(otherwise) : values.back();
}

Request read_arguments(const Command& command, const std::vector<std::string>& words) {
  Request request;
  CLI::App app;
  app.set_help_flag();
  std::map<std::string_view, bool> switches;
  for (const Option& option : command.options) {
    const std::string name(option.name);
    if (option.value.empty()) {
      app.add_flag(name, switches[option.name]);
      continue;
    }
    CLI::Option* added = app.add_option(name, request.options[name])->expected(1)->allow_extra_args(false);
    added->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    if (!option.choices.empty()) {
      const std::vector<std::string> choices = split(option.choices);
      added->check([choices, name](const std::string& value) {
        if (std::ranges::find(choices, value) != choices.end()) return std::string();
        std::string list;
        for (const std::string& choice : choices)
          list += (list.empty() ? "" : &choice == &choices.back() ? " or " : ", ") + choice;
        return "`" + value + "` is not one of " + list;
      });
    }
    if (option.most != 0) {
      added->check([most = option.most](const std::string& value) {
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        const bool fits = error == std::errc() && end == value.data() + value.size() && number <= most;
        return fits ? std::string() : "`" + value + "` is not a whole number from 0 to " + std::to_string(most);
      });
    }
  }
  if (command.takes != Takes::nothing) app.add_option("operands", request.operands);
  try {
    std::vector<std::string> backwards = sorted(command, with_names_as_values(command, words));
    std::ranges::reverse(backwards);
    app.parse(backwards);
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  std::erase_if(request.options, [](const auto& option) { return option.second.empty(); });
  for (const auto& [name, given] : switches) {
    if (given) request.options[std::string(name)] = {"yes"};
  }
  if (command.takes == Takes::formula && request.operands.size() != 1) {
    throw UsageError(request.operands.empty() ? "a formula is missing"
                                              : "one formula is wanted, and here are " +
                                                    std::to_string(request.operands.size()) + "; put quotes around it");
  }
  if (request.operands.size() > most_operands(command.takes))
    throw UsageError("`" + request.operands.back() + "` is too much");
  return request;
}

}  // namespace adage::cli
