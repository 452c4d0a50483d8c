// Incidents from any bytes: finite times and an account that adds up, or an InputError.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/core/input_error.h"
#include "models/io/history/incident_history.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (auto* const read : {&faultline::read_incidents, &faultline::read_statuspage, &faultline::read_google_cloud,
                           &faultline::read_postmortems}) {
    try {
      const auto history = read(text, "fuzz", {});
      if (history.records.size() + history.rows.skipped != history.rows.rows) std::abort();
      for (const faultline::IncidentRecord& incident : history.records) {
        for (const auto& hours : {incident.detected_hours, incident.mitigated_hours, incident.recovered_hours}) {
          if (hours && !std::isfinite(*hours)) std::abort();
        }
      }
    } catch (const faultline::InputError&) {
    }
  }
  return 0;
}
