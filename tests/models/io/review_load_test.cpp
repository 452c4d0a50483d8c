#include "models/io/review_load.h"

#include <gtest/gtest.h>

namespace faultline {
namespace {

TEST(ReviewLoad, IsTheWorkOfAReviewWithoutSpread) {
  ReviewPractice review;
  review.base_work = {0.25, 0.0};
  review.idle_stamp_fraction = 0.0;
  EXPECT_NEAR(mean_review_hours(review, {24.0, 0.0, 20000.0}), 0.25, 1e-12);
  EXPECT_NEAR(mean_review_hours(review, {150.0, 0.0, 20000.0}), 0.75, 1e-12);
  EXPECT_NEAR(mean_review_hours(review, {5000.0, 0.0, 20000.0}), 1.5, 1e-12);
  review.idle_stamp_fraction = 0.5;
  EXPECT_NEAR(mean_review_hours(review, {24.0, 0.0, 20000.0}), 0.5 * 0.25 + 0.5 * 2.0 / 60.0, 1e-12);
}

}  // namespace
}  // namespace faultline
