// How much load each service carries for the requests that customers send.
#pragma once

#include <exception>
#include <span>
#include <string>
#include <vector>

#include "models/graph/service_graph.h"

namespace faultline {

/// Thrown when calls in a cycle multiply without end: the spectral radius of the routing matrix is 1 or more.
struct UnstableTraffic : std::exception {
  UnstableTraffic(const ServiceGraph& graph, std::vector<ServiceId> heaviest_cycle, double radius);
  [[nodiscard]] const char* what() const noexcept override { return text.c_str(); }

  std::vector<ServiceId> cycle;  ///< the cycle with the largest geometric mean of calls per request, in calling order
  double spectral_radius;
  std::string text;  ///< names the cycle by service ids, made safe to print
};

/// Requests that reach each service per unit of time: the solution of lambda = gamma + P^T lambda with P_uv the calls
/// per request, asynchronous calls included. `external_rates` is gamma by service, non-negative, in any unit of rate;
/// the result has the same unit. One pass over the condensation; Eigen solves inside a cycle alone (dense LU when it is
/// small, BiCGSTAB when large). Throws UnstableTraffic. (model, section 1)
[[nodiscard]] std::vector<double> request_rates(const ServiceGraph& graph, std::span<const double> external_rates);

/// Largest modulus of an eigenvalue of P: 0 without cycles, below 1 when request_rates() has a solution. Exact to 1e-10
/// for cycles of up to 512 services; larger ones by power iteration.
[[nodiscard]] double spectral_radius(const ServiceGraph& graph);

}  // namespace faultline
