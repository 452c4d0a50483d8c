// Money and customers' patience.
#pragma once

#include <string>

namespace faultline {

struct Economics {
  std::string currency = "USD";
  double margin_per_order = 0.0;  ///< 0: no money is shown
  double cost_per_engineer_hour = 0.0;
  double cost_of_delay_per_change_day = 0.0;
  double sessions_per_order = 10.0;
  double recapture_fraction = 0.75;     ///< of orders lost to a short incident (Z19)
  double recapture_decay_hours = 12.0;  ///< recapture(D) = fraction * exp(-D / decay)
};

}  // namespace faultline
