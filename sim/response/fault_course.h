// What follows from a fault's attributes and draws, piece by piece: where it strikes, what detectors see of it, and how
// long people search and mend. (model, section 8)
#pragma once

#include "models/scenario.h"
#include "sim/response/detection.h"
#include "sim/response/fault.h"
#include "sim/response/incident_board.h"

namespace faultline {

/// Where a fault of a service strikes, and how hard once its scope is taken into account.
[[nodiscard]] OngoingFault placed_fault(const Scenario& scenario, const FaultAttributes& attributes, ServiceId service);

/// What detectors see of a fault, customers, runtime stealth and rollout apart. `requests_per_order` is the service's.
[[nodiscard]] FaultSignal signal_of(const Scenario& scenario, const IncidentBoard& board, const OngoingFault& fault,
                                    double visible_fraction, double begin_hours, double requests_per_order);

/// Hours from activation until customers report it.
[[nodiscard]] double draw_customers_hours(const DetectionModel& model, const KeyedDraws& draws, FaultKey key);
/// Hours of search for the cause, before suspects and missing documents lengthen it.
[[nodiscard]] double draw_search_hours(const DiagnosisModel& model, const KeyedDraws& draws, FaultKey key);
/// Law of the time to mend what is not rolled back; null for a fault that is.
[[nodiscard]] const LognormalHours* repair_law(const MitigationModel& model, const FaultAttributes& attributes);
/// Hours from diagnosis to mitigation; `slowdown` multiplies what people write to production by hand.
[[nodiscard]] double draw_repair_hours(const MitigationModel& model, const FaultAttributes& attributes, double slowdown,
                                       const KeyedDraws& draws, FaultKey key);

/// Steps of equal length in which a mitigated fault recovers: a linear ramp with the same loss.
inline constexpr std::uint32_t kRecoverySteps = 4;
/// Share of the fault that is left in a step.
[[nodiscard]] constexpr double recovery_exposure(std::uint32_t step) {
  return (kRecoverySteps - step - 0.5) / kRecoverySteps;
}

/// The law of incidents that no change causes, in the form of the law of defects.
[[nodiscard]] DefectModel background_model(const Scenario& scenario);

}  // namespace faultline
