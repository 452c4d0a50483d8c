#include "analysis/walk/rollout_sight.h"

#include <algorithm>
#include <cmath>

#include "models/core/samplers.h"
#include "sim/delivery/change_table.h"
#include "sim/delivery/rollout.h"
#include "sim/response/detection.h"
#include "sim/response/fault.h"

namespace faultline {
namespace {

constexpr std::uint32_t kFaults = 10'000;
constexpr std::uint64_t kSeed = 1;
constexpr std::uint32_t kStream = stable_hash("rollout sight");

double mean_requests_per_hour(const Scenario& scenario, const ServiceFacts& facts, ServiceId service) {
  const TimeFrame& time = scenario.time;
  return facts.requests_per_order[service.index()] *
         facts.all_orders.orders_between(time.horizon_begin(), time.horizon_end()) / time.horizon_hours;
}

/// Smallest magnitude whose information over the stages up to `last` reaches what the detector needs.
std::optional<double> smallest_noticed(const std::vector<RolloutStage>& stages, std::size_t last,
                                       double requests_per_hour, double baseline_errors, double needed) {
  const auto gathered = [&](double magnitude) {
    double information = 0.0;
    for (std::size_t i = 0; i <= last; ++i) {
      information += requests_per_hour * stages[i].bake_hours *
                     information_per_request(stages[i].traffic_fraction, magnitude, baseline_errors);
    }
    return information;
  };
  if (!(gathered(1.0) >= needed)) return std::nullopt;
  double low = 0.0;
  double high = 1.0;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = 0.5 * (low + high);
    (gathered(middle) >= needed ? high : low) = middle;
  }
  return high;
}

}  // namespace

RolloutSight rollout_sight(const Scenario& scenario, const ServiceFacts& facts, const Gate& gate,
                           const WalkedChange& change, double visible_fraction, const std::vector<Arrival>& arriving) {
  RolloutSight sight;
  const Service& service = scenario.graph.service(change.service);
  const DetectionModel& detection = scenario.response.detection;
  const double z = detection.z_alpha + detection.z_beta;
  const double requests = mean_requests_per_hour(scenario, facts, change.service);
  for (std::size_t i = 0; i < gate.stages.size(); ++i) {
    const RolloutStage& stage = gate.stages[i];
    sight.stages.push_back({stage.traffic_fraction, stage.bake_hours,
                            gate.detects
                                ? smallest_noticed(gate.stages, i, requests, service.baseline_error_fraction, z * z)
                                : std::nullopt});
  }
  sight.visible_fraction = visible_fraction;
  if (!gate.detects || gate.stages.empty()) return sight;

  DefectModel model = scenario.defects;
  model.scope.fleet_fraction_pipeline = change.wide_scope ? 1.0 : 0.0;
  const Calendar promotion = gate.calendar.valid() ? scenario.calendars[gate.calendar.index()] : Calendar::always();
  const KeyedDraws draws(kSeed, 0);
  std::vector<double> shares;  // running sum of the arrivals' weights
  for (const Arrival& arrival : arriving) shares.push_back((shares.empty() ? 0.0 : shares.back()) + arrival.weight);
  std::uint32_t stopped = 0;
  for (std::uint32_t i = 0; i < kFaults; ++i) {
    const double place = (i + 0.5) / kFaults * shares.back();
    const auto at = std::min<std::size_t>(
        static_cast<std::size_t>(std::lower_bound(shares.begin(), shares.end(), place) - shares.begin()),
        arriving.size() - 1);
    const FaultKey key{i, kStream};
    const FaultAttributes fault = draw_fault(model, draws, key, Channel::pipeline);
    const Activation activation = draw_activation(model.activation, draws, key);
    const ExposurePlan plan = plan_rollout(gate, promotion, arriving[at].time_hours);
    if (!std::isfinite(plan.full_from())) continue;
    FaultSignal signal;
    signal.begin_hours =
        activation.by_exposure ? plan.time_of_exposure(activation.hours) : plan.first_exposure() + activation.hours;
    signal.visible_magnitude = fault.magnitude * fault.visible_fraction;
    if (fault.scope == DefectScope::cell) signal.visible_magnitude /= std::max(1, service.cells);
    signal.baseline_errors = service.baseline_error_fraction;
    signal.requests_per_order = facts.requests_per_order[change.service.index()];
    signal.visible_at_runtime = draws.uniform(i, kStream, detail_of(Purpose::stealth)) < visible_fraction;
    signal.rollout_detects = true;
    const LognormalHours& customers = detection.customers;
    signal.customers_after_hours =
        lognormal(draws.uniform(i, kStream, detail_of(Purpose::customers)), customers.median_hours, customers.log_sd);
    if (detect(detection, signal, plan, facts.all_orders).by == DetectedBy::rollout) ++stopped;
  }
  sight.stopped_fraction = static_cast<double>(stopped) / kFaults;
  sight.stopped_standard_error = std::sqrt(sight.stopped_fraction * (1.0 - sight.stopped_fraction) / kFaults);
  return sight;
}

}  // namespace faultline
