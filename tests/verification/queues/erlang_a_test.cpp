// Impatient authors who go round a waiting review are customers who leave: M/M/c+M (Palm; Erlang-A). Whole replications
// of a scenario with nothing but one review gate: always-open calendar, exponential work and patience, everybody
// impatient. Figures: published-answers, section 5.2, with Mandelbaum and Zeltyn's call centre as its first row and the
// velocity trap as its last.
// 24 comparisons at z = 4 with 29 degrees of freedom (two-sided 4e-4): a false alarm of the file at a new seed has
// probability 0.01. Seeds are fixed.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "sim/replication.h"
#include "tests/support/replication_means.h"
#include "tests/support/scenario_builder.h"

namespace faultline {
namespace {

using support::ReplicationMeans;

constexpr double kZ = 4.0;
constexpr double kHugeHours = 1e9;

struct AbandonmentCase {
  const char* name;
  int reviewers;
  double changes_per_hour;
  double mean_patience_hours;
  double share_leaving;
  double mean_in_queue_hours;
  double occupancy;
  double horizon_hours;
};

void PrintTo(const AbandonmentCase& given, std::ostream* out) { *out << given.name; }

Scenario impatient_team(const AbandonmentCase& given) {
  TimeFrame time;
  time.warm_up_hours = 240.0;
  time.horizon_hours = given.horizon_hours;
  time.run_off_hours = 120.0;
  Scenario scenario = support::make_scenario(20, 1, time);
  scenario.calendars[0] = Calendar::always();
  scenario.background.per_day = 0.0;
  scenario.defects.beta = 0.0;
  scenario.feedback.displacement = false;

  Organisation& organisation = scenario.organisation;
  organisation.activity[0].weight_per_hour.assign(organisation.activity[0].weight_per_hour.size(), 1.0 / 168.0);
  organisation.daily_dispersion = 1.0;
  organisation.out_of_band.base_fraction = 0.0;
  Team& team = organisation.teams[0];
  team.developers = 60'000;  // so many that hardly any author is a reviewer
  team.reviewers = given.reviewers;
  organisation.streams = {ChangeStream{}};
  organisation.streams[0].changes_per_developer_week = given.changes_per_hour * 168.0 / team.developers;

  ReviewPractice& practice = organisation.review;
  practice.in_bouts = false;
  practice.exponential_work = true;
  practice.base_work = {1.0, 0.0};
  practice.hours_per_line = 0.0;
  practice.max_work_hours = kHugeHours;
  practice.attention_exponent = 0.0;
  practice.idle_stamp_fraction = 0.0;
  practice.habit_bypass_fraction = 0.0;
  practice.impatient_fraction = 1.0;
  practice.patience_mean_working_hours = given.mean_patience_hours;
  practice.stale_fraction = 0.0;

  Gate review = support::make_gate(GateKind::peer_review, "peer-review");
  scenario.policies = {{"review", "One review", {{0.0, {review}}}}};
  support::finish_policies(scenario);
  scenario.calendars[1] = Calendar::always();
  return scenario;
}

class ErlangA : public testing::TestWithParam<AbandonmentCase> {};

TEST_P(ErlangA, BypassIsAbandonment) {
  const AbandonmentCase& given = GetParam();
  const Scenario scenario = impatient_team(given);
  const PreparedScenario prepared(scenario);
  ReplicationRunner runner(prepared, 61);
  const std::array<PolicyCase, 1> cases{PolicyCase{PolicyId{0}}};
  std::array<Outcome, 1> outcomes{make_outcome(scenario)};
  ReplicationMeans leaving;
  ReplicationMeans in_system;
  ReplicationMeans occupancy;
  for (std::uint32_t replication = 0; replication < 30; ++replication) {
    runner.run(replication, cases, outcomes);
    const Outcome& outcome = outcomes[0];
    const double changes = outcome[Metric::changes_submitted];
    ASSERT_EQ(outcome[Metric::reviews_needed], changes);
    ASSERT_EQ(outcome[Metric::changes_deployed], changes);
    leaving.add(outcome[Metric::reviews_bypassed], changes);
    in_system.add(outcome[Metric::delay_change_days] * 24.0, changes);
    occupancy.add(outcome[Metric::review_hours_worked], outcome[Metric::review_hours_available]);
  }
  support::expect_mean(leaving, given.share_leaving, kZ, 0.02, "share leaving");
  // Those who stay are reviewed for an hour on average, those who leave are not.
  support::expect_mean(in_system, given.mean_in_queue_hours + 1.0 - given.share_leaving, kZ, 0.02, "mean time here");
  support::expect_mean(occupancy, given.occupancy, kZ, 0.02, "occupancy");
}

INSTANTIATE_TEST_SUITE_P(
    Table, ErlangA,
    testing::Values(AbandonmentCase{"call centre", 50, 48.0, 2.0, 0.030912249, 3.709470 / 60.0, 0.930324, 2400.0},
                    AbandonmentCase{"1 at .9", 1, 0.9, 5.0, 0.2095458136, 1.047729068, 0.7114087678, 12'000.0},
                    AbandonmentCase{"patience 10", 8, 7.2, 10.0, 0.03686480527, 0.3686480527, 0.8668216753, 4800.0},
                    AbandonmentCase{"patience 2", 8, 7.2, 2.0, 0.07913193575, 0.1582638715, 0.8287812578, 2400.0},
                    AbandonmentCase{"patience 1", 8, 7.2, 1.0, 0.1006901638, 0.1006901638, 0.8093788526, 2400.0},
                    AbandonmentCase{"full load", 8, 8.0, 2.0, 0.1160143455, 0.232028691, 0.8839856545, 2400.0},
                    AbandonmentCase{"overload", 8, 12.0, 2.0, 0.3379746224, 0.6759492449, 0.9930380664, 2400.0},
                    AbandonmentCase{"velocity trap", 8, 80.0, 2.0, 0.9, 1.8, 1.0, 480.0}));

}  // namespace
}  // namespace faultline
