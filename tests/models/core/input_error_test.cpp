#include "models/core/input_error.h"

#include <gtest/gtest.h>

#include <string>

namespace faultline {
namespace {

TEST(InputProblem, MessageIsOneLineAPersonCanActOn) {
  const InputProblem problem{"s.json", "/policies/0/phasess", "\"phasess\"", "unknown key", "phases"};
  EXPECT_EQ(problem.message(), "s.json:/policies/0/phasess: unknown key (found \"phasess\"); did you mean phases?");
}

TEST(InputProblem, MessageLeavesOutWhatIsMissing) {
  EXPECT_EQ((InputProblem{"s.json", "", "", "is empty", ""}).message(), "s.json: is empty");
  EXPECT_EQ((InputProblem{"", "line 12", "", "is empty", ""}).message(), "line 12: is empty");
  EXPECT_EQ((InputProblem{"", "", "", "is empty", "give it a value"}).message(), "is empty; give it a value");
}

TEST(InputProblem, MessageCannotDriveATerminal) {
  const InputProblem problem{"a\x1b[2J\n.json", "/\x07", "x", "bad", "\x1b"};
  EXPECT_EQ(problem.message(), "a\\x1B[2J\\x0A.json:/\\x07: bad (found x); did you mean \\x1B?");
}

TEST(InputError, TellsEveryProblem) {
  const InputError error({{"a", "", "", "one", ""}, {"b", "", "", "two", ""}});
  EXPECT_STREQ(error.what(), "a: one\nb: two");
  EXPECT_EQ(error.problems().size(), 2U);
  EXPECT_STREQ(InputError(InputProblem{"a", "", "", "one", ""}).what(), "a: one");
}

TEST(Printable, KeepsTextAndEscapesTheRest) {
  EXPECT_EQ(printable(""), "");
  EXPECT_EQ(printable("plain <b>text</b>"), "plain <b>text</b>");
  EXPECT_EQ(printable("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"), "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80");
  EXPECT_EQ(printable(std::string_view("a\0b\t\n\x7F", 6)), "a\\x00b\\x09\\x0A\\x7F");
  EXPECT_EQ(printable("\x1b]0;title\x07"), "\\x1B]0;title\\x07");
}

TEST(Printable, EscapesInvalidUtf8) {
  EXPECT_EQ(printable("\xFF"), "\\xFF");
  EXPECT_EQ(printable("\x80"), "\\x80");
  EXPECT_EQ(printable("\xC0\xAF"), "\\xC0\\xAF");                    // overlong, two bytes
  EXPECT_EQ(printable("\xE0\x80\xAF"), "\\xE0\\x80\\xAF");           // overlong, three
  EXPECT_EQ(printable("\xF0\x80\x80\xAF"), "\\xF0\\x80\\x80\\xAF");  // overlong, four
  EXPECT_EQ(printable("\xED\xA0\x80"), "\\xED\\xA0\\x80");           // surrogate
  EXPECT_EQ(printable("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80");  // past U+10FFFF
  EXPECT_EQ(printable("\xE2\x82"), "\\xE2\\x82");                    // cut short
  EXPECT_EQ(printable("\xE2z"), "\\xE2z");                           // broken off
  EXPECT_EQ(printable("\xC2\x9B"
                      "2J"),
            "\\xC2\\x9B"
            "2J");  // C1 control
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "abc"),
            "\\xE2\\x80\\xAE"
            "abc");  // right-to-left override
}

TEST(Printable, CutsBetweenCharacters) {
  EXPECT_EQ(printable("12345", 5), "12345");
  EXPECT_EQ(printable("123456", 5), "12345…");
  EXPECT_EQ(printable("1234\xC3\xA9", 5), "1234…");
  EXPECT_EQ(printable("1234\x01", 5), "1234…");
  EXPECT_EQ(printable("a", 0), "…");
  EXPECT_EQ(printable(std::string(1000, 'x')).size(), 80 + std::string("…").size());
}

TEST(Printable, IsHarmlessTwice) {
  const std::string once = printable("\x1b\xFF ok");
  EXPECT_EQ(printable(once), once);
}

}  // namespace
}  // namespace faultline
