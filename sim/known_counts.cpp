#include "sim/known_counts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace faultline {

KnownCounts::KnownCounts(const Scenario& scenario, const LossTable& losses)
    : scenario_(scenario), reach_(scenario.graph.service_count()) {
  const TimeFrame& time = scenario.time;
  for (const Marketplace& marketplace : scenario.marketplaces) {
    orders_in_horizon_ += marketplace.demand.orders_between(time.horizon_begin(), time.horizon_end());
  }
  if (reach_.empty() || !(orders_in_horizon_ > 0.0)) return;
  for (std::size_t market = 0; market < scenario.marketplaces.size(); ++market) {
    const double orders = scenario.marketplaces[market].demand.orders_between(time.horizon_begin(), time.horizon_end());
    for (std::size_t j = 0; j < scenario.journeys.size(); ++j) {
      const double share = orders / orders_in_horizon_ * scenario.journeys[j].demand_share[market];
      for (std::size_t s = 0; s < reach_.size(); ++s) {
        reach_[s] += share * losses.reach_fraction(JourneyId{j}, ServiceId{s});
      }
    }
  }
  // Incidents come at a constant rate within an hour, at any service alike; demand too is constant within an hour.
  const BackgroundIncidents& background = scenario.background;
  for (std::size_t hour = 0; static_cast<double>(hour) < time.end(); ++hour) {
    const auto begin = static_cast<double>(hour);
    const double from = std::max(begin, time.horizon_begin());
    const double to = std::min(begin + 1.0, time.horizon_end());
    if (!(from < to)) continue;
    const double weight = hour < background.weight_per_hour.size() ? background.weight_per_hour[hour] : 1.0;
    background_mean_ += background.per_day / 24.0 * weight * (to - from) * demand(0.5 * (from + to));
  }
  background_mean_ *= std::accumulate(reach_.begin(), reach_.end(), 0.0) / static_cast<double>(reach_.size());
}

double KnownCounts::demand(double time_hours) const {
  const TimeFrame& time = scenario_.time;
  if (!(time_hours >= time.horizon_begin() && time_hours < time.horizon_end())) return 0.0;
  double orders = 0.0;
  for (const Marketplace& marketplace : scenario_.marketplaces) {
    orders += marketplace.demand.rate_orders_per_hour(time_hours);
  }
  return orders / orders_in_horizon_ * time.horizon_hours;
}

}  // namespace faultline
