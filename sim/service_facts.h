// What the engine looks up about services, found once for a scenario.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/business/demand.h"
#include "models/defects/stealth.h"
#include "models/scenario.h"

namespace faultline {

/// Who depends on whom in a graph: whose calls, or whose callees' calls, reach a service.
class Dependants {
 public:
  explicit Dependants(const ServiceGraph& graph);

  /// Whether a service's calls can reach `callee`, or it is `callee` itself.
  [[nodiscard]] bool depends_on(ServiceId service, ServiceId callee) const {
    const std::size_t bit = static_cast<std::size_t>(callee.index()) * row_words_ * 64 + service.index();
    return (bits_[bit / 64] >> (bit % 64) & 1U) != 0;
  }

 private:
  std::size_t row_words_;
  std::vector<std::uint64_t> bits_;  // [callee][service]
};

struct ServiceFacts {
  explicit ServiceFacts(const Scenario& scenario);
  /// The same, sharing what it can with those of a scenario with the same graph. Precondition: it is the same.
  ServiceFacts(const Scenario& scenario, const ServiceFacts& same_graph);

  /// Whether a service's calls can reach `callee`, or it is `callee` itself.
  [[nodiscard]] bool depends_on(ServiceId service, ServiceId callee) const {
    return dependants->depends_on(service, callee);
  }

  std::vector<DemandCurve> demand;         ///< of each marketplace
  DemandCurve all_orders;                  ///< of all marketplaces together
  std::vector<double> requests_per_order;  ///< by ServiceId: all sessions, averaged over marketplaces
  CopulaFactor copula;
  std::vector<std::uint32_t> gate_keys;  ///< stable hash of each gate id, by GateId
  std::vector<std::uint32_t> owner;  ///< by ServiceId: number of the team, or the number of teams when nobody owns it
  std::shared_ptr<const Dependants> dependants;

 private:
  ServiceFacts(const Scenario& scenario, const ServiceFacts* same_graph);
};

}  // namespace faultline
