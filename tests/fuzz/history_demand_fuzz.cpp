// Hourly counts from any bytes: counts that are none of negative, infinite or no number, or an InputError.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "models/core/input_error.h"
#include "models/io/history/demand_history.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto history =
        faultline::read_demand(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz", {});
    for (const faultline::DemandHour& hour : history.records) {
      if (!std::isfinite(hour.orders) || hour.orders < 0.0) std::abort();
    }
  } catch (const faultline::InputError&) {
  }
  return 0;
}
