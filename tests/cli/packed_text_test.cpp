#include "cli/packed_text.h"

#include <gtest/gtest.h>

namespace faultline::cli {
namespace {

// As Python's base64.b64encode(zlib.compress(text, 9)) has them: all three lengths of the last group of digits.
TEST(PackedText, IsDeflatedAndInBase64) {
  EXPECT_EQ(packed_text(""), "eNoDAAAAAAE=");
  EXPECT_EQ(packed_text("a"), "eNpLBAAAYgBi");
  EXPECT_EQ(packed_text("ab"), "eNpLTAIAASYAxA==");
  EXPECT_EQ(packed_text("faultline faultline"), "eNpLSyzNKcnJzEtVSIOxAEyNB6k=");
}

TEST(PackedText, ALongTextTakesLittleRoom) { EXPECT_LT(packed_text(std::string(100'000, 'x')).size(), 1000U); }

}  // namespace
}  // namespace faultline::cli
