// The incidents in progress: what fails now, what that costs, and whose fault it is. (model, sections 2, 3 and 8)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/scenario.h"
#include "sim/blast/joint_failure.h"
#include "sim/blast/loss_table.h"

namespace faultline {

/// Faults that strike one journey at once and are split exactly; more happen only when a long freeze ends. Fewer than
/// kMaxJointFaults: the cost grows with the square.
inline constexpr std::size_t kMostSplitExactly = 12;

/// A fault in production, with what it has cost so far.
struct OngoingFault {
  std::uint32_t incident = 0;  ///< number of the incident
  ServiceId service;
  double magnitude = 0.0;  ///< at full exposure, cells divided
  double exposure = 1.0;   ///< share of traffic exposed now, times what recovery has left of the fault
  double order_loss_given_error = 1.0;
  std::uint32_t marketplace = kAllMarketplaces;  ///< the only one struck, or all
  bool every_request = false;                    ///< fleet-wide

  double lost_orders = 0.0;  ///< gross, in all
  double lost_orders_in_horizon = 0.0;
  double errors_in_horizon = 0.0;

  static constexpr std::uint32_t kAllMarketplaces = 0xFFFFFFFFU;
};

/// Integrates losses over segments of constant failure; splits overlapping faults by their Shapley shares. Never
/// allocates once its lists have grown. Copyable: a copy continues alike.
class IncidentBoard {
 public:
  IncidentBoard(const Scenario& scenario, const LossTable& losses);

  void clear();
  /// Moves time on: everything since the last call is charged at the rates then in force.
  void advance(double now);
  /// From here on failures spread by another table, of the same journeys and services.
  void use(const LossTable& losses);
  /// A fault begins; `advance(now)` must have been called.
  void begin(const OngoingFault& fault);
  /// Exposure or recovery changed.
  void set_exposure(std::uint32_t incident, double exposure);
  /// Takes the fault off the board and returns it with its totals.
  [[nodiscard]] OngoingFault end(std::uint32_t incident);
  [[nodiscard]] std::size_t size() const { return faults_.size(); }

  /// Share of all orders that a fault would lose alone at this exposure, before order_loss_given_error; demand-weighted
  /// over marketplaces.
  [[nodiscard]] double failed_fraction_alone(const OngoingFault& fault, double exposure) const;
  /// The same within one marketplace.
  [[nodiscard]] double failed_fraction_alone(const OngoingFault& fault, double exposure, std::size_t marketplace) const;

  /// Share of a journey's requests that the service's total failure fails.
  [[nodiscard]] double reach(JourneyId journey, ServiceId service) const {
    return losses_->reach_fraction(journey, service);
  }

  /// The time up to which losses have been charged.
  [[nodiscard]] double now() const { return now_; }
  [[nodiscard]] double outage_hours_in_horizon() const { return outage_hours_; }
  [[nodiscard]] double folded_faults() const { return folded_; }
  /// Faults on the board, oldest first, with what they have cost up to the last advance().
  [[nodiscard]] const OngoingFault& fault_at(std::size_t position) const { return faults_[position]; }
  /// Gross lost orders by week of the horizon; segments must not cross the end of a week.
  void copy_lost_by_week(std::vector<double>& weeks) const;

 private:
  struct Rates {  // per expected order of a marketplace
    double lost;
    double errors;
  };
  struct Striking {
    std::uint32_t fault;  // position on the board
    double share;         // of the journey's failures; before the split, what it would fail alone
  };

  void refresh();
  void refresh_group(std::size_t first_marketplace, std::size_t end_marketplace);
  double split_journey(JourneyId journey, std::size_t marketplace);

  const Scenario* scenario_;
  const LossTable* losses_;
  std::vector<double> marketplace_weight_;  // share of all orders over the horizon
  std::vector<double> journey_errors_;      // failed entry requests per failed order, all sessions
  std::vector<OngoingFault> faults_;
  std::vector<Rates> rates_;  // [fault][marketplace]
  std::vector<ActiveFault> scratch_faults_;
  std::vector<Striking> striking_;  // faults that reach the journey at hand
  std::vector<double> scratch_shares_;
  std::vector<double> lost_by_week_;
  double failing_ = 0.0;  // share of all orders failing now
  double now_ = 0.0;
  double outage_hours_ = 0.0;
  double folded_ = 0.0;
  bool stale_ = false;
};

}  // namespace faultline
