#include "analysis/report/svg.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
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

TEST(SvgPath, IsRelativeAndNoErrorAddsUp) {
  SvgPath path;
  path.move_to({1.004, 2});
  for (int i = 1; i <= 1000; ++i) {
    path.line_to({1.004 + 0.004 * i, 2 - 0.5 * (i % 2)});
  }
  double x = 0;
  double y = 0;
  std::string data = path.data();
  ASSERT_EQ(data[0], 'M');
  for (std::size_t at = 0; at < data.size();) {
    const char command = data[at++];
    const std::size_t end = std::min(data.find_first_of("Mlhv", at), data.size());
    std::istringstream numbers(data.substr(at, end - at));
    double first = 0;
    double second = 0;
    numbers >> first >> second;
    x += command == 'v' ? 0 : first;
    y += command == 'v' ? first : command == 'h' ? 0 : second;
    at = end;
  }
  EXPECT_NEAR(x, 1.004 + 4, 0.006);
  EXPECT_NEAR(y, 2, 0.006);
  SvgPath box;
  box.move_to({10, 10}).line_to({10.5, 10}).line_to({10.5, 9.25}).line_to({10, 10.25}).close().line_to({11, 11});
  EXPECT_EQ(box.data(), "M10 10h.5v-.75l-.5 1Zl1 1") << "after Z from the beginning";
}

TEST(Svg, WhatBelongsToAPolicyIsGroupedAndNamesAreEscaped) {
  Svg svg(10, 10, "t", "d");
  svg.data("x", "a \"label\"");
  svg.begin_policy(3, "<a>");
  svg.end_policy();
  EXPECT_TRUE(contains(svg.str(), "<g data-policy=\"3\" data-name=\"&lt;a&gt;\">\n</g>"));
  EXPECT_TRUE(contains(svg.str(), " data-x=\"a &quot;label&quot;\""));
}

TEST(Svg, TextIsEscapedAndTheFullNameShownOnHovering) {
  Svg svg(10, 10, "t", "d");
  svg.text({1, 2}, "a<b", {}, "a<b&c");
  EXPECT_TRUE(contains(svg.str(), "<title>a&lt;b&amp;c</title>a&lt;b</text>"));
}

}  // namespace
}  // namespace faultline::report
