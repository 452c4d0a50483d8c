#include "sim/response/fault.h"

#include "models/core/elementary.h"
#include "models/core/samplers.h"
#include "sim/delivery/change_table.h"
#include "sim/delivery/wide_scope.h"

namespace faultline {
namespace {

double draw_magnitude(const MagnitudeLaw& law, double total_fraction, double total_rank, const KeyedDraws& draws,
                      FaultKey key) {
  if (total_rank < total_fraction) return 1.0;
  return beta_variate(draws, key.subject, key.stream, static_cast<std::uint32_t>(Purpose::magnitude),
                      law.partial_beta_a, law.partial_beta_b);
}

}  // namespace

FaultAttributes draw_fault(const DefectModel& model, const KeyedDraws& draws, FaultKey key, Channel channel) {
  const PhiloxCounter first = draws.block(key.subject, key.stream, detail_of(Purpose::fault_kind, 0));
  const PhiloxCounter second = draws.block(key.subject, key.stream, detail_of(Purpose::fault_kind, 1));
  FaultAttributes fault;

  // One rank for every channel, fleet faults taken from the service's own: leaving the pipeline can only widen a fault.
  const double rank = uniform32(first[1]);
  const double fleet = fleet_fraction(model, channel);
  const double not_cell = 1.0 - model.scope.cell_fraction;
  if (rank < fleet) {
    fault.scope = DefectScope::fleet;
  } else if (rank >= not_cell) {
    fault.scope = DefectScope::cell;
  } else if (rank >= not_cell - model.scope.marketplace_fraction) {
    fault.scope = DefectScope::marketplace;
  }
  fault.scope_rank = uniform32(second[0]);

  double category_rank = uniform32(first[2]);
  double weights = 0.0;
  for (const double weight : model.category_weight) weights += weight;
  category_rank *= weights;
  std::size_t category = 0;
  while (category + 1 < kDefectCategoryCount && category_rank > model.category_weight[category]) {
    category_rank -= model.category_weight[category];
    ++category;
  }
  fault.category = static_cast<DefectCategory>(category);

  const double total =
      fault.scope == DefectScope::fleet ? model.magnitude.total_fraction_given_fleet : model.magnitude.total_fraction;
  fault.magnitude = draw_magnitude(model.magnitude, total, uniform32(first[0]), draws, key);
  fault.visible_fraction = uniform32(first[3]) < model.invisible_fraction ? 0.0 : 1.0;
  if (uniform32(second[1]) < model.soft_loss_fraction) fault.order_loss_given_error = model.soft_order_loss_given_error;
  fault.data_damage = uniform32(second[2]) < model.data_damage_fraction;
  fault.rollbackable = uniform32(second[3]) >= model.not_rollbackable_fraction;
  return fault;
}

Activation draw_activation(const ActivationLaw& law, const KeyedDraws& draws, FaultKey key) {
  const PhiloxCounter words = draws.block(key.subject, key.stream, detail_of(Purpose::activation));
  const double which = uniform32(words[0]);
  const double rank = uniform64(words[1], words[2]);
  const bool by_exposure = uniform32(words[3]) < law.by_exposure_fraction;
  if (which < law.immediate_fraction) return {exponential(rank, law.immediate_mean_hours), by_exposure};
  const LognormalHours& delay = which < law.immediate_fraction + law.delayed_fraction ? law.delayed : law.late;
  return {lognormal(rank, delay.median_hours, delay.log_sd), by_exposure};
}

std::array<double, kDetectorClassCount> draw_stealth(const ClassMatrix& copula_lower, const KeyedDraws& draws,
                                                     FaultKey key) {
  const PhiloxCounter first = draws.block(key.subject, key.stream, detail_of(Purpose::stealth, 0));
  const PhiloxCounter second = draws.block(key.subject, key.stream, detail_of(Purpose::stealth, 1));
  const std::array<double, kDetectorClassCount> normal{
      elementary::normal_quantile(uniform32(first[0])), elementary::normal_quantile(uniform32(first[1])),
      elementary::normal_quantile(uniform32(first[2])), elementary::normal_quantile(uniform32(first[3])),
      elementary::normal_quantile(uniform32(second[0]))};
  std::array<double, kDetectorClassCount> rank{};
  for (std::size_t row = 0; row < kDetectorClassCount; ++row) {
    double mixed = 0.0;
    for (std::size_t column = 0; column <= row; ++column) mixed += copula_lower[row][column] * normal[column];
    rank[row] = elementary::normal_cdf(mixed);
  }
  return rank;
}

}  // namespace faultline
