// What a customer does to place an order.
#pragma once

#include <string>
#include <vector>

#include "models/core/ids.h"

namespace faultline {

/// A service that receives customers' requests directly.
struct JourneyEntry {
  ServiceId service;
  double requests_per_order = 1.0;
};

/// A journey fails for an order when any of its entries' requests fails. (model, section 1)
struct Journey {
  std::string id;
  std::vector<JourneyEntry> entries;
  /// Share of each marketplace's demand that takes this journey, by MarketplaceId; sums to 1 over journeys.
  std::vector<double> demand_share;
};

}  // namespace faultline
