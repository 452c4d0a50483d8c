// A scenario that answers for one setting after another, quarter by quarter: what a page in a browser asks of the
// engine.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/io/scenario_json.h"
#include "sim/replication.h"

namespace faultline {

/// Figures of an outcome in the order in which figures_of() gives them: all metrics; defects caught and engineer hours
/// by gate; lost orders by week, by service and by team.
[[nodiscard]] std::size_t figure_count(const Scenario& scenario);
/// Writes them to `figures`. Precondition: figure_count() fit.
void figures_of(const Outcome& outcome, std::size_t gates, std::span<double> figures);

/// JSON pointers and JSON texts of the values set there, as in LoadOptions::overrides.
using Settings = std::vector<std::pair<std::string, std::string>>;

class WhatIf {
 public:
  /// `document`: a resolved scenario. `policies`: those to run, by their position in it; all when empty. Throws
  /// InputError.
  WhatIf(std::string document, std::uint64_t seed, std::vector<std::size_t> policies = {});

  /// The scenario with these values, which no longer holds those set before. The loss table stays that of the document,
  /// so no setting may touch graph, journeys or samples. Throws InputError, and the former setting stays.
  void set(const Settings& settings);
  /// One quarter under each of the policies, in their order: figure_count() figures a policy, valid until the next
  /// call.
  [[nodiscard]] std::span<const double> run(std::uint32_t replication);
  /// The same figures of one of the policies, by its position among them. Policies of one quarter run one after another
  /// cost what run() does. Precondition: there is one.
  [[nodiscard]] std::span<const double> run_policy(std::uint32_t replication, std::size_t policy);

  /// Changes of the quarter last run, warm-up and run-off included, each taken through every policy.
  [[nodiscard]] std::size_t changes_drawn() const { return runner_->changes_drawn(); }

  [[nodiscard]] const Scenario& scenario() const { return loaded_->scenario; }
  /// The scenario with the setting, as canonical JSON.
  [[nodiscard]] const std::string& document() const { return loaded_->document; }

 private:
  std::string text_;
  std::uint64_t seed_;
  std::vector<std::size_t> policies_;
  std::unique_ptr<const LoadedScenario> loaded_;
  std::unique_ptr<const PreparedScenario> prepared_;
  std::unique_ptr<ReplicationRunner> runner_;
  std::vector<PolicyCase> cases_;
  Outcome outcome_;
  std::vector<double> figures_;
};

}  // namespace faultline
