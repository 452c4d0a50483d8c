#include "analysis/stats/regret.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/stats/quantile.h"

namespace faultline::stats {

std::vector<Regret> regrets(std::span<const double> losses, std::size_t alternatives) {
  const std::size_t states = alternatives == 0 ? 0 : losses.size() / alternatives;
  if (states == 0 || states * alternatives != losses.size()) {
    return {};
  }
  std::vector<Regret> result(alternatives);
  std::vector<std::vector<double>> all(alternatives);
  for (std::size_t s = 0; s < states; ++s) {
    const auto of_state = losses.subspan(s * alternatives, alternatives);
    double least = std::numeric_limits<double>::infinity();
    for (const double loss : of_state) {
      least = std::min(least, std::isnan(loss) ? least : loss);
    }
    for (std::size_t a = 0; a < alternatives; ++a) {
      if (std::isnan(of_state[a])) {
        continue;
      }
      const double regret = of_state[a] - least;
      result[a].best_in += regret == 0.0 ? 1 : 0;
      if (regret > result[a].most) {
        result[a].most = regret;
        result[a].worst_state = s;
      }
      all[a].push_back(regret);
    }
  }
  for (std::size_t a = 0; a < alternatives; ++a) {
    result[a].states = all[a].size();
    if (all[a].empty()) {
      continue;
    }
    std::sort(all[a].begin(), all[a].end());
    result[a].mean = std::accumulate(all[a].begin(), all[a].end(), 0.0) / static_cast<double>(all[a].size());
    result[a].p90 = all[a][quantile_rank(all[a].size(), 0.9) - 1];
  }
  return result;
}

}  // namespace faultline::stats
