// How much of their time reviewers give, person by person and desk by desk.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/run_description.h"
#include "analysis/stats/estimate.h"

namespace faultline {

/// Hours of review that one person, or one agent, gives in a week of the horizon.
struct DeskLoad {
  std::optional<double> hours_per_person_week;  ///< absent where nobody sits
  std::optional<double> utilisation;            ///< of the hours that they have for it in a week without holidays
};

struct ReviewerLoad {
  std::vector<DeskLoad> desks;                           ///< by RunDescription::desks
  std::optional<stats::Estimate> hours_per_person_week;  ///< over the reviewers of all teams; absent without any
  std::optional<std::size_t> most_loaded;                ///< desk of people with the most hours; absent without hours
};

/// Takes one policy's quarters.
class ReviewerLoadAccumulator {
 public:
  explicit ReviewerLoadAccumulator(std::size_t desks, std::size_t teams) : hours_(desks), teams_(teams) {}

  void add(std::span<const double> hours_by_desk);
  [[nodiscard]] ReviewerLoad result(const RunDescription& run) const;

 private:
  std::vector<double> hours_;
  std::size_t teams_;
  stats::MomentAccumulator team_hours_;
};

}  // namespace faultline
