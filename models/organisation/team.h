// Who makes changes, how fast, and how they review. (model, sections 4, 6 and 12)
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/core/ids.h"
#include "models/defects/defect.h"

namespace faultline {

/// A team owns services and reviews its own changes.
struct Team {
  std::string id;
  int developers = 8;                  ///< all of them author; 0 is allowed for a team that only owns services
  int reviewers = 8;                   ///< the first `reviewers` developers review; 0 means nobody does
  CalendarId calendar;                 ///< working hours
  std::uint32_t activity_profile = 0;  ///< index into Organisation::activity
  double velocity_multiplier = 1.0;
  std::vector<ServiceId> services;  ///< never empty for a team with developers
};

/// Lines changed: lognormal, rounded up to 1 and cut at a maximum.
struct LinesLaw {
  double median_lines = 24.0;
  double log_sd = 2.0;
  double max_lines = 20000.0;
};

/// Changes of one origin: each team has one such stream.
struct ChangeStream {
  Origin origin = Origin::human;
  double changes_per_developer_week = 3.2;
  double velocity_multiplier = 1.0;
  LinesLaw lines;
  std::array<double, kChangeKindCount> kind_weight{0.54, 0.36, 0.03, 0.03, 0.04};
  double touches_pricing_fraction = 0.05;
  double documented_fraction = 0.7;     ///< has an audit trail without any gate asking for it
  double out_of_band_multiplier = 1.0;  ///< times OutOfBand::base_fraction; 0: never leaves the pipeline
  double emergency_fraction = 0.0;      ///< hotfixes: some gates let them pass
};

/// Work that never passes the pipeline: an operator's console, an emergency path.
struct OutOfBand {
  double base_fraction = 0.05;
  double displacement_exponent = 0.2;  ///< epsilon: share = base * (lead time / baseline lead time)^epsilon
};

/// How a reviewer works. (evidence Z6 to Z10, model section 12)
struct ReviewPractice {
  double review_hours_per_week = 3.2;   ///< per reviewer, in five daily bouts
  bool in_bouts = true;                 ///< false: every reviewer is available all the time (for closed forms)
  LognormalHours base_work{0.25, 1.0};  ///< of one review, up to `free_lines`
  bool exponential_work = false;  ///< base work is exponential with mean base_work.median_hours (for closed forms)
  bool independent_work = false;  ///< drawn anew for each reviewer (for closed forms)
  double free_lines = 50.0;
  double hours_per_line = 0.005;  ///< above free_lines
  double max_work_hours = 1.5;
  double target_wait_working_hours = 4.0;
  double attention_exponent = 0.5;   ///< kappa
  double attention_floor = 0.2;      ///< phi_min
  double idle_stamp_fraction = 0.2;  ///< approvals stamped unread even when nothing waits
  double stamp_hours = 2.0 / 60.0;
  double habit_bypass_fraction = 0.018;
  double impatient_fraction = 0.012;
  double patience_mean_working_hours = 3.0;
  double stale_fraction = 0.08;  ///< reviewed changes that come back only after the author's round trip
  LognormalHours stale{120.0, 1.5};
  LognormalHours rework{8.0, 1.0};       ///< from a rejection to the next submission
  double rework_active_fraction = 0.25;  ///< share of that time which is work
  double rework_lines_fraction = 0.1;    ///< share of the lines that the next review must look at
  double author_hours_per_change = 1.0;  ///< author's active time shepherding a reviewed change
};

/// Reviewers, or review agents, whom all teams share.
struct ReviewPool {
  std::string id;
  int people = 1;
  double review_hours_per_week = 16.0;  ///< of each, in five daily bouts; agents are there all the time
  bool agents = false;                  ///< programs, not people: no working hours, no haste, no stamps
  CalendarId calendar;                  ///< working hours
};

/// Relative activity of each hour of the simulation; sums to 1 over a plain week.
struct ActivityProfile {
  std::vector<double> weight_per_hour;
};

struct Organisation {
  std::vector<Team> teams;
  std::vector<ReviewPool> pools;
  std::vector<ChangeStream> streams;      ///< at most one for each origin
  std::vector<ActivityProfile> activity;  ///< one for each distinct pattern and time zone
  double daily_dispersion = 2.5;          ///< D, variance over mean of a team's daily changes; 1 is Poisson
  ReviewPractice review;
  OutOfBand out_of_band;
};

}  // namespace faultline
