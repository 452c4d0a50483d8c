// Teams, pools and streams from their part of a scenario's document.
#pragma once

#include <string>
#include <vector>

#include "models/io/name_table.h"
#include "models/io/scenario_fields.h"
#include "models/scenario.h"

namespace faultline {

/// What the organisation may refer to.
struct OrganisationNames {
  const NameTable& services;
  const NameTable& calendars;  ///< 0 is the first one listed, or "always" when none is
};

/// Fills the organisation of a scenario that has its graph, calendars and time, and the names of its pools.
void build_organisation(const OrganisationFields& fields, const OrganisationNames& names, Scenario& scenario,
                        NameTable& pools, ProblemList& problems, std::vector<std::string>& warnings);

}  // namespace faultline
