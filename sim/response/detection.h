// When a fault is noticed, and by what. (model, sections 7 and 8)
#pragma once

#include "models/business/demand.h"
#include "models/response/response.h"
#include "sim/delivery/rollout.h"
#include "sim/events/event_log.h"

namespace faultline {

/// Weight of a request in the comparison of the exposed share x with the rest of the fleet: x (1 - x); at full exposure
/// the comparison is with history and the weight is 1.
[[nodiscard]] inline double comparison_weight(double exposed_fraction) {
  return exposed_fraction < 1.0 ? exposed_fraction * (1.0 - exposed_fraction) : 1.0;
}

/// Information about a fault that one request carries, in units of the squared z of the test:
/// w(x) m_v^2 / (p (1 - p)) with p = p0 + x m_v, at most just below 1.
[[nodiscard]] double information_per_request(double exposed_fraction, double visible_magnitude, double baseline_errors);

/// Log-likelihood ratio that one expected order carries when a share f of orders is lost: (1 - f) ln(1 - f) + f, the
/// drift of a Poisson CUSUM tuned to that drop.
[[nodiscard]] double order_drop_information(double lost_fraction);

/// What the detectors see of a fault.
struct FaultSignal {
  double begin_hours = 0.0;            ///< activation
  double visible_magnitude = 0.0;      ///< m_v at the faulty service, at full exposure
  double baseline_errors = 0.001;      ///< p0 of the service
  double requests_per_order = 0.0;     ///< of the service, all sessions counted
  double lost_order_fraction = 0.0;    ///< of all orders, at full exposure
  bool visible_at_runtime = true;      ///< runtime stealth is finite
  bool rollout_detects = false;        ///< an automatic comparison runs while exposure is partial
  double customers_after_hours = 0.0;  ///< drawn
};

struct Detection {
  double time_hours;
  DetectedBy by;
};

/// The earliest of: the rollout's comparison (partial exposure only), the monitor (full exposure; it keeps what the
/// rollout has gathered), the order-rate alarm, customers. Alarms need at least one monitor interval.
[[nodiscard]] Detection detect(const DetectionModel& model, const FaultSignal& signal, const ExposurePlan& plan,
                               const DemandCurve& orders);

}  // namespace faultline
