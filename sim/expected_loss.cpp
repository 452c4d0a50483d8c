#include "sim/expected_loss.h"

#include "models/core/elementary.h"
#include "sim/delivery/change_table.h"
#include "sim/delivery/wide_scope.h"
#include "sim/response/fault_course.h"

namespace faultline {
namespace {

// The law of a defect given that it is fleet-wide or not, and total or not. What is not fleet-wide is drawn as if the
// fleet's part of the rank were not there, so the other scopes' parts grow.
DefectModel given(DefectModel model, Channel channel, bool fleet, bool total) {
  const double others = 1.0 - fleet_fraction(model, channel);
  model.scope.fleet_fraction_pipeline = model.scope.fleet_fraction_out_of_band = fleet ? 1.0 : 0.0;
  if (!fleet && others > 0.0) {
    model.scope.cell_fraction /= others;
    model.scope.marketplace_fraction /= others;
  }
  model.magnitude.total_fraction = model.magnitude.total_fraction_given_fleet = total ? 1.0 : 0.0;
  return model;
}

/// Mean over a standard normal by the trapezoid rule, its grid shifted by `shift` in [0, 1) of a step: without bias
/// when the shift is uniform, and nearly exact whatever it is (Poisson's summation formula). It reaches as far to the
/// right as the mean of a lognormal of log-sd 2 needs.
class ShiftedGrid {
 public:
  static constexpr std::size_t kPoints = 18;

  explicit ShiftedGrid(double shift) {
    constexpr double kRootOfTwoPi = 2.50662827463100050242;
    constexpr double kStep = 0.75;
    constexpr double kFirst = -6.0;
    for (std::size_t i = 0; i < kPoints; ++i) {
      const double z = kFirst + (static_cast<double>(i) + shift) * kStep;
      z_[i] = z;
      weight_[i] = kStep * elementary::exp(-0.5 * z * z) / kRootOfTwoPi;
    }
  }
  [[nodiscard]] double hours(const LognormalHours& law, std::size_t i) const {
    return law.median_hours * elementary::exp(law.log_sd * z_[i]);
  }
  [[nodiscard]] double weight(std::size_t i) const { return weight_[i]; }

 private:
  std::array<double, kPoints> z_;
  std::array<double, kPoints> weight_;
};

// Mean loss of a course over search, kind of repair and repair. The loss is nearly a sum of a function of the search
// and one of the repair, so it is averaged over each with the other drawn, less the loss with both drawn: without bias,
// and only their interplay is left to luck.
LoneLoss over_response(const LoneCourse& course, const ResponseModel& response, const LoneFault& fault,
                       const DefectModel& law, const FaultAttributes& attributes, const KeyedDraws& draws) {
  if (course.canary()) return course.loss(0.0, 0.0);
  const MitigationModel& mitigation = response.mitigation;
  const double repair_drawn = draw_repair_hours(mitigation, attributes, fault.slowdown, draws, fault.key);
  const double search_drawn = draw_search_hours(response.diagnosis, draws, fault.key);
  const PhiloxCounter shifts = draws.block(fault.key.subject, fault.key.stream, detail_of(Purpose::diagnosis, 1));
  LoneLoss mean;
  const ShiftedGrid searches(uniform32(shifts[0]));
  for (std::size_t i = 0; i < ShiftedGrid::kPoints; ++i) {
    mean.add(course.loss(searches.hours(response.diagnosis.time, i), repair_drawn), searches.weight(i));
  }
  mean.add(course.loss(search_drawn, repair_drawn), -1.0);
  const double unwound = law.data_damage_fraction;
  const double fixed = (1.0 - unwound) * law.not_rollbackable_fraction;
  const ShiftedGrid repairs(uniform32(shifts[1]));
  const auto add_repair = [&](const LognormalHours& hours, double chance) {
    for (std::size_t i = 0; i < ShiftedGrid::kPoints && chance > 0.0; ++i) {
      mean.add(course.loss(search_drawn, repairs.hours(hours, i) * fault.slowdown), chance * repairs.weight(i));
    }
  };
  add_repair(mitigation.unwind_data, unwound);
  add_repair(mitigation.fix_forward, fixed);
  mean.add(course.loss(search_drawn, mitigation.rollback_hours), 1.0 - unwound - fixed);
  return mean;
}

// The chance `longer` of a longer duration is uniform for one half, and the cube of a uniform, with density
// longer^(-2/3) / 3, for the other (`far`). Each counts by the mixture of both (balance heuristic: Veach and Guibas
// 1995, doi 10.1145/218380.218498).
ExpectedLoss::Stretched stretched(double longer, const LognormalHours& law, bool far) {
  if (far) longer = longer * longer * longer;
  const double hours = law.median_hours * elementary::exp(-law.log_sd * elementary::normal_quantile(longer));
  const double cubed = elementary::exp(-2.0 / 3.0 * elementary::log(longer)) / 3.0;
  return {hours, 1.0 / (0.5 + 0.5 * cubed)};
}

}  // namespace

ExpectedLoss::ExpectedLoss(const Scenario& scenario, std::uint64_t seed, std::uint32_t draws)
    : scenario_(scenario), seed_(seed), draws_(draws) {
  for (std::size_t channel = 0; channel < kChannelCount; ++channel) {
    const auto name = static_cast<Channel>(channel);
    const DefectModel model = name == Channel::background ? background_model(scenario) : scenario.defects;
    for (const bool fleet : {false, true}) {
      for (const bool total : {false, true}) laws_[channel][law_of(fleet, total)] = given(model, name, fleet, total);
    }
  }
}

// Other luck for the same names: the seed of each inner draw differs from the run's and from every other's.
KeyedDraws ExpectedLoss::luck(std::uint32_t replication, std::uint32_t number) const {
  constexpr std::uint64_t kOddConstant = 0x9E3779B97F4A7C15ULL;
  return {seed_ ^ (kOddConstant * (number + 1ULL)), replication};
}

ExpectedLoss::Stretched ExpectedLoss::search(const KeyedDraws& luck, FaultKey key, std::uint32_t number) const {
  const double longer = 1.0 - luck.uniform(key.subject, key.stream, detail_of(Purpose::diagnosis));
  return stretched(longer, scenario_.response.diagnosis.time, number % 2 == 1);
}

ExpectedLoss::Stretched ExpectedLoss::repair(const KeyedDraws& luck, const FaultAttributes& attributes, double slowdown,
                                             FaultKey key, std::uint32_t number) const {
  const MitigationModel& mitigation = scenario_.response.mitigation;
  const LognormalHours* const law = repair_law(mitigation, attributes);
  if (law == nullptr) return {mitigation.rollback_hours, 1.0};
  const double longer = 1.0 - luck.uniform(key.subject, key.stream, detail_of(Purpose::mitigation));
  Stretched repair = stretched(longer, *law, number / 2 % 2 == 1);
  repair.hours *= slowdown;
  return repair;
}

template <class Visit>
void ExpectedLoss::each_draw(const LoneFault& fault, Channel channel, ScopeChances scope, std::uint32_t replication,
                             const Visit& visit) const {
  const MagnitudeLaw& magnitude =
      channel == Channel::background ? scenario_.background.magnitude : scenario_.defects.magnitude;
  const Laws& laws = laws_[static_cast<std::size_t>(channel)];
  std::uint32_t number = 0;
  const auto visit_stratum = [&](double weight, bool fleet, bool total, bool confined) {
    const DefectModel& law = laws[law_of(fleet, total)];
    for (std::uint32_t draw = 0; draw < draws_ && weight > 0.0; ++draw) {
      const KeyedDraws afresh = luck(replication, number + draw);
      FaultAttributes attributes = draw_fault(law, afresh, fault.key, channel);
      if (confined) attributes.scope = DefectScope::service;
      visit(InnerDraw{law, afresh, attributes, weight / draws_, number + draw, fleet});
    }
    number += draws_;  // whether it was drawn or not: a stratum's draws hang on nothing else
  };
  for (const bool total : {true, false}) {
    const double given_fleet =
        total ? magnitude.total_fraction_given_fleet : 1.0 - magnitude.total_fraction_given_fleet;
    const double otherwise = total ? magnitude.total_fraction : 1.0 - magnitude.total_fraction;
    visit_stratum(scope.fleet * (1.0 - scope.confined) * given_fleet, true, total, false);
    visit_stratum(scope.fleet * scope.confined * given_fleet, true, total, true);
    visit_stratum((1.0 - scope.fleet) * otherwise, false, total, false);
  }
}

LoneLoss ExpectedLoss::mean(const ServiceFacts& facts, const IncidentBoard& board, const LoneFault& fault,
                            Channel channel, ScopeChances scope, std::uint32_t replication,
                            std::vector<WeightedLoss>* severities) const {
  LoneLoss mean;
  each_draw(fault, channel, scope, replication, [&](const InnerDraw& draw) {
    const double customers = draw_customers_hours(scenario_.response.detection, draw.luck, fault.key);
    const LoneCourse course(scenario_, facts, board, fault, draw.attributes, customers);
    if (course.harmless()) return;
    if (severities != nullptr) {
      const double orders = drawn_loss(course, scenario_.response, fault, draw.attributes, draw.luck).gross;
      if (orders > 0.0) severities->push_back({orders, draw.chance, channel});
    }
    mean.add(over_response(course, scenario_.response, fault, draw.law, draw.attributes, draw.luck), draw.chance);
  });
  return mean;
}

void ExpectedLoss::candidates(const ServiceFacts& facts, const IncidentBoard& board, const LoneFault& fault,
                              Channel channel, ScopeChances scope, std::uint32_t replication,
                              std::vector<LuckCandidate>& candidates) const {
  candidates.clear();
  each_draw(fault, channel, scope, replication, [&](const InnerDraw& draw) {
    const double customers = draw_customers_hours(scenario_.response.detection, draw.luck, fault.key);
    const LoneCourse course(scenario_, facts, board, fault, draw.attributes, customers);
    if (course.harmless()) return;
    const Stretched sought = search(draw.luck, fault.key, draw.number);
    const Stretched mended = repair(draw.luck, draw.attributes, fault.slowdown, fault.key, draw.number);
    const double orders = course.loss(sought.hours, mended.hours).gross;
    if (orders > 0.0) {
      candidates.push_back(
          {draw.attributes, orders, draw.chance * sought.ratio * mended.ratio, draw.number, draw.wide});
    }
  });
}

}  // namespace faultline
