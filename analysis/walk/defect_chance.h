// How likely a change carries a defect.
#pragma once

#include "models/core/elementary.h"
#include "models/defects/defect.h"

namespace faultline {

/// Probability that a change of that origin, kind and size carries a defect. (model, section 4)
[[nodiscard]] inline double defect_probability(const DefectModel& model, Origin origin, ChangeKind kind, double lines) {
  const double rate = model.beta * model.origin_multiplier[static_cast<std::size_t>(origin)] *
                      model.kind_multiplier[static_cast<std::size_t>(kind)] * elementary::pow(lines, model.alpha);
  return -elementary::expm1(-rate);
}

}  // namespace faultline
