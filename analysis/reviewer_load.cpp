#include "analysis/reviewer_load.h"

#include <algorithm>

namespace faultline {

void ReviewerLoadAccumulator::add(std::span<const double> hours_by_desk) {
  double of_teams = 0;
  for (std::size_t desk = 0; desk < std::min(hours_.size(), hours_by_desk.size()); ++desk) {
    hours_[desk] += hours_by_desk[desk];
    of_teams += desk < teams_ ? hours_by_desk[desk] : 0;
  }
  team_hours_.add(of_teams);
}

ReviewerLoad ReviewerLoadAccumulator::result(const RunDescription& run) const {
  const auto n = static_cast<double>(team_hours_.count());
  ReviewerLoad load;
  double most = 0;
  double people_of_teams = 0;
  for (std::size_t desk = 0; desk < run.desks.size(); ++desk) {
    const DeskLabel& label = run.desks[desk];
    people_of_teams += label.kind == DeskLabel::Kind::team ? label.people : 0;
    DeskLoad& entry = load.desks.emplace_back();
    if (label.people == 0) {
      continue;
    }
    const double hours = hours_[desk] / (n * label.people * run.horizon_weeks());
    entry.hours_per_person_week = hours;
    if (label.hours_per_week > 0) {
      entry.utilisation = hours / label.hours_per_week;
    }
    if (label.kind != DeskLabel::Kind::agents && hours > most) {
      most = hours;
      load.most_loaded = desk;
    }
  }
  if (people_of_teams > 0) {
    if (auto hours = team_hours_.finalize()) {
      load.hours_per_person_week = stats::scaled(*std::move(hours), 1 / (people_of_teams * run.horizon_weeks()));
    }
  }
  return load;
}

}  // namespace faultline
