// Every friction is a gate: who serves, how long, how hard it looks, how it is gone round, what it costs. (model,
// section 6)
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/ids.h"
#include "models/defects/defect.h"
#include "models/defects/stealth.h"

namespace faultline {

/// The kinds that a scenario may name.
enum class GateKind : std::uint8_t {
  rules,
  tests,
  peer_review,
  change_approval,
  window,
  freeze,
  rollout,
  channel_closing,
  agent_review,
  senior_review,
  risk_score,
  authorisation,
  velocity_cap,
  wip_limit,
  error_budget_freeze,
  scope_limit,
  audit,
};
inline constexpr std::size_t kGateKindCount = 17;
inline constexpr std::array<std::string_view, kGateKindCount> kGateKindNames{"rules",
                                                                             "tests",
                                                                             "peer-review",
                                                                             "change-approval",
                                                                             "window",
                                                                             "freeze",
                                                                             "rollout",
                                                                             "channel-closing",
                                                                             "agent-review",
                                                                             "senior-review",
                                                                             "risk-score",
                                                                             "two-person-authorisation",
                                                                             "velocity-cap",
                                                                             "work-in-progress-limit",
                                                                             "error-budget-freeze",
                                                                             "scope-limit",
                                                                             "audit"};

/// Whether a gate sees emergency changes (hotfixes on the emergency path).
enum class Emergencies : std::uint8_t { included, excluded, only };
inline constexpr std::array<std::string_view, 3> kEmergenciesNames{"included", "excluded", "only"};

/// The ways by which people's changes reach production; bits of Selector::channels.
inline constexpr std::array<std::string_view, 2> kGateChannelNames{"pipeline", "out_of_band"};
inline constexpr std::uint8_t kPipelineBit = 1U << static_cast<unsigned>(Channel::pipeline);
inline constexpr std::uint8_t kOutOfBandBit = 1U << static_cast<unsigned>(Channel::out_of_band);

/// Which changes a gate applies to: every condition must hold; an empty list does not restrict.
struct Selector {
  std::uint8_t origins = 0xFF;           ///< bit per Origin
  std::uint8_t kinds = 0xFF;             ///< bit per ChangeKind
  std::uint8_t channels = kPipelineBit;  ///< bit per Channel
  std::vector<bool> services;            ///< by ServiceId (from tiers, teams or ids); empty: all
  double min_lines = 0.0;
  double max_lines = std::numeric_limits<double>::infinity();
  bool only_touching_pricing = false;
  bool only_undocumented = false;
  bool only_wide_scope = false;  ///< only changes that act on the whole fleet at once
  Emergencies emergencies = Emergencies::included;
};

/// One stage of a rollout: share of the service's traffic exposed, and how long it bakes.
struct RolloutStage {
  double traffic_fraction = 0.01;
  double bake_hours = 0.5;
};

/// What a rule does with a change that it matches, besides looking for defects.
enum class Blocking : std::uint8_t { nothing, until_mended, always };
inline constexpr std::array<std::string_view, 3> kBlockingNames{"nothing", "until-mended", "always"};

/// Whom a cap or limit holds: finished changes wait, or authors begin later (that wait is no lead time).
enum class Holds : std::uint8_t { changes, authors };
inline constexpr std::array<std::string_view, 2> kHoldsNames{"changes", "authors"};

/// Who shares one error budget.
enum class BudgetScope : std::uint8_t { organisation, team };
inline constexpr std::array<std::string_view, 2> kBudgetScopeNames{"organisation", "team"};

/// A gate of a policy. Which members count depends on `kind`; the loader refuses the others.
struct Gate {
  GateKind kind = GateKind::tests;
  std::string id;  ///< keys the gate's draws, so the same id in two policies sees the same luck
  GateId index;    ///< position of `id` among the scenario's gate ids (at most 64)
  Selector selector;
  bool on_demand = false;             ///< applies only to changes for which another gate has demanded it
  std::vector<double> adopted_hours;  ///< by TeamId: since when the gate is in force for it; empty: at once

  // rules, tests, agent_review: look without waiting
  double effort = 0.0;                ///< of the gate's detector class
  double false_alarm_fraction = 0.0;  ///< good changes rejected; rework and return
  LognormalHours duration{0.0, 0.0};  ///< tests, agent_review: how long they run; median 0: no time
  LognormalHours false_alarm_rework{1.0, 1.0};

  // rules, risk_score: demand further gates
  std::uint64_t demands = 0;  ///< bit per GateId

  // rules
  Blocking blocks = Blocking::nothing;
  LognormalHours block_rework{8.0, 1.0};  ///< until a blocked change comes back, documented

  // risk_score: flags the riskiest share of changes (evidence Z15)
  double riskiest_fraction = 0.10;
  double d_prime = 0.8;  ///< distance of the score's mean between defective and good changes, in standard deviations

  // agent_review
  std::array<double, kOriginCount> origin_effort{1.0, 0.7, 0.7, 1.0};  ///< blind spots shared with AI-written changes
  double complacency = 0.85;     ///< factor on the effort of people who look after it
  double cost_per_review = 0.0;  ///< currency

  // peer_review, senior_review
  int approvals = 1;           ///< k distinct people, never the author; at most 4
  bool bypass_allowed = true;  ///< habit and impatience may go round it
  bool round_trips = true;     ///< stale changes return later

  // senior_review, agent_review: who looks, instead of the team's own reviewers
  PoolId pool;                     ///< not valid: agents without limit
  double effort_multiplier = 1.0;  ///< senior_review, authorisation, audit: times the effort of one full peer review

  // change_approval, authorisation
  LognormalHours delay{24.0, 0.8};
  double engineer_hours = 0.0;  ///< per change, also for rules, tests, agent_review and audit (per audited change)
  bool documents = true;

  // change_approval, window: open times; rollout: promotion times
  CalendarId calendar;

  // velocity_cap, wip_limit
  double limit = 0.0;  ///< velocity_cap: changes per team and week; wip_limit: changes of a team under way at once
  double burst = 5.0;  ///< velocity_cap: changes that may pass at once after a quiet time
  Holds holds = Holds::changes;

  // error_budget_freeze
  double order_success_objective = 0.999;  ///< share of orders that must succeed over the window
  double window_days = 28.0;
  BudgetScope budget_scope = BudgetScope::organisation;
  double catch_up_days = 5.0;  ///< over which what was held is let go after the freeze

  // rollout
  std::vector<RolloutStage> stages;  ///< partial stages; full exposure follows the last
  bool detects = true;               ///< automatic comparison with the rest of the fleet, rolls back
  double false_alarms_per_rollout = 0.0;

  // channel_closing, scope_limit
  double leakage_fraction = 0.1;     ///< out-of-band work that still goes round (break-glass)
  double mitigation_slowdown = 1.2;  ///< where mitigation needs a production write

  // audit
  double sample_fraction = 0.03;  ///< of deployed changes
  double lag_days = 7.0;          ///< from deployment to the audit
  double deterrence = 0.5;        ///< factor on habit and impatience in a team once it has been audited
};

/// Whether people go round a review: by habit, out of impatience, and at once where too few can approve. What was
/// demanded, and what agents look at, is not gone round.
[[nodiscard]] constexpr bool may_go_round(const Gate& gate) {
  return gate.bypass_allowed && !gate.on_demand && gate.kind != GateKind::agent_review;
}

/// Where a change waits for its turn: at a desk of people or agents, or for a token or a budget.
[[nodiscard]] constexpr bool keeps_waiting(const Gate& gate) {
  switch (gate.kind) {
    case GateKind::peer_review:
    case GateKind::senior_review:
    case GateKind::velocity_cap:
    case GateKind::wip_limit:
    case GateKind::error_budget_freeze:
      return true;
    case GateKind::agent_review:
      return gate.pool.valid();
    default:
      return false;
  }
}

}  // namespace faultline
