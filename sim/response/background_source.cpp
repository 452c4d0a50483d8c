#include "sim/response/background_source.h"

#include <algorithm>
#include <cmath>

#include "models/core/samplers.h"
#include "sim/delivery/change_table.h"

namespace faultline {

BackgroundSource::BackgroundSource(const Scenario& scenario)
    : days_(static_cast<std::uint32_t>(std::ceil(scenario.time.end() / 24.0))),
      services_(scenario.graph.service_count()),
      per_day_(scenario.background.per_day),
      weight_per_hour_(scenario.background.weight_per_hour) {}

void BackgroundSource::fill(const KeyedDraws& draws, std::vector<BackgroundIncident>& incidents) const {
  incidents.clear();
  const std::uint32_t stream = stable_hash("background");
  if (services_ == 0) return;
  const auto weight_at = [&](std::size_t hour) {
    return hour < weight_per_hour_.size() ? weight_per_hour_[hour] : 1.0;
  };
  for (std::uint32_t day = 0; day < days_; ++day) {
    double total = 0.0;
    for (std::size_t hour = 0; hour < 24; ++hour) total += weight_at(day * 24 + hour);
    if (!(total > 0.0)) continue;
    const double uniform = draws.uniform(day, stream, detail_of(Purpose::background_count));
    const std::uint32_t count = poisson(uniform, per_day_ * total / 24.0);
    for (std::uint32_t number = 0; number < count; ++number) {
      const FaultKey key{(day << 16) | number, stream};
      const PhiloxCounter words = draws.block(key.subject, key.stream, detail_of(Purpose::background));
      double place = uniform64(words[0], words[1]) * total;
      std::size_t hour = 0;
      while (hour < 23 && place > weight_at(day * 24 + hour)) place -= weight_at(day * 24 + hour++);
      const double weight = weight_at(day * 24 + hour);
      const double within = weight > 0.0 ? std::clamp(place / weight, 0.0, 1.0) : 0.5;
      const double time = day * 24.0 + static_cast<double>(hour) + within;
      incidents.push_back({time, key, ServiceId{static_cast<std::uint32_t>((services_ * words[2]) >> 32)}});
    }
  }
  std::sort(incidents.begin(), incidents.end(), [](const BackgroundIncident& a, const BackgroundIncident& b) {
    return a.time_hours != b.time_hours ? a.time_hours < b.time_hours : a.key.subject < b.key.subject;
  });
}

}  // namespace faultline
