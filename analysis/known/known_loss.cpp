#include "analysis/known/known_loss.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/core/elementary.h"

namespace faultline {
namespace {

constexpr std::uint32_t kPoints = 1U << 16U;

/// Hammersley's point set: the first number that varies runs through its quantiles evenly, the others by radical
/// inverse.
double radical_inverse(std::uint32_t index, std::uint32_t base) {
  double value = 0.0;
  double place = 1.0;
  while (index > 0) {
    place /= base;
    value += place * (index % base);
    index /= base;
  }
  return value;
}

class Lattice {
 public:
  explicit Lattice(std::uint32_t point) : point_(point) {}

  double value(const RangeLaw& law) {
    if (!law.varies()) return law.low;
    const double rank = next();
    if (law.law == RangeLaw::Law::uniform) return law.low + rank * (law.high - law.low);
    return law.low * elementary::exp(rank * elementary::log(law.high / law.low));
  }

 private:
  double next() {
    constexpr std::uint32_t kPrimes[] = {2, 3, 5, 7, 11};
    const int dimension = dimension_++;
    if (dimension == 0) return (point_ + 0.5) / kPoints;
    return radical_inverse(point_ + 1, kPrimes[dimension - 1]);
  }

  std::uint32_t point_;
  int dimension_ = 0;
};

LossLaw summarise(std::vector<double> values) {
  LossLaw law;
  if (values.empty()) return law;
  std::sort(values.begin(), values.end());
  for (const double value : values) law.mean += value / static_cast<double>(values.size());
  const auto at = [&](double share) {
    const double position = share * static_cast<double>(values.size()) - 0.5;
    const double within = std::clamp(position, 0.0, static_cast<double>(values.size() - 1));
    const auto below = static_cast<std::size_t>(within);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (within - static_cast<double>(below)) * (values[above] - values[below]);
  };
  law.low = at(0.025);
  law.high = at(0.975);
  law.least = values.front();
  law.most = values.back();
  return law;
}

}  // namespace

double errors_per_failed_order(const Scenario& scenario, MarketplaceId marketplace) {
  double errors = 0.0;
  for (const Journey& journey : scenario.journeys) {
    double requests = 0.0;
    for (const JourneyEntry& entry : journey.entries) requests += entry.requests_per_order;
    errors += journey.demand_share[marketplace.index()] * requests;
  }
  return errors * scenario.economics.sessions_per_order;
}

KnownLoss known_loss(const Scenario& scenario, const KnownIncident& incident) {
  const Economics& economics = scenario.economics;
  std::vector<double> counted;  // errors an order, by struck marketplace
  for (const MarketplaceId market : incident.marketplaces) counted.push_back(errors_per_failed_order(scenario, market));
  const RangeLaw begin{RangeLaw::Law::uniform, 0.0, incident.begin_within_hours};
  const RangeLaw one{};
  std::vector<double> gross(kPoints);
  std::vector<double> net(kPoints);
  std::vector<double> errors(kPoints);
  std::vector<double> ratio;
  std::vector<double> uncertain;
  for (std::uint32_t point = 0; point < kPoints; ++point) {
    Lattice lattice(point);
    const double duration = lattice.value(incident.duration_hours);
    const double magnitude = lattice.value(incident.magnitude);
    const double from = incident.begin_hours + lattice.value(begin);
    const double order_loss = lattice.value(incident.order_loss_given_error);
    const double shown = lattice.value(incident.errors_per_order.value_or(one));
    const double demand = lattice.value(incident.demand_factor.value_or(one));
    double met = 0.0;  // orders that meet the fault
    for (std::size_t i = 0; i < incident.marketplaces.size(); ++i) {
      const DemandCurve& curve = scenario.marketplaces[incident.marketplaces[i].index()].demand;
      const double here = magnitude * curve.orders_between(from, from + duration);
      met += here;
      errors[point] += here * (incident.errors_per_order ? shown : counted[i]);
    }
    gross[point] = met * std::min(1.0, order_loss * (incident.errors_per_order ? shown : 1.0));
    const double recaptured =
        economics.recapture_fraction * elementary::exp(-duration / economics.recapture_decay_hours);
    net[point] = gross[point] * (1.0 - recaptured);
    if (gross[point] > 0.0) ratio.push_back(errors[point] / gross[point]);
    if (incident.demand_factor) uncertain.push_back(demand * gross[point]);
  }
  KnownLoss loss;
  loss.lost_orders_gross = summarise(std::move(gross));
  loss.lost_orders_net = summarise(std::move(net));
  loss.customer_errors = summarise(std::move(errors));
  loss.errors_per_lost_order = summarise(std::move(ratio));
  if (!uncertain.empty()) loss.lost_orders_uncertain_demand = summarise(std::move(uncertain));
  return loss;
}

}  // namespace faultline
