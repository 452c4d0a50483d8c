// Figures of the section on sensitivity, and the words that they share.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/researcher/facts.h"
#include "analysis/researcher/sections.h"

namespace faultline::researcher {

/// "controlled-friction, orders saved against baseline"; plain text.
[[nodiscard]] std::string output_words(const Facts& facts, const OutputSensitivity& output);
/// "sobol-saved-2-NAME": the name of a chart's files.
[[nodiscard]] std::string output_chart(std::string_view what, const Facts& facts, const OutputSensitivity& output);
[[nodiscard]] const std::string& parameter_name(const Facts& facts, std::size_t parameter);
/// A list in HTML; empty without warnings.
[[nodiscard]] std::string warning_list(const std::vector<std::string>& warnings);

/// The position of the largest of some figures, none of an empty list.
template <class Figures, class Value>
std::optional<std::size_t> largest(const Figures& figures, const Value& value) {
  std::optional<std::size_t> most;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (!most || value(figures[i]) > value(figures[*most])) {
      most = i;
    }
  }
  return most;
}

// sensitivity_sobol.cpp
/// Indices of first order, total and second order. Precondition: the output has them.
[[nodiscard]] Content sobol_figure(const Facts& facts, const OutputSensitivity& output);
/// Total indices as the design grows. Precondition: at some size of several they are settled.
[[nodiscard]] Content convergence_figure(const Facts& facts, const OutputSensitivity& output);

}  // namespace faultline::researcher
