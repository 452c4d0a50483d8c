// Two scenario documents laid side by side.
#include "analysis/changes/input_changes.h"

#include <gtest/gtest.h>

#include "models/core/input_error.h"

namespace faultline {
namespace {

RunDescription told(const std::string& json, std::vector<ParameterSource> sources = {}) {
  RunDescription run;
  run.scenario_json = json;
  run.sources = std::move(sources);
  return run;
}

TEST(InputChanges, ValuesAreNamedByTheirPointer) {
  const auto changes = input_changes(told(R"({"a": {"b/c": 1, "same": [1, 2]}, "gone": "x"})"),
                                     told(R"({"a": {"b/c": 2, "same": [1, 2]}, "new": true})"));
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].pointer, "/a/b~1c");
  EXPECT_EQ(changes[0].before, "1");
  EXPECT_EQ(changes[0].now, "2");
  EXPECT_EQ(changes[1].pointer, "/new");
  EXPECT_EQ(changes[1].before, "");
  EXPECT_EQ(changes[2].pointer, "/gone");
  EXPECT_EQ(changes[2].now, "");
}

TEST(InputChanges, AnElementWithAnIdIsFollowedWhereverItStands) {
  const auto changes =
      input_changes(told(R"({"policies": [{"id": "a", "n": 1}, {"id": "b", "n": 2}]})"),
                    told(R"({"policies": [{"id": "new", "n": 0}, {"id": "b", "n": 3}, {"id": "a", "n": 1}]})"));
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].pointer, "/policies/0");
  EXPECT_EQ(changes[0].policy, "new");
  EXPECT_EQ(changes[1].pointer, "/policies/1/n");
  EXPECT_EQ(changes[1].policy, "b");
  EXPECT_EQ(changes[1].before, "2");
}

TEST(InputChanges, CallsAreFollowedByTheirEnds) {
  const auto changes = input_changes(
      told(R"({"calls": [{"caller": "a", "callee": "b", "coupling": 1}]})"),
      told(R"({"calls": [{"caller": "x", "callee": "y"}, {"caller": "a", "callee": "b", "coupling": 0.5}]})"));
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[1].pointer, "/calls/1/coupling");
}

TEST(InputChanges, ElementsThatCannotBeToldApartAreTakenByPosition) {
  const auto changes = input_changes(told(R"({"x": [{"id": "a"}, {"id": "a"}]})"), told(R"({"x": [{"id": "a"}]})"));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].pointer, "/x/1");
}

TEST(InputChanges, AValueAndItsSourceAreOneInput) {
  const ParameterSource assumed{"/beta", "0.1", SourceStatus::assumed, "", false};
  const ParameterSource measured{"/beta", "0.1", SourceStatus::measured, "n = 3", false};
  const auto changes = input_changes(told(R"({"beta": {"value": 0.1, "source": "assumed"}})", {assumed}),
                                     told(R"({"beta": {"value": 0.1, "source": "measured"}})", {measured}));
  ASSERT_EQ(changes.size(), 1U) << "the mark alone";
  EXPECT_EQ(changes[0].pointer, "/beta");
  EXPECT_EQ(changes[0].now, "0.1");
  EXPECT_EQ(changes[0].mark_before, "assumed");
  EXPECT_EQ(changes[0].mark_now, "measured");
}

TEST(InputChanges, WhatWasLeftOutIsItsDefault) {
  const ParameterSource by_default{"/beta", "0.0025", SourceStatus::assumed, "", true};
  const ParameterSource given{"/beta", "0.003", SourceStatus::assumed, "", false};
  const auto changes = input_changes(told("{}", {by_default}), told(R"({"beta": 0.003})", {given}));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].before, "0.0025");
  EXPECT_EQ(changes[0].mark_before, "assumed, default");
}

TEST(InputChanges, TheSameDocumentInOtherWordsIsTheSame) {
  EXPECT_TRUE(input_changes(told(R"({"a": 1, "b": [1.0]})"), told(R"({"b": [1.0], "a": 1})")).empty());
  EXPECT_THROW(static_cast<void>(input_changes(told("{"), told("{}"))), InputError);
}

}  // namespace
}  // namespace faultline
