// When and by whom something was done, as records of the past say it.
#pragma once

#include <cstdint>

namespace faultline {

/// A moment, and how far the clock on which it was written down was ahead of UTC.
struct Moment {
  std::int64_t utc_seconds = 0;  ///< since 1970-01-01 UTC
  std::int32_t offset_seconds = 0;
  bool zone_stated = true;  ///< false: the text named no zone, and one was taken for it

  friend bool operator==(const Moment&, const Moment&) = default;
};

/// Hours from one moment to another; below 0 when that was earlier.
[[nodiscard]] inline double hours_between(const Moment& from, const Moment& to) {
  constexpr double kSecondsPerHour = 3600.0;
  return static_cast<double>(to.utc_seconds - from.utc_seconds) / kSecondsPerHour;
}

/// A person without a name: a salted hash, equal for equal texts alone.
struct PersonId {
  std::uint64_t hash = 0;

  friend bool operator==(const PersonId&, const PersonId&) = default;
  friend auto operator<=>(const PersonId&, const PersonId&) = default;
};

}  // namespace faultline
