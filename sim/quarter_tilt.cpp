// Dear luck drawn oftener than it comes, and by how much less the quarter counts. (docs/methodology/tail-losses.md)
#include "sim/delivery/change_table.h"
#include "sim/quarter.h"

namespace faultline {

// The law of a fault's luck given all that is known before is a mixture of itself, with weight 1, and of itself times
// (factor - 1), which inner draws stand for. Whatever those are, what is drawn counts (sum of weights) / (its own
// factor): the mean over all draws is that of the law itself.
void Quarter::tilt_luck(Incident& incident, const LoneFault& fault, const CompiledGate* rollout) {
  const LuckModel& luck = *ctx_.luck;
  const KeyedDraws& draws = *ctx_.shared->draws;
  luck.expected_loss.candidates(*facts_, board_, fault, incident.channel, scope_chances(incident), draws.replication(),
                                candidates_);
  double excess = 0.0;
  for (LuckCandidate& candidate : candidates_) {
    if (luck.keeps_severities) severities_.push_back({candidate.orders, candidate.chance});
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
