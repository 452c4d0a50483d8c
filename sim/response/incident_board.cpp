#include "sim/response/incident_board.h"

#include <algorithm>

namespace faultline {

IncidentBoard::IncidentBoard(const Scenario& scenario, const LossTable& losses)
    : scenario_(&scenario), losses_(&losses) {
  double total = 0.0;
  for (const Marketplace& marketplace : scenario.marketplaces) {
    const double orders = marketplace.demand.orders_between(scenario.time.horizon_begin(), scenario.time.horizon_end());
    marketplace_weight_.push_back(orders);
    total += orders;
  }
  for (double& weight : marketplace_weight_) weight = total > 0.0 ? weight / total : 0.0;
  for (const Journey& journey : scenario.journeys) {
    double requests = 0.0;
    for (const JourneyEntry& entry : journey.entries) requests += entry.requests_per_order;
    journey_errors_.push_back(requests * scenario.economics.sessions_per_order);
  }
  scratch_faults_.reserve(kMaxJointFaults);
  scratch_index_.reserve(kMaxJointFaults);
  scratch_shares_.resize(kMaxJointFaults);
}

void IncidentBoard::clear() {
  faults_.clear();
  rates_.clear();
  failing_ = now_ = outage_hours_ = folded_ = 0.0;
  stale_ = false;
}

void IncidentBoard::advance(double now) {
  if (stale_) refresh();
  if (faults_.empty() || !(now > now_)) {
    now_ = now;
    return;
  }
  const TimeFrame& time = scenario_->time;
  // Events at the horizon's beginning and end split every segment there.
  const bool in_horizon = now_ >= time.horizon_begin() && now <= time.horizon_end();
  const std::size_t marketplaces = scenario_->marketplaces.size();
  for (std::size_t market = 0; market < marketplaces; ++market) {
    const double orders = scenario_->marketplaces[market].demand.orders_between(now_, now);
    for (std::size_t i = 0; i < faults_.size(); ++i) {
      const Rates& rate = rates_[i * marketplaces + market];
      const double lost = orders * rate.lost;
      faults_[i].lost_orders += lost;
      if (in_horizon) {
        faults_[i].lost_orders_in_horizon += lost;
        faults_[i].errors_in_horizon += orders * rate.errors;
      }
    }
  }
  if (in_horizon && failing_ >= scenario_->response.severity.sev2_fraction) outage_hours_ += now - now_;
  now_ = now;
}

void IncidentBoard::begin(const OngoingFault& fault) {
  faults_.push_back(fault);
  stale_ = true;
}

void IncidentBoard::set_exposure(std::uint32_t incident, double exposure) {
  for (OngoingFault& fault : faults_) {
    if (fault.incident == incident) fault.exposure = exposure;
  }
  stale_ = true;
}

OngoingFault IncidentBoard::end(std::uint32_t incident) {
  const auto at = std::find_if(faults_.begin(), faults_.end(),
                               [incident](const OngoingFault& fault) { return fault.incident == incident; });
  const OngoingFault fault = *at;
  faults_.erase(at);
  stale_ = true;
  return fault;
}

double IncidentBoard::failed_fraction_alone(const OngoingFault& fault, double exposure, std::size_t market) const {
  if (fault.marketplace != OngoingFault::kAllMarketplaces && fault.marketplace != market) return 0.0;
  double failed = 0.0;
  for (std::size_t j = 0; j < scenario_->journeys.size(); ++j) {
    const double reach = fault.every_request ? 1.0 : losses_->reach_fraction(JourneyId{j}, fault.service);
    failed += scenario_->journeys[j].demand_share[market] * reach;
  }
  return failed * fault.magnitude * exposure;
}

double IncidentBoard::failed_fraction_alone(const OngoingFault& fault, double exposure) const {
  double failed = 0.0;
  for (std::size_t market = 0; market < marketplace_weight_.size(); ++market) {
    failed += marketplace_weight_[market] * failed_fraction_alone(fault, exposure, market);
  }
  return failed;
}

void IncidentBoard::refresh() {
  stale_ = false;
  failing_ = 0.0;
  const std::size_t marketplaces = scenario_->marketplaces.size();
  rates_.assign(faults_.size() * marketplaces, {0.0, 0.0});
  if (faults_.empty()) return;
  const bool local = std::any_of(faults_.begin(), faults_.end(), [](const OngoingFault& fault) {
    return fault.marketplace != OngoingFault::kAllMarketplaces;
  });
  if (!local) {
    refresh_group(0, marketplaces);
    return;
  }
  for (std::size_t market = 0; market < marketplaces; ++market) refresh_group(market, market + 1);
}

// Marketplaces of a group see the same faults, so the shares of each journey are found once.
void IncidentBoard::refresh_group(std::size_t first_marketplace, std::size_t end_marketplace) {
  const std::size_t marketplaces = scenario_->marketplaces.size();
  scratch_faults_.clear();
  scratch_index_.clear();
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    const OngoingFault& fault = faults_[i];
    if (fault.marketplace != OngoingFault::kAllMarketplaces && fault.marketplace != first_marketplace) continue;
    const double magnitude = fault.magnitude * fault.exposure;
    if (!(magnitude > 0.0)) continue;
    if (scratch_faults_.size() == kMaxJointFaults) {
      folded_ += 1.0;
      continue;
    }
    scratch_faults_.push_back({fault.service, magnitude, fault.every_request});
    scratch_index_.push_back(static_cast<std::uint32_t>(i));
  }
  const std::size_t count = scratch_faults_.size();
  for (std::size_t j = 0; j < scenario_->journeys.size(); ++j) {
    const JourneyId journey{j};
    double failed = 0.0;
    if (count == 1) {
      const ActiveFault& fault = scratch_faults_[0];
      failed = fault.magnitude * (fault.every_request ? 1.0 : losses_->reach_fraction(journey, fault.service));
      scratch_shares_[0] = failed;
    } else if (count > 1) {
      failed = shapley_shares(*losses_, journey, scratch_faults_, std::span(scratch_shares_).first(count));
    }
    for (std::size_t market = first_marketplace; market < end_marketplace; ++market) {
      const double demand = scenario_->journeys[j].demand_share[market];
      failing_ += marketplace_weight_[market] * demand * failed;
      for (std::size_t k = 0; k < count; ++k) {
        Rates& rate = rates_[scratch_index_[k] * marketplaces + market];
        const double share = demand * scratch_shares_[k];
        rate.lost += share * faults_[scratch_index_[k]].order_loss_given_error;
        rate.errors += share * journey_errors_[j];
      }
    }
  }
}

}  // namespace faultline
