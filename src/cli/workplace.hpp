// SPDX-License-Identifier: BSL-1.0
// Where a command works: the streams, and a graph with the definitions made so far. The command line makes one for
// each run, the REPL keeps one.
#pragma once

#include <adage/expression.hpp>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/output.hpp"
#include "script/session.hpp"

namespace adage::cli {

struct Request;

/// A graph and what is defined in it.
struct Desk {
  Graph graph;
  Session session{graph.arena()};
  Expression expression(Id id) { return {graph.arena(), id}; }
};

struct Workplace {
  Output out{stdout, "standard output"};
  Output err{stderr, "standard error"};
  Desk desk;
  bool in_repl = false;

  /// A message for the person, after everything that was written before it.
  void complain(std::string_view message);
  void report(const Diagnostic& diagnostic, std::string_view source, std::string_view name);
  void note(std::string_view message);
};

/// Values given as `--at x=1`, in the order given.
using Assignments = std::vector<std::pair<std::string, double>>;

/// The limits that a request sets.
grammar::Options limits_of(const Request& request);

/// A formula given on the command line.
struct Formula {
  std::string source;
  Expression expression;
};

/// The formula among the operands; nothing after its faults have been reported.
std::optional<Formula> read_formula(const Request& request, Workplace& workplace);

/// What --assume says, each a truth value; nothing after faults have been reported.
std::optional<std::vector<Expression>> read_assumptions(const Request& request, Workplace& workplace);

bool is_name(std::string_view text);

/// `elu` is elu(x), `elu'` its derivative, and with --at alpha=2 elu(x, alpha = alpha); a name that is no function
/// stays what it is.
std::string with_arguments(const std::string& text, const Request& request, Workplace& workplace);

/// The values of `--at`; nothing after faults have been reported.
std::optional<Assignments> read_assignments(const Request& request, Workplace& workplace);

/// A number given in an option, or a formula without variables such as `pi/2`; nothing after a fault has been reported.
std::optional<double> read_value(std::string_view text, const std::string& option, Workplace& workplace);

/// A variable named in an option such as `--wrt`; nothing after a fault has been reported.
std::optional<std::string> read_variable_name(std::string_view text, std::string_view option, Workplace& workplace);

/// The fault that the variables of `expression` leave without a value, named and pointed at within `place`; nothing
/// when each has one.
std::optional<Diagnostic> missing_value(const Expression& expression, const Assignments& assignments,
                                        const ast::Script& script, Span place);

/// The values of `outputs`, all computed by one compiled function. Every variable must have a value.
std::vector<double> values_of(std::span<const Expression> outputs, const Assignments& assignments);

}  // namespace adage::cli
