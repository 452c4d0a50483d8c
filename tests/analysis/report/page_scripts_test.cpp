#include "analysis/report/page_scripts.h"

#include <gtest/gtest.h>

#include "analysis/report/page_charts.h"
#include "analysis/report/svg.h"

namespace faultline::report {
namespace {

TEST(PageScripts, LoseBlanksAndCommentsButNotWhatTheyMean) {
  EXPECT_EQ(compact_script("\n  // Says so.\n  tell('a  // b', \"it's\");\n"), "tell('a  // b',\"it's\");");
  EXPECT_EQ(compact_script("say(1 + +2, 3 - -4, 6 / 2 / 1);"), "say(1+ +2,3- -4,6/2/1);");
}

TEST(PageScripts, OwnNamesBecomeShortAndOthersStay) {
  EXPECT_EQ(compact_script("var total = 0, list = {total: total, more: 2};\nsay(list.total, a, total ? list : total);"),
            "var b=0,c={total:b,more:2};say(c.total,a,b?c:b);")
      << "a is somebody else's";
  EXPECT_EQ(compact_script("var of = function (value, at) { return value[at]; };"),
            "var a=function(b,c){return b[c]};");
}

TEST(PageScripts, RegularExpressionsStayAsTheyAre) {
  EXPECT_EQ(compact_script("var g = 1;\nvar x = t.replace(/[/\"' ]g/g, 'g') / g;\nif (x) return /a b/i.test(x);"),
            "var a=1;var b=t.replace(/[/\"' ]g/g,'g')/a;if(b)return/a b/i.test(b);");
}

TEST(PageCharts, AlikeLinesAndTextsAreToldOnce) {
  Svg svg(100, 50, "t", "d");
  svg.line({1.234, 2}, {1.234, 10}, {colour::kGrid});
  svg.text({3, 4.56}, "one", {colour::kMuted});
  svg.line({5, 2}, {9, 7}, {colour::kGrid});
  svg.text({6, 7}, "<two>", {colour::kMuted, 11, Anchor::kStart, false, -60});
  const std::string page = with_lean_charts("<style>p{}</style>\n<figure>" + svg.str() + "</figure>");
  EXPECT_EQ(page,
            "<style>p{}@media screen and (prefers-color-scheme:dark){.f-ink{fill:#ececec}.f-muted{fill:#b4b8be}"
            ".f-paper{fill:#14171c}.s-grid{stroke:#343a44}}</style>\n<figure>"
            "<svg stroke-linejoin=\"round\" role=\"img\" width=\"100\" height=\"50\" viewBox=\"0 0 100 50\" "
            "font-size=\"11\" class=\"f-ink\" fill=\"#1a1a1a\"><title>t</title><desc>d</desc>"
            "<rect width=\"100\" height=\"50\" class=\"f-paper\" fill=\"#ffffff\"/>"
            "<path d=\"M1.2 2v8M5 2l4 5\" class=\"s-grid\" stroke=\"#e2e2e2\"/>"
            "<g font-size=\"12\" class=\"f-muted\" fill=\"#595959\"><text x=\"3\" y=\"4.6\">one</text></g>"
            "<g class=\"f-muted\" fill=\"#595959\">"
            "<text x=\"6\" y=\"7\" transform=\"rotate(-60 6 7)\">&lt;two&gt;</text></g></svg></figure>");
}

TEST(PageCharts, PathsKeepTheirPlacesToATenth) {
  Svg svg(100, 50, "t", "d");
  SvgPath path = svg.path();
  path.move_to({0.04, 0.04});
  for (int i = 1; i <= 50; ++i) {
    path.line_to({0.04 + 1.04 * i, 0.04 + 0.54 * (i % 2)});
  }
  svg.stroke_path(path, {colour::kInk});
  const std::string page = with_lean_charts(svg.str() + "<style></style>");
  EXPECT_NE(page.find("<path d=\"M0 0l1.1 .6"), std::string::npos) << page;
  EXPECT_EQ(page.find("1.04"), std::string::npos);
}

}  // namespace
}  // namespace faultline::report
