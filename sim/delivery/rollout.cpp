#include "sim/delivery/rollout.h"

#include <limits>

namespace faultline {

double ExposurePlan::time_of_exposure(double hours) const {
  for (std::size_t step = 0; step + 1 < steps; ++step) {
    const double here = fraction[step] * (begin_hours[step + 1] - begin_hours[step]);
    if (hours < here) return begin_hours[step] + hours / fraction[step];
    hours -= here;
  }
  return full_from() + hours / fraction[steps - 1];
}

double ExposurePlan::fraction_at(double time_hours) const {
  double now = 0.0;
  for (std::size_t step = 0; step < steps && begin_hours[step] <= time_hours; ++step) now = fraction[step];
  return now;
}

ExposurePlan exposed_at_once(double time_hours) {
  ExposurePlan plan;
  plan.begin_hours[0] = time_hours;
  plan.fraction[0] = 1.0;
  plan.steps = 1;
  return plan;
}

ExposurePlan plan_rollout(const Gate& gate, const Calendar& promotion, double start_hours) {
  ExposurePlan plan;
  double time = promotion.next_open(start_hours);
  for (const RolloutStage& stage : gate.stages) {
    plan.begin_hours[plan.steps] = time;
    plan.fraction[plan.steps] = stage.traffic_fraction;
    ++plan.steps;
    time = promotion.next_open(time + stage.bake_hours);
  }
  plan.begin_hours[plan.steps] = time;
  plan.fraction[plan.steps] = 1.0;
  ++plan.steps;
  return plan;
}

}  // namespace faultline
