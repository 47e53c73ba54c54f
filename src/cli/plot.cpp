// SPDX-License-Identifier: BSL-1.0
// `adage plot`: functions as a picture, in the terminal or in a file.
#include <fmt/format.h>

#include <adage/plot.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>

#include "cli/cards.hpp"
#include "cli/drawing.hpp"
#include "cli/files.hpp"

namespace adage::cli {
namespace {

/// `-6:6`, or with the variable before it `x=-6:6`.
std::optional<std::pair<double, double>> read_interval(std::string_view text, const std::string& option,
                                                       Workplace& workplace) {
  const std::string given(text);
  if (const std::size_t equals = text.find('='); equals != std::string_view::npos) text.remove_prefix(equals + 1);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    workplace.complain(fmt::format("{} {}: write A:B, as in {}=-6:6", option, given, option));
    return std::nullopt;
  }
  const auto from = read_value(text.substr(0, colon), option, workplace);
  const auto to = from ? read_value(text.substr(colon + 1), option, workplace) : std::nullopt;
  if (!from || !to) return std::nullopt;
  if (!std::isfinite(*from) || !std::isfinite(*to) || !(*from < *to)) {
    workplace.complain(fmt::format("{} {}: from a finite number to a larger one", option, given));
    return std::nullopt;
  }
  return std::pair(*from, *to);
}

std::optional<PictureSize> read_size(const std::string& text, Workplace& workplace) {
  PictureSize size;
  const char* end = text.data() + text.size();
  const auto width = std::from_chars(text.data(), end, size.width);
  const bool cross = width.ec == std::errc() && width.ptr != end && *width.ptr == 'x';
  const auto height = cross ? std::from_chars(width.ptr + 1, end, size.height) : width;
  constexpr unsigned least = 100, most = 10'000;
  const bool fits = cross && height.ec == std::errc() && height.ptr == end && size.width >= least &&
                    size.width <= most && size.height >= least && size.height <= most;
  if (fits) return size;
  workplace.complain(fmt::format("--size {}: write WIDTHxHEIGHT, each from {} to {}", text, least, most));
  return std::nullopt;
}

std::optional<std::vector<PlotSubject>> read_subjects(const Request& request, Workplace& workplace) {
  const auto parameters = read_parameters(request, workplace);
  if (!parameters) return std::nullopt;
  std::vector<Expression> from, to;
  for (const auto& [name, value] : *parameters) {
    from.push_back(workplace.desk.graph.variable(name));
    to.push_back(value);
  }
  std::vector<PlotSubject> subjects;
  for (const std::string& text : request.operands) {
    const auto subject = read_subject(text, request, workplace);
    if (!subject) return std::nullopt;
    const Expression f = from.empty() ? subject->expression : substitute(subject->expression, from, to);
    if (const auto variables = f.variables(); variables.size() > 1) {
      workplace.complain(fmt::format("`{}` has several variables; give all but one a value, as in --at {}=1", text,
                                     variables.back().name()));
      return std::nullopt;
    }
    subjects.push_back({subject->name, f});
  }
  return subjects;
}

/// What a file's name ends in, and the picture that is wanted then.
struct Kind {
  std::string_view ending;
  std::optional<PictureType> type;  ///< nothing: the script itself
};
constexpr Kind kinds[] = {
    {".svg", PictureType::svg}, {".png", PictureType::png}, {".pdf", PictureType::pdf}, {".gp", std::nullopt}};

}  // namespace

int run_plot(const Request& request, Workplace& workplace) {
  if (request.operands.empty()) {
    workplace.complain("name the functions to draw, as in `plot relu gelu`");
    return kBadInput;
  }
  const std::string path = request.get("--output", "");
  const auto kind = std::ranges::find_if(kinds, [&](const Kind& k) { return path.ends_with(k.ending); });
  if (!path.empty() && kind == std::end(kinds)) {
    workplace.complain(
        fmt::format("{}: a picture's name ends in .svg, .png, .pdf, or .gp for the gnuplot script", path));
    return kBadInput;
  }
  const auto subjects = read_subjects(request, workplace);
  if (!subjects) return kBadInput;
  PlotOptions options;
  const std::string digits = request.get("--derivative", "0");
  std::from_chars(digits.data(), digits.data() + digits.size(), options.derivatives);
  const auto range = read_interval(request.get("--range", "-6:6"), "--range", workplace);
  if (!range) return kBadInput;
  std::tie(options.left, options.right) = *range;
  if (request.has("--vertical")) {
    options.vertical = read_interval(request.get("--vertical", ""), "--vertical", workplace);
    if (!options.vertical) return kBadInput;
  }
  const auto epsilon = read_value(request.get("--epsilon", "0.001"), "--epsilon", workplace);
  const auto size = read_size(request.get("--size", "960x600"), workplace);
  if (!epsilon || !size) return kBadInput;
  if (!(*epsilon > 0) || !std::isfinite(*epsilon)) {
    workplace.complain("--epsilon: a positive number is wanted");
    return kBadInput;
  }
  options.epsilon = *epsilon;
  BrailleOptions braille{.width = std::max<std::size_t>(workplace.out.width(), 24), .color = workplace.out.has_color()};
  braille.width = std::min<std::size_t>(braille.width, 120);
  braille.height = std::clamp<std::size_t>(braille.width / 4, 8, 24);
  options.columns = path.empty() ? 2 * braille.width : std::clamp<std::size_t>(size->width * 3 / 4, 400, 2'000);
  options.rows = path.empty() ? 4 * braille.height : std::clamp<std::size_t>(size->height * 3 / 4, 300, 2'000);
  try {
    const Plot picture = plot(*subjects, options);
    for (const std::string& note : picture.notes) workplace.note(note);
    if (path.empty()) {
      workplace.out.write(to_braille(picture, braille));
      return kFine;
    }
    const std::string script = to_gnuplot(picture, kind->type.value_or(PictureType::svg), *size);
    const std::string content = kind->type ? drawn_by(kGnuplot, {"-"}, script) : script;
    return write_file(path, content, workplace) ? kFine : kBadInput;
  } catch (const Error& error) {
    workplace.complain(error.what());
    return kBadInput;
  }
}

}  // namespace adage::cli
