// Zones of the system's IANA database.
#include <date/tz.h>

#include <chrono>
#include <stdexcept>

#include "models/io/time_zone.h"

namespace faultline {
namespace {

constexpr date::sys_seconds kFirst{std::chrono::seconds{0}};
constexpr date::sys_seconds kPastLast{date::sys_days{date::year{2204} / 1 / 1}};  // parse_date() knows years up to 2200

}  // namespace

std::optional<TimeZone> TimeZone::find(const std::string& name) {
  try {
    const date::time_zone* const zone = date::locate_zone(name);
    std::vector<ZoneOffset> offsets;
    for (date::sys_seconds from = kFirst; from < kPastLast;) {
      const date::sys_info info = zone->get_info(from);
      offsets.push_back({from.time_since_epoch().count(), info.offset.count()});
      if (info.end <= from) {
        break;
      }
      from = info.end;
    }
    return TimeZone(std::move(offsets));
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

std::vector<std::string> TimeZone::names() {
  std::vector<std::string> all;
  for (const date::time_zone& zone : date::get_tzdb().zones) {
    all.push_back(zone.name());
  }
  return all;
}

}  // namespace faultline
