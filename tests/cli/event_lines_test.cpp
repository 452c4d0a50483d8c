// The event log as lines, from events made by hand.
#include "cli/event_lines.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>
#include <sstream>
#include <utility>

#include "models/core/how_many.h"
#include "tests/cli/made_events.h"

namespace faultline::cli {
namespace {

std::vector<EventJson> lines_of(const EventLines& log) {
  std::vector<EventJson> lines;
  std::istringstream text(log.text());
  for (std::string line; std::getline(text, line);) {
    lines.push_back(EventJson::parse(line));
  }
  return lines;
}

std::vector<std::string> names(const EventJson& events) {
  std::vector<std::string> names;
  for (const EventJson& event : events) {
    names.push_back(event.at("event"));
  }
  return names;
}

TEST(EventLines, AreInOrderOfTimeHoweverTheyAreTold) {
  const Scenario scenario = made_scenario();
  EventLines log(scenario);
  log.policy_begins(PolicyId{0}, 3);
  const LoggedChange early = made_change(1, 20.0);
  const LoggedChange late = made_change(2, 21.0);
  log.change_submitted(early);
  log.gate_passed(early, 25.0, kTests);  // ahead of its time
  log.change_submitted(late);
  log.review_ended(late, 25.0, kReview, 4, 0.5, ReviewEnd::approved);  // at the same time, told later
  log.change_caught(late, 22.0, kTests);
  EXPECT_EQ(names(lines_of(log)), (std::vector<std::string>{"policy_begins", "change_submitted", "change_submitted",
                                                            "change_caught", "gate_passed", "review_ended"}));
}

TEST(EventLines, PoliciesFollowOneAnother) {
  const Scenario scenario = made_scenario();
  EventLines log(scenario);
  for (int policy = 0; policy < 2; ++policy) {
    log.policy_begins(PolicyId{0}, 3);
    log.change_submitted(made_change(1, 20.0));
  }
  EXPECT_EQ(names(lines_of(log)),
            (std::vector<std::string>{"policy_begins", "change_submitted", "policy_begins", "change_submitted"}));
}

TEST(EventLines, TellASubmittedChangeOnOneLine) {
  const Scenario scenario = made_scenario("shop");
  EventLines log(scenario);
  log.change_submitted(made_change(131073, 57.5));
  EXPECT_EQ(
      log.text(),
      R"({"event":"change_submitted","time_hours":57.5,"change":"shop/human/131073","team":"shop","service":"s0",)"
      R"("origin":"human","kind":"code","lines":40,"out_of_band":false,"documented":true})"
      "\n");
}

TEST(EventLines, CountWholeLines) {
  const Scenario scenario = made_scenario();
  for (const auto& [drawn, told] : {std::pair{1.0F, 1}, {33.44434738F, 33}, {99.5F, 100}, {20000.0F, 20000}}) {
    EventLines log(scenario);
    LoggedChange change = made_change(1, 20.0);
    change.lines = drawn;
    log.change_submitted(change);
    const EventJson lines = lines_of(log).at(0).at("lines");
    EXPECT_TRUE(lines.is_number_integer());
    EXPECT_EQ(lines, told);
    log.change_exposed(change, 25.0, 0.1);
    tell_incident(log, made_incident(0), &change, 30.0);
    const std::string story = log.stories(1).at(0);
    EXPECT_NE(story.find(" change of " + how_many(static_cast<std::size_t>(told), "line")), std::string::npos) << story;
  }
}

TEST(EventLines, TellNothingPastTheEndOfTheSimulation) {
  const Scenario scenario = made_scenario();
  EventLines log(scenario);
  const LoggedChange change = made_change(1, 99.0);
  log.change_submitted(change);
  log.gate_passed(change, 100.0, kTests);
  log.gate_passed(change, 100.5, kReview);
  log.gate_passed(change, std::numeric_limits<double>::infinity(), kRollout);
  const std::vector<EventJson> lines = lines_of(log);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines.back()["gate"], "tests");
}

TEST(EventLines, TellOfRulesAuditsAndFreezes) {
  const Scenario scenario = made_scenario();
  EventLines log(scenario);
  const LoggedChange change = made_change(7, 20.0);
  log.change_blocked(change, 21.0, kTests);
  log.review_bypassed(change, 22.0, kReview, BypassReason::nobody_to_review);
  log.change_audited(change, 23.0, kReview, false);
  log.change_audited(change, 24.0, kReview, true);
  log.budget_freeze(TeamId{0}, 25.0, kRollout, true);
  log.budget_freeze(TeamId{0}, 26.0, kRollout, false);
  const std::vector<EventJson> wanted{
      EventJson::parse(R"({"event":"change_blocked","time_hours":21.0,"change":"team/human/7","gate":"tests"})"),
      EventJson::parse(R"({"event":"review_bypassed","time_hours":22.0,"change":"team/human/7","gate":"review",
                           "reason":"nobody_to_review"})"),
      EventJson::parse(
          R"({"event":"change_audited","time_hours":23.0,"change":"team/human/7","gate":"review","found":false})"),
      EventJson::parse(
          R"({"event":"change_audited","time_hours":24.0,"change":"team/human/7","gate":"review","found":true})"),
      EventJson::parse(R"({"event":"budget_freeze_began","time_hours":25.0,"team":"team","gate":"rollout"})"),
      EventJson::parse(R"({"event":"budget_freeze_ended","time_hours":26.0,"team":"team","gate":"rollout"})")};
  EXPECT_EQ(lines_of(log), wanted);
}

TEST(EventLines, AStoryHoldsTheWayOfItsChangeInOrder) {
  const Scenario scenario = made_scenario();
  EventLines log(scenario);
  const LoggedChange change = made_change(1, 20.0);
  log.change_submitted(change);
  log.change_caught(change, 33.0, kRollout);  // told when the change is released, before its exposure
  log.change_exposed(change, 29.0, 0.01);
  log.change_exposed(change, 31.0, 0.1);
  log.gate_passed(change, 60.0, kReview);  // after the incident
  tell_incident(log, made_incident(0), &change, 30.0);
  const std::vector<EventJson> lines = lines_of(log);
  std::size_t story = 0;
  while (story < lines.size() && lines[story]["event"] != "incident_story") ++story;
  ASSERT_LT(story, lines.size());
  EXPECT_EQ(lines[story - 1]["event"], "incident_ended");
  EXPECT_EQ(names(lines[story]["way"]),
            (std::vector<std::string>{"change_submitted", "change_exposed", "change_exposed", "change_caught"}));
  EXPECT_EQ(lines[story]["began"]["change"], "team/human/1");
  EXPECT_EQ(lines[story]["phases"].dump(), R"({"active":30.0,"detected":31.0,"responding":32.0,"diagnosed":33.0,)"
                                           R"("mitigated":34.0,"recovered":35.0})");
  EXPECT_EQ(lines[story]["cost"]["detected_by"], "monitor");
  EXPECT_EQ(log.stories(9), std::vector<std::string>{
                                "Incident 0 at s0 (pipeline, logic): a documented code change of 40 lines submitted on "
                                "day 0.83, exposed to 1 % of traffic on day 1.21; active on day 1.25, detected after "
                                "1 h, responding after 2 h, diagnosed after 3 h, mitigated after 4 h, recovered after "
                                "5 h; sev2, seen by monitor, cost 5 orders and 9 errors."});
}

TEST(EventLines, RespondingIsAWordOnlyForWhoeverHadToWait) {
  const Scenario scenario = made_scenario();
  EventLines log(scenario);
  log.incident_began(made_incident(0, ServiceId{1}, Channel::background), nullptr, 30.0);
  log.incident_phase(0, IncidentPhase::detected, 31.0);
  log.incident_phase(0, IncidentPhase::responding, 31.0);
  log.incident_ended(0, {30.0, 40.0, 0.1, 1, 1.0, 1.0, 1.0, DetectedBy::audit});
  EXPECT_EQ(lines_of(log)[2]["phase"], "responding");
  ASSERT_EQ(log.stories(9).size(), 1U);
  EXPECT_EQ(log.stories(9)[0].find("responding"), std::string::npos);
  EXPECT_NE(log.stories(9)[0].find("seen by audit"), std::string::npos);
}

// On a terminal an id must not act, and in JSON it must stay one string.
TEST(EventLines, IdsFromInputsAreMadeSafe) {
  const Scenario scenario = made_scenario("a\"b\x1b[31m\xff", "</script>\x1b]0;x\x07");
  EventLines log(scenario);
  const LoggedChange change = made_change(1, 20.0);
  log.change_submitted(change);
  tell_incident(log, made_incident(0), &change, 30.0);
  EXPECT_EQ(lines_of(log)[0]["team"], "a\"b\x1b[31m\xEF\xBF\xBD");
  for (const char c : log.text()) {
    EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
  }
  const std::string story = log.stories(1).at(0);
  for (const char c : story) {
    EXPECT_GE(static_cast<unsigned char>(c), 0x20);
  }
}

}  // namespace
}  // namespace faultline::cli
