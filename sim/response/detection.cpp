#include "sim/response/detection.h"

#include <algorithm>
#include <limits>

#include "models/core/elementary.h"

namespace faultline {

double information_per_request(double exposed_fraction, double visible_magnitude, double baseline_errors) {
  const double errors = std::min(baseline_errors + exposed_fraction * visible_magnitude, 1.0 - 1e-9);
  return comparison_weight(exposed_fraction) * visible_magnitude * visible_magnitude / (errors * (1.0 - errors));
}

double order_drop_information(double lost_fraction) {
  if (lost_fraction >= 1.0) return 1.0;
  return (1.0 - lost_fraction) * elementary::log1p(-lost_fraction) + lost_fraction;
}

Detection detect(const DetectionModel& model, const FaultSignal& signal, const ExposurePlan& plan,
                 const DemandCurve& orders) {
  Detection first{signal.begin_hours + signal.customers_after_hours, DetectedBy::customers};
  const auto consider = [&](double time, DetectedBy by) {
    time = std::max(time, signal.begin_hours + model.monitor_interval_hours);
    if (time < first.time_hours) first = {time, by};
  };
  const double z = model.z_alpha + model.z_beta;
  double information_missing = z * z;
  double order_evidence_missing = model.order_cusum_threshold;
  const bool compares = signal.visible_at_runtime && signal.visible_magnitude > 0.0 && signal.requests_per_order > 0.0;

  for (std::size_t step = 0; step < plan.steps; ++step) {
    const bool last = step + 1 == plan.steps;
    const double begin = std::max(plan.begin_hours[step], signal.begin_hours);
    const double end = last ? std::numeric_limits<double>::infinity() : plan.begin_hours[step + 1];
    if (end <= begin) continue;
    if (begin >= first.time_hours) break;
    const double exposed = plan.fraction[step];
    const double orders_at_begin = orders.orders_until(begin);
    const double orders_here =
        last ? std::numeric_limits<double>::infinity() : orders.orders_until(end) - orders_at_begin;

    if (compares && (last || signal.rollout_detects)) {
      const double per_order = signal.requests_per_order *
                               information_per_request(exposed, signal.visible_magnitude, signal.baseline_errors);
      const double needed = information_missing / per_order;
      if (needed <= orders_here) {
        const double time = orders.time_of_orders(orders_at_begin + needed);
        consider(time, last ? DetectedBy::monitor : DetectedBy::rollout);
        information_missing = std::numeric_limits<double>::infinity();
      } else {
        information_missing -= orders_here * per_order;
      }
    }
    const double lost = exposed * signal.lost_order_fraction;
    if (lost >= model.order_drop_floor_fraction) {
      const double per_order = order_drop_information(lost);
      const double needed = order_evidence_missing / per_order;
      if (needed <= orders_here) {
        consider(orders.time_of_orders(orders_at_begin + needed), DetectedBy::order_rate);
        order_evidence_missing = std::numeric_limits<double>::infinity();
      } else {
        order_evidence_missing -= orders_here * per_order;
      }
    }
  }
  // The comparison that ended the rollout belongs to it only while exposure is still partial.
  if (first.by == DetectedBy::rollout && first.time_hours >= plan.full_from()) first.by = DetectedBy::monitor;
  return first;
}

}  // namespace faultline
