// SPDX-License-Identifier: BSL-1.0
// The functions of the catalogue, there for every script that does not define their names itself. Each is defined
// when it is first called, in a session of its own, so that a script sees no definitions but those it made.
#include <map>

#include "script/catalog.hpp"
#include "script/session.hpp"

namespace adage {
namespace {

struct Library {
  Script script{builtin_catalog(), "catalogue"};
  std::map<std::string_view, const ast::Statement*> functions;

  Library() {
    for (const ast::Statement& statement : script.parsed().script.statements) {
      if (statement.kind == ast::Statement::Kind::definition && statement.is_function)
        functions.emplace(script.parsed().script.names[statement.name], &statement);
    }
  }
};

const Library& library() {
  static const Library instance;
  return instance;
}

}  // namespace

const Definition* Session::catalogued(std::string_view name) {
  const auto found = library().functions.find(name);
  if (found == library().functions.end()) return nullptr;
  if (is_library_) {
    if (!find(name)) execute(library().script, *found->second);
    return find(name);
  }
  if (!library_) {
    library_ = std::make_unique<Session>(*arena_);
    library_->is_library_ = true;
  }
  return library_->catalogued(name);
}

void Session::append_catalogued(std::vector<std::string_view>& names) {
  for (const auto& [name, statement] : library().functions) names.push_back(name);
}

}  // namespace adage
