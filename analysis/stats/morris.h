// Screening: which of many parameters matter at all, from few runs.
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::stats {

/// Elementary effects: change of the output over change of the parameter, the range of the parameter being 1.
struct ElementaryEffects {
  std::size_t parameters = 0;
  std::size_t groups = 1;        ///< of luck (luck_groups.h)
  std::vector<double> values{};  ///< [(trajectory * parameters + parameter) * groups + group]

  [[nodiscard]] std::size_t trajectories() const { return values.size() / (parameters * groups); }
};

struct MorrisMeasures {
  Estimate mean;           ///< mu
  Estimate mean_absolute;  ///< mu*: of the effects' means over the luck
  double spread = 0.0;     ///< sigma, luck taken out: above 0 where the effect depends on the other parameters or bends
  double luck_floor = 0.0;  ///< mu* of a parameter that does nothing, by luck alone
  bool settled = false;     ///< told from luck; otherwise mu, mu* and sigma are 0
};

/// By parameter. mu and sigma of Morris (1991, doi 10.2307/1269043), mu* of Campolongo, Cariboni and Saltelli (2007,
/// doi 10.1016/j.envsoft.2006.10.004). sigma^2 uses products of different groups of luck. A parameter is told from luck
/// when the interval of its mean squared effect, by such products, lies above 0. Intervals are percentiles of 1,000
/// resamples of trajectories. Empty with fewer than 2 trajectories or values that are not finite.
[[nodiscard]] std::vector<MorrisMeasures> morris_measures(const ElementaryEffects& effects,
                                                          double confidence = kConfidence);

}  // namespace faultline::stats
