#include "analysis/incident_timeline.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace faultline {
namespace {

constexpr double kMostHours = 120;  // of an incident that are shown one by one
constexpr double kMinutes = 60;

}  // namespace

std::vector<ReachedService> reached_services(const LoggedIncident& incident, const ServiceGraph& graph,
                                             const Spread& spread, std::span<const double> requests_per_order) {
  std::vector<ReachedService> reached;
  const auto add = [&](ServiceId service, double failing) {
    if (service == incident.service || failing > graph.service(service).baseline_error_fraction) {
      reached.push_back({service, failing});
    }
  };
  if (incident.scope == DefectScope::fleet) {
    for (std::size_t s = 0; s < graph.service_count(); ++s) {
      add(ServiceId{s}, incident.magnitude);
    }
  } else {
    for (const Sufferer& sufferer : spread.sufferers) {
      add(sufferer.service, incident.magnitude * sufferer.failing_fraction);
    }
  }
  const auto key = [&](const ReachedService& r) {
    return std::tuple(r.service != incident.service, -r.failing_fraction * requests_per_order[r.service.index()],
                      -r.failing_fraction, r.service);
  };
  std::sort(reached.begin(), reached.end(),
            [&](const ReachedService& a, const ReachedService& b) { return key(a) < key(b); });
  return reached;
}

std::vector<LossRate> loss_rates(const std::vector<LossSegment>& segments, const DemandCurve& demand) {
  std::vector<LossRate> rates;
  if (segments.empty()) {
    return rates;
  }
  const double hours = segments.back().to_hours - segments.front().from_hours;
  const double step = std::max(1.0, std::ceil(hours / kMostHours));
  for (const LossSegment& segment : segments) {
    const double in_all = demand.orders_between(segment.from_hours, segment.to_hours);
    for (double from = segment.from_hours; from < segment.to_hours;) {
      const double to = std::min(segment.to_hours, step * (std::floor(from / step) + 1));
      const double share =
          in_all > 0 ? demand.orders_between(from, to) / in_all : (to - from) / (segment.to_hours - segment.from_hours);
      const double rate = segment.orders * share / (kMinutes * (to - from));
      if (!rates.empty() && from > segment.from_hours && rates.back().orders_per_minute == rate) {
        from = to;
        continue;
      }
      rates.push_back({from, rate});
      from = to;
    }
  }
  rates.push_back({segments.back().to_hours, 0});
  return rates;
}

}  // namespace faultline
