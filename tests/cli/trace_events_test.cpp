// The trace of a replication, from events made by hand.
#include "cli/trace_events.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/cli/made_events.h"
#include "tests/support/trace_rules.h"

namespace faultline::cli {
namespace {

EventJson trace_events(const std::string& text) { return EventJson::parse(text).at("traceEvents"); }

constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::int64_t kEnd = 100 * kHour;

class Trace : public testing::Test {
 protected:
  /// All events of the trace with this category, in order.
  std::vector<EventJson> events(const std::string& category) const {
    const std::string text = log_.text();
    const std::vector<std::string> broken = test::broken_trace_rules(text);
    EXPECT_TRUE(broken.empty()) << broken.size() << " broken rules, the first: " << broken.front();
    std::vector<EventJson> found;
    for (const EventJson& event : trace_events(text)) {
      if (event.value("cat", "") == category) found.push_back(event);
    }
    return found;
  }
  /// "NAME BEGIN-END" in hours, those of a category.
  std::vector<std::string> slices(const std::string& category) const {
    std::vector<std::string> found;
    for (const EventJson& event : events(category)) {
      const double begin = event["ts"].get<double>() / kHour;
      std::ostringstream text;
      text << event["name"].get<std::string>() << ' ' << begin;
      if (event.contains("dur")) text << '-' << begin + event["dur"].get<double>() / kHour;
      found.push_back(text.str());
    }
    return found;
  }
  std::vector<std::pair<double, double>> counter(const std::string& name) const {
    std::vector<std::pair<double, double>> found;
    for (const EventJson& event : trace_events(log_.text())) {
      if (event["ph"] == "C" && event["name"] == name) {
        found.emplace_back(event["ts"].get<double>() / kHour, event["args"]["value"].get<double>());
      }
    }
    return found;
  }
  std::vector<std::string> names(const std::string& what) const {
    std::vector<std::string> found;
    for (const EventJson& event : trace_events(log_.text())) {
      if (event["name"] == what) found.push_back(event["args"]["name"]);
    }
    return found;
  }

  const Scenario scenario_ = made_scenario();
  TraceEvents log_{scenario_};
};

using Texts = std::vector<std::string>;

TEST_F(Trace, OfNothingIsATraceToo) {
  log_.policy_begins(PolicyId{0}, 4);
  EXPECT_EQ(slices("time"), (Texts{"simulation 0-100", "warm-up 0-10", "horizon 10-90", "run-off 90-100"}));
  EXPECT_EQ(names("process_name"),
            (Texts{"Quarter 4 under none", "Incidents by service", "Defective changes by team"}));
  const EventJson about = EventJson::parse(log_.text())["otherData"];
  EXPECT_EQ(about["format"], "faultline-trace");
  EXPECT_EQ(about["replication"], 4);
  EXPECT_EQ(about["end_hours"], 100.0);
}

TEST_F(Trace, AnIncidentHoldsItsPhases) {
  tell_incident(log_, made_incident(0), nullptr, 30.0, 80.0);
  EXPECT_EQ(slices("incident"), Texts{"sev2 (logic) 30-35"});
  EXPECT_EQ(slices("phase"),
            (Texts{"active 30-31", "detected 31-32", "responding 32-33", "diagnosed 33-34", "mitigated 34-35"}));
  const EventJson args = events("incident")[0]["args"];
  EXPECT_EQ(args["lost_orders_gross"], 80.0);
  EXPECT_EQ(args["magnitude"], 0.25);
  EXPECT_TRUE(args["change"].is_null());
  EXPECT_EQ(counter("incidents"), (std::vector<std::pair<double, double>>{{0, 0}, {30, 1}, {35, 0}}));
}

TEST_F(Trace, PhasesThatTakeNoTimeOrNeverComeAreNotShown) {
  log_.incident_began(made_incident(0), nullptr, 30.0);
  log_.incident_phase(0, IncidentPhase::detected, 31.0);
  log_.incident_phase(0, IncidentPhase::responding, 31.0);
  log_.incident_phase(0, IncidentPhase::mitigated, 34.0);
  log_.incident_phase(0, IncidentPhase::recovered, 34.0);
  log_.incident_ended(0, {30.0, 34.0, 0.1, 0, 0.0, 0.0, 0.0, DetectedBy::rollout});
  log_.incident_began(made_incident(1, ServiceId{1}), nullptr, 40.0);
  EXPECT_EQ(slices("incident"), (Texts{"canary catch (logic) 30-34", "unended (logic) 40-100"}));
  EXPECT_EQ(slices("phase"), (Texts{"active 30-31", "responding 31-34", "active 40-100"}));
}

TEST_F(Trace, IncidentsThatOverlapOrTouchLieOnThreadsOfTheirOwn) {
  tell_incident(log_, made_incident(0), nullptr, 30.0);
  tell_incident(log_, made_incident(1), nullptr, 32.0);
  tell_incident(log_, made_incident(2), nullptr, 35.0);  // begins as the first ends
  tell_incident(log_, made_incident(3), nullptr, 50.0);
  tell_incident(log_, made_incident(4, ServiceId{2}), nullptr, 32.0, 1000.0);
  EXPECT_EQ(events("incident").size(), 5U);
  EXPECT_EQ(names("thread_name"), (Texts{"time simulated", "s2", "s0", "s0 (2)", "s0 (3)"})) << "costliest first";
}

TEST_F(Trace, AChangeGoesFromGateToGateToItsIncident) {
  const LoggedChange change = made_change(1, 20.0);
  log_.change_submitted(change);
  log_.gate_passed(change, 21.0, kTests);
  log_.review_ended(change, 24.0, kReview, 3, 0.5, ReviewEnd::approved);
  log_.gate_passed(change, 24.0, kReview);
  log_.change_exposed(change, 25.0, 0.01);
  log_.gate_left(change, kRollout, 24.0, 29.0);
  tell_incident(log_, made_incident(0), &change, 30.0);
  log_.change_exposed(change, 31.0, 0.1);  // told late
  EXPECT_EQ(slices("change"), Texts{"team/human/1 20-35"});
  EXPECT_EQ(slices("gate"), (Texts{"tests 20-21", "review 21-24", "rollout 24-25"}));
  EXPECT_EQ(slices("production"), Texts{"in production 25-35"});
  EXPECT_EQ(slices("event"), (Texts{"review_ended 24", "change_exposed 25", "change_exposed 31"}));
  EXPECT_EQ(events("change")[0]["args"]["incidents"], EventJson::array({0}));
  EXPECT_EQ(events("incident")[0]["args"]["change"], "team/human/1");
  const std::vector<EventJson> arrow = events("arrow");
  ASSERT_EQ(arrow.size(), 2U);
  EXPECT_EQ(arrow[0]["ts"], 25 * kHour);
  EXPECT_EQ(arrow[0]["tid"], events("change")[0]["tid"]);
  EXPECT_EQ(arrow[1]["ts"], 30 * kHour);
  EXPECT_EQ(arrow[1]["tid"], events("incident")[0]["tid"]);
}

TEST_F(Trace, TwoIncidentsOfOneChangeGetAnArrowEach) {
  const LoggedChange change = made_change(1, 20.0);
  log_.change_submitted(change);
  log_.change_exposed(change, 25.0, 1.0);
  tell_incident(log_, made_incident(0), &change, 30.0);
  tell_incident(log_, made_incident(1, ServiceId{1}), &change, 31.0);
  EXPECT_EQ(events("arrow").size(), 4U);
  EXPECT_EQ(slices("production"), Texts{"in production 25-36"});
}

TEST_F(Trace, AnArrowMayTakeNoTime) {
  const LoggedChange change = made_change(1, 20.0);
  tell_incident(log_, made_incident(0), &change, 20.0);  // broken from the instant of its submission, out of band
  const std::vector<EventJson> arrow = events("arrow");
  ASSERT_EQ(arrow.size(), 2U);
  EXPECT_EQ(arrow[0]["ph"], "s");
  EXPECT_EQ(arrow[0]["ts"], arrow[1]["ts"]);
}

TEST_F(Trace, ChangesOfOneNameAreTheSameChange) {
  LoggedChange change = made_change(1, 20.0);
  log_.change_submitted(change);
  change.documented = false;
  log_.gate_passed(change, 21.0, kTests);
  LoggedChange other = change;
  other.origin = Origin::agent;
  log_.change_submitted(other);
  EXPECT_EQ(slices("change"), (Texts{"team/human/1 20-21", "team/agent/1 20-20"}));
  EXPECT_EQ(names("thread_name"), (Texts{"time simulated", "team", "team (2)"}));
}

TEST_F(Trace, WhoIsStillAtAGateStaysThere) {
  const LoggedChange change = made_change(1, 20.0);
  log_.change_submitted(change);
  log_.gate_passed(change, 21.0, kTests);
  log_.gate_left(change, kTests, 20.0, 21.0);
  log_.gate_left(change, kReview, 21.0, 100.0);
  EXPECT_EQ(slices("gate"), (Texts{"tests 20-21", "review 21-100"}));
  EXPECT_EQ(slices("change"), Texts{"team/human/1 20-100"});
}

TEST_F(Trace, ABypassEndsTheStayAndIsNoPassing) {
  const LoggedChange impatient = made_change(1, 20.0);
  log_.gate_passed(impatient, 21.0, kTests);
  log_.review_bypassed(impatient, 23.0, kReview, BypassReason::impatience);
  log_.gate_passed(impatient, 26.0, kRollout);
  const LoggedChange habitual = made_change(2, 40.0);
  log_.gate_passed(habitual, 40.0, kTests);
  log_.review_bypassed(habitual, 40.0, kReview, BypassReason::habit);
  EXPECT_EQ(slices("gate"), (Texts{"tests 20-21", "review 21-23", "rollout 23-26"}));
  EXPECT_EQ(slices("event"), (Texts{"review_bypassed 23", "review_bypassed 40", "gate_passed 40"}));
  EXPECT_EQ(events("event")[0]["args"], EventJson::parse(R"({"gate":"review","reason":"impatience"})"));
}

TEST_F(Trace, BlocksAuditsAndCatchesAreInstants) {
  const LoggedChange change = made_change(1, 20.0);
  log_.change_blocked(change, 21.0, kTests);
  log_.change_audited(change, 22.0, kReview, false);
  log_.change_caught(change, 23.0, kReview);
  EXPECT_EQ(slices("event"), (Texts{"change_blocked 21", "change_audited 22", "change_caught 23"}));
  EXPECT_EQ(events("event")[1]["args"], EventJson::parse(R"({"gate":"review","found":false})"));
  EXPECT_EQ(events("change")[0]["args"]["caught_by"], "review");
}

TEST_F(Trace, ADefectIsInProductionUntilAnAuditFindsIt) {
  const LoggedChange found = made_change(1, 20.0);
  log_.change_exposed(found, 21.0, 1.0);
  log_.change_audited(found, 33.0, kReview, true);
  const LoggedChange never = made_change(2, 40.0);
  log_.change_exposed(never, 41.0, 1.0);
  EXPECT_EQ(slices("production"), (Texts{"in production 21-33", "in production 41-100"}));
}

TEST_F(Trace, NothingLiesPastTheEndOfTheSimulation) {
  const LoggedChange change = made_change(1, 98.0);
  log_.gate_passed(change, 101.0, kTests);
  log_.gate_passed(change, 102.0, kReview);
  log_.gate_passed(change, std::numeric_limits<double>::infinity(), kRollout);
  log_.change_caught(change, 101.0, kTests);
  log_.gate_left(made_change(2, 98.0), kTests, 98.0, std::numeric_limits<double>::infinity());
  EXPECT_EQ(slices("gate"), Texts{"tests 98-100"});
  EXPECT_TRUE(slices("event").empty());
  EXPECT_TRUE(events("change")[0]["args"]["caught_by"].is_null());
  for (const EventJson& event : trace_events(log_.text())) {
    EXPECT_LE(event.value("ts", std::int64_t{0}) + event.value("dur", std::int64_t{0}), kEnd);
  }
}

TEST_F(Trace, GatesAreCountedAtFullHours) {
  log_.gate_left(made_change(1, 20.0), kReview, 20.0, 22.0);  // from the full hour on, until just before
  log_.gate_left(made_change(2, 20.5), kReview, 20.5, 21.5);
  log_.gate_left(made_change(3, 30.1), kReview, 30.1, 30.9);  // between two full hours
  log_.gate_left(made_change(4, 99.0), kReview, 99.0, 100.0);
  EXPECT_EQ(counter("changes at review"),
            (std::vector<std::pair<double, double>>{{0, 0}, {20, 1}, {21, 2}, {22, 0}, {99, 1}}));
  EXPECT_TRUE(counter("changes at tests").empty());
  EXPECT_TRUE(slices("change").empty()) << "only changes that carry a defect are shown";
  EXPECT_TRUE(log_.wants_flow());
}

// Losses are counted in the horizon alone; the curve holds exactly what was lost there.
TEST_F(Trace, LossesAreSpreadOverTheIncidentWithinTheHorizon) {
  tell_incident(log_, made_incident(0), nullptr, 8.0, 30.0);  // until 13: three hours of it count
  tell_incident(log_, made_incident(1), nullptr, 11.0, 0.1);
  tell_incident(log_, made_incident(2), nullptr, 12.0, 0.7);
  tell_incident(log_, made_incident(3), nullptr, 88.0, 40.0);  // until 93
  tell_incident(log_, made_incident(4), nullptr, 91.0, 0.0);
  const auto curve = counter("orders lost per hour");
  double lost = 0.0;
  for (std::size_t i = 0; i + 1 < curve.size(); ++i) {
    lost += curve[i].second * (curve[i + 1].first - curve[i].first);
  }
  EXPECT_NEAR(lost, 70.8, 1e-9);
  EXPECT_EQ(curve[1], (std::pair<double, double>{8, 0}));
  EXPECT_EQ(curve[2], (std::pair<double, double>{10, 10}));
  EXPECT_EQ(curve.back().second, 0.0) << "no rounding is left over";
}

TEST_F(Trace, FreezesHaveALength) {
  EXPECT_EQ(names("process_name").size(), 3U);
  log_.budget_freeze(TeamId{0}, 30.0, kRollout, true);
  log_.budget_freeze(TeamId{0}, 31.0, kReview, true);
  log_.budget_freeze(TeamId{0}, 40.0, kRollout, false);
  EXPECT_EQ(slices("freeze"), (Texts{"rollout 30-40", "review 31-100"}));
  EXPECT_EQ(names("process_name").back(), "Error-budget freezes by team");
}

TEST_F(Trace, OfSeveralPoliciesTheLastIsKept) {
  const LoggedChange change = made_change(1, 20.0);
  log_.gate_passed(change, 21.0, kTests);
  tell_incident(log_, made_incident(0), &change, 30.0);
  log_.gate_left(change, kReview, 20.0, 22.0);
  log_.budget_freeze(TeamId{0}, 30.0, kRollout, true);
  log_.policy_begins(PolicyId{0}, 5);
  TraceEvents fresh(scenario_);
  fresh.policy_begins(PolicyId{0}, 5);
  EXPECT_EQ(log_.text(), fresh.text());
}

TEST(TraceNames, FromInputsAreMadeSafe) {
  const Scenario scenario = made_scenario("a\"b\\\x1b[31m\xff\x7f\xC2\x9B", "</script>\x1b]0;x\x07 \xE2\x98\x83");
  TraceEvents log(scenario);
  const LoggedChange change = made_change(1, 20.0);
  log.change_submitted(change);
  tell_incident(log, made_incident(0), &change, 30.0);
  const std::string text = log.text();
  const std::vector<std::string> broken = test::broken_trace_rules(text);
  EXPECT_TRUE(broken.empty()) << broken.front();
  std::vector<std::string> threads;
  for (const EventJson& event : trace_events(text)) {
    if (event["name"] == "thread_name") threads.push_back(event["args"]["name"]);
  }
  EXPECT_EQ(threads,
            (Texts{"time simulated", "a\"b\\\x1b[31m\xEF\xBF\xBD\x7f\xC2\x9B", "</script>\x1b]0;x\x07 \xE2\x98\x83"}));
}

// Viewers drop a slice that reaches beyond the one in which it begins.
TEST(TraceFile, CutsWhatWouldNotNest) {
  TraceFile file;
  const auto row = file.add_row(file.add_process("p"), "r");
  TraceSlice slice{10, 20, "c", "whole"};
  slice.parts = {{14, 30, "c", "late"}, {5, 15, "c", "early"}, {10, 20, "c", "all"}, {25, 26, "c", "outside"}};
  file.add(row, slice);
  const std::string text = file.text(EventJson::object());
  const std::vector<std::string> broken = test::broken_trace_rules(text);
  EXPECT_TRUE(broken.empty()) << broken.front();
  std::map<std::string, std::pair<int, int>> found;
  for (const EventJson& event : trace_events(text)) {
    if (event["ph"] == "X") found[event["name"]] = {event["ts"], event["dur"]};
  }
  EXPECT_EQ(found["whole"], std::pair(10, 10));
  EXPECT_EQ(found["early"], std::pair(10, 5));
  EXPECT_EQ(found["all"], std::pair(10, 10));
  EXPECT_EQ(found["late"], std::pair(14, 1)) << "within early, which has not ended";
  EXPECT_EQ(found["outside"], std::pair(20, 0));
}

// The rules themselves must be able to fail.
TEST(TraceRules, FindWhatIsBroken) {
  const std::string names = R"({"ph":"M","pid":1,"name":"process_name","args":{"name":"p"}},)"
                            R"({"ph":"M","pid":1,"tid":9,"name":"thread_name","args":{"name":"t"}})";
  const auto broken = [&](const std::string& events) {
    return test::broken_trace_rules(R"({"displayTimeUnit":"ms","otherData":{},"traceEvents":[)" + names + events + "]}")
        .size();
  };
  const std::string slice = R"(,{"ph":"X","pid":1,"tid":9,"name":"a","ts":5,"dur":10})";
  EXPECT_EQ(broken(slice), 0U);
  EXPECT_EQ(broken(slice + R"(,{"ph":"X","pid":1,"tid":9,"name":"b","ts":7,"dur":10})"), 1U) << "overlaps";
  EXPECT_EQ(broken(slice + R"(,{"ph":"X","pid":1,"tid":9,"name":"b","ts":4,"dur":1})"), 1U) << "out of order";
  EXPECT_EQ(broken(R"(,{"ph":"X","pid":1,"tid":8,"name":"b","ts":4,"dur":1})"), 1U) << "no name";
  EXPECT_EQ(broken(R"(,{"ph":"C","pid":2,"name":"b","ts":4,"args":{"value":1}})"), 1U) << "no name";
  EXPECT_EQ(broken(slice + R"(,{"ph":"s","pid":1,"tid":9,"name":"b","ts":6,"id":1})"), 1U) << "one end";
  EXPECT_EQ(broken(R"(,{"ph":"i","s":"t","pid":1,"tid":9,"name":"b","ts":6.5})"), 1U) << "no whole number";
  EXPECT_EQ(broken(R"(,{"ph":"i","s":"t","pid":1,"tid":9,"name":"bé","ts":6})"), 1U) << "not ASCII";
}

}  // namespace
}  // namespace faultline::cli
