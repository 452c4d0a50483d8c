// Several faults at once: the exact failure share of a journey over the sample, and each fault's fair share of it.
#pragma once

#include <span>

#include "models/core/ids.h"
#include "sim/blast/loss_table.h"

namespace faultline {

/// A fault as it strikes a journey now.
struct ActiveFault {
  ServiceId service;
  double magnitude = 0.0;      ///< m in [0, 1]: share of requests that it breaks, exposure included
  bool every_request = false;  ///< fleet-wide: r = 1 in every sample, whatever the service
};

/// Most faults handled at once without allocation; more are folded into the last one (and that is counted by callers).
inline constexpr std::size_t kMaxJointFaults = 64;

/// p = mean over omega of 1 - prod_i (1 - m_i r_i(omega)). Never allocates. (model, section 2)
[[nodiscard]] double joint_failure_fraction(const LossTable& table, JourneyId journey,
                                            std::span<const ActiveFault> faults);

/// The same p, split into Shapley shares: shares[i] = mean over omega of integral over t in [0,1] of
/// a_i prod_{j != i} (1 - t a_j) dt with a_i = m_i r_i(omega), exact by Gauss-Legendre with ceil(n/2) nodes. The shares
/// are scaled so that their left-to-right sum is p to the last bit wherever that is possible. Never allocates. (model,
/// section 8)
[[nodiscard]] double shapley_shares(const LossTable& table, JourneyId journey, std::span<const ActiveFault> faults,
                                    std::span<double> shares);

}  // namespace faultline
