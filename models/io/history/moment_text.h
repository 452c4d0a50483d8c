// Moments as the records of the past write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/io/time_zone.h"
#include "models/observations/moment.h"

namespace faultline {

/// A moment, or why the text is none.
struct MomentText {
  std::optional<Moment> moment;
  std::string problem;  ///< one clause; empty when there is a moment
};

/// Reads ISO 8601 and RFC 3339 as they are met in the wild: YYYY-MM-DD, then "T" or blanks, HH:MM[:SS[.fraction]], then
/// "Z", "UTC", +HH:MM, +HHMM, +HH or nothing. Fractions of a second are dropped. A time without a zone is of `zone`,
/// UTC when there is none: the first one where the clock shows it twice, the moment of the jump where never. Years 1970
/// to 2200.
[[nodiscard]] MomentText parse_moment(std::string_view text, const std::optional<TimeZone>& zone = std::nullopt);

/// A field as messages show it: in quotes when it can be no name and no address (few letters, no "@"), else its length.
/// A table whose columns were taken for others must not make messages print people.
[[nodiscard]] std::string shown_field(std::string_view text);

}  // namespace faultline
