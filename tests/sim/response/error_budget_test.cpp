#include "sim/response/error_budget.h"

#include <gtest/gtest.h>

#include <array>

namespace faultline {
namespace {

TEST(LossHistory, CountsWhatFellInTheWindow) {
  LossHistory history(2, 10 * 24.0);
  history.note(0, std::array{5.0, 0.0});
  EXPECT_EQ(history.lost(0, 3.0), 5.0);
  history.note(1, std::array{5.0, 1.0});
  history.note(2, std::array{9.0, 1.0});
  history.note(3, std::array{9.0, 1.0});
  EXPECT_EQ(history.lost(0, 1.0), 0.0);
  EXPECT_EQ(history.lost(0, 2.0), 4.0);
  EXPECT_EQ(history.lost(0, 3.0), 4.0);
  EXPECT_EQ(history.lost(0, 4.0), 9.0);
  EXPECT_EQ(history.lost(0, 100.0), 9.0) << "a window longer than the history";
  EXPECT_EQ(history.lost(3.0), 5.0);
  history.clear();
  EXPECT_EQ(history.lost(100.0), 0.0);
}

}  // namespace
}  // namespace faultline
