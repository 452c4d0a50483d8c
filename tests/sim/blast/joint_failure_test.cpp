// Deterministic: shares against published splits and against plain sums over samples.
#include "sim/blast/joint_failure.h"

#include <gtest/gtest.h>

#include <memory>
#include <numeric>

#include "tests/models/graph/small_graph.h"

namespace faultline {
namespace {

using testing::journey_into;
using testing::small_graph;

/// Journeys that ask a hundred services, each over a coupling of its own between 0 and 1.
class JointFailure : public ::testing::Test {
 protected:
  JointFailure() {
    std::vector<testing::SmallCall> calls;
    for (int i = 0; i < 100; ++i) {
      calls.push_back({"entry", testing::numbered("s", i), i == 0 ? 1.0 : i == 1 ? 0.0 : 0.01 * i});
    }
    graph_ = std::make_unique<ServiceGraph>(small_graph(calls));
    const Journey journey = journey_into(*graph_, {"entry"});
    table_ = std::make_unique<LossTable>(*graph_, std::span(&journey, 1), 1024, 5);
  }

  [[nodiscard]] ActiveFault fault(int service, double magnitude, bool every = false) const {
    return {graph_->find(testing::numbered("s", service)).value(), magnitude, every};
  }

  /// The definition, sample by sample; the Shapley value by the formula over subset sizes as a polynomial in t.
  [[nodiscard]] std::vector<double> plain_shares(const std::vector<ActiveFault>& faults) const {
    std::vector<double> shares(faults.size(), 0.0);
    for (std::uint32_t omega = 0; omega < table_->samples(); ++omega) {
      std::vector<double> a;
      for (const ActiveFault& f : faults) {
        const bool hit = (table_->bits(JourneyId{0}, f.service)[omega / 64] >> (omega % 64) & 1U) != 0;
        a.push_back(f.every_request || hit ? f.magnitude : 0.0);
      }
      for (std::size_t i = 0; i < a.size(); ++i) {
        std::vector<double> polynomial{1.0};  // prod over j != i of (1 - t a_j)
        for (std::size_t j = 0; j < a.size(); ++j) {
          if (j != i) {
            polynomial.push_back(0.0);
            for (std::size_t k = polynomial.size() - 1; k > 0; --k) {
              polynomial[k] -= a[j] * polynomial[k - 1];
            }
          }
        }
        for (std::size_t k = 0; k < polynomial.size(); ++k) {
          shares[i] += a[i] * polynomial[k] / static_cast<double>(k + 1) / table_->samples();
        }
      }
    }
    return shares;
  }

  void expect_matches_definition(const std::vector<ActiveFault>& faults) const {
    const std::vector<double> expected = plain_shares(faults);
    double total = 0.0;
    for (const double share : expected) {
      total += share;
    }
    std::vector<double> shares(faults.size());
    const double p = shapley_shares(*table_, JourneyId{0}, faults, shares);
    EXPECT_NEAR(p, total, 1e-12);
    EXPECT_EQ(p, joint_failure_fraction(*table_, JourneyId{0}, faults));
    double sum = 0.0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      EXPECT_NEAR(shares[i], expected[i], 1e-12) << i;
      sum += shares[i];
    }
    EXPECT_EQ(sum, p);
  }

  std::unique_ptr<ServiceGraph> graph_;
  std::unique_ptr<LossTable> table_;
};

TEST_F(JointFailure, OneFaultIsItsReachTimesItsMagnitude) {
  const ActiveFault one = fault(30, 0.4);
  EXPECT_DOUBLE_EQ(joint_failure_fraction(*table_, JourneyId{0}, std::span(&one, 1)),
                   0.4 * table_->reach_fraction(JourneyId{0}, one.service));
}

TEST_F(JointFailure, NoFaultAndFaultsThatCannotMatterFailNothing) {
  EXPECT_EQ(joint_failure_fraction(*table_, JourneyId{0}, {}), 0.0);
  const std::vector<ActiveFault> harmless{fault(1, 1.0), fault(40, 0.0)};
  std::vector<double> shares(2, 7.0);
  EXPECT_EQ(shapley_shares(*table_, JourneyId{0}, harmless, shares), 0.0);
  EXPECT_EQ(shares, (std::vector<double>{0.0, 0.0}));
}

TEST_F(JointFailure, FewAndManyFaultsMatchTheDefinition) {
  std::vector<ActiveFault> faults;
  for (int i = 0; i < 12; ++i) {
    faults.push_back(fault(5 + 8 * i, i % 3 == 0 ? 1.0 : 0.05 * (i + 1)));
    expect_matches_definition(faults);
  }
}

TEST_F(JointFailure, FleetWideFaultsAndCertainOnesTakePart) {
  expect_matches_definition({fault(20, 0.3), fault(1, 0.5, true), fault(0, 0.25), fault(60, 0.9)});
  expect_matches_definition({fault(1, 1.0, true), fault(0, 1.0)});
}

TEST_F(JointFailure, SixtyFourFaultsAreExactAndMoreAreFolded) {
  std::vector<ActiveFault> faults;
  for (int i = 0; i < 64; ++i) {
    faults.push_back(fault(10 + i, 0.02));
  }
  expect_matches_definition(faults);
  faults.push_back(fault(90, 0.5));
  std::vector<double> shares(faults.size());
  const double p = shapley_shares(*table_, JourneyId{0}, faults, shares);
  EXPECT_GT(p, joint_failure_fraction(*table_, JourneyId{0}, std::span(faults).first(64)));
  EXPECT_LE(p, 1.0);
  EXPECT_EQ(shares.back(), 0.0);
}

TEST_F(JointFailure, SplitsAsPublished) {
  // Shapley split of 1 - prod(1 - p_i), published-answers section 8.
  const std::vector<std::pair<std::vector<double>, std::vector<double>>> rows{
      {{0.5, 0.5}, {0.375, 0.375}},
      {{1, 0.3}, {0.85, 0.15}},
      {{0.5, 0.3, 0.1}, {0.405, 0.215, 0.065}},
      {{1, 1, 0.5}, {5.0 / 12, 5.0 / 12, 1.0 / 6}},
      {{0.4, 0.3, 0.2, 0.1}, {0.294066666666667, 0.2084, 0.132066666666667, 0.063066666666667}}};
  for (const auto& [magnitudes, expected] : rows) {
    std::vector<ActiveFault> faults;
    for (const double magnitude : magnitudes) {
      faults.push_back(fault(1, magnitude, true));
    }
    std::vector<double> shares(faults.size());
    const double total = shapley_shares(*table_, JourneyId{0}, faults, shares);
    EXPECT_NEAR(total, std::accumulate(expected.begin(), expected.end(), 0.0), 1e-14);
    for (std::size_t i = 0; i < shares.size(); ++i) {
      EXPECT_NEAR(shares[i], expected[i], 1e-14);
    }
  }
}

}  // namespace
}  // namespace faultline
