#include "sim/response/incident_board.h"

#include <algorithm>

#include "sim/outcome.h"

namespace faultline {

namespace {

constexpr double kWeekHours = 168.0;

}  // namespace

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
  lost_by_week_.resize(loss_weeks(scenario.time.horizon_hours));
  scratch_faults_.reserve(kMostSplitExactly);
  striking_.reserve(kMostSplitExactly);
  scratch_shares_.resize(kMostSplitExactly);
}

void IncidentBoard::clear() {
  faults_.clear();
  rates_.clear();
  std::fill(lost_by_week_.begin(), lost_by_week_.end(), 0.0);
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
  double lost_in_all = 0.0;
  for (std::size_t market = 0; market < marketplaces; ++market) {
    const double orders = scenario_->marketplaces[market].demand.orders_between(now_, now);
    for (std::size_t i = 0; i < faults_.size(); ++i) {
      const Rates& rate = rates_[i * marketplaces + market];
      const double lost = orders * rate.lost;
      lost_in_all += lost;
      faults_[i].lost_orders += lost;
      if (in_horizon) {
        faults_[i].lost_orders_in_horizon += lost;
        faults_[i].errors_in_horizon += orders * rate.errors;
      }
    }
  }
  if (in_horizon && !lost_by_week_.empty()) {
    const auto week = static_cast<std::size_t>((now_ - time.horizon_begin()) / kWeekHours);
    lost_by_week_[std::min(week, lost_by_week_.size() - 1)] += lost_in_all;
  }
  if (in_horizon && failing_ >= scenario_->response.severity.sev2_fraction) outage_hours_ += now - now_;
  now_ = now;
}

void IncidentBoard::copy_lost_by_week(std::vector<double>& weeks) const {
  std::copy_n(lost_by_week_.begin(), std::min(weeks.size(), lost_by_week_.size()), weeks.begin());
}

void IncidentBoard::use(const LossTable& losses) {
  losses_ = &losses;
  stale_ = true;
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
  for (std::size_t j = 0; j < scenario_->journeys.size(); ++j) {
    const double failed = split_journey(JourneyId{j}, first_marketplace);
    for (std::size_t market = first_marketplace; market < end_marketplace; ++market) {
      const double demand = scenario_->journeys[j].demand_share[market];
      failing_ += marketplace_weight_[market] * demand * failed;
      for (std::size_t k = 0; k < striking_.size(); ++k) {
        Rates& rate = rates_[striking_[k].fault * marketplaces + market];
        const double share = demand * striking_[k].share;
        rate.lost += share * faults_[striking_[k].fault].order_loss_given_error;
        rate.errors += share * journey_errors_[j];
      }
    }
  }
}

// Failure share of a journey and each fault's part of it. Only faults that reach the journey count; when more than
// kMostSplitExactly do, the strongest are split exactly and each of the others gets its own share of what they leave,
// as if it struck independently of everything else.
double IncidentBoard::split_journey(JourneyId journey, std::size_t marketplace) {
  striking_.clear();
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    const OngoingFault& fault = faults_[i];
    if (fault.marketplace != OngoingFault::kAllMarketplaces && fault.marketplace != marketplace) continue;
    const double reach = fault.every_request ? 1.0 : losses_->reach_fraction(journey, fault.service);
    const double alone = fault.magnitude * fault.exposure * reach;
    if (alone > 0.0) striking_.push_back({static_cast<std::uint32_t>(i), alone});
  }
  if (striking_.empty()) return 0.0;
  if (striking_.size() == 1) return striking_[0].share;
  const std::size_t exact = std::min(striking_.size(), kMostSplitExactly);
  if (exact < striking_.size()) {
    folded_ += static_cast<double>(striking_.size() - exact);
    std::sort(striking_.begin(), striking_.end(), [](const Striking& a, const Striking& b) {
      return a.share != b.share ? a.share > b.share : a.fault < b.fault;
    });
  }
  scratch_faults_.clear();
  for (std::size_t k = 0; k < exact; ++k) {
    const OngoingFault& fault = faults_[striking_[k].fault];
    scratch_faults_.push_back({fault.service, fault.magnitude * fault.exposure, fault.every_request});
  }
  double failed = shapley_shares(*losses_, journey, scratch_faults_, std::span(scratch_shares_).first(exact));
  for (std::size_t k = 0; k < exact; ++k) striking_[k].share = scratch_shares_[k];
  for (std::size_t k = exact; k < striking_.size(); ++k) {
    striking_[k].share *= 1.0 - failed;
    failed += striking_[k].share;
  }
  return failed;
}

}  // namespace faultline
