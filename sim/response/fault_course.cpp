#include "sim/response/fault_course.h"

#include <algorithm>

#include "models/core/samplers.h"
#include "sim/delivery/change_table.h"

namespace faultline {

OngoingFault placed_fault(const Scenario& scenario, const FaultAttributes& attributes, ServiceId service) {
  OngoingFault fault;
  fault.service = service;
  fault.magnitude = attributes.magnitude;
  fault.order_loss_given_error = attributes.order_loss_given_error;
  fault.every_request = attributes.scope == DefectScope::fleet;
  if (attributes.scope == DefectScope::cell) fault.magnitude /= std::max(1, scenario.graph.service(service).cells);
  if (attributes.scope == DefectScope::marketplace) {
    const auto count = static_cast<double>(scenario.marketplaces.size());
    fault.marketplace = static_cast<std::uint32_t>(attributes.scope_rank * count);
  }
  return fault;
}

FaultSignal signal_of(const Scenario& scenario, const IncidentBoard& board, const OngoingFault& fault,
                      double visible_fraction, double begin_hours, double requests_per_order) {
  FaultSignal signal;
  signal.begin_hours = begin_hours;
  signal.visible_magnitude = fault.magnitude * visible_fraction;
  signal.baseline_errors = scenario.graph.service(fault.service).baseline_error_fraction;
  signal.requests_per_order = requests_per_order;
  signal.lost_order_fraction = board.failed_fraction_alone(fault, 1.0) * fault.order_loss_given_error;
  return signal;
}

double draw_customers_hours(const DetectionModel& model, const KeyedDraws& draws, FaultKey key) {
  const double rank = draws.uniform(key.subject, key.stream, detail_of(Purpose::customers));
  return lognormal(rank, model.customers.median_hours, model.customers.log_sd);
}

double draw_search_hours(const DiagnosisModel& model, const KeyedDraws& draws, FaultKey key) {
  const double rank = draws.uniform(key.subject, key.stream, detail_of(Purpose::diagnosis));
  return lognormal(rank, model.time.median_hours, model.time.log_sd);
}

const LognormalHours* repair_law(const MitigationModel& model, const FaultAttributes& attributes) {
  if (!attributes.data_damage && attributes.rollbackable) return nullptr;
  return attributes.data_damage ? &model.unwind_data : &model.fix_forward;
}

double draw_repair_hours(const MitigationModel& model, const FaultAttributes& attributes, double slowdown,
                         const KeyedDraws& draws, FaultKey key) {
  const LognormalHours* const law = repair_law(model, attributes);
  if (law == nullptr) return model.rollback_hours;
  const double rank = draws.uniform(key.subject, key.stream, detail_of(Purpose::mitigation));
  return lognormal(rank, law->median_hours, law->log_sd) * slowdown;
}

DefectModel background_model(const Scenario& scenario) {
  DefectModel model = scenario.defects;
  model.magnitude = scenario.background.magnitude;
  model.invisible_fraction = scenario.background.invisible_fraction;
  model.not_rollbackable_fraction = 1.0 - scenario.background.rollback_fraction;
  model.data_damage_fraction = 0.0;
  return model;
}

}  // namespace faultline
