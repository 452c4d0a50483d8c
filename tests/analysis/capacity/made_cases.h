// Estimates from made records.
#pragma once

#include "analysis/capacity/review_capacity.h"
#include "analysis/fit/review_fit.h"
#include "tests/analysis/capacity/made_reviews.h"

namespace faultline::capacity::testing {

/// What the records of a made team come to; a failure where they come to nothing.
inline ReviewCase made_case(const MadeTeam& made, std::uint32_t run) {
  const std::vector<ReviewRecord> records = made_reviews(made, run);
  std::string reason;
  auto given = review_case(records, fit::review_windows(records, {}), {}, reason);
  EXPECT_TRUE(given) << reason;
  return given ? *std::move(given) : ReviewCase{};
}

/// A team whose changes ask for that share of its hours of review.
inline MadeTeam loaded(double utilisation, double changes_per_week, double weeks) {
  constexpr double kMeanWorkHours = 0.58;  // of the default law of lines
  MadeTeam made;
  made.changes_per_week = changes_per_week;
  made.weeks = weeks;
  made.review_hours_per_week = changes_per_week * kMeanWorkHours / utilisation;
  return made;
}

}  // namespace faultline::capacity::testing
