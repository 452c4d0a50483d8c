// faultline optimize as its users run it.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/acceptance/program.h"

namespace faultline {
namespace {

using nlohmann::json;
using test::Ended;

class Optimize : public test::ProgramTest {
 protected:
  std::vector<std::string> command(const std::string& out, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"optimize", scenario("small-shop"), "--out",
                                       file(out),  "--first-replications", "100"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
};

TEST_F(Optimize, IsTheSameOnAnyNumberOfThreadsAndAfterEveryKill) {
  const std::vector<std::string> what{"--minimise", "lost-orders", "--max-lead-time", "10", "--format", "json"};
  std::vector<std::string> one = command("one", what);
  one.insert(one.end(), {"--threads", "1"});
  const Ended whole = run(one);
  ASSERT_EQ(whole.code, 0) << whole.err;
  std::vector<std::string> killed = command("killed", what);
  killed.insert(killed.end(), {"--threads", "3", "--resume"});
  const Ended resumed = kill_until_done(killed, 30, 40'000);
  ASSERT_EQ(resumed.code, 0) << resumed.err;
  EXPECT_EQ(whole.out, resumed.out);
  const json answer = json::parse(whole.out);
  int met = 0;
  int missed = 0;
  for (const json& policy : answer.at("policies")) {
    // What is not settled may lie on either side.
    const std::string limit = policy.at("limits").at("lead_time_hours");
    EXPECT_TRUE(limit == "broken" || limit == "kept" || limit == "open") << limit;
    EXPECT_TRUE(limit != "broken" || policy.at("lead_time_hours").at("value") > 10.0) << policy.at("id");
    EXPECT_TRUE(limit != "kept" || policy.at("lead_time_hours").at("value") <= 10.0) << policy.at("id");
    met += limit == "kept" ? 1 : 0;
    missed += limit == "broken" ? 1 : 0;
  }
  EXPECT_GT(met, 0);
  EXPECT_GT(missed, 0);
}

TEST_F(Optimize, FindsTheShortestLeadTimeUnderALimitOnLostOrders) {
  const Ended ended = run(command("lead", {"--minimise", "lead-time", "--max-lost-orders", "250", "--format", "json"}));
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json answer = json::parse(ended.out);
  double best = 0.0;
  for (const json& policy : answer.at("policies")) {
    if (policy.at("id") == answer.at("recommended")) {
      best = policy.at("lead_time_hours").at("value");
      EXPECT_EQ(policy.at("objective").at("value"), policy.at("lead_time_hours").at("value"));
      EXPECT_EQ(policy.at("limits").at("lost_orders"), "kept");
    }
  }
  EXPECT_GT(best, 0.0);
  for (const json& policy : answer.at("policies")) {
    if (policy.at("limits").at("lost_orders") == "kept") {
      EXPECT_GT(policy.at("lead_time_hours").at("value").get<double>(), 0.9 * best) << policy.at("id");
    }
  }
}

TEST_F(Optimize, WritesAScenarioInWhichThePolicyLosesTheSame) {
  const Ended ended = run(command("apply", {"--format", "json", "--apply", file("scenario.json")}));
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json answer = json::parse(ended.out);
  const std::string id = answer.at("recommended");
  json found;
  for (const json& policy : answer.at("policies")) {
    found = policy.at("id") == id ? policy : found;
  }
  const Ended compared = run({"compare", file("scenario.json"), "--policies", "baseline," + id, "--replications",
                              found.at("quarters").dump(), "--out", file("compare"), "--format", "json"});
  ASSERT_EQ(compared.code, 0) << compared.err;
  const json policy = json::parse(compared.out).at("policies").at(1);
  EXPECT_EQ(policy.at("id"), id);
  EXPECT_EQ(policy.at("lost_orders").at("mean"), found.at("lost_orders").at("value"));
}

TEST_F(Optimize, ReplacesNoFileButAnEarlierScenario) {
  std::ofstream(file("notes.json")) << "{\"mine\": 1}";
  const Ended notes = run(command("apply", {"--apply", file("notes.json")}));
  EXPECT_EQ(notes.code, 3);
  EXPECT_NE(notes.err.find("is no scenario, so it stays"), std::string::npos) << notes.err;
  EXPECT_EQ(read(file("notes.json")), "{\"mine\": 1}");
  EXPECT_FALSE(std::filesystem::exists(file("apply"))) << "before any quarter is run";
  std::filesystem::copy(scenario("small-shop"), file("shop"), std::filesystem::copy_options::recursive);
  const Ended itself = run({"optimize", file("shop"), "--apply", file("shop/scenario.json")});
  EXPECT_EQ(itself.code, 3);
  EXPECT_NE(itself.err.find("is the scenario itself"), std::string::npos) << itself.err;
}

TEST_F(Optimize, ExitsWithWhatBecameOfTheLimits) {
  const Ended none =
      run(command("none", {"--max-lost-orders", "100", "--limit-margin", "90%", "--apply", file("none.json")}));
  EXPECT_EQ(none.code, 4);
  EXPECT_NE(none.out.find("Nearest to the limits is two+staged+more"), std::string::npos) << none.out;
  EXPECT_FALSE(std::filesystem::exists(file("none.json")));
  const Ended open = run(command("open", {"--minimise", "friction", "--max-lost-orders", "250", "--limit-margin",
                                          "0.1%", "--most-replications", "100"}));
  EXPECT_EQ(open.code, 6) << open.err;
  EXPECT_NE(open.out.find("Not settled with 100 quarters"), std::string::npos) << open.out;
}

TEST_F(Optimize, SaysWhatIsWrong) {
  const Ended limit = run(command("x", {"--max-lead-time", "-1"}));
  EXPECT_EQ(limit.code, 2);
  EXPECT_NE(limit.err.find("above 0"), std::string::npos) << limit.err;
  const Ended goal = run(command("x", {"--minimise", "frictoin"}));
  EXPECT_EQ(goal.code, 2);
  EXPECT_NE(goal.err.find("did you mean friction?"), std::string::npos) << goal.err;
  const Ended part = run(command("x", {"--minimise", "cost"}));
  EXPECT_EQ(part.code, 2);
  EXPECT_NE(part.err.find("did you mean total-cost?"), std::string::npos) << part.err;
  EXPECT_EQ(run(command("x", {"--decisions", file("none.json")})).code, 3);
  std::ofstream(file("decisions.json"))
      << R"({"format": "faultline-decisions", "version": 1, "start": "baseline", "variables": [
             {"id": "a", "choices": [{"id": "x"}, {"id": "y", "set": {"/phases/*/gates/tests/efort": 1}}]}]})";
  const Ended unpriced = run(command("x", {"--minimise", "friction", "--decisions", file("decisions.json")}));
  EXPECT_EQ(unpriced.code, 3);
  EXPECT_NE(unpriced.err.find("/prices/cost_per_engineer_hour"), std::string::npos) << unpriced.err;
  const Ended key = run(command("x", {"--minimise", "lost-orders", "--decisions", file("decisions.json")}));
  EXPECT_EQ(key.code, 3);
  EXPECT_NE(key.err.find("did you mean \"effort\"?"), std::string::npos) << key.err;
}

TEST_F(Optimize, ReadsDecisionsThatItsSchemaKnows) {
  EXPECT_EQ(run({"validate", scenario("small-shop") + "/decisions.json"}).code, 0);
  const Ended schema = run({"schema", "decisions"});
  EXPECT_EQ(schema.code, 0);
  EXPECT_TRUE(json::parse(schema.out).at("properties").contains("variables"));
}

}  // namespace
}  // namespace faultline
