// One incident of a status page or a post-mortem.
#pragma once

#include <optional>
#include <string>

#include "models/observations/moment.h"

namespace faultline {

struct IncidentRecord {
  std::string id;
  Moment begin;                           ///< of the fault where it is known, else of the first word about it
  std::string severity;                   ///< in the source's own words; empty: not said
  std::optional<double> detected_hours;   ///< from begin until somebody knew
  std::optional<double> mitigated_hours;  ///< from begin until a first report of mitigation
  std::optional<double>
      recovered_hours;       ///< from begin to the end; may be 0 or less where it was written down afterwards
  bool maintenance = false;  ///< announced: no incident
  std::optional<bool> caused_by_change;
};

}  // namespace faultline
