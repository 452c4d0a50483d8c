// Sums, means and shares over replications.
#pragma once

#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

#include "analysis/policy_result.h"
#include "analysis/stats/estimate.h"

namespace faultline {

[[nodiscard]] double sum(std::span<const double> values);
[[nodiscard]] double mean(std::span<const double> values);
/// Of the sums; absent when the whole is 0.
[[nodiscard]] std::optional<double> ratio(std::span<const double> part, std::span<const double> whole);

/// A figure that exists whenever there is a replication: its absence means that the simulation gave a number that is
/// none, which is a bug and must not pass for a result. Throws std::logic_error.
template <class Figure>
[[nodiscard]] Figure existing(std::optional<Figure> figure) {
  if (!figure) {
    throw std::logic_error("the simulation returned a figure that is not finite");
  }
  return *std::move(figure);
}

[[nodiscard]] stats::Estimate mean_of(std::span<const double> values);
[[nodiscard]] LossSummary loss_summary(std::span<const double> values);

}  // namespace faultline
