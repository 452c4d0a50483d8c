// What a risk score flags: the equal-variance binormal model. (docs/methodology/policy-walk.md)
#pragma once

#include "models/policy/gate.h"
#include "models/scenario.h"

namespace faultline {

/// Share of harmful changes among the riskiest `flagged_fraction` of all, when scores of harmful changes lie `d_prime`
/// standard deviations higher and a share `harmful_fraction` of changes is harmful: the threshold t solves
/// (1 - h) Phi(-t) + h Phi(d' - t) = q, captured = Phi(d' - t). For rare harm that is Phi(d' - z_(1-q)).
[[nodiscard]] double captured_fraction(double flagged_fraction, double d_prime, double harmful_fraction);

/// Share of the changes selected by origin, kind and lines that carry a defect as written: a mean over the scenario's
/// streams, their kinds and sizes. 0 when nothing is selected.
[[nodiscard]] double defective_fraction(const Scenario& scenario, const Selector& selector);

/// Probability that a change of that origin, kind and size carries a defect. (model, section 4)
[[nodiscard]] double defect_probability(const DefectModel& model, Origin origin, ChangeKind kind, double lines);

}  // namespace faultline
