// One parameter at a time.
#pragma once

#include <vector>

#include "analysis/sweep/sensitivity.h"

namespace faultline {

/// Fills in the changes of every output, the flip points and the best policy at the base. `ran` says which cells did;
/// the first one must have.
void add_tornado(const SweepFile& file, const std::vector<bool>& ran, SensitivityReport& report);

}  // namespace faultline
