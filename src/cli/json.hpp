// SPDX-License-Identifier: BSL-1.0
// JSON as the command line prints it: keys in the order given, text that is always valid UTF-8.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/output.hpp"

namespace adage::cli {

using Json = nlohmann::ordered_json;

/// JSON has no infinities and no NaN; they are the strings "inf", "-inf" and "nan".
inline Json json_number(double value) { return std::isfinite(value) ? Json(value) : Json(number_text(value)); }

inline std::string json_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace adage::cli
