#include "analysis/importance/canary.h"

#include <algorithm>
#include <limits>

#include "sim/outcome.h"

namespace faultline {
namespace {

bool covers_all_of(const Selector& selector, ServiceId service) {
  constexpr unsigned kAllOrigins = (1U << kOriginCount) - 1;
  constexpr unsigned kAllKinds = (1U << kChangeKindCount) - 1;
  return (selector.services.empty() || selector.services[service.index()]) &&
         (selector.origins & kAllOrigins) == kAllOrigins && (selector.kinds & kAllKinds) == kAllKinds &&
         (selector.channels & kPipelineBit) != 0 && selector.min_lines <= 0.0 &&
         selector.max_lines == std::numeric_limits<double>::infinity() && !selector.only_touching_pricing &&
         !selector.only_undocumented && !selector.only_wide_scope && selector.emergencies == Emergencies::included;
}

const Gate* first_rollout(const Policy& policy) {
  for (const PolicyPhase& phase : policy.phases) {
    for (const Gate& gate : phase.gates) {
      if (gate.kind == GateKind::rollout && gate.detects) return &gate;
    }
  }
  return nullptr;
}

const Gate* first_rollout(const Scenario& scenario, PolicyId policy) {
  const Gate* found = first_rollout(scenario.policies[policy.index()]);
  for (std::size_t p = 0; found == nullptr && p < scenario.policies.size(); ++p) {
    found = first_rollout(scenario.policies[p]);
  }
  return found;
}

}  // namespace

std::optional<Gate> add_canary_gate(Scenario& scenario, PolicyId policy) {
  if (scenario.gate_ids.size() >= kMaxGates) return std::nullopt;
  Gate canary;
  canary.kind = GateKind::rollout;
  if (const Gate* known = first_rollout(scenario, policy)) {
    canary.stages = known->stages;
    canary.calendar = known->calendar;
    canary.false_alarms_per_rollout = known->false_alarms_per_rollout;
    canary.false_alarm_rework = known->false_alarm_rework;
  } else {
    canary.stages = {{0.01, 0.5}, {0.10, 1.0}, {0.50, 1.0}};
    canary.calendar = CalendarId{scenario.calendars.size()};
    scenario.calendars.push_back(Calendar::always());
  }
  canary.id = "canary-first";
  while (std::find(scenario.gate_ids.begin(), scenario.gate_ids.end(), canary.id) != scenario.gate_ids.end()) {
    canary.id += "'";
  }
  canary.index = GateId{scenario.gate_ids.size()};
  scenario.gate_ids.push_back(canary.id);
  return canary;
}

bool has_canary(const Policy& policy, ServiceId service) {
  return std::all_of(policy.phases.begin(), policy.phases.end(), [&](const PolicyPhase& phase) {
    return std::any_of(phase.gates.begin(), phase.gates.end(), [&](const Gate& gate) {
      return gate.kind == GateKind::rollout && gate.detects && !gate.on_demand && gate.adopted_hours.empty() &&
             covers_all_of(gate.selector, service);
    });
  });
}

Policy with_canary(const Policy& policy, const Gate& canary, ServiceId service, std::size_t services) {
  Policy covered = policy;
  Gate own = canary;
  own.selector.services.assign(services, false);
  own.selector.services[service.index()] = true;
  for (PolicyPhase& phase : covered.phases) {
    const auto before = std::find_if(phase.gates.begin(), phase.gates.end(),
                                     [](const Gate& gate) { return gate.kind == GateKind::rollout; });
    phase.gates.insert(before, own);
  }
  return covered;
}

}  // namespace faultline
