// The test report as CI servers read it.
#include "analysis/report/junit.h"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "tests/analysis/made_comparison.h"
#include "tests/support/hostile_names.h"

namespace faultline::report {
namespace {

using test::compared;
using test::made_run;

pugi::xml_document parsed(const std::string& xml) {
  pugi::xml_document document;
  const auto result = document.load_string(xml.c_str(), pugi::parse_full);
  EXPECT_TRUE(result) << result.description();
  for (const unsigned char c : xml) {
    EXPECT_TRUE(c >= 0x20 || c == '\n') << "XML forbids other control characters";
  }
  return document;
}

// The baseline loses a million orders on average, the other policy three quarters of that.
pugi::xml_document report_of(double limit, const std::optional<bool>& undecided_passes) {
  const Comparison comparison = compared(made_run(40));
  return parsed(junit_report(comparison,
                             limit_checks(comparison, {.max_mean_lost_orders = limit, .max_p99_lost_orders = {}}),
                             undecided_passes, nullptr));
}

TEST(Junit, OneCaseForEachLimitAndPolicy) {
  const auto document = report_of(850'000, std::nullopt);
  const pugi::xml_node suite = document.child("testsuites").child("testsuite");
  EXPECT_STREQ(suite.attribute("name").value(), "faultline.made");
  EXPECT_EQ(suite.attribute("tests").as_int(), 2);
  EXPECT_EQ(suite.attribute("failures").as_int(), 1);
  EXPECT_EQ(suite.attribute("skipped").as_int(), 0);
  const pugi::xml_node broken = suite.child("testcase");
  EXPECT_STREQ(broken.attribute("name").value(), "baseline: mean lost orders at most 850 k");
  EXPECT_STREQ(broken.child("failure").attribute("type").value(), "limit broken");
  const pugi::xml_node kept = broken.next_sibling("testcase");
  EXPECT_FALSE(kept.child("failure"));
  EXPECT_FALSE(kept.child("skipped"));
  EXPECT_EQ(kept.select_node("properties/property[@name='value']").node().attribute("value").as_double(),
            compared(made_run(40)).policies[1].lost_orders.mean.value);
}

TEST(Junit, WhatIsNotSettledIsSkippedUnlessToldOtherwise) {
  const auto skipped = report_of(1'000'000, std::nullopt);
  EXPECT_EQ(skipped.child("testsuites").attribute("skipped").as_int(), 1);
  EXPECT_EQ(std::string(skipped.select_node("//skipped").node().attribute("message").value()).substr(0, 12),
            "not settled:");
  const auto failed = report_of(1'000'000, false);
  EXPECT_EQ(failed.child("testsuites").attribute("failures").as_int(), 1);
  EXPECT_STREQ(failed.select_node("//failure").node().attribute("type").value(), "limit not settled");
  const auto passed = report_of(1'000'000, true);
  EXPECT_EQ(passed.child("testsuites").attribute("failures").as_int(), 0);
  EXPECT_EQ(passed.child("testsuites").attribute("skipped").as_int(), 0);
}

TEST(Junit, AnyNameGivesValidXml) {
  for (const std::string& name : test::hostile_names()) {
    RunDescription run = made_run(20);
    run.policies[1].id = name;
    run.scenario_id = name;
    const Comparison comparison = compared(run);
    const auto document = parsed(
        junit_report(comparison, limit_checks(comparison, {.max_mean_lost_orders = 1.0, .max_p99_lost_orders = 1.0}),
                     std::nullopt, nullptr));
    const auto cases = document.select_nodes("//testcase");
    ASSERT_EQ(cases.size(), 4U) << name;
    if (name == "two\nlines" || name == "]]>" || name[0] == '<') {
      EXPECT_EQ(std::string(cases[2].node().attribute("name").value()), name + ": mean lost orders at most 1");
    }
  }
}

}  // namespace
}  // namespace faultline::report
