#include "web/zones.h"

#include <optional>
#include <set>

#include "models/io/json_document.h"
#include "models/io/time_zone.h"

namespace faultline {
namespace {

/// Every text of a member named "zone".
void collect_zones(const JsonNode& node, std::set<std::string>& zones) {
  for (const JsonNode& child : node.members()) {
    if (child.key() == "zone" && child.is(JsonKind::string)) {
      zones.emplace(child.as_string());
    }
    collect_zones(child, zones);
  }
}

}  // namespace

std::string zones_json(const std::string& document) {
  std::set<std::string> zones{"UTC"};
  collect_zones(parse_json(document, "resolved").root(), zones);
  std::string text;
  for (const std::string& name : zones) {
    const std::optional<TimeZone> zone = TimeZone::find(name);
    if (!zone) {
      continue;
    }
    std::string offsets;
    for (const ZoneOffset& offset : zone->offsets()) {
      offsets += (offsets.empty() ? "[" : ",[") + std::to_string(offset.from_utc_seconds) + "," +
                 std::to_string(offset.offset_seconds) + "]";
    }
    text += (text.empty() ? "{" : ",") + json_quoted(name) + ":[" + offsets + "]";
  }
  return text + "}";
}

}  // namespace faultline
