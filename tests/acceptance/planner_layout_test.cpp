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
    compare_small_shop(10);
  }
  Ended page(const std::string& name, const std::vector<std::string>& more) const {
    return run({"report", file("run"), "-o", file(name)}, more);
  }
};

TEST_F(PlannerLayout, GraphvizPlacesTheMapAndNothingElse) {
  ASSERT_EQ(page("own.html", {"--layout", "layered"}).code, 0);
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

TEST_F(PlannerLayout, WhereThereIsGraphvizItPlacesTheMapUnasked) {
  ASSERT_EQ(page("graphviz.html", {"--layout", "graphviz"}).code, 0);
  const Ended drawn = page("page.html", {});
  EXPECT_EQ(drawn.err, "");
  EXPECT_EQ(read(file("page.html")), read(file("graphviz.html")));
  EXPECT_EQ(read(file("run/report.html")), read(file("graphviz.html"))) << "the page that compare wrote";

  ASSERT_EQ(run({"export", file("run"), "--charts", file("charts")}).code, 0);
  ASSERT_EQ(run({"export", file("run"), "--charts", file("own"), "--layout", "layered"}).code, 0);
  EXPECT_NE(read(file("charts/blast-1.svg")).find("layers and order by Graphviz"), std::string::npos);
  EXPECT_EQ(read(file("own/blast-1.svg")).find("Graphviz"), std::string::npos);
  EXPECT_EQ(run({"export", file("run"), "--layout", "layered"}).code, 2) << "there is no map in a table";
}

TEST_F(PlannerLayout, WithoutGraphvizPlacesAreOurOwnUnasked) {
  ASSERT_EQ(page("own.html", {"--layout", "layered"}).code, 0);
  const PathOf nowhere(file("no-such-folder"));
  const Ended drawn = page("fallback.html", {});
  ASSERT_EQ(drawn.code, 0) << drawn.err;
  EXPECT_EQ(drawn.err, "");
  EXPECT_EQ(read(file("fallback.html")), read(file("own.html")));
}

TEST_F(PlannerLayout, WithoutGraphvizWhoAsksForItIsWarned) {
  ASSERT_EQ(page("own.html", {"--layout", "layered"}).code, 0);
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
