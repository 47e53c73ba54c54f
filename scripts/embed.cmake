# SPDX-License-Identifier: BSL-1.0
# Writes OUTPUT, a C++ source with the bytes of INPUT as the value of FUNCTION, which HEADER declares in NAMESPACE.
# Characters rather than a string literal, because a literal of more than 65,535 bytes is beyond what ISO C++ promises
# and draws a warning.
file(READ "${INPUT}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," characters "${hex}")
string(REGEX REPLACE "('\\\\x0a',)" "\\1\n" characters "${characters}")
cmake_path(GET INPUT FILENAME name)
file(WRITE "${OUTPUT}" "// SPDX-License-Identifier: BSL-1.0
// Generated from ${name} by scripts/embed.cmake.
#include \"${HEADER}\"

namespace ${NAMESPACE} {
namespace {
// clang-format off
constexpr char text[] = {
${characters}'\\0'};
// clang-format on
}  // namespace

std::string_view ${FUNCTION}() { return {text, sizeof text - 1}; }

}  // namespace ${NAMESPACE}
")
