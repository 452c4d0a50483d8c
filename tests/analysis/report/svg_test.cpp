#include "analysis/report/svg.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>

namespace faultline::report {
namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(PolicyStyle, TheBaselineIsGreyAndDashed) {
  EXPECT_FALSE(policy_style(0).dash.empty());
  EXPECT_EQ(policy_style(0).colour.light, "#6e6e6e");
}

TEST(PolicyStyle, FortyPoliciesLookDifferent) {
  std::set<std::tuple<std::string_view, std::string_view>> seen;
  for (std::size_t policy = 0; policy < 40; ++policy) {
    const PolicyStyle style = policy_style(policy);
    EXPECT_TRUE(seen.insert({style.colour.light, style.dash}).second) << policy;
  }
}

TEST(Svg, SaysWhatItShows) {
  const std::string svg = Svg(100, 50, "A <finding>", "1 & 2").str();
  EXPECT_TRUE(contains(svg, "role=\"img\""));
  EXPECT_TRUE(contains(svg, "<title>A &lt;finding&gt;</title>"));
  EXPECT_TRUE(contains(svg, "<desc>1 &amp; 2</desc>"));
  EXPECT_TRUE(contains(svg, "viewBox=\"0 0 100 50\""));
}

TEST(Svg, ColoursAreAttributesAndDarkOnesApplyOnScreenOnly) {
  Svg svg(10, 10, "t", "d");
  svg.line({0, 0}, {1.005, 2.5}, {policy_style(1).colour, 2, "4 2"});
  const std::string text = svg.str();
  EXPECT_TRUE(contains(text, "class=\"fl-s-p1\" stroke=\"#0072b2\" stroke-width=\"2\" stroke-dasharray=\"4 2\""));
  EXPECT_TRUE(contains(text, "@media screen and (prefers-color-scheme:dark){"));
  EXPECT_TRUE(contains(text, ".fl-s-p1{stroke:#56b4e9}"));
}

TEST(Svg, TextIsEscapedAndTheFullNameShownOnHovering) {
  Svg svg(10, 10, "t", "d");
  svg.text({1, 2}, "a<b", {}, "a<b&c");
  EXPECT_TRUE(contains(svg.str(), "<title>a&lt;b&amp;c</title>a&lt;b</text>"));
}

}  // namespace
}  // namespace faultline::report
