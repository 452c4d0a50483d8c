// Changes submitted and not deployed, day by day, and the day from which they are no more than under the reference.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline {

/// The end of one day of the horizon or the run-off.
struct BacklogDay {
  double mean = 0;
  std::optional<double> sd;                        ///< between quarters; absent with one replication
  std::optional<stats::Interval> above_reference;  ///< paired difference to the reference, 95 % for this day alone
};

struct Backlog {
  std::vector<BacklogDay> days;
  /// The first day (from 1) from which to the end of the run-off the mean backlog is settled to lie no more than one
  /// standard deviation of the reference's above the reference's: within what differs from quarter to quarter there.
  /// 1: it never rose above that. Absent when it is not so at the end, or not settled, for the reference itself, and
  /// where no change was ever under way.
  std::optional<std::size_t> recovers_on_day;
};

/// Takes one policy's quarters.
class BacklogAccumulator {
 public:
  explicit BacklogAccumulator(std::size_t days) : own_(days), above_reference_(days) {}

  void add(std::span<const double> own, std::span<const double> reference);
  /// `reference` has taken the same quarters; it may be this one.
  [[nodiscard]] Backlog result(const BacklogAccumulator& reference) const;

 private:
  std::vector<stats::MomentAccumulator> own_;
  std::vector<stats::MomentAccumulator> above_reference_;
};

}  // namespace faultline
