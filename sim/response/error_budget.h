// How much of an error budget is burnt: lost orders within a sliding window, by the team that owns the faulty service.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace faultline {

/// Totals of lost orders at the end of each day. Copyable; never allocates after construction.
class LossHistory {
 public:
  /// `teams` counts one more for services that nobody owns.
  LossHistory(std::size_t teams, double span_hours);

  void clear();
  /// Totals since the beginning, by team, at the end of day `day`; days are noted one after the other.
  void note(std::size_t day, std::span<const double> totals);
  /// Lost orders of a team in the `window_days` before the end of the day last noted.
  [[nodiscard]] double lost(std::size_t team, double window_days) const;
  /// Of all teams together.
  [[nodiscard]] double lost(double window_days) const;
  [[nodiscard]] std::size_t teams() const { return teams_; }

 private:
  [[nodiscard]] double total(std::size_t team, double day) const;

  std::size_t teams_;
  std::vector<double> totals_;  // [day][team]
  std::size_t days_ = 0;        // noted
};

}  // namespace faultline
