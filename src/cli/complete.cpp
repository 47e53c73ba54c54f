// SPDX-License-Identifier: BSL-1.0
// What Tab offers: commands after a colon, their options, files where a file is wanted, names everywhere else.
#include <algorithm>
#include <filesystem>
#include <set>

#include "cli/repl.hpp"

namespace adage::cli {
namespace {

bool in_name(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Completion matching(std::string_view word, const std::set<std::string>& words) {
  Completion completion{word.size(), {}};
  for (auto at = words.lower_bound(std::string(word)); at != words.end() && at->starts_with(word); ++at) {
    completion.candidates.push_back(*at);
  }
  return completion;
}

Completion commands_like(std::string_view word, bool colon) {
  std::set<std::string> names;
  const std::string prefix = colon ? ":" : "";
  for (const SessionCommand& one : session_commands()) names.insert(prefix + std::string(one.name));
  for (const Command& one : commands()) names.insert(prefix + std::string(one.name));
  return matching(word, names);
}

Completion files_like(std::string_view word) {
  namespace fs = std::filesystem;
  const std::size_t slash = word.rfind('/');
  const std::string folder(slash == std::string_view::npos ? "" : word.substr(0, slash + 1));
  std::set<std::string> names;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.empty() ? "." : folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.') && !word.substr(folder.size()).starts_with('.')) continue;
    names.insert(folder + name + (entry.is_directory(failed) ? "/" : ""));
  }
  return matching(word, names);
}

/// Does `before` end with an option whose value is a file?
bool names_a_file(const Command& command, std::string_view before) {
  before = before.substr(0, before.find_last_not_of(' ') + 1);
  const Option* option = find_option(command, before.substr(before.rfind(' ') + 1));
  return option != nullptr && option->value == "FILE";
}

Completion names_like(std::string_view word, const Session& session) {
  std::set<std::string> names{"diff(", "check ", "where("};
  for (std::size_t i = 0; i != rows().size(); ++i) {
    const auto op = static_cast<Op>(i);
    if (find_function(row(op).name) != op) continue;
    names.insert(std::string(row(op).name) + (arity(op) == 0 ? "" : "("));
  }
  for (const Definition* definition : session.definitions()) {
    names.insert(definition->name + (definition->is_function ? "(" : ""));
  }
  if (word.empty()) return {};
  return matching(word, names);
}

}  // namespace

Completion complete(std::string_view before, const Session& session) {
  const std::string_view word = before.substr(before.rfind(' ') + 1);  // npos + 1 is 0
  const std::string_view first = before.substr(0, before.find(' '));
  if (before.starts_with(':')) {
    if (first.size() == before.size()) return commands_like(before, true);
    const std::string_view name = first.substr(1);
    const Command* command = find_command(name);
    if (name == "load" || name == "save" || (command && command->takes == Takes::files && !word.starts_with('-')))
      return files_like(word);
    if (command && names_a_file(*command, before.substr(0, before.size() - word.size()))) return files_like(word);
    if (name == "help") return commands_like(word, false);
    if (name == "time") return matching(word, {"on", "off"});
    if (command && word.starts_with('-')) {
      std::set<std::string> options;
      for (const Option& option : command->options) options.emplace(option.name);
      return matching(word, options);
    }
  }
  std::size_t begin = before.size();
  while (begin > 0 && in_name(before[begin - 1])) --begin;
  return names_like(before.substr(begin), session);
}

}  // namespace adage::cli
