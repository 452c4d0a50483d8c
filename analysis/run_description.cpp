#include "analysis/run_description.h"

#include <algorithm>

namespace faultline {

std::uint32_t RunDescription::replications_in_block(std::uint32_t block) const {
  const std::uint32_t first = block * kBlockSize;
  return first >= replications ? 0 : std::min(kBlockSize, replications - first);
}

std::size_t RunDescription::low_case(std::size_t policy) const {
  for (std::size_t c = policies.size(); c < cases.size(); ++c) {
    if (cases[c].policy == policy) {
      return c;
    }
  }
  return cases.size();
}

namespace {

std::vector<DeskLabel> desks_of(const Organisation& organisation) {
  constexpr double kAlways = 168;  // who is there all the time
  const ReviewPractice& practice = organisation.review;
  std::vector<DeskLabel> desks;
  for (const Team& team : organisation.teams) {
    desks.push_back({team.id, DeskLabel::Kind::team, static_cast<std::uint32_t>(team.reviewers),
                     practice.in_bouts ? practice.review_hours_per_week : kAlways});
  }
  for (const ReviewPool& pool : organisation.pools) {
    desks.push_back({pool.id, pool.agents ? DeskLabel::Kind::agents : DeskLabel::Kind::pool,
                     static_cast<std::uint32_t>(pool.people), pool.agents ? kAlways : pool.review_hours_per_week});
  }
  return desks;
}

}  // namespace

RunDescription describe_run(const PreparedScenario& prepared, std::span<const PolicyId> policies, std::uint64_t seed,
                            std::uint32_t replications) {
  const Scenario& scenario = prepared.scenario();
  RunDescription run;
  run.scenario_id = scenario.id;
  run.scenario_title = scenario.title;
  run.scenario_description = scenario.description;
  run.start_utc = scenario.time.start_utc;
  run.warm_up_days = scenario.time.warm_up_hours / 24;
  run.horizon_days = scenario.time.horizon_hours / 24;
  run.run_off_days = scenario.time.run_off_hours / 24;
  run.smallest_difference_that_matters_fraction = scenario.run.smallest_difference_that_matters_fraction;
  run.cost_of_delay_per_change_day = scenario.economics.cost_of_delay_per_change_day;
  run.cost_per_engineer_hour = scenario.economics.cost_per_engineer_hour;
  run.margin_per_order = scenario.economics.margin_per_order;
  run.currency = scenario.economics.currency;
  run.seed = seed;
  run.replications = replications;

  std::vector<PolicyId> order(policies.begin(), policies.end());
  std::stable_partition(order.begin(), order.end(), [&](PolicyId id) { return id == scenario.baseline; });
  std::vector<std::uint32_t> with_low;
  for (const PolicyId id : order) {
    const Policy& policy = scenario.policies[id.index()];
    const auto position = static_cast<std::uint32_t>(run.policies.size());
    run.policies.push_back({policy.id, policy.title});
    run.cases.push_back({position, SecondReviewer::central});
    if (prepared.second_reviewer_matters(id)) {
      with_low.push_back(position);
    }
  }
  if (!with_low.empty()) {
    if (with_low.front() != 0) {
      with_low.insert(with_low.begin(), 0);  // the others are compared with it
    }
    const std::uint32_t quarter = (replications + 3) / 4;
    run.low_replications = std::min(replications, (quarter + kBlockSize - 1) / kBlockSize * kBlockSize);
    for (const std::uint32_t position : with_low) {
      run.cases.push_back({position, SecondReviewer::low});
    }
  }

  for (const Service& service : scenario.graph.services()) {
    run.services.push_back(service.id);
  }
  for (const Team& team : scenario.organisation.teams) {
    run.teams.push_back(team.id);
  }
  run.desks = desks_of(scenario.organisation);
  run.gates = scenario.gate_ids;
  run.sources = scenario.sources;
  return run;
}

std::vector<PolicyCase> policy_cases(const RunDescription& run, const Scenario& scenario) {
  std::vector<PolicyCase> cases;
  for (const RunCase& run_case : run.cases) {
    const std::string& id = run.policies[run_case.policy].id;
    const auto found = std::find_if(scenario.policies.begin(), scenario.policies.end(),
                                    [&](const Policy& policy) { return policy.id == id; });
    cases.push_back({PolicyId(static_cast<std::size_t>(found - scenario.policies.begin())), run_case.second_reviewer});
  }
  return cases;
}

Outcome make_outcome(const RunDescription& run) {
  Outcome outcome;
  outcome.loss.by_service.assign(run.services.size(), 0.0);
  outcome.loss.by_team.assign(run.teams.size() + 1, 0.0);
  outcome.review_hours_by_desk.assign(run.desks.size(), 0.0);
  outcome.backlog_by_day.assign(run.days(), 0.0);
  outcome.lost_orders_by_week.assign(run.weeks(), 0.0);
  return outcome;
}

}  // namespace faultline
