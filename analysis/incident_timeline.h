// One incident as a picture needs it: who saw errors, when what happened, and what it cost by the minute.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/incident_recorder.h"
#include "analysis/quarter_story.h"
#include "models/business/demand.h"
#include "sim/blast/blast_radius.h"

namespace faultline {

/// Quarters that are told of: the one nearest to each of these quantiles of a policy's loss.
inline constexpr std::array<double, 3> kToldQuantiles{0.5, 0.95, 0.99};

/// A service in which more requests fail by the incident than fail anyway, at the incident's full exposure.
struct ReachedService {
  ServiceId service;
  double failing_fraction;  ///< of the requests to it
};

/// Orders lost a minute from here to the next point; the last point's rate is 0.
struct LossRate {
  double hours;  ///< since the start of the simulation
  double orders_per_minute;
};

/// The incident of a quarter that lost most orders.
struct IncidentTimeline {
  SimulatedIncident incident;
  std::optional<double> shipped_hours;  ///< when its change first met customers; absent for a background incident
  std::vector<ReachedService> reached;  ///< the faulty one first, then by failing requests; at most kMostReached
  std::uint32_t reached_in_all = 0;
  std::vector<LossRate> loss_rate;  ///< Empty when it lost nothing.
};
inline constexpr std::size_t kMostReached = 40;

/// A quarter told of, under one policy.
struct ToldQuarter {
  std::size_t policy = 0;  ///< position in the run; its central case
  double quantile = 0;
  std::uint32_t replication = 0;
  double lost_orders = 0;                   ///< gross, in the horizon, by all of its incidents
  std::optional<std::uint32_t> incident{};  ///< the costliest one's number; absent when none lost any order
};

/// By failing requests at full exposure, the faulty service first. A fault that strikes the whole fleet reaches every
/// service alike. `radius` must be of the scenario's graph, `requests_per_order` by service.
[[nodiscard]] std::vector<ReachedService> reached_services(const LoggedIncident& incident, const ServiceGraph& graph,
                                                           const Spread& spread,
                                                           std::span<const double> requests_per_order);

/// Cut at whole hours, or more coarsely where there would be more than about 150 points. Within a segment losses follow
/// `demand`.
[[nodiscard]] std::vector<LossRate> loss_rates(const std::vector<LossSegment>& segments, const DemandCurve& demand);

}  // namespace faultline
