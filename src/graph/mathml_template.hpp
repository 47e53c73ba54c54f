// SPDX-License-Identifier: BSL-1.0
// LaTeX templates of the operation table as templates of presentation MathML, so that a row says once how it looks.
#pragma once

#include <string>
#include <string_view>

namespace adage {

/// What is understood is what the table uses: names, \frac, \sqrt, \operatorname, \text, scripts, \left and \right,
/// cases, and signs. `#1` and `@1` as in Markup. Throws Error on anything else.
std::string mathml_template(std::string_view latex);

/// `<mi>`: a name; `<mn>`: digits; `<mo>`: a sign.
std::string mathml_element(std::string_view tag, std::string_view text);

}  // namespace adage
