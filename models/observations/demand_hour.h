// Orders (or requests, or whatever stands for them) within one hour of a marketplace.
#pragma once

#include <cstdint>

namespace faultline {

struct DemandHour {
  std::int64_t local_day = 0;  ///< since 1970-01-01, on the marketplace's own clock
  std::uint32_t hour = 0;      ///< 0 to 23
  double orders = 0.0;
};

}  // namespace faultline
