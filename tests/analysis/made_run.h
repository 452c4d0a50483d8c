// A run made by hand: two policies, outcomes with known figures. Comparison and store take outcomes as plain values.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include "analysis/run_description.h"
#include "sim/run/block_runner.h"

namespace faultline::test {

inline RunDescription made_run(std::uint32_t replications, bool with_low = true) {
  RunDescription run;
  run.tool_version = "0.1.0";
  run.git_hash = "abcdef";
  run.scenario_id = "made";
  run.scenario_title = "Made by hand";
  run.scenario_sha256 = std::string(64, '5');
  run.scenario_json = "{}";
  run.start_utc = "2026-03-01T00:00:00Z";
  run.warm_up_days = 28;
  run.horizon_days = 90;
  run.run_off_days = 60;
  run.smallest_difference_that_matters_fraction = 0.01;
  run.currency = "USD";
  run.seed = 7;
  run.replications = replications;
  run.policies = {{"baseline", "As it is"}, {"controlled-friction", "Two reviews"}};
  run.cases = {{0, SecondReviewer::central}, {1, SecondReviewer::central}};
  if (with_low) {
    run.low_replications = std::min(replications, 10U);
    run.cases.push_back({0, SecondReviewer::low});
    run.cases.push_back({1, SecondReviewer::low});
  }
  run.services = {"checkout", "cart", "search"};
  run.teams = {"team-a"};
  run.desks = {{"team-a", DeskLabel::Kind::team, 8, 3.2},
               {"seniors", DeskLabel::Kind::pool, 4, 16},
               {"agents", DeskLabel::Kind::agents, 2, 168}};
  run.gates = {"tests", "peer-review"};
  run.sources = {{"/defects/beta", "0.0025", SourceStatus::assumed, "no row", true},
                 {"/run/seed", "7", SourceStatus::measured, "n = 3", false}};
  run.warnings = {"a warning"};
  return run;
}

/// Some figure in (0, 1) that differs by replication.
inline double made_luck(std::uint32_t replication) {
  return std::fmod(0.5 + 0.6180339887498949 * (replication + 1), 1.0);
}

inline double made_loss(std::uint32_t replication, std::uint32_t policy) {
  const double factor = policy == 0 ? 1.0 : 0.7 + 0.05 * made_luck(replication + 1000);
  return 1e6 * (0.5 + made_luck(replication)) * factor;
}

/// Changes on their way at the end of day `day` (from 0). Under the second policy they pile up to four times as many
/// from day 20 to day 59, as under a freeze; before and after, they are as many as under the first.
inline double made_backlog(std::uint32_t replication, std::uint32_t policy, std::size_t day) {
  const double usual = 100 + 20 * made_luck(replication + static_cast<std::uint32_t>(day));
  return policy > 0 && day >= 20 && day < 60 ? 4 * usual : usual;
}

/// What differs between the losses of both policies, split in fixed shares.
inline Waterfall made_waterfall(double saved) {
  Waterfall waterfall;
  waterfall.not_shipped = 0.1 * saved;
  waterfall.caught[0] = 0.2 * saved;
  waterfall.caught[1] = 0.5 * saved;
  waterfall.contained = 0.15 * saved;
  waterfall.recovered = 0.1 * saved;
  waterfall.interaction = -0.05 * saved;
  return waterfall;
}

inline Outcome made_outcome(const RunDescription& run, std::uint32_t replication, std::size_t c) {
  Outcome outcome = make_outcome(run);
  const double luck = made_luck(replication);
  const std::uint32_t policy = run.cases[c].policy;
  const double lost = made_loss(replication, policy);
  outcome[Metric::lost_orders_gross] = lost;
  outcome[Metric::lost_orders_net] = lost / 2;
  outcome[Metric::lost_orders_submitted] = lost * 0.9;
  outcome[Metric::largest_incident_orders] = lost / 3;
  outcome[Metric::customer_errors] = lost * 12;
  outcome[Metric::changes_submitted] = 1000;
  outcome[Metric::changes_deployed] = 990;
  outcome[Metric::changes_deployed_in_horizon] = 980;
  outcome[Metric::changes_undelivered_horizon] = 10;
  outcome[Metric::lead_time_median_hours] = policy == 0 ? 5 : 14;
  outcome[Metric::engineer_hours] = 4000 + 100 * luck + (policy == 0 ? 0 : 900 + 100 * made_luck(replication + 500));
  outcome[Metric::delay_change_days] = policy == 0 ? 300 : 1200;
  outcome.loss.by_service = {lost, 0, 0};
  outcome.loss.by_team = {lost / 2, lost / 2};
  outcome.loss.by_origin = {lost, 0, 0, 0};
  outcome.loss.by_kind = {lost, 0, 0, 0, 0};
  outcome.loss.by_channel = {lost, 0, 0};
  outcome.caught_by_gate[1] = 3;
  outcome.engineer_hours_by_gate[1] = 20;
  outcome.lead_time_hours.add((policy == 0 ? 4 : 13) + luck);
  outcome.review_turnaround_hours.add(1 + luck);
  outcome.gates.met = {1000, 800};
  outcome.gates.bypassed = {0, policy == 0 ? 40.0 : 16.0};
  outcome.gates.hours = {500, 4320};  // of 2,160 hours: two changes at review on average
  outcome.gates.loss[1] = {0.1 * lost, 0.25 * lost, 0.4 * lost};
  outcome.waterfall = made_waterfall(made_loss(replication, 0) - lost);
  outcome.review_hours_by_desk = {180 + 10 * luck, 96, 400};
  for (std::size_t day = 0; day < run.days(); ++day) {
    outcome.backlog_by_day[day] = made_backlog(replication, policy, day);
  }
  for (std::size_t week = 0; week < run.weeks(); ++week) {
    outcome.lost_orders_by_week[week] = lost / static_cast<double>(run.weeks());
  }
  return outcome;
}

inline Block made_block(const RunDescription& run, std::uint32_t index) {
  Block block{index * kBlockSize, run.replications_in_block(index), {}};
  for (std::uint32_t r = 0; r < block.replications; ++r) {
    for (std::size_t c = 0; c < run.cases_in_block(index); ++c) {
      block.outcomes.push_back(made_outcome(run, block.first_replication + r, c));
    }
  }
  return block;
}

}  // namespace faultline::test
