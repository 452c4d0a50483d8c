#include "analysis/backlog.h"

#include <algorithm>
#include <cmath>

#include "analysis/stats/recovery.h"

namespace faultline {
namespace {

std::optional<double> spread(const stats::MomentAccumulator& moments) {
  const auto variance = moments.variance();
  return variance ? std::optional(std::sqrt(*variance)) : std::nullopt;
}

}  // namespace

void BacklogAccumulator::add(std::span<const double> own, std::span<const double> reference) {
  for (std::size_t day = 0; day < own_.size(); ++day) {
    const double under_way = day < own.size() ? own[day] : 0;
    own_[day].add(under_way);
    above_reference_[day].add(under_way - (day < reference.size() ? reference[day] : 0));
  }
}

Backlog BacklogAccumulator::result(const BacklogAccumulator& reference) const {
  Backlog backlog;
  std::vector<std::optional<stats::Interval>> above;
  std::vector<double> tolerance;
  for (std::size_t day = 0; day < own_.size(); ++day) {
    const auto difference = above_reference_[day].finalize();
    backlog.days.push_back({own_[day].mean(), spread(own_[day]), difference ? difference->interval : std::nullopt});
    above.push_back(backlog.days.back().above_reference);
    tolerance.push_back(spread(reference.own_[day]).value_or(0));
  }
  const auto any = [](const std::vector<stats::MomentAccumulator>& days) {
    return std::any_of(days.begin(), days.end(), [](const stats::MomentAccumulator& day) { return day.mean() > 0; });
  };
  if (this != &reference && (any(own_) || any(reference.own_))) {
    if (const auto first = stats::stays_within(above, tolerance)) {
      backlog.recovers_on_day = *first + 1;
    }
  }
  return backlog;
}

}  // namespace faultline
