// One incident of a paging service, as its API and DevLake's raw tables hold it.
#pragma once

#include <string>

#include "models/io/history/history_options.h"
#include "models/io/json_document.h"
#include "models/observations/incident_record.h"

namespace faultline {

/// Whether it is an incident of PagerDuty (`incident_number`, `created_at`) or of Opsgenie (`createdAt`, `tinyId` or
/// `impactedServices`).
[[nodiscard]] bool is_pager_incident(const JsonNode& item);

/// Fills the record, or says in `problem` why not. PagerDuty: begin is created_at, the alert; recovered is resolved_at,
/// or last_status_change_at of what is resolved; severity is the priority, or else the urgency. Opsgenie: begin is
/// impactStartDate, detected createdAt, recovered impactEndDate, or updatedAt of what is resolved or closed.
void read_pager_incident(const JsonNode& item, const HistoryOptions& options, IncidentRecord& record,
                         std::string& problem);

}  // namespace faultline
