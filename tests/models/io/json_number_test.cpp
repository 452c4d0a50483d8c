// What WebAssembly writes where its library has no std::to_chars of doubles must be what every other build writes.
#include "models/io/json_number.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "models/io/json_document.h"

namespace faultline {
namespace {

TEST(JsonNumber, ByTrialIsTheSameTextWhereItIsHard) {
  using Limits = std::numeric_limits<double>;
  for (const double value : {0.0,
                             -0.0,
                             1.0,
                             -1.0,
                             0.1,
                             0.3,
                             1.0 / 3.0,
                             100.0,
                             1e4,
                             12'345.0,
                             1e5,
                             123'456.0,
                             1e15,
                             1e16,
                             1e21,
                             1e22,
                             1e23,
                             9007199254740993.0,
                             5e-324,
                             1e-5,
                             1e-4,
                             0.00012,
                             1.5e300,
                             2.2250738585072011e-308,
                             Limits::min(),
                             Limits::max(),
                             Limits::lowest(),
                             Limits::epsilon(),
                             Limits::denorm_min()}) {
    EXPECT_EQ(json_number_by_trial(value), json_number(value)) << value;
  }
  EXPECT_EQ(json_number_by_trial(-0.0), "0");
  EXPECT_EQ(json_number_by_trial(1e5), "1e+05");
  EXPECT_EQ(json_number_by_trial(0.25), "0.25");
}

TEST(JsonNumber, ByTrialIsTheSameTextOfAnyBitsAndOfAnyFewDigits) {
  std::mt19937_64 bits(20260305);
  for (int i = 0; i < 20'000; ++i) {
    const auto any = std::bit_cast<double>(bits());
    if (std::isfinite(any)) {
      ASSERT_EQ(json_number_by_trial(any), json_number(any));
    }
    const double digits = static_cast<double>(bits() % 1'000'000) / std::pow(10.0, static_cast<double>(bits() % 9));
    ASSERT_EQ(json_number_by_trial(digits), json_number(digits));
  }
}

}  // namespace
}  // namespace faultline
