// Which share of the defects of a change is still there after so much looking: the stealth model without a draw.
// (docs/methodology/policy-walk.md)
#pragma once

#include <array>
#include <map>
#include <vector>

#include "models/defects/stealth.h"
#include "models/scenario.h"

namespace faultline {

/// Effort that each class of detector has given one change, by DetectorClass; people's counts in full reviews.
using Efforts = std::array<double, kDetectorClassCount>;

/// Defects of changes of one kind and size. The base work of a review, and with it what a reviewer can see, differs
/// from change to change: shares are means over its law.
class DefectSurvival {
 public:
  /// `second_reviewer_ratio` is Z10's. `lines` is above 0.
  DefectSurvival(const Scenario& scenario, ChangeKind kind, double lines, double second_reviewer_ratio);

  /// Share that no class has found. Independent classes: a closed form, exact up to the quadrature over the base work;
  /// correlated ones by Genz's separation of variables on a fixed lattice, good to about 1e-4.
  [[nodiscard]] double still_there(const Efforts& efforts) const;
  /// Of those still there, the share that a comparison of metrics can see at all (runtime stealth is finite).
  [[nodiscard]] double visible_at_runtime(const Efforts& efforts) const;
  /// Mean hours of one full review.
  [[nodiscard]] double review_hours() const { return review_hours_; }
  /// Mean chance that one attentive review finds the defect, were it the first look.
  [[nodiscard]] double attentive_catch() const { return attentive_catch_; }

 private:
  struct Reader {  // one value of the base work, all equally likely
    double undetectable;
    double effort;
  };
  using Ranks = std::array<double, kDetectorClassCount>;  // found at or below; people's is not used

  [[nodiscard]] double missed_by_people(double reviews) const;
  [[nodiscard]] double survival(double reviews, const Ranks& found_below) const;
  [[nodiscard]] double joint_survival(double reviews, const Ranks& found_below) const;
  [[nodiscard]] Ranks ranks(const Efforts& efforts) const;

  ClassMatrix correlation_;
  Ranks undetectable_;
  std::vector<Reader> readers_;
  double review_hours_ = 0.0;
  double attentive_catch_ = 0.0;
  mutable std::map<std::array<double, kDetectorClassCount>, double> known_;  // the lattice is dear
};

}  // namespace faultline
