#include "web/what_if.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "models/core/input_error.h"
#include "models/graph/traffic.h"

namespace faultline {
namespace {

constexpr const char* kFile = "scenario.json";

}  // namespace

std::size_t figure_count(const Scenario& scenario) {
  const Outcome sized = make_outcome(scenario);
  return kMetricCount + 2 * scenario.gate_ids.size() + sized.lost_orders_by_week.size() + sized.loss.by_service.size() +
         sized.loss.by_team.size();
}

void figures_of(const Outcome& outcome, std::size_t gates, std::span<double> figures) {
  auto* next = figures.data();
  const auto append = [&next](std::span<const double> values) { next = std::copy(values.begin(), values.end(), next); };
  append(outcome.metrics);
  append(std::span(outcome.caught_by_gate).first(gates));
  append(std::span(outcome.engineer_hours_by_gate).first(gates));
  append(outcome.lost_orders_by_week);
  append(outcome.loss.by_service);
  append(outcome.loss.by_team);
}

WhatIf::WhatIf(std::string document, std::uint64_t seed, std::vector<std::size_t> policies)
    : text_(std::move(document)), seed_(seed), policies_(std::move(policies)) {
  set({});
}

void WhatIf::set(const Settings& settings) {
  LoadOptions options;
  options.overrides = settings;
  auto loaded = std::make_unique<const LoadedScenario>(parse_scenario(text_, kFile, options));
  std::unique_ptr<const PreparedScenario> prepared;
  try {
    prepared = prepared_ == nullptr
                   ? std::make_unique<const PreparedScenario>(loaded->scenario)
                   : std::make_unique<const PreparedScenario>(loaded->scenario, prepared_->shared_loss_table());
  } catch (const UnstableTraffic& unstable) {
    throw InputError({kFile, "/graph", "", unstable.what(), ""});
  }
  const std::size_t known = loaded->scenario.policies.size();
  if (policies_.empty()) {
    policies_.resize(known);
    std::iota(policies_.begin(), policies_.end(), std::size_t{0});
  }
  std::vector<PolicyCase> cases;
  for (const std::size_t policy : policies_) {
    if (policy >= known) {
      throw InputError({kFile, "/policies", std::to_string(policy), "there is no policy at this position", ""});
    }
    cases.push_back({PolicyId(policy)});
  }
  runner_ = std::make_unique<ReplicationRunner>(*prepared, seed_);
  prepared_ = std::move(prepared);
  loaded_ = std::move(loaded);
  cases_ = std::move(cases);
  outcome_ = make_outcome(scenario());
  figures_.assign(cases_.size() * figure_count(scenario()), 0.0);
}

std::span<const double> WhatIf::run(std::uint32_t replication) {
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    (void)run_policy(replication, i);
  }
  return figures_;
}

std::span<const double> WhatIf::run_policy(std::uint32_t replication, std::size_t policy) {
  runner_->run(replication, std::span(cases_).subspan(policy, 1), std::span(&outcome_, 1));
  const std::size_t count = figures_.size() / cases_.size();
  const std::span<double> figures = std::span(figures_).subspan(policy * count, count);
  figures_of(outcome_, scenario().gate_ids.size(), figures);
  return figures;
}

}  // namespace faultline
