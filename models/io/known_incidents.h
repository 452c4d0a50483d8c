// Files of known incidents: the door through which what was published becomes something to replay.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "models/io/fields.h"
#include "models/io/scenario_json.h"
#include "models/response/known_incident.h"

namespace faultline {

inline constexpr std::string_view kKnownIncidentsFormat = "faultline-known-incidents";
/// The file of that name in a scenario's folder belongs to the scenario.
inline constexpr std::string_view kKnownIncidentsFile = "known-incidents.json";

/// An incident as its document says it: local time and names, before they become hours and ids.
struct KnownIncidentFields {
  struct Change {
    KnownChange change;
    std::string service;
    Place place;
  };
  KnownIncident incident;
  std::string date;
  std::string time;
  std::string zone;
  std::vector<std::string> marketplaces;
  std::vector<Change> changes;
  Place place;
  Place begin_place;
};

struct KnownIncidentsFields {
  std::string format;
  int version = 1;
  std::vector<KnownIncidentFields> incidents;
  Place place;
};

/// The table of fields of a file of known incidents.
void describe(FieldVisitor& visitor, KnownIncidentsFields& fields);

struct KnownIncidents {
  std::vector<KnownIncident> incidents;
  std::vector<ParameterSource> sources;  ///< of every number
};

/// Reads a file of known incidents for a scenario: its marketplaces, services and time. Throws InputError with every
/// problem found, and nothing else.
[[nodiscard]] KnownIncidents parse_known_incidents(std::string_view text, const std::filesystem::path& file,
                                                   const Scenario& scenario, const LoadOptions& options = {});

/// Checks such a file as far as that is possible without a scenario. Throws InputError. Returns how many incidents it
/// holds.
std::size_t check_known_incidents(std::string_view text, const std::filesystem::path& file,
                                  const LoadOptions& options = {});

}  // namespace faultline
