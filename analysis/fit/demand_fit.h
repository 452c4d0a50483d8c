// What hourly counts say of demand: its level and the shape of its week.
#pragma once

#include <span>

#include "analysis/fit/findings.h"
#include "analysis/fit/fit_options.h"
#include "models/observations/demand_hour.h"

namespace faultline::fit {

/// One group a marketplace, `demand` where the table names none. Hours that are missing count as not watched, not as
/// empty. The dispersion of hours of the same hour of the week decides how far an hour is trusted against the smooth
/// shape.
[[nodiscard]] Findings fit_demand(std::span<const DemandHour> every, const FitOptions& options);

}  // namespace faultline::fit
