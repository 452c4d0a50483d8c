#include "cli/event_lines.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/support/tiny_scenario.h"

namespace faultline::cli {
namespace {

Scenario with_a_team() {
  Scenario scenario = support::tiny_scenario(support::tiny_graph(1), support::tiny_time(0, 24, 0), 60.0);
  Team team;
  team.id = "shop";
  scenario.organisation.teams.push_back(team);
  return scenario;
}

LoggedChange change_of(double lines) {
  return {131073, TeamId{0}, ServiceId{0}, Origin::human, ChangeKind::code, lines, 57.5, false, true};
}

std::string submitted(double lines) {
  const Scenario scenario = with_a_team();
  EventLines log(scenario);
  log.change_submitted(change_of(lines));
  return log.text();
}

TEST(EventLines, TellASubmittedChangeOnOneLine) {
  EXPECT_EQ(
      submitted(24),
      R"({"event":"change_submitted","time_hours":57.5,"change":"shop/human/131073","team":"shop","service":"s0",)"
      R"("origin":"human","kind":"code","lines":24,"out_of_band":false,"documented":true})"
      "\n");
}

TEST(EventLines, CountWholeLines) {
  for (const auto& [drawn, told] : {std::pair{1.0F, "1"}, {33.44434738F, "33"}, {99.5F, "100"}, {20000.0F, "20000"}}) {
    EXPECT_NE(submitted(drawn).find("\"lines\":" + std::string(told) + ","), std::string::npos) << submitted(drawn);
  }
}

TEST(EventLines, TellTheWholeStoryOfAnIncidentWhenItEnds) {
  const Scenario scenario = with_a_team();
  EventLines log(scenario);
  const LoggedChange change = change_of(33.44434738F);
  log.change_submitted(change);
  log.change_exposed(change, 60.0, 0.1);
  const LoggedIncident incident{
      4, Channel::pipeline, ServiceId{0}, DefectCategory::logic, DefectScope::service, 0.25, 1.0, 1.0};
  log.incident_began(incident, &change, 61.0);
  log.incident_phase(4, IncidentPhase::active, 61.0);
  log.incident_phase(4, IncidentPhase::detected, 61.5);
  log.incident_ended(4, {61.0, 63.0, 0.25, 1, 30.0, 20.0, 300.0, DetectedBy::monitor});
  const auto stories = log.stories(5);
  ASSERT_EQ(stories.size(), 1U);
  for (const char* part :
       {"Incident 4 at s0 (pipeline, logic)", "a documented code change of 33 lines", "exposed to 10 % of traffic",
        "detected after 30 min", "sev1", "seen by monitor", "30 orders"}) {
    EXPECT_NE(stories[0].find(part), std::string::npos) << part << " is not in " << stories[0];
  }
  EXPECT_NE(log.text().find("\"incident_story\""), std::string::npos);
}

}  // namespace
}  // namespace faultline::cli
