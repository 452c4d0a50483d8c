// What was run: everything that the results mean without the scenario's own types. Saved with the results, so that a
// report needs the results file alone.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/stats/precision.h"
#include "models/scenario.h"
#include "sim/outcome.h"
#include "sim/replication.h"

namespace faultline {

/// Replications of one block: part of the results' identity, because blocks are hashed one by one.
inline constexpr std::uint32_t kBlockSize = 10;

struct PolicyLabel {
  std::string id;
  std::string title;
};

/// One policy of the run under one case of the second reviewer.
struct RunCase {
  std::uint32_t policy;  ///< position in RunDescription::policies
  SecondReviewer second_reviewer;
};

/// Who reviews: a team's own reviewers, or a pool of people or agents whom all teams share.
struct DeskLabel {
  enum class Kind : std::uint8_t { team, pool, agents };
  std::string id;
  Kind kind = Kind::team;
  std::uint32_t people = 0;   ///< who review; for agents, how many work at once
  double hours_per_week = 0;  ///< that each of them gives to reviews in a week without holidays
};
inline constexpr std::array<std::string_view, 3> kDeskKindNames{"team", "pool", "agents"};  ///< by DeskLabel::Kind

struct RunDescription {
  std::string tool_version;
  std::string git_hash;  ///< empty when unknown

  std::string scenario_id;
  std::string scenario_title;
  std::string scenario_description;
  std::string variant_id;  ///< empty: the scenario as it stands
  std::string variant_title;
  std::string scenario_sha256;
  std::string scenario_json;  ///< the resolved document
  std::string start_utc;
  double warm_up_days = 0;
  double horizon_days = 0;
  double run_off_days = 0;
  double smallest_difference_that_matters_fraction = 0;  ///< of the reference policy's mean loss
  double cost_of_delay_per_change_day = 0;               ///< 0: no money is shown
  double cost_per_engineer_hour = 0;
  double margin_per_order = 0;
  std::string currency;

  std::uint64_t seed = 0;
  std::uint32_t replications = 0;      ///< with a precision: as many as it needed so far
  stats::PrecisionGoal precision;      ///< of every policy's mean of gross lost orders; absent unless asked for
  std::uint32_t low_replications = 0;  ///< the first ones, also run with the low worth of a second reviewer

  std::vector<PolicyLabel> policies;  ///< the first is the reference that others are compared with
  std::vector<RunCase> cases;         ///< every policy's central case in order, then the low cases
  std::vector<std::string> services;  ///< by ServiceId
  std::vector<std::string> teams;     ///< by TeamId
  std::vector<DeskLabel> desks;       ///< the teams by TeamId, then the pools by PoolId
  std::vector<std::string> gates;     ///< by GateId
  std::vector<ParameterSource> sources;
  std::vector<std::string> warnings;  ///< about the input

  [[nodiscard]] std::uint32_t blocks() const { return (replications + kBlockSize - 1) / kBlockSize; }
  /// Blocks that hold low cases: the first ones.
  [[nodiscard]] std::uint32_t low_blocks() const { return (low_replications + kBlockSize - 1) / kBlockSize; }
  /// Cases that a block holds: all of them in the low blocks, the central ones after that.
  [[nodiscard]] std::size_t cases_in_block(std::uint32_t block) const {
    return block < low_blocks() ? cases.size() : policies.size();
  }
  [[nodiscard]] std::uint32_t replications_in_block(std::uint32_t block) const;
  /// Days of an outcome's backlog_by_day, and weeks of its lost_orders_by_week.
  [[nodiscard]] std::size_t days() const { return backlog_days(24 * horizon_days, 24 * run_off_days); }
  [[nodiscard]] std::size_t weeks() const { return loss_weeks(24 * horizon_days); }
  [[nodiscard]] double horizon_weeks() const { return horizon_days / 7; }
  /// Position of the policy's low case in `cases`, or cases.size() when it has none.
  [[nodiscard]] std::size_t low_case(std::size_t policy) const;
};

/// Describes a run of `policies` (scenario order; the baseline goes first when it is among them, and the first is the
/// reference) without provenance and document, which the caller fills in. The low case of the second reviewer runs for
/// the reference policy and for each that it can change, on the first quarter of the replications, rounded up to whole
/// blocks.
[[nodiscard]] RunDescription describe_run(const PreparedScenario& prepared, std::span<const PolicyId> policies,
                                          std::uint64_t seed, std::uint32_t replications);

/// The engine's form of the description's cases.
[[nodiscard]] std::vector<PolicyCase> policy_cases(const RunDescription& run, const Scenario& scenario);

/// An outcome with its vectors sized for the run.
[[nodiscard]] Outcome make_outcome(const RunDescription& run);

}  // namespace faultline
