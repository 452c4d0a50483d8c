#include "sim/replication.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "sim/delivery/compiled_policy.h"
#include "sim/quarter.h"
#include "sim/replication_draws.h"
#include "sim/service_facts.h"

namespace faultline {
namespace {

// The live-edge sample is part of the scenario, not of a replication: one table serves every run of it.
constexpr std::uint64_t kBlastSeed = 0x6661756C746C696EULL;

double ratio_of(const Scenario& scenario, SecondReviewer second_reviewer) {
  const HumanDetection& human = scenario.stealth.human;
  return second_reviewer == SecondReviewer::central ? human.second_reviewer_ratio : human.second_reviewer_ratio_low;
}

}  // namespace

std::shared_ptr<const LossTable> make_loss_table(const Scenario& scenario, const ServiceGraph& graph) {
  return std::make_shared<const LossTable>(graph, scenario.journeys, scenario.run.blast_samples, kBlastSeed);
}

struct PreparedScenario::Parts {
  Parts(const Scenario& given, std::shared_ptr<const LossTable> given_losses, const PreparedScenario* alike)
      : scenario(given),
        shared_losses(std::move(given_losses)),
        losses(*shared_losses),
        facts(facts_of(given, shared_losses, alike)),
        sources(std::make_shared<const DrawSources>(given)) {
    if (alike != nullptr && *alike->parts().sources == *sources) sources = alike->parts().sources;
    for (const Policy& policy : given.policies) {
      policies.emplace_back(policy, sources->durations, given, sources->changes);
    }
  }

  // A loss table is shared by scenarios of one graph alone.
  static ServiceFacts facts_of(const Scenario& scenario, const std::shared_ptr<const LossTable>& losses,
                               const PreparedScenario* alike) {
    return alike != nullptr && alike->parts().shared_losses == losses ? ServiceFacts(scenario, alike->parts().facts)
                                                                      : ServiceFacts(scenario);
  }

  const Scenario& scenario;
  std::shared_ptr<const LossTable> shared_losses;
  const LossTable& losses;
  ServiceFacts facts;
  std::shared_ptr<const DrawSources> sources;
  std::vector<CompiledPolicy> policies;
};

PreparedScenario::PreparedScenario(const Scenario& scenario)
    : PreparedScenario(scenario, make_loss_table(scenario, scenario.graph)) {}
PreparedScenario::PreparedScenario(const Scenario& scenario, std::shared_ptr<const LossTable> losses,
                                   const PreparedScenario* alike)
    : parts_(std::make_unique<const Parts>(scenario, std::move(losses), alike)) {}
PreparedScenario::~PreparedScenario() = default;
const Scenario& PreparedScenario::scenario() const { return parts_->scenario; }
const LossTable& PreparedScenario::loss_table() const { return parts_->losses; }
const std::shared_ptr<const LossTable>& PreparedScenario::shared_loss_table() const { return parts_->shared_losses; }

double PreparedScenario::expected_changes() const { return parts_->sources->changes.expected_changes(); }

bool PreparedScenario::draws_like(const PreparedScenario& other) const {
  return parts_->sources == other.parts_->sources;
}

bool PreparedScenario::second_reviewer_matters(PolicyId policy) const {
  return parts_->policies[policy.index()].most_approvals() > 1;
}

struct ReplicationRunner::Workspace {
  Workspace(const PreparedScenario& given, std::uint64_t run_seed, LuckOptions options,
            std::shared_ptr<ReplicationDraws> shared)
      : parts(given.parts()),
        seed(run_seed),
        draws(shared ? std::move(shared) : std::make_shared<ReplicationDraws>()),
        warm(parts.scenario, parts.facts, parts.losses, parts.sources->changes.expected_changes()),
        quarter(parts.scenario, parts.facts, parts.losses, parts.sources->changes.expected_changes()) {
    if (options.draws > 0) luck.emplace(parts.scenario, parts.losses, seed, options);
  }

  const PreparedScenario::Parts& parts;
  std::uint64_t seed;
  std::shared_ptr<ReplicationDraws> draws;
  std::vector<Fate> reference_fates;
  std::optional<LuckModel> luck;
  struct Warmed {
    std::uint32_t replication;
    SecondReviewer second_reviewer;
  };
  std::optional<Warmed> warmed;  // what `warm` is of
  Quarter warm;                  // at the end of the warm-up
  Quarter quarter;               // of the policy at hand
};

ReplicationRunner::ReplicationRunner(const PreparedScenario& prepared, std::uint64_t seed, LuckOptions luck,
                                     std::shared_ptr<ReplicationDraws> draws)
    : workspace_(std::make_unique<Workspace>(prepared, seed, luck, std::move(draws))) {}
ReplicationRunner::ReplicationRunner(ReplicationRunner&& other) noexcept = default;
ReplicationRunner::~ReplicationRunner() = default;

void ReplicationRunner::run(std::uint32_t replication, std::span<const PolicyCase> cases, std::span<Outcome> outcomes,
                            EventLog* log) {
  Workspace& work = *workspace_;
  const PreparedScenario::Parts& parts = work.parts;
  const Scenario& scenario = parts.scenario;
  const SharedDraws shared = work.draws->of(parts.sources, work.seed, replication);

  const LuckModel* luck = work.luck ? &*work.luck : nullptr;

  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double ratio = ratio_of(scenario, cases[i].second_reviewer);
    if (log != nullptr) log->policy_begins(cases[i].policy, replication);
    if (log != nullptr || !work.warmed || work.warmed->replication != replication ||
        work.warmed->second_reviewer != cases[i].second_reviewer) {
      work.warm.clear();
      work.warm.run(scenario.time.warm_up_hours, shared, parts.policies[scenario.baseline.index()], ratio, log, luck);
      work.warmed = {replication, cases[i].second_reviewer};
    }
    work.quarter = work.warm;
    work.quarter.force(cases[i].forced);
    work.quarter.run(scenario.time.end(), shared, parts.policies[cases[i].policy.index()], ratio, log, luck);
    work.quarter.finish(outcomes[i]);
    order_fates(work.quarter.fates());
    if (i == 0) work.reference_fates = work.quarter.fates();
    outcomes[i].waterfall = waterfall(work.reference_fates, work.quarter.fates());
  }
}

std::size_t ReplicationRunner::changes_drawn() const { return workspace_->draws->changes(); }

Outcome make_outcome(const Scenario& scenario) {
  Outcome outcome;
  outcome.loss.by_service.resize(scenario.graph.service_count());
  const Organisation& organisation = scenario.organisation;
  outcome.loss.by_team.resize(organisation.teams.size() + 1);
  outcome.review_hours_by_desk.resize(organisation.teams.size() + organisation.pools.size());
  outcome.backlog_by_day.resize(backlog_days(scenario.time.horizon_hours, scenario.time.run_off_hours));
  outcome.lost_orders_by_week.resize(loss_weeks(scenario.time.horizon_hours));
  return outcome;
}

}  // namespace faultline
