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

TEST(Svg, ALightOneSaysWhatIsAlikeOnce) {
  Svg svg(10, 10, "t", "d", SvgWeight::light);
  const Stroke grid{colour::kGrid};
  svg.line({1.04, 0}, {1.04, 5}, grid);
  svg.text({1, 9}, "one", {colour::kMuted});
  svg.line({2.06, 0}, {2.06, 5}, grid);
  svg.text({1, 9}, "two");
  svg.text({2, 9}, "three", {colour::kMuted});
  svg.rectangle({0, 0}, 1, 1, colour::kZone);
  svg.line({3, 0}, {3, 5}, grid);
  const std::string text = svg.str();
  const std::size_t lines = text.find("<path d=\"M1 0v5M2.1 0v5\"");
  const std::size_t rectangle = text.find("fill=\"#ededed\"");
  const std::size_t last = text.find("<path d=\"M3 0v5\"");
  const std::size_t texts = text.find("<text");
  EXPECT_LT(lines, rectangle) << text;
  EXPECT_LT(rectangle, last) << text;
  EXPECT_LT(last, texts) << text;
  EXPECT_TRUE(
      contains(text, "fill=\"#595959\">\n<text x=\"1\" y=\"9\">one</text>\n<text x=\"2\" y=\"9\">three</text>\n</g>"))
      << text;
  EXPECT_TRUE(contains(text, "</g>\n<g font-size=\"12\">\n<text x=\"1\" y=\"9\">two</text>\n</g>")) << text;
  EXPECT_FALSE(contains(text, "font-family"));
}

TEST(Svg, TextIsEscapedAndTheFullNameShownOnHovering) {
  Svg svg(10, 10, "t", "d");
  svg.text({1, 2}, "a<b", {}, "a<b&c");
  EXPECT_TRUE(contains(svg.str(), "<title>a&lt;b&amp;c</title>a&lt;b</text>"));
}

}  // namespace
}  // namespace faultline::report
