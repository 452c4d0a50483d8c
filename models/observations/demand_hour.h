// Orders (or requests, or whatever stands for them) within one hour of a marketplace.
#pragma once

#include <string>

#include "models/observations/moment.h"

namespace faultline {

struct DemandHour {
  std::string id;           ///< marketplace and hour
  std::string marketplace;  ///< empty: the table names none
  Moment begin;
  double orders = 0.0;
};

}  // namespace faultline
