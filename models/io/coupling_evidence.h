// Couplings from failures seen together.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "models/io/graph_reader.h"

namespace faultline {

/// Failed calls of one pair of services, and what became of the caller's requests.
struct CouplingEvidence {
  std::size_t failed_calls = 0;
  std::size_t failed_requests = 0;  ///< of those: the caller's request failed too
};

/// Beta(1 + failed requests, 1 + failed calls - failed requests): a uniform prior and what was seen.
struct CouplingPosterior {
  double mean;
  double low;   ///< 2.5 % quantile
  double high;  ///< 97.5 % quantile
};
[[nodiscard]] CouplingPosterior coupling_posterior(const CouplingEvidence& evidence);

/// Sets the coupling of calls with failed calls to the posterior's mean, and says so in notes: how many calls, the
/// interval of those with most failures, and for how many calls hard coupling remains assumed. `evidence[i]` belongs to
/// `calls[i]`.
void set_couplings(std::vector<Call>& calls, std::span<const CouplingEvidence> evidence,
                   const std::vector<Service>& services, std::vector<GraphNote>& notes);

}  // namespace faultline
