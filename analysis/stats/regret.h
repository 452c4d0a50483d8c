// Choosing among alternatives when the state of the world is not known: regret and satisficing.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace faultline::stats {

/// Of one alternative over the states in which it can be chosen, each counting the same.
struct Regret {
  std::size_t states = 0;  ///< with none, all else is 0
  double mean = 0.0;
  double p90 = 0.0;             ///< the ceil(0.9 n)-th smallest
  double most = 0.0;            ///< Savage's criterion looks at this one alone
  std::size_t worst_state = 0;  ///< the first in which it is `most`
  std::size_t best_in = 0;      ///< states in which it is 0
};

/// How much more each alternative loses than the best one of the same state (Savage 1951, doi
/// 10.1080/01621459.1951.10500768). losses[state * alternatives + alternative]; NaN where the alternative cannot be
/// chosen. Empty without a whole state.
[[nodiscard]] std::vector<Regret> regrets(std::span<const double> losses, std::size_t alternatives);

}  // namespace faultline::stats
