// The loader of known incidents on any bytes, with and without a scenario: incidents that lie in the simulated span, or
// an InputError; nothing else. What loads for a scenario is sound without one.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/io/known_incidents.h"
#include "tests/support/tiny_scenario.h"

namespace {

const faultline::Scenario& scenario() {
  static const faultline::Scenario made = [] {
    faultline::Scenario tiny = faultline::support::tiny_scenario(faultline::support::tiny_graph(3),
                                                                 faultline::support::tiny_time(672, 2160, 1440), 1e6);
    tiny.time.start_utc = "2026-02-09T04:00:00Z";
    tiny.marketplaces[0].id = "north-america";
    return tiny;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  bool sound = false;
  try {
    (void)faultline::check_known_incidents(text, "/nonexistent/fuzz.json");
    sound = true;
  } catch (const faultline::InputError&) {
  }
  try {
    const auto known = faultline::parse_known_incidents(text, "/nonexistent/fuzz.json", scenario());
    for (const faultline::KnownIncident& incident : known.incidents) {
      const double end = incident.begin_hours + incident.begin_within_hours + incident.duration_hours.high;
      const bool right = incident.begin_hours >= 0.0 && end <= scenario().time.end() &&
                         !incident.marketplaces.empty() && incident.magnitude.low > 0.0 &&
                         incident.magnitude.low <= incident.magnitude.high && incident.magnitude.high <= 1.0 &&
                         incident.duration_hours.low > 0.0;
      if (!right || !sound) std::abort();
    }
  } catch (const faultline::InputError&) {
  }
  return 0;
}
