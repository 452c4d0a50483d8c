// What reports of incidents say: how often, when, how bad, how long.
#pragma once

#include <span>

#include "analysis/fit/findings.h"
#include "analysis/fit/fit_options.h"
#include "models/observations/incident_record.h"

namespace faultline::fit {

/// Groups: `incidents` (maintenance left out), and one for each severity that was seen ten times or more. A scenario's
/// incidents follow from its changes, so nothing here takes the place of one of its values: the figures are what its
/// results are to be held against.
[[nodiscard]] Findings fit_incidents(std::span<const IncidentRecord> every, const FitOptions& options);

}  // namespace faultline::fit
