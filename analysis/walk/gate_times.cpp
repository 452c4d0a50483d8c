#include "analysis/walk/gate_times.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/core/elementary.h"
#include "models/core/samplers.h"
#include "sim/delivery/rollout.h"

namespace faultline {
namespace {

constexpr int kDelayQuantiles = 16;

double mean_of(const LognormalHours& law) { return law.median_hours * elementary::exp(0.5 * law.log_sd * law.log_sd); }

/// Mean over arrivals of when `leaves` lets a change go, less when it came; arrivals that never leave do not count.
template <class Leaves>
std::optional<double> mean_stay(const std::vector<Arrival>& arriving, const Leaves& leaves) {
  double sum = 0.0;
  double weight = 0.0;
  for (const Arrival& arrival : arriving) {
    const double left = leaves(arrival.time_hours);
    if (!std::isfinite(left)) continue;
    sum += arrival.weight * (left - arrival.time_hours);
    weight += arrival.weight;
  }
  return weight > 0.0 ? std::optional(sum / weight) : std::nullopt;
}

}  // namespace

std::vector<Arrival> arrivals(const ActivityProfile* profile, double from_hours, double to_hours) {
  std::vector<Arrival> all;
  const auto add = [&](bool evenly) {
    double begin = from_hours;
    do {
      const double end = std::max(std::min(std::floor(begin) + 1.0, to_hours), begin);
      const auto hour = static_cast<std::size_t>(begin);
      const bool known = profile != nullptr && hour < profile->weight_per_hour.size();
      const double density = evenly ? 1.0 : (known ? profile->weight_per_hour[hour] : 0.0);
      const double weight = end > begin ? density * (end - begin) : density;
      if (weight > 0.0) all.push_back({0.5 * (begin + end), weight});
      if (!(end > begin)) break;
      begin = end;
    } while (begin < to_hours);
  };
  add(profile == nullptr);
  if (all.empty()) add(true);
  const double total =
      std::accumulate(all.begin(), all.end(), 0.0, [](double sum, const Arrival& a) { return sum + a.weight; });
  for (Arrival& arrival : all) arrival.weight /= total;
  return all;
}

double own_hours(const Gate& gate) {
  switch (gate.kind) {
    case GateKind::rules:
    case GateKind::tests:
    case GateKind::agent_review:
      return gate.duration.median_hours;
    case GateKind::change_approval:
    case GateKind::authorisation:
      return gate.delay.median_hours;
    case GateKind::rollout: {
      double hours = 0.0;
      for (const RolloutStage& stage : gate.stages) hours += stage.bake_hours;
      return hours;
    }
    default:
      return 0.0;
  }
}

std::optional<double> expected_hours(const Scenario& scenario, const Gate& gate, const std::vector<Arrival>& arriving,
                                     double phase_end_hours) {
  if (keeps_waiting(gate)) return std::nullopt;
  const Calendar calendar = gate.calendar.valid() ? scenario.calendars[gate.calendar.index()] : Calendar::always();
  switch (gate.kind) {
    case GateKind::rules:
    case GateKind::tests:
    case GateKind::agent_review:
      return mean_of(gate.duration);
    case GateKind::authorisation:
      return mean_of(gate.delay);
    case GateKind::change_approval: {
      double sum = 0.0;
      for (int i = 0; i < kDelayQuantiles; ++i) {
        const double rank = (i + 0.5) / kDelayQuantiles;
        const double delay =
            gate.delay.median_hours > 0.0 ? lognormal(rank, gate.delay.median_hours, gate.delay.log_sd) : 0.0;
        const auto stay = mean_stay(arriving, [&](double at) { return calendar.next_open(at + delay); });
        if (!stay) return std::nullopt;
        sum += *stay / kDelayQuantiles;
      }
      return sum;
    }
    case GateKind::window:
      return mean_stay(arriving, [&](double at) { return calendar.next_open(at); });
    case GateKind::freeze:
      return mean_stay(arriving, [&](double at) { return std::max(at, phase_end_hours); });
    case GateKind::rollout:
      return mean_stay(arriving, [&](double at) { return plan_rollout(gate, calendar, at).full_from(); });
    default:
      return 0.0;
  }
}

}  // namespace faultline
