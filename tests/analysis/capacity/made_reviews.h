// Records of reviews as the simulator itself would have left them, with a capacity that is known.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/capacity/review_case.h"
#include "models/observations/review_record.h"
#include "sim/delivery/change_table.h"
#include "sim/replication.h"
#include "tests/support/scenario_builder.h"
#include "tests/support/silent_log.h"
#include "tests/support/tiny_scenario.h"

namespace faultline::capacity::testing {

/// One team of eight who review each other's changes, with the model's defaults where nothing else is said.
struct MadeTeam {
  double changes_per_week = 25.0;
  double review_hours_per_week = 25.6;  ///< of all reviewers
  double work_scale = 1.0;
  double attention_exponent = 0.5;
  double idle_stamp_fraction = 0.2;
  int reviewers = 8;
  double weeks = 26.0;
};

inline constexpr std::int64_t kMadeEpoch = 1767571200;  // Monday, 2026-01-05 00:00 UTC

inline Scenario made_scenario(const MadeTeam& made) {
  using namespace faultline::support;
  const double span = (made.weeks + 4.0) * 168.0;
  Scenario scenario = tiny_scenario(tiny_graph(1), tiny_time(28.0 * 24.0, made.weeks * 168.0, 0.0), 1.0);
  scenario.calendars = {office_hours(span), Calendar::always()};
  scenario.organisation.activity = {office_activity(span)};
  Team team;
  team.id = "team";
  team.developers = team.reviewers = made.reviewers;
  team.calendar = CalendarId{0};
  team.services = {ServiceId{0}};
  scenario.organisation.teams = {team};
  ChangeStream stream;
  stream.changes_per_developer_week = made.changes_per_week / made.reviewers;
  scenario.organisation.streams = {stream};
  scenario.organisation.out_of_band.base_fraction = 0.0;
  ReviewPractice& practice = scenario.organisation.review;
  practice.review_hours_per_week = made.review_hours_per_week / made.reviewers;
  practice.base_work.median_hours *= made.work_scale;
  practice.hours_per_line *= made.work_scale;
  practice.max_work_hours *= made.work_scale;
  practice.attention_exponent = made.attention_exponent;
  practice.idle_stamp_fraction = made.idle_stamp_fraction;
  Gate review = make_gate(GateKind::peer_review, "peer-review");
  review.approvals = 1;
  review.calendar = CalendarId{0};
  review.bypass_allowed = true;
  scenario.policies = {{"review", "One review", {{0.0, {review}}}}};
  number_gates(scenario, CalendarId{1});
  return scenario;
}

/// When each change had its first review and left the gate.
class ReviewKeeper : public faultline::support::SilentLog {
 public:
  struct Times {
    std::optional<double> first_review;
    std::optional<double> passed;
  };
  [[nodiscard]] bool wants_every_change() const override { return true; }
  void review_ended(const LoggedChange& change, double time, GateId, int, double, ReviewEnd) override {
    std::optional<double>& first = times[change.ordinal].first_review;
    if (!first) first = time;
  }
  void gate_passed(const LoggedChange& change, double time, GateId) override { times[change.ordinal].passed = time; }
  void review_bypassed(const LoggedChange& change, double time, GateId, BypassReason) override {
    times[change.ordinal].passed = time;
  }

  std::map<std::uint32_t, Times> times;  // by ordinal
};

/// What a server of reviews would hold of the horizon at its end.
inline std::vector<ReviewRecord> made_reviews(const MadeTeam& made, std::uint32_t run) {
  constexpr std::uint64_t kSeed = 20260309;
  const Scenario scenario = made_scenario(made);
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, kSeed);
  ReviewKeeper keeper;
  std::vector<Outcome> outcomes{make_outcome(scenario)};
  const std::vector<PolicyCase> cases{{PolicyId{0}}};
  runner.run(run, cases, outcomes, &keeper);
  std::vector<Change> table;
  std::vector<Change> scratch;
  ChangeSource(scenario).fill(KeyedDraws(kSeed, run), table, scratch);
  const double end = scenario.time.horizon_end();
  const auto at = [](double hours) { return Moment{kMadeEpoch + static_cast<std::int64_t>(hours * 3600.0), 0, true}; };
  std::vector<ReviewRecord> records;
  for (const Change& change : table) {
    if (change.submitted_hours < scenario.time.horizon_begin() || change.submitted_hours >= end) continue;
    const ReviewKeeper::Times& times = keeper.times[change.ordinal];
    ReviewRecord record;
    record.id = std::to_string(change.ordinal);
    record.created = at(change.submitted_hours);
    record.author = PersonId{change.author + 1U};
    record.lines = static_cast<std::uint64_t>(change.lines);
    record.reviews_known = true;
    if (times.first_review && *times.first_review < end) record.first_review = at(*times.first_review);
    if (times.passed && *times.passed < end) {
      record.merged = at(*times.passed);
      record.state = ReviewRecord::State::merged;
    }
    records.push_back(record);
  }
  return records;
}

/// The mean work of an attentive review of these changes.
inline double true_work_hours(const MadeTeam& made, const ReviewCase& given) {
  return made.work_scale * mean_work_hours(given.setting);
}

}  // namespace faultline::capacity::testing
