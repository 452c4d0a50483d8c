// report --layout: the map's places by Graphviz, where there is one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using test::Ended;

/// Searches another PATH while it lives.
class PathOf {
 public:
  explicit PathOf(const std::string& path) : before_(std::getenv("PATH")) { setenv("PATH", path.c_str(), 1); }
  ~PathOf() { setenv("PATH", before_.c_str(), 1); }
  PathOf(const PathOf&) = delete;
  PathOf& operator=(const PathOf&) = delete;

 private:
  std::string before_;
};

class PlannerLayout : public test::ProgramTest {
 protected:
  void SetUp() override {
    test::ProgramTest::SetUp();
    ASSERT_EQ(run({"compare", scenario("small-shop"), "--replications", "10", "--quiet", "--out", file("run")}).code,
              0);
  }
  Ended page(const std::string& name, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"report", file("run"), "-o", file(name)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
};

TEST_F(PlannerLayout, GraphvizPlacesTheMapAndNothingElse) {
  ASSERT_EQ(page("own.html", {}).code, 0);
  const Ended drawn = page("graphviz.html", {"--layout", "graphviz"});
  ASSERT_EQ(drawn.code, 0) << drawn.err;
  EXPECT_EQ(drawn.err, "");
  std::string html = read(file("graphviz.html"));
  EXPECT_NE(html.find("layers and order by Graphviz"), std::string::npos);
  const auto from_maps_on = [](const std::string& page) { return page.find("<div id=\"maps\">"); };
  const std::string own = read(file("own.html"));
  EXPECT_EQ(html.substr(0, from_maps_on(html)), own.substr(0, from_maps_on(own)));
  ASSERT_EQ(page("again.html", {"--layout", "graphviz"}).code, 0);
  EXPECT_EQ(read(file("again.html")), html);
}

TEST_F(PlannerLayout, WithoutGraphvizPlacesAreOurOwnAndAWarningSaysSo) {
  ASSERT_EQ(page("own.html", {}).code, 0);
  const PathOf nowhere(file("no-such-folder"));
  const Ended drawn = page("fallback.html", {"--layout", "graphviz"});
  ASSERT_EQ(drawn.code, 0) << drawn.err;
  EXPECT_NE(drawn.err.find("warning: --layout: Graphviz's dot cannot be run (No such file or directory), so places are "
                           "faultline's own"),
            std::string::npos)
      << drawn.err;
  EXPECT_EQ(read(file("fallback.html")), read(file("own.html")));
}

TEST_F(PlannerLayout, GoesWithThePlannersPageAlone) {
  EXPECT_EQ(page("sheet.html", {"--layout", "graphviz", "--for", "leadership"}).code, 2);
  const Ended unknown = page("page.html", {"--layout", "grafviz"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_NE(unknown.err.find("graphviz"), std::string::npos) << unknown.err;
}

}  // namespace
}  // namespace faultline
