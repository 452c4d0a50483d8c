#include "sim/delivery/compiled_policy.h"

#include <algorithm>

#include "models/core/elementary.h"
#include "sim/delivery/wide_scope.h"

namespace faultline {
namespace {

// Origin, kind, service, channel, path and demand are in the phase's masks.
bool masks_suffice(const Gate& gate) {
  const Selector& selector = gate.selector;
  return selector.min_lines <= 0.0 && selector.max_lines == std::numeric_limits<double>::infinity() &&
         !selector.only_touching_pricing && !selector.only_undocumented && !selector.only_wide_scope &&
         gate.adopted_hours.empty();
}

// Gates that a change does not pass on its way, but that act when it leaves, arrives or has arrived.
bool stands_aside(GateKind kind) {
  return kind == GateKind::channel_closing || kind == GateKind::scope_limit || kind == GateKind::audit;
}

bool runs_for_a_random_time(const Gate& gate) {
  const bool automatic = gate.kind == GateKind::rules || gate.kind == GateKind::tests ||
                         (gate.kind == GateKind::agent_review && !gate.pool.valid());
  return automatic && gate.duration.median_hours > 0.0 && gate.duration.log_sd > 0.0;
}

int looks_by_people(const Gate& gate) {
  switch (gate.kind) {
    case GateKind::peer_review:
    case GateKind::senior_review:
      return gate.approvals;
    case GateKind::authorisation:
    case GateKind::audit:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

DurationColumns::DurationColumns(const Scenario& scenario) {
  for (const Policy& policy : scenario.policies) {
    for (const PolicyPhase& phase : policy.phases) {
      for (const Gate& gate : phase.gates) {
        if (!runs_for_a_random_time(gate) || column_of(gate) != kNone) continue;
        laws_.push_back({gate.index, stable_hash(gate.id), gate.duration, elementary::log(gate.duration.median_hours)});
      }
    }
  }
}

std::uint32_t DurationColumns::column_of(const Gate& gate) const {
  if (!runs_for_a_random_time(gate)) return kNone;
  for (std::size_t i = 0; i < laws_.size(); ++i) {
    const Law& law = laws_[i];
    if (law.gate == gate.index && law.duration.median_hours == gate.duration.median_hours &&
        law.duration.log_sd == gate.duration.log_sd) {
      return static_cast<std::uint32_t>(i);
    }
  }
  return kNone;
}

void DurationColumns::fill(const KeyedDraws& draws, std::span<const Change> table,
                           std::vector<std::vector<float>>& columns) const {
  columns.resize(laws_.size());
  for (std::size_t i = 0; i < laws_.size(); ++i) {
    const Law& law = laws_[i];
    columns[i].resize(table.size());
    for (std::size_t change = 0; change < table.size(); ++change) {
      const PhiloxCounter words =
          draws.block(table[change].ordinal, table[change].stream ^ law.key, detail_of(Purpose::test_duration));
      const double z = elementary::normal_quantile(uniform32(words[0]));
      columns[i][change] = static_cast<float>(elementary::exp(law.log_median + law.duration.log_sd * z));
    }
  }
}

bool CompiledGate::applies(const Change& change, const Circumstances& at) const {
  const Selector& selector = gate->selector;
  const auto lines = static_cast<double>(change.lines);
  if (lines < selector.min_lines || lines > selector.max_lines) return false;
  if (selector.only_touching_pricing && !change.has(Change::kTouchesPricing)) return false;
  if (selector.only_undocumented && at.documented) return false;
  if (!gate->adopted_hours.empty() && at.time_hours < gate->adopted_hours[change.team]) return false;
  if (!selector.only_wide_scope || at.given_wide) return true;
  return !at.given_narrow && acts_on_whole_fleet(*at.defects, *at.draws, change.ordinal, change.stream, at.channel);
}

CompiledPolicy::CompiledPolicy(const Policy& policy, const DurationColumns& durations, const Scenario& scenario,
                               const ChangeSource& changes) {
  const std::size_t services = scenario.graph.service_count();
  for (const PolicyPhase& phase : policy.phases) {
    if (!phases_.empty()) phases_.back().end_hours = phase.from_hours;
    Phase& compiled = phases_.emplace_back();
    compiled.from_hours = phase.from_hours;
    compiled.end_hours = std::numeric_limits<double>::infinity();
    for (const Gate& gate : phase.gates) {
      const RiskFlag risk =
          gate.kind == GateKind::risk_score
              ? binormal_flag(gate.d_prime, gate.riskiest_fraction, defective_share(scenario, changes, gate.selector))
              : RiskFlag{};
      compiled.gates.push_back({&gate, std::uint64_t{1} << gate.index.index(), stable_hash(gate.id),
                                durations.column_of(gate), masks_suffice(gate), keeps_waiting(gate), risk});
    }
  }
  for (Phase& phase : phases_) {
    phase.by_service.assign(services, 0);
    for (const CompiledGate& compiled : phase.gates) {
      const Gate& gate = *compiled.gate;
      const Selector& selector = gate.selector;
      if (gate.kind == GateKind::channel_closing) phase.channel_closing = &compiled;
      if (gate.kind == GateKind::scope_limit) phase.scope_limit = &compiled;
      if (gate.kind == GateKind::audit) phase.audit = &compiled;
      if (gate.kind == GateKind::error_budget_freeze) phase.error_budget = &compiled;
      if (!stands_aside(gate.kind)) {
        if ((selector.channels & kPipelineBit) != 0) phase.in_pipeline |= compiled.bit;
        const bool watches = gate.kind == GateKind::rules || gate.kind == GateKind::authorisation;
        if (watches && (selector.channels & kOutOfBandBit) != 0) phase.out_of_band |= compiled.bit;
      }
      if (gate.on_demand) phase.on_demand |= compiled.bit;
      if (selector.emergencies != Emergencies::excluded) phase.for_emergencies |= compiled.bit;
      if (selector.emergencies != Emergencies::only) phase.for_others |= compiled.bit;
      for (std::size_t service = 0; service < services; ++service) {
        if (selector.services.empty() || selector.services[service]) phase.by_service[service] |= compiled.bit;
      }
      for (std::size_t origin = 0; origin < kOriginCount; ++origin) {
        for (std::size_t kind = 0; kind < kChangeKindCount; ++kind) {
          const bool wanted = (selector.origins >> origin & 1U) != 0 && (selector.kinds >> kind & 1U) != 0;
          if (wanted) phase.by_origin_and_kind[origin][kind] |= compiled.bit;
        }
      }
    }
  }
}

bool CompiledPolicy::asks_for_scope() const {
  for (const Phase& phase : phases_) {
    for (const CompiledGate& compiled : phase.gates) {
      const GateKind kind = compiled.gate->kind;
      if (compiled.gate->selector.only_wide_scope && kind != GateKind::scope_limit) return true;
    }
  }
  return false;
}

int CompiledPolicy::most_approvals() const {
  int most = 0;
  for (const Phase& phase : phases_) {
    for (const std::uint64_t by_service : phase.by_service) {
      for (const auto& kinds : phase.by_origin_and_kind) {
        for (const std::uint64_t by_origin_and_kind : kinds) {
          int approvals = 0;
          for (const CompiledGate& gate : phase.gates) {
            const bool met = (by_service & by_origin_and_kind & gate.bit) != 0;
            if (met) approvals += looks_by_people(*gate.gate);
          }
          most = std::max(most, approvals);
        }
      }
    }
  }
  return most;
}

}  // namespace faultline
