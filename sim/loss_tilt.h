// How much oftener a fault's luck is drawn for what the fault would cost alone. (docs/methodology/tail-losses.md)
#pragma once

#include <vector>

namespace faultline {

/// A step function of the lost orders of a fault alone: by which factor its density is raised before it is scaled to be
/// a density again. Immutable, shared by all threads.
class LossTilt {
 public:
  struct Step {
    double orders;  ///< from here on
    double factor;  ///< at least 1
  };

  /// Without steps nothing is tilted. Precondition: steps rise in orders, which are above 0; factors are at least 1.
  explicit LossTilt(std::vector<Step> steps = {});

  /// 1 below the first step.
  [[nodiscard]] double factor(double orders) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace faultline
