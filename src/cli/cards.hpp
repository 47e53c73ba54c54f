// SPDX-License-Identifier: BSL-1.0
// What the commands about cards share: formulas that may be bare names of functions, and what is asked of a card.
#pragma once

#include <adage/analyze.hpp>
#include <optional>
#include <string>

#include "cli/command.hpp"

namespace adage::cli {

/// A formula and the name to show for it, or the text that was given.
struct Subject {
  std::string name;
  Expression expression;
};

/// `text` as a formula; a bare name of a function that is defined, in the catalogue or in the language stands for its
/// call, with the parameters that `--at` names. Nothing after its faults have been reported.
std::optional<Subject> read_subject(const std::string& text, const Request& request, Workplace& workplace);

/// The parameters given as `--at NAME=VALUE`, exactly; nothing after faults have been reported.
using Parameters = std::vector<std::pair<std::string, Expression>>;
std::optional<Parameters> read_parameters(const Request& request, Workplace& workplace);

/// Values, box and accuracy as the options say; nothing after faults have been reported.
std::optional<AnalyzeOptions> read_card_options(const Request& request, Workplace& workplace);

/// Puts what the catalogue knows of others' slopes at its joints into the card of the function of that name.
void add_conventions(const std::string& name, Card& card);

/// The card, with what the catalogue knows of others' slopes at its joints when the subject is a bare name of it.
Card card_of(const Subject& subject, const AnalyzeOptions& options);

}  // namespace adage::cli
