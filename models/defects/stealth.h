// How well a defect hides from each class of detector. (model, section 5)
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "models/defects/defect.h"

namespace faultline {

enum class DetectorClass : std::uint8_t { human, rules, agent, tests, runtime };
inline constexpr std::size_t kDetectorClassCount = 5;
inline constexpr std::array<std::string_view, kDetectorClassCount> kDetectorClassNames{"human", "rules", "agent",
                                                                                       "tests", "runtime"};
using ClassMatrix = std::array<std::array<double, kDetectorClassCount>, kDetectorClassCount>;

/// One attentive reviewer finds a defect with probability ceiling / (1 + (rate / knee)^exponent), rate = lines /
/// nominal review hours (evidence Z8); a second reviewer who looks at what the first missed finds it with
/// `second_reviewer_ratio` times that probability (Z10). The two fix the share that no reviewer can see and the effort
/// of a review.
struct HumanDetection {
  double ceiling = 0.60;
  double knee_lines_per_hour = 450.0;
  double exponent = 1.5;
  double second_reviewer_ratio = 0.5;
  double second_reviewer_ratio_low = 0.1;  ///< the low case, always shown beside the central one
};

/// Share pi that no reviewer sees and effort H of one full review, such that
/// pi + (1 - pi) exp(-H) = 1 - p and the second review finds r p of what the first missed: exp(-H) = r (1 - p),
/// pi = (1 - p - exp(-H)) / (1 - exp(-H)). (published-answers, section 10, "immune share")
struct ImmuneShare {
  double undetectable_fraction;
  double effort;
};
/// p in (0, 1), r in (0, 1].
[[nodiscard]] ImmuneShare immune_share(double catch_probability, double second_reviewer_ratio);

/// Probability that one attentive reviewer finds a defect in a change of `lines` lines at `nominal_hours` of review.
[[nodiscard]] double attentive_catch_probability(const HumanDetection& human, double lines, double nominal_hours);

/// Stealth of every class and how the classes hang together.
struct StealthModel {
  HumanDetection human;
  /// Share of defects that the class can never see, by kind of change; the row of DetectorClass::human is not used.
  std::array<std::array<double, kChangeKindCount>, kDetectorClassCount> undetectable_fraction{{
      {0.375, 0.375, 0.375, 0.375, 0.375},
      {0.90, 0.70, 0.80, 0.85, 0.70},
      {0.70, 0.70, 0.70, 0.70, 0.70},
      {0.50, 0.60, 0.50, 0.60, 0.70},
      {0.40, 0.40, 0.40, 0.40, 0.40},
  }};
  /// Gaussian copula between classes; symmetric, unit diagonal, positive definite.
  ClassMatrix correlation{{{1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}, {0, 0, 1, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 0, 0, 1}}};
};

/// Lower Cholesky factor of a correlation matrix (Eigen). When the matrix is not positive definite, `problem_pair`
/// holds the two classes at which the factorisation fails and `ok` is false.
struct CopulaFactor {
  ClassMatrix lower{};
  bool ok = false;
  std::array<DetectorClass, 2> problem_pair{};
};
[[nodiscard]] CopulaFactor copula_factor(const ClassMatrix& correlation);

/// A defect with stealth rank u in (0, 1) in a class (0 easiest to see) is caught once the effort that the class has
/// accumulated reaches its stealth: u <= (1 - pi) (1 - exp(-effort)).
[[nodiscard]] double caught_below_rank(double undetectable_fraction, double effort);

}  // namespace faultline
