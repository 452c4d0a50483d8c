// what_if_record SCENARIO.json N: the resolved scenario, its zones, and the native figures of its first N quarters as
// JSON, for compare.cjs to hold the WebAssembly against.
#include <cstdlib>
#include <exception>
#include <iostream>
#include <set>
#include <string>

#include "models/io/json_document.h"
#include "models/io/scenario_json.h"
#include "models/io/time_zone.h"
#include "web/what_if.h"

namespace {

using namespace faultline;

/// Every text of a member named "zone".
void collect_zones(const JsonNode& node, std::set<std::string>& zones) {
  for (const JsonNode& child : node.members()) {
    if (child.key() == "zone" && child.is(JsonKind::string)) {
      zones.emplace(child.as_string());
    }
    collect_zones(child, zones);
  }
}

std::string zones_json(const std::string& document) {
  std::set<std::string> zones{"UTC"};
  collect_zones(parse_json(document, "resolved").root(), zones);
  std::string text;
  for (const std::string& name : zones) {
    text += (text.empty() ? "{" : ",") + json_quoted(name) + ":[";
    const std::optional<TimeZone> zone = TimeZone::find(name);
    std::string offsets;
    for (const ZoneOffset& offset : zone ? zone->offsets() : std::vector<ZoneOffset>{}) {
      offsets += (offsets.empty() ? "[" : ",[") + std::to_string(offset.from_utc_seconds) + "," +
                 std::to_string(offset.offset_seconds) + "]";
    }
    text += offsets + "]";
  }
  return text + "}";
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const LoadedScenario loaded = load_scenario(argc > 1 ? argv[1] : "");
    const auto quarters = static_cast<std::uint32_t>(std::strtoul(argc > 2 ? argv[2] : "1", nullptr, 10));
    const std::uint64_t seed = loaded.scenario.run.seed;
    WhatIf what_if(loaded.document, seed);
    std::cout << "{\"seed\":\"" << seed << "\",\"policies\":" << loaded.scenario.policies.size()
              << ",\"zones\":" << zones_json(loaded.document) << ",\"document\":" << json_quoted(loaded.document)
              << ",\"quarters\":[";
    for (std::uint32_t quarter = 0; quarter < quarters; ++quarter) {
      std::cout << (quarter == 0 ? "[" : ",\n[");
      const char* comma = "";
      for (const double figure : what_if.run(quarter)) {
        std::cout << comma << json_number(figure);
        comma = ",";
      }
      std::cout << "]";
    }
    std::cout << "]}\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
