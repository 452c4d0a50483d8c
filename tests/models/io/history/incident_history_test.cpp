#include "models/io/history/incident_history.h"

#include <gtest/gtest.h>

#include "models/io/json_document.h"
#include "tests/models/io/shared_data.h"

namespace faultline {
namespace {

TEST(IncidentHistory, Statuspage) {
  const std::string text = R"({"page": {"id": "x"}, "incidents": [
    {"id": "a", "status": "resolved", "impact": "major", "created_at": "2026-03-09T12:00:00.000-08:00",
     "resolved_at": "2026-03-09T22:00:00.000Z", "incident_updates": [
       {"status": "resolved", "created_at": "2026-03-09T22:00:00Z"},
       {"status": "monitoring", "created_at": "2026-03-09T21:00:00Z"},
       {"status": "investigating", "created_at": "2026-03-09T20:00:00Z"}]},
    {"id": "b", "impact": "maintenance", "created_at": "2026-03-08T12:00:00Z", "resolved_at": null},
    {"id": "c", "impact": "minor"},
    {"id": "d", "impact": "minor", "created_at": "03-08 12:00"},
    7]})";
  const auto history = read_incidents(text, "i.json", {});
  ASSERT_EQ(history.records.size(), 2U);
  EXPECT_DOUBLE_EQ(history.records[0].recovered_hours.value_or(0), 2.0);
  EXPECT_DOUBLE_EQ(history.records[0].mitigated_hours.value_or(0), 1.0) << "updates come in any order";
  EXPECT_FALSE(history.records[0].detected_hours);
  EXPECT_TRUE(history.records[1].maintenance);
  EXPECT_FALSE(history.records[1].recovered_hours) << "still open";
  EXPECT_EQ(history.rows.skipped, 3U);
  EXPECT_EQ(history.rows.shown[0].reason, "no created_at");
  EXPECT_NE(history.rows.shown[1].reason.find("no year"), std::string::npos);
  EXPECT_EQ(history.rows.shown[1].line, 9U);
}

TEST(IncidentHistory, GoogleCloud) {
  const auto history = read_incidents(
      R"([{"id": "a", "begin": "2026-03-09T12:00:00+00:00", "created": "2026-03-09T12:30:00+00:00",
           "end": "2026-03-09T14:00:00+00:00", "severity": "high"},
          {"id": "b", "begin": "2026-03-09T12:00:00+00:00", "severity": "low"}])",
      "i.json", {});
  ASSERT_EQ(history.records.size(), 2U);
  EXPECT_DOUBLE_EQ(history.records[0].detected_hours.value_or(0), 0.5);
  EXPECT_DOUBLE_EQ(history.records[0].recovered_hours.value_or(0), 2.0);
  EXPECT_FALSE(history.records[1].recovered_hours);
}

TEST(IncidentHistory, PostmortemsOfTheirOwnZone) {
  const auto history = read_incidents(
      "id,timezone,first_event,ttd_min,ttr_min,change_related\n"
      "a,Europe/Berlin,2026-07-01 12:00,30,90,1\nb,,2026-07-01   12:00,,,0\nc,Mars/Olympus,2026-07-01 12:00,1,2,0\n"
      "d,UTC,2026-07-01 12:00,soon,2,0\n",
      "p.csv", {});
  ASSERT_EQ(history.records.size(), 2U);
  EXPECT_EQ(history.records[1].begin.utc_seconds - history.records[0].begin.utc_seconds, 2 * 3600);
  EXPECT_DOUBLE_EQ(history.records[0].detected_hours.value_or(0), 0.5);
  EXPECT_FALSE(history.records[1].recovered_hours);
  EXPECT_EQ(history.rows.zone_unstated, 1U);
  EXPECT_EQ(history.rows.skipped, 2U);
}

TEST(IncidentHistory, IssuesOfDevLake) {
  const auto history = read_incidents(
      "id,type,created_date,lead_time_minutes,severity,urgency\n1,INCIDENT,2026-03-09T12:00:00.000+00:00,90,,high\n"
      "2,BUG,2026-03-09T12:00:00Z,5,,\n3,INCIDENT,2026-03-09T13:00:00Z,,sev1,high\n",
      "i.csv", {});
  ASSERT_EQ(history.records.size(), 2U);
  EXPECT_EQ(history.rows.skipped, 0U);
  EXPECT_EQ(history.records[0].recovered_hours, 1.5);
  EXPECT_EQ(history.records[0].severity, "high");
  EXPECT_FALSE(history.records[1].recovered_hours);
  EXPECT_EQ(history.records[1].severity, "sev1");
  ASSERT_EQ(history.notes.size(), 1U);
  EXPECT_EQ(history.notes[0], "1 issues that are no incidents are left out");
  if (const auto file = testing::shared_data("incidents/devlake/pagerduty_issues.csv")) {
    EXPECT_EQ(read_incidents(read_text_file(file->string()), "i.csv", {}).records.size(), 3U);
  }
}

constexpr const char* kPagerDuty = R"([
  {"id": "Q1", "incident_number": 6, "created_at": "2022-11-03T06:45:36.000000Z", "status": "resolved",
   "last_status_change_at": "2022-11-03T06:51:36.000000Z", "urgency": "low"},
  {"id": "Q2", "incident_number": 7, "created_at": "2022-11-03T06:45:36Z", "status": "acknowledged",
   "last_status_change_at": "2022-11-03T06:46:00Z", "urgency": "high", "priority": {"summary": "P1"}},
  {"id": "Q3", "incident_number": 8, "created_at": "2022-11-03T06:00:00Z", "status": "resolved",
   "resolved_at": "2022-11-03T09:00:00Z", "last_status_change_at": "2022-11-03T12:00:00Z"},
  {"id": "Q4", "incident_number": 9, "created_at": null}])";

TEST(IncidentHistory, PagerDuty) {
  const auto history = read_incidents(kPagerDuty, "i.json", {});
  ASSERT_EQ(history.records.size(), 3U);
  EXPECT_DOUBLE_EQ(history.records[0].recovered_hours.value_or(0), 0.1);
  EXPECT_EQ(history.records[0].severity, "low");
  EXPECT_EQ(history.records[0].id, "Q1");
  EXPECT_FALSE(history.records[1].recovered_hours) << "an acknowledgement ends nothing";
  EXPECT_EQ(history.records[1].severity, "P1");
  EXPECT_DOUBLE_EQ(history.records[2].recovered_hours.value_or(0), 3.0) << "what was changed afterwards is no end";
  EXPECT_FALSE(history.records[2].detected_hours);
  EXPECT_EQ(history.rows.skipped, 1U);
}

TEST(IncidentHistory, Opsgenie) {
  const auto history = read_incidents(
      R"({"data": [{"id": "a", "tinyId": "3", "status": "open", "createdAt": "2023-09-06T14:30:00Z", "priority": "P3",
                    "updatedAt": "2023-09-06T15:30:00Z", "impactStartDate": "2023-09-06T14:00:00Z"},
                   {"id": "b", "tinyId": "4", "status": "closed", "createdAt": "2023-09-06T14:30:00Z",
                    "updatedAt": "2023-09-06T15:30:00Z"}]})",
      "i.json", {});
  ASSERT_EQ(history.records.size(), 2U);
  EXPECT_DOUBLE_EQ(history.records[0].detected_hours.value_or(0), 0.5);
  EXPECT_FALSE(history.records[0].recovered_hours);
  EXPECT_EQ(history.records[0].severity, "P3");
  EXPECT_FALSE(history.records[1].detected_hours) << "nobody said when the impact began";
  EXPECT_DOUBLE_EQ(history.records[1].recovered_hours.value_or(0), 1.0);
}

TEST(IncidentHistory, RawTablesOfDevLake) {
  const auto history = read_incidents(
      "id,params,data,url\n"
      R"(1,"{}","{""id"": ""Q1"", ""incident_number"": 4, ""created_at"": ""2022-11-03T06:23:06Z"", ""status"": ""resolved"", ""last_status_change_at"": ""2022-11-03T07:23:06Z""}",u)"
      "\n"
      R"(2,"{}","{""id"": ""Q1""",u)"
      "\n"
      R"(3,"{}","{""id"": ""Q1""}",u)"
      "\n",
      "raw.csv", {});
  ASSERT_EQ(history.records.size(), 1U);
  EXPECT_DOUBLE_EQ(history.records[0].recovered_hours.value_or(0), 1.0);
  EXPECT_EQ(history.rows.rows, 3U);
  ASSERT_EQ(history.rows.skipped, 2U);
  EXPECT_EQ(history.rows.shown[0].reason, "data: no JSON");
  EXPECT_EQ(history.rows.shown[1].reason, "data: is no incident of PagerDuty or Opsgenie");
}

TEST(IncidentHistory, BrokenJsonIsSaidWithoutAnExcerpt) {
  try {
    (void)read_incidents("[{\"name\": \"Ann Example\" \"Ben Example\"}]", "x", {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()).find("Example"), std::string::npos) << error.what();
  }
}

TEST(IncidentHistory, WhatHoldsNoneIsRefused) {
  EXPECT_THROW((void)read_incidents("", "x", {}), InputError);
  EXPECT_THROW((void)read_incidents("{}", "x", {}), InputError);
  EXPECT_THROW((void)read_incidents(R"([{"name": 1}])", "x", {}), InputError);
  EXPECT_THROW((void)read_incidents("[", "x", {}), InputError);
}

}  // namespace
}  // namespace faultline
