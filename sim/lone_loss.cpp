#include "sim/lone_loss.h"

#include <algorithm>

#include "models/core/elementary.h"
#include "sim/response/detection.h"
#include "sim/response/fault_course.h"

namespace faultline {

LoneCourse::LoneCourse(const Scenario& scenario, const ServiceFacts& facts, const IncidentBoard& board,
                       const LoneFault& fault, const FaultAttributes& attributes, double customers_hours)
    : scenario_(scenario),
      board_(board),
      fault_(fault),
      placed_(placed_fault(scenario, attributes, fault.service)),
      total_(attributes.magnitude >= 1.0),
      harmless_(!(fault.begin_hours < scenario.time.end()) || !(board.failed_fraction_alone(placed_, 1.0) > 0.0)) {
  if (harmless_) return;
  for (std::size_t market = 0; market < std::min(kept_.size(), scenario.marketplaces.size()); ++market) {
    kept_[market] = board.failed_fraction_alone(placed_, 1.0, market);
  }
  FaultSignal signal = signal_of(scenario, board, placed_, attributes.visible_fraction, fault.begin_hours,
                                 facts.requests_per_order[fault.service.index()]);
  signal.visible_at_runtime = fault.visible_at_runtime;
  signal.rollout_detects = fault.rollout_detects;
  signal.customers_after_hours = customers_hours;
  const Detection detection = detect(scenario.response.detection, signal, fault.plan, facts.all_orders);
  detected_hours_ = detection.time_hours;
  canary_ = fault.staged && detection.by == DetectedBy::rollout;

  const ExposurePlan& plan = fault.plan;
  since_hours_ = fault.begin_hours;
  exposure_ = plan.fraction_at(since_hours_);
  for (std::size_t step = 0; step < plan.steps; ++step) {
    const double at = plan.begin_hours[step];
    if (!(at > since_hours_) || !(at < detected_hours_)) continue;
    before_.add(lost(since_hours_, at), exposure_);
    since_hours_ = at;
    exposure_ = plan.fraction[step];
  }
}

LoneLoss LoneCourse::loss(double search_hours, double repair_hours) const {
  if (harmless_) return {};
  const MitigationModel& mitigation = scenario_.response.mitigation;
  double mitigated = detected_hours_ + mitigation.rollback_hours;
  if (!canary_) {
    mitigated = detected_hours_ + search_hours * fault_.search_factor + repair_hours;
    if (total_) {
      mitigated =
          std::min(mitigated, std::max(detected_hours_, fault_.begin_hours + mitigation.total_outage_cap_hours));
    }
  }
  // Recovery loses half of what its time would lose at the exposure before.
  const double ramp = mitigation.recovery_ramp_hours;
  LoneLoss loss = before_;
  loss.add(lost(since_hours_, mitigated + 0.5 * ramp), exposure_);
  const Economics& economics = scenario_.economics;
  const double end = std::min(mitigated + ramp, scenario_.time.end());
  const double stayed_away = elementary::exp(-(end - fault_.begin_hours) / economics.recapture_decay_hours);
  loss.net = loss.gross * (1.0 - economics.recapture_fraction * stayed_away);
  return loss;
}

// At full exposure; `net` is left at 0.
LoneLoss LoneCourse::lost(double from, double to) const {
  const TimeFrame& time = scenario_.time;
  to = std::min(to, time.end());
  if (!(from < to)) return {};
  const double counted_from = std::max(from, time.horizon_begin());
  const double counted_to = std::min(to, time.horizon_end());
  const bool within = counted_from == from && counted_to == to;
  LoneLoss loss;
  for (std::size_t market = 0; market < scenario_.marketplaces.size(); ++market) {
    const double failed = failed_in(market);
    if (!(failed > 0.0)) continue;
    const DemandCurve& demand = scenario_.marketplaces[market].demand;
    loss.overall += failed * demand.orders_between(from, to);
    if (!within && counted_from < counted_to) loss.gross += failed * demand.orders_between(counted_from, counted_to);
  }
  loss.overall *= placed_.order_loss_given_error;
  loss.gross = within ? loss.overall : loss.gross * placed_.order_loss_given_error;
  return loss;
}

LoneLoss drawn_loss(const LoneCourse& course, const ResponseModel& response, const LoneFault& fault,
                    const FaultAttributes& attributes, const KeyedDraws& draws) {
  if (course.harmless()) return {};
  return course.loss(draw_search_hours(response.diagnosis, draws, fault.key),
                     draw_repair_hours(response.mitigation, attributes, fault.slowdown, draws, fault.key));
}

LoneLoss lone_loss(const Scenario& scenario, const ServiceFacts& facts, const IncidentBoard& board,
                   const LoneFault& fault, const FaultAttributes& attributes, const KeyedDraws& draws) {
  const double customers = draw_customers_hours(scenario.response.detection, draws, fault.key);
  const LoneCourse course(scenario, facts, board, fault, attributes, customers);
  return drawn_loss(course, scenario.response, fault, attributes, draws);
}

}  // namespace faultline
