// SPDX-License-Identifier: BSL-1.0
// What the tests of the grammar share: an ast as unambiguous text, and a check that items are well formed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/parse.hpp"
#include "ops/row.hpp"

namespace adage::testing {

inline std::string op_name(Op op) { return op == Op::neg ? "neg" : std::string(row(op).name); }

/// `(+ a (* 2 b))` for operations, `f(a, b)` for calls.
inline std::string tree(const ast::Script& script, const ast::Formula& items, std::string_view source) {
  std::vector<std::string> stack;
  for (const ast::Item& item : items) {
    const bool leaf = item.kind == ast::Kind::number || item.kind == ast::Kind::name;
    const std::size_t count = leaf ? 0 : item.count;
    if (stack.size() < count) return "<stack underflow>";
    std::vector<std::string> parts(stack.end() - static_cast<std::ptrdiff_t>(count), stack.end());
    stack.resize(stack.size() - count);
    std::string text;
    switch (item.kind) {
      case ast::Kind::number:
        text = source.substr(item.head.begin, item.head.end - item.head.begin);
        break;
      case ast::Kind::name:
        text = script.names.at(item.name);
        break;
      case ast::Kind::named:
        text = script.names.at(item.name) + "=" + parts.at(0);
        break;
      case ast::Kind::operation:
        text = "(" + op_name(item.op);
        for (const std::string& part : parts) text += " " + part;
        text += ")";
        break;
      case ast::Kind::call:
        text = script.names.at(item.name) + std::string(item.primes, '\'') + "(";
        for (std::size_t i = 0; i != count; ++i) text += (i == 0 ? "" : ", ") + parts[i];
        text += ")";
        break;
      case ast::Kind::chain:
        text = "(chain " + parts.at(0);
        for (std::size_t i = 1; i != count; ++i) {
          text += " " + op_name(script.comparisons.at(item.name + i - 1)) + " " + parts[i];
        }
        text += ")";
        break;
    }
    stack.push_back(std::move(text));
  }
  if (stack.size() == 1) return stack[0];
  return stack.empty() ? "<empty>" : "<" + std::to_string(stack.size()) + " operands>";
}

/// A statement in one line.
inline std::string tree(const ast::Script& script, const ast::Statement& statement, std::string_view source) {
  std::string text;
  if (statement.kind == ast::Statement::Kind::check) text = "check ";
  if (statement.kind == ast::Statement::Kind::definition) {
    text = "def " + script.names.at(statement.name);
    for (std::size_t i = 0; i != statement.parameters.size(); ++i) {
      const ast::Parameter& parameter = statement.parameters[i];
      text += (i == 0 ? "(" : ", ") + script.names.at(parameter.name);
      if (parameter.fallback) text += " = " + tree(script, *parameter.fallback, source);
    }
    text += statement.is_function ? ") = " : " = ";
  }
  text += tree(script, statement.formula, source);
  for (std::size_t i = 0; i != statement.assumptions.size(); ++i) {
    text += (i == 0 ? " for " : ", ") + tree(script, statement.assumptions[i], source);
  }
  return text;
}

/// The only statement of a text, or what was wrong with it.
inline std::string tree_of(std::string_view source) {
  const grammar::Parsed parsed = grammar::parse_script(source);
  if (!parsed.diagnostics.empty()) return "<" + parsed.diagnostics[0].code + ">";
  if (parsed.script.statements.size() != 1)
    return "<" + std::to_string(parsed.script.statements.size()) + " statements>";
  return tree(parsed.script, parsed.script.statements[0], source);
}

/// Items that a reader of postfix can trust: one operand is left, indices and spans are in range. Linear.
inline bool well_formed(const ast::Script& script, const ast::Formula& items, std::size_t bytes) {
  std::size_t depth = 0;
  for (const ast::Item& item : items) {
    const bool leaf = item.kind == ast::Kind::number || item.kind == ast::Kind::name;
    const std::size_t count = leaf ? 0 : item.count;
    const bool has_name =
        item.kind != ast::Kind::number && item.kind != ast::Kind::operation && item.kind != ast::Kind::chain;
    if (depth < count || item.span.begin > item.span.end || item.span.end > bytes || item.head.end > bytes)
      return false;
    if (has_name && item.name >= script.names.size()) return false;
    if (item.kind == ast::Kind::operation && (item.primes != 0 || count == 0 || item.op <= Op::variable)) return false;
    if (item.kind == ast::Kind::chain && (count < 3 || item.name + count - 1 > script.comparisons.size())) return false;
    depth = depth - count + 1;
  }
  return depth == 1;
}

/// Every statement is well formed or empty because of a fault, every fault points into the text.
inline bool sound(const grammar::Parsed& parsed, std::size_t bytes) {
  for (const ast::Statement& statement : parsed.script.statements) {
    if (statement.span.begin > statement.span.end || statement.span.end > bytes) return false;
    if (statement.formula.empty() ? parsed.diagnostics.empty()
                                  : !well_formed(parsed.script, statement.formula, bytes)) {
      return false;
    }
    for (const ast::Formula& assumption : statement.assumptions) {
      if (!well_formed(parsed.script, assumption, bytes)) return false;
    }
    for (const ast::Parameter& parameter : statement.parameters) {
      if (parameter.fallback && !well_formed(parsed.script, *parameter.fallback, bytes)) return false;
    }
  }
  for (const Diagnostic& found : parsed.diagnostics) {
    if (found.span.begin > found.span.end || found.span.end > bytes || found.message.empty()) return false;
    for (const Note& note : found.notes) {
      if (note.span.begin > note.span.end || note.span.end > bytes || note.message.empty()) return false;
    }
  }
  return true;
}

}  // namespace adage::testing
