#include "cli/sweep_options.h"

#include <charconv>
#include <cmath>
#include <string_view>
#include <tuple>

#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

template <class Number>
bool read_number(std::string_view text, Number& value) {
  const char* const end = text.data() + text.size();
  const auto [last, failure] = std::from_chars(text.data(), end, value);
  return failure == std::errc() && last == end;
}

bool read_finite(std::string_view text, double& value) { return read_number(text, value) && std::isfinite(value); }

// The part before the first separator; the rest stays.
std::string_view take(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

}  // namespace

std::string read_variation(const std::string& text, Variation& variation) {
  const std::string form = "--vary needs NAME=LO:HI[:N][,log][,whole], not '" + printable(text) + "'";
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0) {
    return form;
  }
  variation.name = text.substr(0, equals);
  std::string_view rest = std::string_view(text).substr(equals + 1);
  std::string_view range = take(rest, ',');
  const std::string_view low = take(range, ':');
  const std::string_view high = take(range, ':');
  for (const auto& [bound, word, value] :
       {std::tuple(&variation.low, "LO", low), std::tuple(&variation.high, "HI", high)}) {
    if (value.empty()) {
      return form + ": " + word + " is missing";
    }
    if (!read_finite(value, *bound)) {
      return form + ": " + word + " must be a finite number, not '" + printable(value) + "'";
    }
  }
  constexpr std::uint32_t kMostLevels = 100'000;
  if (!range.empty() &&
      (!read_number(range, variation.levels) || variation.levels == 0 || variation.levels > kMostLevels)) {
    return form + ": N must be a whole number from 1 to " + std::to_string(kMostLevels);
  }
  while (!rest.empty()) {
    const std::string_view word = take(rest, ',');
    if (word == "log") {
      variation.logarithmic = true;
    } else if (word == "whole") {
      variation.whole = true;
    } else {
      return form + ": there is no '" + printable(word) + "'";
    }
  }
  return "";
}

}  // namespace faultline::cli
