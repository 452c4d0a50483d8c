#include "analysis/told_run.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "sim/replication.h"
#include "sim/service_facts.h"

namespace faultline {
namespace {

constexpr std::uint32_t kLeastCounted = 10;  // quarters
constexpr std::uint32_t kMostCounted = 100;  // quarters
constexpr std::uint64_t kEnoughIncidents = 2000;
constexpr std::uint32_t kSpreadSamples = 4096;
constexpr std::uint64_t kSpreadSeed = 1;

std::uint32_t nearest_replication(std::span<const double> losses, double wanted) {
  std::uint32_t nearest = 0;
  for (std::uint32_t r = 1; r < losses.size(); ++r) {
    if (std::abs(losses[r] - wanted) < std::abs(losses[nearest] - wanted)) {
      nearest = r;
    }
  }
  return nearest;
}

double lost(const SimulatedIncident& incident) { return incident.end ? incident.end->lost_orders_gross : 0.0; }

const SimulatedIncident* costliest(const std::vector<SimulatedIncident>& incidents) {
  const auto most =
      std::max_element(incidents.begin(), incidents.end(),
                       [](const SimulatedIncident& a, const SimulatedIncident& b) { return lost(a) < lost(b); });
  return most == incidents.end() || !(lost(*most) > 0) ? nullptr : &*most;
}

class Teller {
 public:
  Teller(const PreparedScenario& prepared, const RunDescription& run)
      : scenario_(prepared.scenario()),
        facts_(scenario_),
        radius_(scenario_.graph, {}, kSpreadSamples, kSpreadSeed),  // no journeys: nobody asks which orders are hit
        counter_(scenario_.graph, radius_, facts_.requests_per_order),
        cases_(policy_cases(run, scenario_)),
        runner_(prepared, run.seed),
        outcome_(make_outcome(scenario_)) {}

  void tell(std::size_t policy, double quantile, std::span<const double> losses, double wanted, ToldRun& told) {
    const std::uint32_t replication = nearest_replication(losses, wanted);
    ToldQuarter quarter{policy, quantile, replication, losses[replication], std::nullopt};
    const auto before = std::find_if(told.quarters.begin(), told.quarters.end(), [&](const ToldQuarter& other) {
      return other.policy == policy && other.replication == replication;
    });
    if (before != told.quarters.end()) {
      quarter.incident = before->incident;
      told.quarters.push_back(quarter);
      return;
    }
    const QuarterStory story = run(replication, policy);
    told.incidents.insert(told.incidents.end(), story.incidents().begin(), story.incidents().end());
    if (const SimulatedIncident* worst = costliest(story.incidents())) {
      quarter.incident = worst->incident.number;
      IncidentTimeline timeline{*worst, story.shipped_hours(*worst), {}, 0, {}};
      timeline.reached = reached_services(worst->incident, scenario_.graph, counter_.spread(worst->incident.service),
                                          facts_.requests_per_order);
      timeline.reached_in_all = static_cast<std::uint32_t>(timeline.reached.size());
      timeline.reached.resize(std::min(timeline.reached.size(), kMostReached));
      timeline.loss_rate = loss_rates(story.losses(worst->incident.number), facts_.all_orders);
      told.timelines.push_back(std::move(timeline));
    }
    told.quarters.push_back(quarter);
  }

  BlastTally count(std::uint32_t replications, std::size_t policies) {
    BlastTally tally;
    for (const Service& service : scenario_.graph.services()) {
      tally.tiers.push_back(service.tier);
    }
    for (const Call& call : scenario_.graph.calls()) {
      tally.calls.push_back({call.caller.index(), call.callee.index(), call.async});
    }
    tally.policies.resize(policies);
    const std::uint32_t most = std::min(replications, std::clamp(replications / 10, kLeastCounted, kMostCounted));
    while (tally.quarters < most && tally.policies[0].incidents < kEnoughIncidents) {
      for (std::size_t p = 0; p < policies; ++p) {
        count_quarter(run(tally.quarters, p), tally.policies[p]);
      }
      ++tally.quarters;
    }
    return tally;
  }

 private:
  QuarterStory run(std::uint32_t replication, std::size_t policy) {
    QuarterStory story(replication, policy);
    runner_.run(replication, std::span(&cases_[policy], 1), std::span(&outcome_, 1), &story);
    return story;
  }

  void count_quarter(const QuarterStory& story, PolicyBlast& blast) {
    for (const SimulatedIncident& incident : story.incidents()) {
      const double begin = incident.phase_hours[static_cast<std::size_t>(IncidentPhase::active)].value_or(0.0);
      const bool in_horizon = begin >= scenario_.time.horizon_begin() && begin < scenario_.time.horizon_end();
      if (in_horizon && incident.end && incident.end->severity > 0) {
        counter_.add(incident, blast);
      }
    }
  }

  const Scenario& scenario_;
  ServiceFacts facts_;
  BlastRadius radius_;
  BlastCounter counter_;
  std::vector<PolicyCase> cases_;
  ReplicationRunner runner_;
  Outcome outcome_;
};

}  // namespace

ToldRun tell_run(const PreparedScenario& prepared, const ComparisonBuilder& outcomes, const Comparison& comparison) {
  ToldRun told;
  Teller teller(prepared, comparison.run);
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const std::span<const double> losses = outcomes.values(p, Metric::lost_orders_gross);
    const std::array<double, kToldQuantiles.size()> wanted{policy.p50.value, policy.p95.value, policy.p99.value};
    for (std::size_t q = 0; q < wanted.size(); ++q) {
      teller.tell(p, kToldQuantiles[q], losses, wanted[q], told);
    }
  }
  told.blast = teller.count(comparison.replications, comparison.policies.size());
  return told;
}

}  // namespace faultline
