// What the parts of the summary share. What does not exist is null.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

#include "analysis/stats/joint.h"

namespace faultline::report {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json number(const std::optional<double>& value);
[[nodiscard]] Json interval(const stats::Interval* value);
[[nodiscard]] Json interval(const std::optional<stats::Interval>& value);
/// `mean` and `ci95`, with `warnings` when there are any.
[[nodiscard]] Json estimate(const stats::Estimate& value);
[[nodiscard]] Json estimate(const std::optional<stats::Estimate>& value);
/// The same with `simultaneous_ci95`.
[[nodiscard]] Json estimate(const stats::JointEstimate& value);

/// Names may be anything that a scenario holds; bytes that are no UTF-8 never reach a results file.
template <class Names>
[[nodiscard]] Json by_name(const Names& names, std::span<const double> values, bool skip_zero) {
  Json json = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!skip_zero || values[i] != 0) {
      json[std::string(names[i])] = values[i];
    }
  }
  return json;
}

}  // namespace faultline::report
