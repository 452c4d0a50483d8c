// What part of the loss is luck: each fault's loss alone, less its mean over luck drawn afresh.
// (docs/methodology/conditional-means.md)
#include <algorithm>
#include <cmath>

#include "sim/delivery/wide_scope.h"
#include "sim/quarter.h"

namespace faultline {
namespace {

constexpr double kWeekHours = 168.0;
constexpr double kSoonHours = 4.0;

// The last moment, not after `now`, that is like `time`: now when that is soon, else the same hour of an earlier week.
double foreseen(double now, double time) {
  if (time - now < kSoonHours) return std::min(now, time);
  return std::max(0.0, time - kWeekHours * std::ceil((time - now) / kWeekHours));
}

}  // namespace

// What is known of the fault: when it becomes active, all of it; before, as far as it can be foreseen.
LoneFault Quarter::lone_fault(const Incident& incident) const {
  LoneFault fault;
  fault.plan = incident.plan;
  fault.key = incident.key;
  fault.service = incident.fault.service;
  fault.begin_hours = incident.begin_hours;
  fault.visible_at_runtime = incident.visible_at_runtime;
  fault.rollout_detects = incident.rollout_detects;
  fault.staged = incident.staged;
  const Feedback& feedback = scenario_->feedback;
  if (feedback.suspects) {
    fault.search_factor = suspect_factor(fault.service, foreseen(now_, incident.begin_hours));
  }
  if (feedback.documentation && !incident.documented) {
    fault.search_factor *= scenario_->response.diagnosis.undocumented_multiplier;
  }
  fault.slowdown = production_write_slowdown(incident, incident.begin_hours);
  return fault;
}

// When the fault becomes active: nothing that came before hangs on its luck, but for what a gate asks of its scope.
void Quarter::account_luck(const Incident& incident) {
  if (ctx_.luck == nullptr || ctx_.luck->tilt != nullptr || !(incident.begin_hours < scenario_->time.end())) return;
  const LoneFault fault = lone_fault(incident);
  const KeyedDraws& draws = *ctx_.shared->draws;
  std::vector<WeightedLoss>* const severities = ctx_.luck->keeps_severities ? &severities_ : nullptr;
  LoneLoss luck = lone_loss(*scenario_, *facts_, board_, fault, incident.attributes, draws);
  alone_ += luck.gross;
  luck.add(ctx_.luck->expected_loss.mean(*facts_, board_, fault, incident.channel, incident.scope, draws.replication(),
                                         severities),
           -1.0);
  luck_.gross += luck.gross;
  luck_.net += luck.net;
  if (incident.change == kNoSlot) {
    const KnownCounts& known = ctx_.luck->known_counts;
    luck_.background += known.reach(fault.service) * known.demand(incident.begin_hours);
  } else if (in_horizon(ctx_.shared->table[incident.change].submitted_hours)) {
    luck_.submitted += luck.overall;
  }
}

// Whether a change is defective is drawn apart from everything else about it, with a known chance.
void Quarter::account_defect(const InFlight& flight, Channel channel) {
  const KnownCounts& known = ctx_.luck->known_counts;
  const Change& change = change_of(flight);
  const double reach = known.reach(ServiceId{change.service});
  const double demand = known.demand(now_);
  if (!(demand > 0.0) || (channel == Channel::pipeline && !(reach > 0.0))) return;
  const double chance =
      ctx_.shared->changes->defect_probability(change.stream_index, change.kind, static_cast<double>(change.lines));
  const double surplus = demand * ((change.has(Change::kDefective) ? 1.0 : 0.0) - chance);
  if (channel == Channel::pipeline) {
    luck_.pipeline_defects += reach * surplus;
  } else {
    luck_.out_of_band_defects += reach * surplus;
    luck_.out_of_band_anywhere += surplus;
  }
}

// How wide a fault is known to be before its attributes are drawn. A gate that asks for the scope of a change tells it
// beforehand; a defect born in rework has a scope of its own.
ScopeChances Quarter::scope_chances(const Incident& incident) const {
  ScopeChances chances;
  if (incident.change == kNoSlot) return chances;
  const Change& change = ctx_.shared->table[incident.change];
  const bool of_the_change = !defects_[incident.defect].born_in_rework;
  chances.fleet = fleet_fraction(scenario_->defects, incident.channel);
  if (of_the_change && ctx_.scope_is_told) {
    const KeyedDraws& draws = *ctx_.shared->draws;
    const bool wide = acts_on_whole_fleet(scenario_->defects, draws, change.ordinal, change.stream, incident.channel);
    chances.fleet = wide ? 1.0 : 0.0;
  }
  chances.confined = 1.0 - leaked_fraction(incident, change, incident.plan.first_exposure(), of_the_change);
  return chances;
}

}  // namespace faultline
