// What studies of review found, as outcomes of whole replications (published-answers, section 9). Inequalities hold by
// more than 4 standard errors of the sample: a false alarm with probability 3e-5 each, had the seed been drawn at
// random.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <vector>

#include "models/defects/stealth.h"
#include "models/io/scenario_json.h"
#include "tests/support/scenario_builder.h"
#include "tests/verification/model/model_support.h"

namespace faultline {
namespace {

using verification::run_policy;
using verification::Sample;

// Kemerer and Paulk 2009: at 200 lines an hour or fewer a reviewer finds more than half of code defects.
TEST(ReviewRate, TwoHundredLinesAnHourFindAboutHalf) {
  const double found = attentive_catch_probability(HumanDetection{}, 200.0, 1.0);
  EXPECT_GE(found, 0.45);
  EXPECT_LE(found, 0.60);
}

struct Detection {
  double share = 0.0;  // of defects, caught by peer review
  double standard_error = 0.0;
  Sample turnaround;
};

Detection detection(const Scenario& scenario, int policy) {
  const std::vector<Outcome> outcomes = run_policy(scenario, policy, 24);
  double caught = 0.0;
  double defects = 0.0;
  for (const Outcome& outcome : outcomes) {
    for (std::size_t gate = 0; gate < scenario.gate_ids.size(); ++gate) {
      if (scenario.gate_ids[gate] == "peer-review") caught += outcome.caught_by_gate[gate];
    }
    defects += outcome[Metric::changes_defective];
  }
  const double share = caught / defects;
  return {share, std::sqrt(share * (1.0 - share) / defects), Sample(outcomes, Metric::review_turnaround_median_hours)};
}

// Porter et al. 1997, randomised: more inspectors found no more and took longer. So it is where the second reviewer is
// worth a tenth of the first (Z10's low case), and not where half.
TEST(MoreReviewers, FindLittleMoreAndTakeLonger) {
  Scenario scenario = support::make_scenario(60, 20);
  scenario.defects.beta = 0.0125;  // five times as many, for the sample's sake
  scenario.feedback.rework_defects = false;
  scenario.feedback.attention = false;
  scenario.organisation.review.idle_stamp_fraction =
      0.0;  // a second reader also stands in for a first who did not read
  for (const double ratio : {0.1, 0.5}) {
    scenario.stealth.human.second_reviewer_ratio = ratio;
    const Detection one = detection(scenario, 0);
    const Detection two = detection(scenario, 1);
    const double more = two.share - one.share;
    const double error = std::hypot(one.standard_error, two.standard_error);
    // What the second adds to one who finds c, were both attentive and every change of one size: r c (1 - c).
    const double most = ratio * one.share * (1.0 - one.share);
    EXPECT_LT(more, most + 4.0 * error) << "at " << ratio;
    if (ratio < 0.2) {
      EXPECT_LT(more, 0.03) << "flat within a few points";
    } else {
      EXPECT_GT(more, 4.0 * error);
    }
    EXPECT_GT(two.turnaround.mean - one.turnaround.mean,
              4.0 * std::hypot(one.turnaround.standard_error, two.turnaround.standard_error));
  }
}

// Google: median under 4 hours, 70 % of changes within 24. An outcome of the reference scenario, no input.
TEST(ReviewLatency, OfTheReferenceIsWithinTheFieldsBounds) {
  const LoadedScenario loaded =
      load_scenario(std::filesystem::path(FAULTLINE_SOURCE_DIR) / "scenarios" / "march-2026" / "scenario.json");
  const std::vector<Outcome> outcomes = run_policy(loaded.scenario, loaded.scenario.baseline.index(), 5);
  for (const Outcome& outcome : outcomes) {
    EXPECT_LT(outcome[Metric::review_turnaround_median_hours], 4.0);
    EXPECT_LT(outcome.review_turnaround_hours.quantile(0.70).value_or(1e9), 24.0);
  }
}

}  // namespace
}  // namespace faultline
