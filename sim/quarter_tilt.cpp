// Dear luck drawn oftener than it comes, and by how much less the quarter counts. (docs/methodology/tail-losses.md)
#include <algorithm>

#include "sim/delivery/change_table.h"
#include "sim/quarter.h"

namespace faultline {

// Only what is submitted in the horizon: other faults cost little of what counts.
bool Quarter::tilts_channel(const Change& change) const {
  return ctx_.luck != nullptr && ctx_.luck->tilt != nullptr && change.has(Change::kDefective) && in_horizon(now_);
}

// Whether a defective change goes out of band, which it does oftener than its share. The quarter counts the ratio of
// the chances of what came. Its rank is a uniform divided by its stream's multiplier, which is 0 for what never goes.
bool Quarter::tilted_channel(const Change& change, double share) {
  const auto rank = static_cast<double>(change.out_of_band_rank);
  const double multiplier = scenario_->organisation.streams[change.stream_index].out_of_band_multiplier;
  const double own = std::clamp(share * multiplier, 0.0, 1.0);
  tilted_.mean_out_of_band += own;
  tilted_.mean_pipeline += 1.0 - own;
  const double chance = ctx_.luck->tilt->out_of_band_chance(own);
  if (chance == own) return rank < share;
  const bool goes_round = rank * multiplier < chance;
  if (goes_round != (rank < share)) ++tilted_.diverted;
  tilted_.weight *= goes_round ? own / chance : (1.0 - own) / (1.0 - chance);
  return goes_round;
}

// The law of a fault's luck given all that is known before is a mixture of itself, with weight 1, and of itself times
// (factor - 1), which inner draws stand for. Whatever those are, what is drawn counts (sum of weights) / (its own
// factor): the mean over all draws is that of the law itself.
void Quarter::tilt_luck(Incident& incident, const CompiledGate* rollout) {
  if (ctx_.luck == nullptr || ctx_.luck->tilt == nullptr || !(incident.begin_hours < scenario_->time.end())) return;
  const LuckModel& luck = *ctx_.luck;
  const LoneFault fault = lone_fault(incident);
  const KeyedDraws& draws = *ctx_.shared->draws;
  luck.expected_loss.candidates(*facts_, board_, fault, incident.channel, incident.scope, draws.replication(),
                                candidates_);
  double excess = 0.0;
  for (LuckCandidate& candidate : candidates_) {
    if (luck.keeps_severities) severities_.push_back({candidate.orders, candidate.chance, incident.channel});
    candidate.chance *= luck.tilt->factor(candidate.orders) - 1.0;
    excess += candidate.chance;
  }
  double orders = 0.0;
  double rank = draws.uniform(fault.key.subject, fault.key.stream, detail_of(Purpose::tilt)) * (1.0 + excess) - 1.0;
  if (rank < 0.0) {
    orders = lone_loss(*scenario_, *facts_, board_, fault, incident.attributes, draws).gross;
  } else {
    std::size_t chosen = 0;
    while (chosen + 1 < candidates_.size() && rank >= candidates_[chosen].chance) rank -= candidates_[chosen++].chance;
    const LuckCandidate& candidate = candidates_[chosen];
    orders = candidate.orders;
    incident.attributes = candidate.attributes;
    incident.luck = candidate.number + 1;
    incident.wide = candidate.wide;
    strike(incident, fault.service, fault.visible_at_runtime, rollout);
    ++tilted_.replaced;
  }
  tilted_.weight *= (1.0 + excess) / luck.tilt->factor(orders);
}

// The draws of customers, search and repair.
KeyedDraws Quarter::luck_of(const Incident& incident) const {
  const KeyedDraws& draws = *ctx_.shared->draws;
  return incident.luck == 0 ? draws : ctx_.luck->expected_loss.luck(draws.replication(), incident.luck - 1);
}

}  // namespace faultline
