#include "models/core/nearest_name.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace faultline {
namespace {

const std::vector<std::string> kNames = {"reviewers", "review_capacity", "rollout", "window", "checkout"};

TEST(NearestName, FindsEachKindOfSlip) {
  EXPECT_EQ(nearest_name("reviwers", kNames), "reviewers");  // left out
  EXPECT_EQ(nearest_name("rolllout", kNames), "rollout");    // put in
  EXPECT_EQ(nearest_name("wimdow", kNames), "window");       // replaced
  EXPECT_EQ(nearest_name("chekcout", kNames), "checkout");   // swapped
  EXPECT_EQ(nearest_name("WINDOW", kNames), "window");       // case
  EXPECT_EQ(nearest_name("window", kNames), "window");
}

TEST(NearestName, ASwapCountsOnce) {
  const std::vector<std::string> names = {"acd", "abcd"};
  EXPECT_EQ(nearest_name("abdc", names), "abcd");
  EXPECT_EQ(nearest_name("ba", std::vector<std::string>{"ab"}), "ab");
}

TEST(NearestName, AllowsAThirdOfTheLongerName) {
  EXPECT_EQ(nearest_name("abcxyz", std::vector<std::string>{"abcdyw"}), "abcdyw");      // 2 of 6
  EXPECT_EQ(nearest_name("abcxyz", std::vector<std::string>{"abcdew"}), std::nullopt);  // 3 of 6
  EXPECT_EQ(nearest_name("x", std::vector<std::string>{"y"}), "y");                     // 1 is always allowed
  EXPECT_EQ(nearest_name("ab", std::vector<std::string>{"cd"}), std::nullopt);
}

TEST(NearestName, TakesTheFirstOfEquals) {
  EXPECT_EQ(nearest_name("cat", std::vector<std::string>{"bat", "rat"}), "bat");
}

TEST(NearestName, NothingFromNothing) {
  EXPECT_EQ(nearest_name("a", {}), std::nullopt);
  EXPECT_EQ(nearest_name("", kNames), std::nullopt);
}

TEST(NearestName, HugeNamesAreNotCompared) {
  const std::vector<std::string> names = {std::string(1'000'000, 'a')};
  EXPECT_EQ(nearest_name(std::string(1'000'000, 'b'), names), std::nullopt);
}

}  // namespace
}  // namespace faultline
