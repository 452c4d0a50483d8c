// What a history of deployments says: how often, how often taken back, and on how many services at once.
#pragma once

#include <span>
#include <vector>

#include "analysis/fit/findings.h"
#include "analysis/fit/fit_options.h"
#include "models/observations/deployment_record.h"

namespace faultline::fit {

/// Rollbacks of one day that are taken for one event of the whole fleet.
inline constexpr std::size_t kFleetRollbacks = 5;

/// Deployments to environments that are called production, prod or live in any case of letters; all where none is.
[[nodiscard]] std::vector<const DeploymentRecord*> production_of(std::span<const DeploymentRecord> every);

/// One group, `production`: those of production_of(). `every` in order of time.
[[nodiscard]] Findings fit_deployments(std::span<const DeploymentRecord> every, const FitOptions& options);

}  // namespace faultline::fit
