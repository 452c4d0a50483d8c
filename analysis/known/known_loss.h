// What a known incident costs on a scenario's demand: the law of its losses, without a simulation.
// (docs/methodology/known-incidents.md)
#pragma once

#include <cstdint>
#include <optional>

#include "models/response/known_incident.h"
#include "models/scenario.h"

namespace faultline {

/// The law of one figure: mean, the middle 95 %, and its ends.
struct LossLaw {
  double mean = 0.0;
  double low = 0.0;   ///< 2.5 % lie below
  double high = 0.0;  ///< 2.5 % lie above
  double least = 0.0;
  double most = 0.0;

  [[nodiscard]] double width() const { return high - low; }
  [[nodiscard]] bool holds(double value) const { return value >= low && value <= high; }
};

struct KnownLoss {
  LossLaw lost_orders_gross;
  LossLaw lost_orders_net;
  LossLaw customer_errors;
  LossLaw errors_per_lost_order;  ///< all zero when no order is lost
  /// Gross, with the scenario's demand uncertain too; absent when the incident does not say how much.
  std::optional<LossLaw> lost_orders_uncertain_demand;
};

/// Integrates the demand of the struck marketplaces over the incident, for a lattice of 65,536 values of what is
/// uncertain: begin, magnitude, duration, order loss, errors an order, demand. Deterministic.
[[nodiscard]] KnownLoss known_loss(const Scenario& scenario, const KnownIncident& incident);

/// Failed entry requests of all sessions for each order of a marketplace that fails, as the simulation counts errors.
[[nodiscard]] double errors_per_failed_order(const Scenario& scenario, MarketplaceId marketplace);

}  // namespace faultline
