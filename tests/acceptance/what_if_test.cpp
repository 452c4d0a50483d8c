// what-if: the page as a file. What it does in a browser: tests/browser/test_what_if.py.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using test::Ended;

class WhatIfPage : public test::ProgramTest {
 protected:
  // What a page is written with does not depend on what the simulator in it says.
  std::string module(const std::string& text = "// openWhatIf") const {
    std::ofstream(file("module.js")) << text;
    return file("module.js");
  }
  Ended what_if(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"what-if", scenario("small-shop"), "-o", file("page.html")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
};

TEST_F(WhatIfPage, SaysHowToBuildTheSimulatorWhereThereIsNone) {
  const std::filesystem::path alone = std::filesystem::path(file("bin")) / "faultline";
  std::filesystem::create_directories(alone.parent_path());
  std::filesystem::copy_file(program(), alone);
  const char* const before = std::getenv("FAULTLINE_BINARY");
  const std::string named = before != nullptr ? before : "";
  setenv("FAULTLINE_BINARY", alone.c_str(), 1);
  const Ended ended = what_if({});
  if (before != nullptr) {
    setenv("FAULTLINE_BINARY", named.c_str(), 1);
  } else {
    unsetenv("FAULTLINE_BINARY");
  }
  EXPECT_EQ(ended.code, 3);
  EXPECT_NE(ended.err.find("script/build-what-if"), std::string::npos) << ended.err;
  EXPECT_FALSE(std::filesystem::exists(file("page.html")));
}

TEST_F(WhatIfPage, RefusesWhatIsNoSimulator) {
  EXPECT_EQ(what_if({"--module", file("none.js")}).code, 3);
  EXPECT_EQ(what_if({"--module", module("alert(1)")}).code, 3);
  const Ended ends = what_if({"--module", module("openWhatIf </script>"), "--replications", "2"});
  EXPECT_EQ(ends.code, 3);
  EXPECT_NE(ends.err.find("would end the page's script"), std::string::npos) << ends.err;
}

TEST_F(WhatIfPage, RefusesWrongUse) {
  EXPECT_EQ(run({"what-if", scenario("small-shop")}).code, 2);
  EXPECT_EQ(what_if({"--replications", "1"}).code, 2);
  EXPECT_EQ(what_if({"--budget", "-1"}).code, 2);
}

TEST_F(WhatIfPage, HasTheSameBytesOnAnyNumberOfThreads) {
  const std::string made = module();
  ASSERT_EQ(what_if({"--module", made, "--replications", "10", "--threads", "1"}).code, 0);
  const std::string one = read(file("page.html"));
  ASSERT_EQ(what_if({"--module", made, "--replications", "10", "--threads", "3"}).code, 0);
  EXPECT_EQ(read(file("page.html")), one);
}

TEST_F(WhatIfPage, HoldsTheFiguresOfCompare) {
  ASSERT_EQ(what_if({"--module", module(), "--replications", "10", "--seed", "5"}).code, 0);
  const std::string page = read(file("page.html"));
  const std::size_t begin = page.find('>', page.find("id=\"data\"")) + 1;
  const auto data = nlohmann::json::parse(page.substr(begin, page.find("</script>", begin) - begin));
  const Ended compared = run({"compare", scenario("small-shop"), "--replications", "10", "--seed", "5", "--format",
                              "json", "--quiet", "--out", file("run")});
  ASSERT_EQ(compared.code, 0);
  const auto summary = nlohmann::json::parse(compared.out);
  ASSERT_EQ(data["published"].size(), 10U);
  ASSERT_EQ(data["checks"].size(), 4U);
  for (std::size_t p = 0; p < summary["policies"].size(); ++p) {
    EXPECT_EQ(data["names"][p], summary["policies"][p]["id"]);
    double sum = 0;
    for (const auto& quarter : data["published"]) {
      sum += quarter[2 * data["order"][p].get<std::size_t>()].get<double>();
    }
    EXPECT_NEAR(sum / 10, summary["policies"][p]["lost_orders"]["mean"].get<double>(), 1e-9 * sum);
  }
}

}  // namespace
}  // namespace faultline
