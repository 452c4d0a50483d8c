#include "sim/loss_tilt.h"

#include <algorithm>
#include <utility>

namespace faultline {

LossTilt::LossTilt(std::vector<Step> steps, ChannelExcess excess) : steps_(std::move(steps)), excess_(excess) {}

double LossTilt::factor(double orders) const {
  const auto above = std::upper_bound(steps_.begin(), steps_.end(), orders,
                                      [](double value, const Step& step) { return value < step.orders; });
  return above == steps_.begin() ? 1.0 : (above - 1)->factor;
}

// The odds are multiplied by (1 + excess out of band) / (1 + excess in the pipeline).
double LossTilt::out_of_band_chance(double share) const {
  const double raised = share * (1.0 + excess_.out_of_band);
  return raised / (raised + (1.0 - share) * (1.0 + excess_.pipeline));
}

}  // namespace faultline
