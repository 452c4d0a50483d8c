#include "sim/replication.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "models/core/samplers.h"
#include "sim/delivery/change_table.h"
#include "sim/delivery/compiled_policy.h"
#include "sim/quarter.h"
#include "sim/service_facts.h"

namespace faultline {
namespace {

// The live-edge sample is part of the scenario, not of a replication: one table serves every run of it.
constexpr std::uint64_t kBlastSeed = 0x6661756C746C696EULL;

double ratio_of(const Scenario& scenario, SecondReviewer second_reviewer) {
  const HumanDetection& human = scenario.stealth.human;
  return second_reviewer == SecondReviewer::central ? human.second_reviewer_ratio : human.second_reviewer_ratio_low;
}

// Poisson incidents day by day, placed by the hourly weights. (model, section 4)
void draw_background(const Scenario& scenario, const KeyedDraws& draws, std::vector<BackgroundIncident>& incidents) {
  incidents.clear();
  const BackgroundIncidents& model = scenario.background;
  const std::uint32_t stream = stable_hash("background");
  const auto days = static_cast<std::uint32_t>(std::ceil(scenario.time.end() / 24.0));
  const auto services = static_cast<std::uint64_t>(scenario.graph.service_count());
  if (services == 0) return;
  const auto weight_at = [&](std::size_t hour) {
    return hour < model.weight_per_hour.size() ? model.weight_per_hour[hour] : 1.0;
  };
  for (std::uint32_t day = 0; day < days; ++day) {
    double total = 0.0;
    for (std::size_t hour = 0; hour < 24; ++hour) total += weight_at(day * 24 + hour);
    if (!(total > 0.0)) continue;
    const double uniform = draws.uniform(day, stream, detail_of(Purpose::background_count));
    const std::uint32_t count = poisson(uniform, model.per_day * total / 24.0);
    for (std::uint32_t number = 0; number < count; ++number) {
      const FaultKey key{(day << 16) | number, stream};
      const PhiloxCounter words = draws.block(key.subject, key.stream, detail_of(Purpose::background));
      double place = uniform64(words[0], words[1]) * total;
      std::size_t hour = 0;
      while (hour < 23 && place > weight_at(day * 24 + hour)) place -= weight_at(day * 24 + hour++);
      const double weight = weight_at(day * 24 + hour);
      const double within = weight > 0.0 ? std::clamp(place / weight, 0.0, 1.0) : 0.5;
      const double time = day * 24.0 + static_cast<double>(hour) + within;
      incidents.push_back({time, key, ServiceId{static_cast<std::uint32_t>((services * words[2]) >> 32)}});
    }
  }
  std::sort(incidents.begin(), incidents.end(), [](const BackgroundIncident& a, const BackgroundIncident& b) {
    return a.time_hours != b.time_hours ? a.time_hours < b.time_hours : a.key.subject < b.key.subject;
  });
}

}  // namespace

std::shared_ptr<const LossTable> make_loss_table(const Scenario& scenario, const ServiceGraph& graph) {
  return std::make_shared<const LossTable>(graph, scenario.journeys, scenario.run.blast_samples, kBlastSeed);
}

struct PreparedScenario::Parts {
  Parts(const Scenario& given, std::shared_ptr<const LossTable> given_losses)
      : scenario(given),
        shared_losses(std::move(given_losses)),
        losses(*shared_losses),
        facts(given),
        changes(given),
        durations(given) {
    for (const Policy& policy : given.policies) policies.emplace_back(policy, durations, given, changes);
  }

  const Scenario& scenario;
  std::shared_ptr<const LossTable> shared_losses;
  const LossTable& losses;
  ServiceFacts facts;
  ChangeSource changes;
  DurationColumns durations;
  std::vector<CompiledPolicy> policies;
};

PreparedScenario::PreparedScenario(const Scenario& scenario)
    : PreparedScenario(scenario, make_loss_table(scenario, scenario.graph)) {}
PreparedScenario::PreparedScenario(const Scenario& scenario, std::shared_ptr<const LossTable> losses)
    : parts_(std::make_unique<const Parts>(scenario, std::move(losses))) {}
PreparedScenario::~PreparedScenario() = default;
const Scenario& PreparedScenario::scenario() const { return parts_->scenario; }
const LossTable& PreparedScenario::loss_table() const { return parts_->losses; }
const std::shared_ptr<const LossTable>& PreparedScenario::shared_loss_table() const { return parts_->shared_losses; }

bool PreparedScenario::second_reviewer_matters(PolicyId policy) const {
  return parts_->policies[policy.index()].most_approvals() > 1;
}

struct ReplicationRunner::Workspace {
  Workspace(const PreparedScenario& given, std::uint64_t run_seed, LuckOptions options)
      : prepared(given),
        parts(given.parts()),
        seed(run_seed),
        warm(parts.scenario, parts.facts, parts.losses, parts.changes.expected_changes()),
        quarter(parts.scenario, parts.facts, parts.losses, parts.changes.expected_changes()) {
    const auto expected = static_cast<std::size_t>(parts.changes.expected_changes() * 1.1) + 1024;
    table.reserve(expected);
    if (options.draws > 0) luck.emplace(parts.scenario, parts.losses, seed, options);
  }

  const PreparedScenario& prepared;
  const PreparedScenario::Parts& parts;
  std::uint64_t seed;
  std::vector<Change> table;
  std::vector<Change> scratch;
  std::vector<std::vector<float>> durations;
  std::vector<BackgroundIncident> background;
  std::vector<Fate> reference_fates;
  std::optional<LuckModel> luck;
  Quarter warm;     // at the end of the warm-up
  Quarter quarter;  // of the policy at hand
};

ReplicationRunner::ReplicationRunner(const PreparedScenario& prepared, std::uint64_t seed, LuckOptions luck)
    : workspace_(std::make_unique<Workspace>(prepared, seed, luck)) {}
ReplicationRunner::~ReplicationRunner() = default;

void ReplicationRunner::run(std::uint32_t replication, std::span<const PolicyCase> cases, std::span<Outcome> outcomes,
                            EventLog* log) {
  Workspace& work = *workspace_;
  const PreparedScenario::Parts& parts = work.parts;
  const Scenario& scenario = parts.scenario;
  const KeyedDraws draws(work.seed, replication);
  parts.changes.fill(draws, work.table, work.scratch);
  parts.durations.fill(draws, work.table, work.durations);
  draw_background(scenario, draws, work.background);
  const SharedDraws shared{work.table, work.background, work.durations, &draws, &parts.changes};

  const LuckModel* luck = work.luck ? &*work.luck : nullptr;

  std::optional<SecondReviewer> warmed_for;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const double ratio = ratio_of(scenario, cases[i].second_reviewer);
    if (log != nullptr) log->policy_begins(cases[i].policy, replication);
    if (warmed_for != cases[i].second_reviewer || log != nullptr) {
      work.warm.clear();
      work.warm.run(scenario.time.warm_up_hours, shared, parts.policies[scenario.baseline.index()], ratio, log, luck);
      warmed_for = cases[i].second_reviewer;
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

std::size_t ReplicationRunner::changes_drawn() const { return workspace_->table.size(); }

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
