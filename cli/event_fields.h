// What is told of changes and incidents as JSON: the fields that the event log and the trace share.
// (docs/formats/events.md)
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tuple>

#include "models/scenario.h"
#include "sim/events/event_log.h"

namespace faultline::cli {

using EventJson = nlohmann::ordered_json;

inline constexpr std::array<std::string_view, 4> kReviewEndNames{"approved", "stamped", "rejected",
                                                                 "obsolete"};  ///< by ReviewEnd

template <class Names, class Enum>
[[nodiscard]] constexpr std::string_view name_of(const Names& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

/// What tells one change from all others of a replication: team, origin, ordinal.
using ChangeKey = std::tuple<std::uint32_t, Origin, std::uint32_t>;
[[nodiscard]] inline ChangeKey key_of(const LoggedChange& change) {
  return {change.team.index(), change.origin, change.ordinal};
}

/// "team/origin/ordinal".
[[nodiscard]] std::string change_name(const Scenario& scenario, const LoggedChange& change);

/// Lines are drawn from a continuous law, in single precision.
[[nodiscard]] long long whole_lines(const LoggedChange& change);

/// Of change_submitted, of incident_began and of incident_ended, without their times.
[[nodiscard]] EventJson change_fields(const Scenario& scenario, const LoggedChange& change);
[[nodiscard]] EventJson incident_fields(const Scenario& scenario, const LoggedIncident& incident);
[[nodiscard]] EventJson cost_fields(const IncidentEnd& end);

}  // namespace faultline::cli
