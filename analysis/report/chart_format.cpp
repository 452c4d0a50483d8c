#include "analysis/report/chart_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace faultline::report {
namespace {

// Decimal exponent of the leading digit after rounding to `digits` significant ones; value is not 0.
int leading_exponent(double value, int digits) {
  const std::string scientific = fmt::format("{:.{}e}", std::abs(value), digits - 1);
  return std::stoi(scientific.substr(scientific.find('e') + 1));
}

constexpr int kMostDigits = 3;

struct Prefix {
  double size;
  std::string_view letter;
};
constexpr std::array<Prefix, 5> kPrefixes{{{1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}, {1e12, "T"}}};

// The largest unit that `fits`, otherwise whole ones.
template <class Fits>
Prefix largest_prefix(const Fits& fits) {
  const auto found =
      std::find_if(kPrefixes.rbegin(), kPrefixes.rend() - 1, [&fits](const Prefix& unit) { return fits(unit.size); });
  return *found;
}

// Power of ten of the last digit shown: two digits of the standard error, three of the value at most; neither is 0.
int place_with_error(double value, double standard_error) {
  return std::max(leading_exponent(standard_error, 2) - 1, leading_exponent(value, kMostDigits) - kMostDigits + 1);
}

std::string with_commas(std::string text) {
  const std::size_t start = text.front() == '-' ? 1 : 0;
  const std::size_t end = std::min(text.find('.'), text.size());
  for (std::size_t i = end; i > start + 3;) {
    i -= 3;
    text.insert(i, ",");
  }
  return text;
}

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
      text.pop_back();
    }
  }
  return text;
}

// Rounded to the given power of ten, which may be positive.
std::string at_place(double value, int place) {
  if (place > 0) {
    const double unit = std::pow(10.0, place);
    value = std::round(value / unit) * unit;
  }
  const std::string text = fmt::format("{:.{}f}", value, std::max(0, -place));
  const bool nothing = text.find_first_not_of("-0.") == std::string::npos;
  return nothing ? "0" : with_commas(text);
}

}  // namespace

std::string format_number(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) {
    return value == 0 ? "0" : "not finite";
  }
  const int exponent = leading_exponent(value, digits);
  if (exponent < -4 || exponent > 15) {
    return fmt::format("{:.{}e}", value, digits - 1);
  }
  return without_trailing_zeros(at_place(value, exponent - digits + 1));
}

std::string format_brief(double value, int digits) {
  // What rounds to a whole unit is told in it.
  const double least = 1 - 0.5 * std::pow(10.0, -digits);
  const Prefix unit =
      largest_prefix([&](double size) { return std::isfinite(value) && std::abs(value) >= least * size; });
  return fmt::format("{}{}", format_number(value / unit.size, digits), unit.letter);
}

std::string format_with_error(double value, const std::optional<double>& standard_error) {
  if (value == 0 || !std::isfinite(value) || !standard_error || !(*standard_error > 0)) {
    return format_number(value, kMostDigits);
  }
  return at_place(value, place_with_error(value, *standard_error));
}

std::pair<std::string, std::string> format_range(double low, double high, const std::optional<double>& standard_error) {
  const double larger = std::max(std::abs(low), std::abs(high));
  if (larger == 0 || !std::isfinite(larger) || !standard_error || !(*standard_error > 0)) {
    return {format_number(low, kMostDigits), format_number(high, kMostDigits)};
  }
  const int place = place_with_error(larger, *standard_error);
  return {at_place(low, place), at_place(high, place)};
}

std::string format_range_within(double low, double high, const std::optional<double>& standard_error,
                                std::size_t columns) {
  std::string text;
  for (const auto& [size, letter] : kPrefixes) {
    const auto [from, to] =
        format_range(low / size, high / size, standard_error ? std::optional(*standard_error / size) : std::nullopt);
    text = fmt::format("{}{}..{}{}", from, letter, to, letter);
    if (text.size() <= columns) {
      break;
    }
  }
  return text;
}

std::string format_percent(double share) { return format_number(100 * share) + "\u00A0%"; }

std::string format_chance(double chance) {
  if (chance <= 0) {
    return "never seen";
  }
  if (chance < 0.05) {
    return "about 1 in " + format_number(1 / chance, 2);
  }
  if (chance > 0.99) {
    return chance < 1 ? "over 99 in 100" : "every time";
  }
  return "about " + format_number(std::round(100 * chance)) + " in 100";
}

std::string format_tick(double value) {
  const Prefix unit = largest_prefix([value](double size) { return std::isfinite(value) && std::abs(value) >= size; });
  return fmt::format("{}{}", format_number(value / unit.size, 6), unit.letter);
}

}  // namespace faultline::report
