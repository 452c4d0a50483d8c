// Zones from the files that the page has put into the module's own file system, since a browser shows no zone database:
// zones/Europe|Berlin, a line for each offset, "UTC-SECONDS OFFSET-SECONDS".
#include <algorithm>
#include <fstream>

#include "models/io/time_zone.h"

namespace faultline {

std::optional<TimeZone> TimeZone::find(const std::string& name) {
  std::string file = name;
  std::replace(file.begin(), file.end(), '/', '|');
  std::ifstream lines("/zones/" + file);
  std::vector<ZoneOffset> offsets;
  for (ZoneOffset offset{}; lines >> offset.from_utc_seconds >> offset.offset_seconds;) {
    offsets.push_back(offset);
  }
  return offsets.empty() ? std::nullopt : std::optional(TimeZone(std::move(offsets)));
}

std::vector<std::string> TimeZone::names() { return {}; }

}  // namespace faultline
