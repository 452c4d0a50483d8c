// What the engine looks up about services, found once for a scenario.
#pragma once

#include <cstdint>
#include <vector>

#include "models/business/demand.h"
#include "models/defects/stealth.h"
#include "models/scenario.h"

namespace faultline {

struct ServiceFacts {
  explicit ServiceFacts(const Scenario& scenario);

  /// Whether a service's calls can reach `callee`, or it is `callee` itself.
  [[nodiscard]] bool depends_on(ServiceId service, ServiceId callee) const {
    const std::size_t bit = static_cast<std::size_t>(callee.index()) * row_words * 64 + service.index();
    return (dependants[bit / 64] >> (bit % 64) & 1U) != 0;
  }

  DemandCurve all_orders;                  ///< of all marketplaces together
  std::vector<double> requests_per_order;  ///< by ServiceId: all sessions, averaged over marketplaces
  CopulaFactor copula;
  std::vector<std::uint32_t> gate_keys;  ///< stable hash of each gate id, by GateId
  std::vector<std::uint32_t> owner;  ///< by ServiceId: number of the team, or the number of teams when nobody owns it
  std::size_t row_words;
  std::vector<std::uint64_t> dependants;  ///< bit matrix [callee][service]
};

}  // namespace faultline
