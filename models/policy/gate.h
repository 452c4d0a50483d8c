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

/// The kinds that a scenario may name. Those after channel_closing have their place but no behaviour yet, so the loader
/// refuses them with a clear message.
enum class GateKind : std::uint8_t {
  rules,
  tests,
  peer_review,
  change_approval,
  window,
  freeze,
  rollout,
  channel_closing
};
inline constexpr std::size_t kGateKindCount = 8;
inline constexpr std::array<std::string_view, kGateKindCount> kGateKindNames{
    "rules", "tests", "peer-review", "change-approval", "window", "freeze", "rollout", "channel-closing"};

/// Which changes a gate applies to: every condition must hold; an empty list does not restrict.
struct Selector {
  std::uint8_t origins = 0xFF;  ///< bit per Origin
  std::uint8_t kinds = 0xFF;    ///< bit per ChangeKind
  std::vector<bool> services;   ///< by ServiceId (from tiers, teams or ids); empty: all
  double min_lines = 0.0;
  double max_lines = std::numeric_limits<double>::infinity();
  bool only_touching_pricing = false;
  bool only_undocumented = false;
};

/// One stage of a rollout: share of the service's traffic exposed, and how long it bakes.
struct RolloutStage {
  double traffic_fraction = 0.01;
  double bake_hours = 0.5;
};

/// A gate of a policy. Which members count depends on `kind`; the loader refuses the others.
struct Gate {
  GateKind kind = GateKind::tests;
  std::string id;  ///< keys the gate's draws, so the same id in two policies sees the same luck
  GateId index;    ///< position of `id` among the scenario's gate ids (at most 64)
  Selector selector;

  // rules, tests: look without waiting
  double effort = 0.0;                ///< of the gate's detector class
  double false_alarm_fraction = 0.0;  ///< good changes rejected; rework and return
  LognormalHours duration{0.0, 0.0};  ///< tests: how long they run; median 0: no time
  LognormalHours false_alarm_rework{1.0, 1.0};

  // peer_review
  int approvals = 1;           ///< k distinct people, never the author; at most 4
  bool bypass_allowed = true;  ///< habit and impatience may go round it
  bool round_trips = true;     ///< stale changes return later

  // change_approval
  LognormalHours delay{24.0, 0.8};
  double engineer_hours = 0.0;  ///< per change, also for rules and tests
  bool documents = true;

  // change_approval, window: open times; rollout: promotion times
  CalendarId calendar;

  // rollout
  std::vector<RolloutStage> stages;  ///< partial stages; full exposure follows the last
  bool detects = true;               ///< automatic comparison with the rest of the fleet, rolls back
  double false_alarms_per_rollout = 0.0;

  // channel_closing
  double leakage_fraction = 0.1;     ///< out-of-band work that still goes round (break-glass)
  double mitigation_slowdown = 1.2;  ///< where mitigation needs a production write
};

}  // namespace faultline
