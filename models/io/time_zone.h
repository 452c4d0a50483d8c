// Local dates and times of the IANA time zone database, daylight saving included.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace faultline {

inline constexpr std::int64_t kSecondsPerDay = 86400;

/// Days since 1970-01-01 of a date written YYYY-MM-DD; nothing when it is no date of the years 1970 to 2200.
[[nodiscard]] std::optional<std::int64_t> parse_date(std::string_view text);
/// Seconds since midnight of a time written HH:MM, up to 24:00; nothing when it is none.
[[nodiscard]] std::optional<std::int64_t> parse_time_of_day(std::string_view text);
/// 0 for Monday to 6 for Sunday.
[[nodiscard]] std::size_t weekday_of(std::int64_t day);
/// "2026-03-09T05:00:00Z".
[[nodiscard]] std::string iso_utc(std::int64_t utc_seconds);

/// From when on a zone's clocks are so much ahead of UTC.
struct ZoneOffset {
  std::int64_t from_utc_seconds;
  std::int64_t offset_seconds;
};

/// A zone by its offsets; cheap to copy.
class TimeZone {
 public:
  /// Nothing when the database has no zone of that name.
  [[nodiscard]] static std::optional<TimeZone> find(const std::string& name);
  /// All names, for suggestions.
  [[nodiscard]] static std::vector<std::string> names();
  /// Offsets sorted by their beginning; the first holds before it too. Precondition: not empty.
  explicit TimeZone(std::vector<ZoneOffset> offsets)
      : offsets_(std::make_shared<const std::vector<ZoneOffset>>(std::move(offsets))) {}

  struct Local {
    std::int64_t day;            ///< since 1970-01-01
    std::int64_t second_of_day;  ///< on the clock
  };
  [[nodiscard]] Local to_local(std::int64_t utc_seconds) const;
  /// Seconds since 1970-01-01 UTC of a clock time: of the first one where the clock shows it twice, and the moment of
  /// the jump where it shows it never.
  [[nodiscard]] std::int64_t to_utc(std::int64_t day, std::int64_t second_of_day) const;
  /// All that is known of the zone, from 1970 on.
  [[nodiscard]] const std::vector<ZoneOffset>& offsets() const { return *offsets_; }

 private:
  std::shared_ptr<const std::vector<ZoneOffset>> offsets_;
};

}  // namespace faultline
