// what-if and report --what-if: the pages as files. What it does in a browser: tests/browser/test_what_if.py.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "cli/version.h"
#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using nlohmann::json;
using test::Ended;

class WhatIfPage : public test::ProgramTest {
 protected:
  // What a page is written with does not depend on what the simulator in it says, but that it is of these sources.
  std::string module(const std::string& text = "") const {
    std::ofstream(file("module.js")) << "const faultlineSources = \"" + cli::sources_sha256() + "\";\n" + text;
    return file("module.js");
  }
  json data(const std::string& name = "page.html") const {
    const std::string page = read(file(name));
    const std::size_t begin = page.find('>', page.find("id=\"data\"")) + 1;
    return json::parse(page.substr(begin, page.find("</script>", begin) - begin));
  }
  // The command of the page in a shell that stands in the test's folder.
  json pasted() const {
    const std::string page = read(file("page.html"));
    const std::size_t begin = page.find('>', page.find("<pre", page.find("The published figures again"))) + 1;
    const std::string command =
        std::regex_replace(page.substr(begin, page.find("</pre>", begin) - begin), std::regex("&#39;"), "'");
    EXPECT_EQ(command.rfind("faultline ", 0), 0U) << command;
    const Ended ended = shell("cd '" + file("") + "' && '" + program() + "'" + command.substr(9) +
                              " --quiet --format json --out pasted");
    EXPECT_EQ(ended.code, 0) << command << ended.err;
    return ended.code == 0 ? json::parse(ended.out) : json();
  }
  // Means of lost orders of the page and of a summary.
  static void expect_same_means(const json& data, const json& summary) {
    ASSERT_EQ(data["names"].size(), summary["policies"].size());
    for (std::size_t p = 0; p < summary["policies"].size(); ++p) {
      EXPECT_EQ(data["names"][p], summary["policies"][p]["id"]);
      double sum = 0;
      for (const auto& quarter : data["published"]) {
        sum += quarter[2 * p].get<double>();
      }
      EXPECT_NEAR(sum / static_cast<double>(data["published"].size()),
                  summary["policies"][p]["lost_orders"]["mean"].get<double>(), 1e-9 * sum);
    }
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
  std::ofstream(file("other.js")) << "alert(1)";
  EXPECT_EQ(what_if({"--module", file("other.js")}).code, 3);
  const Ended ends = what_if({"--module", module("</script>"), "--replications", "2"});
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

TEST_F(WhatIfPage, RefusesASimulatorOfOtherSources) {
  std::ofstream(file("stale.js")) << "const faultlineSources = \"" << std::string(64, 'a') << "\";\n";
  const Ended stale = what_if({"--module", file("stale.js")});
  EXPECT_EQ(stale.code, 3);
  EXPECT_NE(stale.err.find("was made of other sources than this program"), std::string::npos) << stale.err;
  EXPECT_NE(stale.err.find("script/build-what-if"), std::string::npos) << stale.err;
  EXPECT_FALSE(std::filesystem::exists(file("page.html")));
}

TEST_F(WhatIfPage, HoldsTheFiguresOfCompare) {
  ASSERT_EQ(what_if({"--module", module(), "--replications", "10", "--seed", "5"}).code, 0);
  const Ended compared = run({"compare", scenario("small-shop"), "--replications", "10", "--seed", "5", "--format",
                              "json", "--quiet", "--out", file("run")});
  ASSERT_EQ(compared.code, 0);
  ASSERT_EQ(data()["published"].size(), 10U);
  ASSERT_EQ(data()["checks"].size(), 4U);
  expect_same_means(data(), json::parse(compared.out));
}

TEST_F(WhatIfPage, ItsCommandMakesItsFiguresAsPasted) {
  const std::string folder = file("it's my shop");
  std::filesystem::copy(scenario("small-shop"), folder, std::filesystem::copy_options::recursive);
  json document = json::parse(read(folder + "/scenario.json"));
  document["variants"] = {{{"id", "calm-weeks"}, {"title", "Calm"}, {"set", {{"/defects/beta", 0.001}}}}};
  std::ofstream(file("varied.json")) << document;
  std::filesystem::copy(folder + "/graph.json", file("graph.json"));
  const auto made_here = [&](const std::string& named) {
    const Ended ended = shell("cd '" + file("") + "' && $F what-if " + named + " --module '" + module() +
                              "' --replications 10 --quiet -o page.html");
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(read(file("page.html")).find(file("")), std::string::npos) << "an absolute path in the page";
  };
  for (const std::string named :
       {"\"it's my shop\" --set /defects/beta=0.004", "\"$PWD/it's my shop/scenario.json\" --seed 9",
        "varied.json --variant calm-weeks", "small-shop"}) {
    made_here(named);
    expect_same_means(data(), pasted());
  }
  made_here("varied.json");  // of which `compare` would run the variants alone
  EXPECT_NE(read(file("page.html")).find("<pre>faultline what-if varied.json --replications 10"), std::string::npos);
}

TEST_F(WhatIfPage, InTheReportItsFiguresAreThoseOfTheResults) {
  const Ended compared =
      run({"compare", scenario("small-shop"), "--policies", "baseline,layered-safeguards", "--replications", "30",
           "--set", "/defects/beta=0.004", "--format", "json", "--quiet", "--out", file("run")});
  ASSERT_EQ(compared.code, 0) << compared.err;
  const std::string without = read(file("run/report.html"));
  EXPECT_NE(without.find("What if the numbers were different?"), std::string::npos);
  EXPECT_NE(without.find("faultline report RESULTS --what-if"), std::string::npos);
  EXPECT_EQ(without.find("id=\"what-if\""), std::string::npos);

  ASSERT_EQ(
      run({"report", file("run"), "--what-if", "--module", module(), "--budget", "300", "-o", file("page.html")}).code,
      0);
  const json held = data();
  EXPECT_EQ(held["published"].size(), 30U);
  EXPECT_EQ(held["checks"].size(), 4U);
  EXPECT_EQ(held["budget"], 300);
  expect_same_means(held, json::parse(compared.out));
  EXPECT_NE(read(file("page.html")).find("faultline compare small-shop --policies baseline,layered-safeguards"),
            std::string::npos);

  ASSERT_EQ(run({"what-if", scenario("small-shop"), "--set", "/defects/beta=0.004", "--replications", "30", "--module",
                 module(), "-o", file("page.html"), "--quiet"})
                .code,
            0);
  EXPECT_EQ(data()["checks"][0][0], held["checks"][0][0]) << "the same quarter, whoever ran it";
}

TEST_F(WhatIfPage, TheReportRefusesWhatDoesNotGoTogether) {
  ASSERT_EQ(run({"compare", scenario("small-shop"), "--replications", "10", "--quiet", "--out", file("run")}).code, 0);
  EXPECT_EQ(run({"report", file("run"), "--for", "leadership", "--what-if"}).code, 2);
  EXPECT_EQ(run({"report", file("run"), "--module", module()}).code, 2);
  EXPECT_EQ(run({"report", file("run"), "--budget", "300"}).code, 2);
  EXPECT_EQ(run({"report", file("run"), "--what-if", "--module", file("none.js")}).code, 3);
}

}  // namespace
}  // namespace faultline
