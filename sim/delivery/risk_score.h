// Which changes a risk-score gate flags: the riskiest share by a score whose mean lies d' higher for defective changes.
// (evidence Z15; published-answers, section 4)
#pragma once

#include <vector>

#include "models/policy/gate.h"
#include "sim/delivery/change_table.h"

namespace faultline {

/// Probabilities that the gate flags a change.
struct RiskFlag {
  double good = 0.0;       ///< of a change without a defect
  double defective = 0.0;  ///< of one with a defect: the share of defects that the gate captures
};

/// Equal-variance binormal gate: flags when score > t, score ~ N(0, 1), or N(d', 1) with a defect. The threshold is the
/// population quantile: (1 - pi) Phi(-t) + pi Phi(d' - t) = q. `defective_share` pi and `flagged_share` q lie in [0,
/// 1].
[[nodiscard]] RiskFlag binormal_flag(double d_prime, double flagged_share, double defective_share);

/// Expected share of defective changes among those that a selector lets the gate see, by the streams' rates, kinds and
/// laws of lines. What depends on the single change besides (documents, prices) is taken as independent of defects.
[[nodiscard]] double defective_share(const Scenario& scenario, const ChangeSource& changes, const Selector& selector);

}  // namespace faultline
