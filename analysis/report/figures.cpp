#include "analysis/report/figures.h"

#include <algorithm>
#include <cmath>

#include "analysis/report/chart_format.h"

namespace faultline::report {
namespace {

struct Unit {
  double size;
  const char* suffix;
};

// The largest unit that leaves at least one digit before the point; thousands are written out below 10,000.
Unit unit_of(double value) {
  const double size = std::abs(value);
  if (size >= 1e12) return {1e12, " T"};
  if (size >= 1e9) return {1e9, " G"};
  if (size >= 1e6) return {1e6, " M"};
  if (size >= 1e4) return {1e3, " k"};
  return {1, ""};
}

std::optional<double> error_in(const Unit& unit, const std::optional<double>& standard_error) {
  return standard_error ? std::optional(*standard_error / unit.size) : std::nullopt;
}

// "18..26", with as many digits as the error supports and as fit into the width.
std::string interval_text(double low, double high, const std::optional<double>& standard_error, std::size_t width) {
  std::optional<double> error = standard_error;
  std::string text;
  for (int fewer_digits = 0; fewer_digits < 4; ++fewer_digits) {
    const auto [from, to] = format_range(low, high, error);
    text = from + ".." + to;
    text.erase(std::remove(text.begin(), text.end(), ','), text.end());
    if (text.size() <= width || !error) {
      break;
    }
    *error *= 10;
  }
  return text;
}

std::optional<double> percent_error(const stats::Estimate& fraction) {
  // One digit of the error is enough for a percentage: "22 %", not "22.4 %", at an error of 2 %.
  return fraction.standard_error ? std::optional(10 * 100 * *fraction.standard_error) : std::nullopt;
}

}  // namespace

std::string format_count(double value, const std::optional<double>& standard_error) {
  const Unit unit = unit_of(value);
  return format_with_error(value / unit.size, error_in(unit, standard_error)) + unit.suffix;
}

std::string format_count_interval(const stats::Estimate& estimate) {
  if (!estimate.interval) {
    return "";
  }
  const Unit unit = unit_of(estimate.value);
  const auto [low, high] = format_range(estimate.interval->low / unit.size, estimate.interval->high / unit.size,
                                        error_in(unit, estimate.standard_error));
  return low + " to " + high + unit.suffix;
}

std::string count_with_interval(const stats::Estimate& estimate) {
  double largest = std::abs(estimate.value);
  if (estimate.interval) {
    largest = std::max({largest, std::abs(estimate.interval->low), std::abs(estimate.interval->high)});
  }
  const Unit unit = unit_of(largest);
  const auto error = error_in(unit, estimate.standard_error);
  std::string text = format_with_error(estimate.value / unit.size, error);
  text += text == "0" ? "" : unit.suffix;
  if (estimate.interval) {
    const auto [low, high] =
        format_range(estimate.interval->low / unit.size, estimate.interval->high / unit.size, error);
    text += " (" + low + " to " + high + unit.suffix + ")";
  }
  return text;
}

std::string format_hours(double hours) {
  if (hours < 1) {
    return format_number(60 * hours, 2) + " min";
  }
  return hours < 96 ? format_number(hours, 2) + " h" : format_number(hours / 24, 2) + " d";
}

std::string unbroken(std::string figure) {
  for (std::size_t at = figure.find(' '); at != std::string::npos; at = figure.find(' ', at)) {
    figure.replace(at, 1, "\u00A0");
  }
  return figure;
}

SavedText format_saved(const stats::Estimate& fraction) {
  SavedText text{percent_number(fraction.value, fraction) + " %", ""};
  if (fraction.interval) {
    text.interval = percent_number(fraction.interval->low, fraction) + " to " +
                    percent_number(fraction.interval->high, fraction) + " %";
  }
  return text;
}

std::string percent_number(double share, const stats::Estimate& fraction) {
  const std::string text = format_with_error(100 * share, percent_error(fraction));
  return text == "-0" ? "0" : text;
}

std::string narrow_count_interval(const stats::Estimate& estimate, std::size_t width) {
  if (!estimate.interval) {
    return "";
  }
  const Unit unit = unit_of(estimate.value);
  return interval_text(estimate.interval->low / unit.size, estimate.interval->high / unit.size,
                       error_in(unit, estimate.standard_error), width);
}

std::string narrow_percent_interval(const stats::Estimate& fraction, std::size_t width) {
  return fraction.interval ? interval_text(100 * fraction.interval->low, 100 * fraction.interval->high,
                                           percent_error(fraction), width)
                           : "";
}

}  // namespace faultline::report
