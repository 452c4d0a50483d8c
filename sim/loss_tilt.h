// How much oftener a fault's luck, and the channel of a defective change, are drawn for what faults would cost alone.
// (docs/methodology/tail-losses.md)
#pragma once

#include <vector>

namespace faultline {

/// By how much the faults of a defective change are raised on the average, less 1, by the way that the change goes.
struct ChannelExcess {
  double pipeline = 0.0;
  double out_of_band = 0.0;
};

/// A step function of the lost orders of a fault alone: by which factor its density is raised before it is scaled to be
/// a density again. Immutable, shared by all threads.
class LossTilt {
 public:
  struct Step {
    double orders;  ///< from here on
    double factor;  ///< at least 1
  };

  /// Without steps nothing is tilted. Precondition: steps rise in orders, which are above 0; factors are at least 1;
  /// excess is at least 0.
  explicit LossTilt(std::vector<Step> steps = {}, ChannelExcess excess = {});

  /// 1 below the first step.
  [[nodiscard]] double factor(double orders) const;
  /// Chance that a defective change goes out of band, raised as its faults are; `share` in [0, 1] as it is by itself.
  [[nodiscard]] double out_of_band_chance(double share) const;
  [[nodiscard]] const ChannelExcess& excess() const { return excess_; }

 private:
  std::vector<Step> steps_;
  ChannelExcess excess_;
};

}  // namespace faultline
