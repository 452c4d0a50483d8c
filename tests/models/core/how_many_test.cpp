#include "models/core/how_many.h"

#include <gtest/gtest.h>

namespace faultline {
namespace {

TEST(HowMany, KnowsTheSingular) {
  EXPECT_EQ(how_many(0, "cell"), "0 cells");
  EXPECT_EQ(how_many(1, "cell"), "1 cell");
  EXPECT_EQ(how_many(40, "more cell"), "40 more cells");
}

}  // namespace
}  // namespace faultline
