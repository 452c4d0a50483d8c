// Turnaround in a few numbers, alike for what was recorded and what is simulated.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/capacity/review_case.h"

namespace faultline::capacity {

inline constexpr std::size_t kReviewMoments = 7;

/// Of the logarithm of working hours from ready to the first review: the mean of each quarter of changes, the quickest
/// first; its slopes on the logarithm of how many changes came within the last working day and week, which say how far
/// load keeps changes waiting; and the logarithm of the standard deviation of weekly means, which says how long
/// backlogs last.
class ReviewMoments {
 public:
  /// Keeps a reference to `given`.
  explicit ReviewMoments(const ReviewCase& given);

  /// Writes kReviewMoments numbers. What is not reviewed by the end of the records has waited until then, in the
  /// records and in the simulator.
  void of(std::span<const double> first_review_hours, std::span<double> moments) const;
  /// Relative spread of the load of weeks: without it no slope is known.
  [[nodiscard]] double load_spread() const { return load_spread_; }

 private:
  const ReviewCase& given_;
  std::vector<double> open_at_ready_;  // of counted changes
  std::vector<double> day_load_;       // centred, over its sum of squares
  std::vector<double> week_load_;
  std::vector<std::uint32_t> week_;
  std::uint32_t weeks_ = 0;
  double load_spread_ = 0.0;
};

}  // namespace faultline::capacity
