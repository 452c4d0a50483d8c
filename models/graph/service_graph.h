// Services and who calls whom: compressed sparse rows with dense indices.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/ids.h"

namespace faultline {

/// A vertex of the graph. (model, section 1)
struct Service {
  std::string id;
  std::string tier;                        ///< "1", "2", ... or empty when the source does not say
  std::string team;                        ///< owning team, or empty
  int cells = 1;                           ///< isolated copies that a rollout touches one at a time
  double capacity_rps = 0.0;               ///< requests per second; 0 means not limited
  double baseline_error_fraction = 0.001;  ///< p0, errors when nothing is wrong
};

/// An edge: `caller` calls `callee`.
struct Call {
  ServiceId caller;
  ServiceId callee;
  double calls_per_request = 1.0;   ///< c_uv; below 1: called only sometimes
  double coupling = 1.0;            ///< h_uv, chance that a failed call fails the caller's request; 1 hard, 0 optional
  int attempts = 1;                 ///< n_uv, tries per call
  double transient_fraction = 0.0;  ///< tau_uv, share of failures that a retry can cure
  bool async = false;               ///< does not block the caller's request: carries load, never failure
};

/// Immutable service graph. Self loops are dropped and parallel edges merged by whoever builds it; ids are unique.
class ServiceGraph {
 public:
  /// Services in the given order; calls may come in any order and are stored sorted by (caller, callee).
  /// Throws std::invalid_argument on an endpoint out of range, a self loop or a duplicate pair (loaders report such
  /// input long before).
  ServiceGraph(std::vector<Service> services, std::vector<Call> calls);

  [[nodiscard]] std::size_t service_count() const { return services_.size(); }
  [[nodiscard]] std::size_t call_count() const { return calls_.size(); }
  [[nodiscard]] const Service& service(ServiceId id) const { return services_[id.index()]; }
  [[nodiscard]] const Call& call(CallId id) const { return calls_[id.index()]; }
  [[nodiscard]] std::span<const Service> services() const { return services_; }
  [[nodiscard]] std::span<const Call> calls() const { return calls_; }
  /// Calls made by a service: a contiguous run of calls().
  [[nodiscard]] std::span<const Call> calls_from(ServiceId caller) const;
  [[nodiscard]] CallId first_call_from(ServiceId caller) const { return CallId{first_call_[caller.index()]}; }
  /// The service of that id. O(log n).
  [[nodiscard]] std::optional<ServiceId> find(std::string_view id) const;
  /// Services that nobody calls, in order.
  [[nodiscard]] std::vector<ServiceId> entry_points() const;

 private:
  std::vector<Service> services_;
  std::vector<Call> calls_;
  std::vector<std::uint32_t> first_call_;  // size n + 1
  std::vector<ServiceId> by_id_;           // sorted by the service's id
};

}  // namespace faultline
