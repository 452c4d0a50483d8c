#include "sim/loss_tilt.h"

#include <algorithm>
#include <utility>

namespace faultline {

LossTilt::LossTilt(std::vector<Step> steps) : steps_(std::move(steps)) {}

double LossTilt::factor(double orders) const {
  const auto above = std::upper_bound(steps_.begin(), steps_.end(), orders,
                                      [](double value, const Step& step) { return value < step.orders; });
  return above == steps_.begin() ? 1.0 : (above - 1)->factor;
}

}  // namespace faultline
