// Simulated moments where something that is not estimated is not known either.
#pragma once

#include <optional>
#include <span>

#include "analysis/fit/simulated_moments.h"

namespace faultline::fit {

/// fit_simulated_moments in each setting of the model by itself, and the union of the sets of those settings that a
/// test at 5 % does not refuse (of all when it refuses every one): the set holds whichever setting is true, and a
/// setting in which the distance happens to be smallest does not rule out another one that reproduces the moments too.
/// The estimate, p_value and inflation are those of the setting with the highest p_value; points are those of all.
[[nodiscard]] std::optional<MomentFit> fit_in_any_setting(const MomentModel& model, std::span<const double> observed,
                                                          std::span<const ParameterBounds> bounds,
                                                          std::span<const MomentTarget> targets,
                                                          const MomentSearch& search = {});

}  // namespace faultline::fit
