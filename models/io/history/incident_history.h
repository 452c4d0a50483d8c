// Incidents: status pages, paging services and post-mortems.
#pragma once

#include <string>
#include <string_view>

#include "models/io/history/history_options.h"
#include "models/io/history/row_account.h"
#include "models/observations/incident_record.h"

namespace faultline {

/// Statuspage's API v2: an object with `incidents`, or their array. Begin is created_at, the first word about it;
/// mitigated is the first update whose status is monitoring or resolved; nothing tells when it was detected.
[[nodiscard]] History<IncidentRecord> read_statuspage(std::string_view text, const std::string& file,
                                                      const HistoryOptions& options);

/// Google Cloud's incidents.json: an array. Begin is set afterwards; from there to `created` is when it was declared,
/// an upper bound of detection.
[[nodiscard]] History<IncidentRecord> read_google_cloud(std::string_view text, const std::string& file,
                                                        const HistoryOptions& options);

/// A table of post-mortems: `id`, `first_event`, and `ttd_min`, `ttr_min` in minutes from the start of the fault;
/// `timezone`, `severity` and `change_related` where they are there. Or DevLake's raw table of a paging service.
[[nodiscard]] History<IncidentRecord> read_postmortems(std::string_view text, const std::string& file,
                                                       const HistoryOptions& options);

/// Whichever of them the text looks like. Throws InputError when it is none.
[[nodiscard]] History<IncidentRecord> read_incidents(std::string_view text, const std::string& file,
                                                     const HistoryOptions& options);

}  // namespace faultline
