// What a fault would cost if nothing else were wrong meanwhile: a function of what is known when it is let into
// production and of its luck. The engine's loss differs from it by overlaps, waiting for responders, audits, and
// whatever else happens between exposure and repair. (docs/methodology/conditional-means.md)
#pragma once

#include <array>
#include <cstddef>

#include "models/scenario.h"
#include "sim/delivery/rollout.h"
#include "sim/response/fault.h"
#include "sim/response/incident_board.h"
#include "sim/service_facts.h"

namespace faultline {

/// What is known of a fault before its luck is: the past up to its exposure, and when it becomes active.
struct LoneFault {
  ExposurePlan plan;
  FaultKey key;
  ServiceId service;
  double begin_hours = 0.0;        ///< activation
  bool visible_at_runtime = true;  ///< runtime stealth is finite
  bool rollout_detects = false;    ///< an automatic comparison runs in the stages, and rolls back by itself
  bool staged = false;             ///< came by a rollout gate
  double search_factor = 1.0;      ///< suspects and missing documents, as far as can be foreseen
  double slowdown = 1.0;           ///< of repairs by hand, under a closed channel
};

/// Lost orders of one fault.
struct LoneLoss {
  double gross = 0.0;    ///< in the horizon
  double net = 0.0;      ///< the same, less customers who come back
  double overall = 0.0;  ///< gross, until the end of the run-off

  void add(const LoneLoss& other, double times) {
    gross += times * other.gross;
    net += times * other.net;
    overall += times * other.overall;
  }
};

/// A fault of given attributes, up to the moment at which somebody begins to search: what is left of its course is how
/// long search and repair take. Never allocates; `board` serves for its weights alone. Keeps references.
class LoneCourse {
 public:
  LoneCourse(const Scenario& scenario, const ServiceFacts& facts, const IncidentBoard& board, const LoneFault& fault,
             const FaultAttributes& attributes, double customers_hours);

  /// It can cost no orders, however long it takes.
  [[nodiscard]] bool harmless() const { return harmless_; }
  /// The rollout takes it back by itself, or it ends at detection plus what the arguments of loss() say.
  [[nodiscard]] bool canary() const { return canary_; }
  /// The loss when search takes so long (before what is known multiplies it), and repair, slowdown included.
  [[nodiscard]] LoneLoss loss(double search_hours, double repair_hours) const;

 private:
  [[nodiscard]] LoneLoss lost(double from, double to) const;

  [[nodiscard]] double failed_in(std::size_t marketplace) const {
    return marketplace < kept_.size() ? kept_[marketplace] : board_.failed_fraction_alone(placed_, 1.0, marketplace);
  }

  const Scenario& scenario_;
  const IncidentBoard& board_;
  const LoneFault& fault_;
  OngoingFault placed_;
  std::array<double, 8> kept_{};  // share of orders that fail, of the first marketplaces
  bool total_;
  bool harmless_;
  bool canary_ = false;
  double detected_hours_ = 0.0;
  double since_hours_ = 0.0;  // when the exposure in force at detection began
  double exposure_ = 1.0;
  LoneLoss before_;  // up to then
};

/// The loss of a course with search and repair drawn by the fault's key.
[[nodiscard]] LoneLoss drawn_loss(const LoneCourse& course, const ResponseModel& response, const LoneFault& fault,
                                  const FaultAttributes& attributes, const KeyedDraws& draws);

/// The loss alone under given attributes, the rest drawn from `draws` by the fault's key.
[[nodiscard]] LoneLoss lone_loss(const Scenario& scenario, const ServiceFacts& facts, const IncidentBoard& board,
                                 const LoneFault& fault, const FaultAttributes& attributes, const KeyedDraws& draws);

}  // namespace faultline
