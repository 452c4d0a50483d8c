#include "sim/delivery/compiled_policy.h"

#include <algorithm>

#include "models/core/elementary.h"

namespace faultline {
namespace {

bool masks_suffice(const Selector& selector) {
  return selector.min_lines <= 0.0 && selector.max_lines == std::numeric_limits<double>::infinity() &&
         !selector.only_touching_pricing && !selector.only_undocumented;
}

bool runs_for_a_random_time(const Gate& gate) {
  return (gate.kind == GateKind::rules || gate.kind == GateKind::tests) && gate.duration.median_hours > 0.0 &&
         gate.duration.log_sd > 0.0;
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

CompiledPolicy::CompiledPolicy(const Policy& policy, const DurationColumns& durations, std::size_t services) {
  for (const PolicyPhase& phase : policy.phases) {
    if (!phases_.empty()) phases_.back().end_hours = phase.from_hours;
    phases_.push_back({phase.from_hours, std::numeric_limits<double>::infinity(), {}, nullptr, {}, {}});
    std::vector<CompiledGate>& gates = phases_.back().gates;
    for (const Gate& gate : phase.gates) {
      gates.push_back({&gate, std::uint64_t{1} << gate.index.index(), stable_hash(gate.id), durations.column_of(gate),
                       masks_suffice(gate.selector)});
    }
  }
  for (Phase& phase : phases_) {
    phase.by_service.assign(services, 0);
    for (const CompiledGate& compiled : phase.gates) {
      if (compiled.gate->kind == GateKind::channel_closing) phase.channel_closing = &compiled;
      const Selector& selector = compiled.gate->selector;
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

int CompiledPolicy::most_approvals() const {
  int most = 0;
  for (const Phase& phase : phases_) {
    for (const std::uint64_t by_service : phase.by_service) {
      for (const auto& kinds : phase.by_origin_and_kind) {
        for (const std::uint64_t by_origin_and_kind : kinds) {
          int approvals = 0;
          for (const CompiledGate& gate : phase.gates) {
            const bool met = (by_service & by_origin_and_kind & gate.bit) != 0;
            if (met && gate.gate->kind == GateKind::peer_review) approvals += gate.gate->approvals;
          }
          most = std::max(most, approvals);
        }
      }
    }
  }
  return most;
}

}  // namespace faultline
