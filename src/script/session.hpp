// SPDX-License-Identifier: BSL-1.0
// The meaning of a script: executes its statements and keeps what they define. Every fault comes out as a rendered
// diagnostic, never as an exception. A name that others refer to keeps its meaning: redefining it is a fault.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/build.hpp"
#include "script/definition.hpp"
#include "script/script.hpp"

namespace adage {

/// A text read for the sake of its last expression.
struct FormulaOutcome {
  std::optional<Id> value;              ///< not simplified; absent when there are diagnostics
  Span span;                            ///< the expression alone
  std::vector<Diagnostic> diagnostics;  ///< rendered without colour, in source order
  bool incomplete = false;              ///< the only fault is that the text ends too early
  std::vector<std::string> notes;
};

class Session final : private Scope {
 public:
  /// The arena must outlive the session.
  explicit Session(Arena& arena) : arena_(&arena) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Executes every statement in order and reports each, faulty ones where they stand. A faulty statement changes
  /// nothing, except that what it should have defined is then known to have failed.
  void run(const Script& script, const std::function<void(const Outcome&)>& report);
  /// The same, collected.
  std::vector<Outcome> run(const Script& script);
  /// Definitions, then an expression: its value. A function defined last, `f(x) = …`, stands for `f(x)`.
  FormulaOutcome formula(const Script& script);

  Arena& arena() const { return *arena_; }
  const Definition* find(std::string_view name) const;
  /// A function of the catalogue, which a script may call without having defined it, or null.
  const Definition* catalogued(std::string_view name);
  /// Everything defined, in the order of definition.
  std::vector<const Definition*> definitions() const;
  /// Forgets a definition. The message says why not, when another one refers to it or there is none.
  std::optional<std::string> forget(std::string_view name);
  void forget_everything();
  /// What `_` stands for: as if its text stood there.
  void set_last(Id value) { last_ = value; }
  std::optional<Id> last() const { return last_; }

 private:
  /// The definition whose right side is being read.
  struct Building {
    Definition* definition = nullptr;
    std::size_t visible = 0;  ///< parameters that may be used so far
    const ast::Statement* statement = nullptr;
    bool in_default = false;
    std::vector<std::string> notes;
  };

  std::optional<Id> value(Arena& arena, std::string_view name, Span at) override;
  std::optional<Id> call(Arena& arena, const Call& call) override;
  std::vector<std::string_view> functions() const override;

  Outcome execute(const Script& script, const ast::Statement& statement);
  void evaluate(const Script& script, const ast::Statement& statement, Outcome& outcome);
  void define(const Script& script, const ast::Statement& statement, Outcome& outcome);
  void claim(const Script& script, const ast::Statement& statement, Outcome& outcome);
  Definition read_definition(const Script& script, const ast::Statement& statement, Outcome& outcome);
  void read_parameters(const Script& script, const ast::Statement& statement, Definition& definition);
  std::string typed_text(const Script& script, const ast::Statement& statement) const;
  void refuse_builtin(std::string_view name, Span at, std::string_view what) const;
  void refuse_in_use(std::string_view name, Span at) const;
  Id build_formula(const Script& script, const ast::Formula& formula);

  Id applied_to_own_parameters(const Definition& definition);
  Id last_value();
  Id call_definition(const Definition& definition, const Call& call);
  Id call_builtin(Op op, const Call& call);
  Id diff_call(const Call& call);
  Id differentiate(Id body, Id variable, unsigned order, const Call& call);
  std::string text_at(Span span) const;
  static void append_catalogued(std::vector<std::string_view>& names);
  void note_dependence(const Definition& used);

  Arena* arena_;
  std::map<std::string, Definition, std::less<>> definitions_;
  std::map<std::string, std::set<std::string>, std::less<>> users_;  // which definitions refer to a name
  std::uint64_t serial_ = 0;
  std::map<std::string, std::uint32_t, std::less<>>
      failed_;  // names whose definition in this script is faulty, with its line
  std::map<std::pair<Id, std::pair<Id, unsigned>>, Id> derivatives_;
  std::optional<Id> last_;
  Building* building_ = nullptr;
  const Script* script_ = nullptr;    // the one being executed
  std::unique_ptr<Session> library_;  // what has been called of the catalogue
  bool is_library_ = false;
};

}  // namespace adage
