// Variants of a scenario: what they set, and where it is said that they are wrong.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "models/io/scenario_json.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;

fs::path small() { return fs::path(FAULTLINE_SOURCE_DIR) / "tests/data/bad-scenarios/sound.json"; }

/// The small scenario with a list of variants.
std::string with_variants(const std::string& list) {
  const std::string text = read_text_file(small().string());
  return text.substr(0, text.rfind('}')) + ", \"variants\": " + list + "}";
}

/// With one variant "v" that sets the members of an object.
std::string setting(const std::string& members) { return with_variants(R"([{"id": "v", "set": {)" + members + "}}]"); }

LoadedScenario load(const std::string& text, const std::string& variant = "") {
  LoadOptions options;
  options.variant = variant;
  return parse_scenario(text, "made.json", options);
}

/// What loading the scenario as it stands says, or else checking its variants.
std::string problems_of(const std::string& text, const LoadOptions& options = {}) {
  try {
    (void)check_variants(text, "made.json", options);
  } catch (const InputError& error) {
    for (const InputProblem& problem : error.problems()) {
      EXPECT_FALSE(problem.file.empty()) << problem.message();
    }
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Variants, SetValuesOfTheResolvedDocument) {
  const std::string text = with_variants(R"([{"id": "slow", "title": "Half as fast", "value": 0.5, "set": {
                           "/organisation/streams/0/velocity_multiplier": {"value": 0.5, "source": "Z3"},
                           "/organisation/review/stale_fraction": 0.25,
                           "/feedback/rework": false}},
                        {"id": "2.5x", "value": 2.5, "set": {"/organisation/streams/0/velocity_multiplier": 2.5}}])");
  const LoadedScenario plain = load(text);
  EXPECT_EQ(plain.scenario.organisation.streams[0].velocity_multiplier, 1.0);
  ASSERT_EQ(plain.variants.size(), 2U);
  EXPECT_EQ(plain.variants[0].title, "Half as fast");
  EXPECT_EQ(plain.variants[1].value, 2.5);
  EXPECT_EQ(plain.variants[1].set[0],
            (std::pair<std::string, std::string>{"/organisation/streams/0/velocity_multiplier", "2.5"}));
  const LoadedScenario slow = load(text, "slow");
  EXPECT_EQ(slow.scenario.organisation.streams[0].velocity_multiplier, 0.5);
  EXPECT_EQ(slow.scenario.organisation.review.stale_fraction, 0.25) << "left out of the document, and has a default";
  EXPECT_FALSE(slow.scenario.feedback.rework);
  EXPECT_EQ(load(text, "2.5x").scenario.organisation.streams[0].velocity_multiplier, 2.5);
  EXPECT_TRUE(load(text, "2.5x").scenario.feedback.rework) << "each variant starts from the scenario as it stands";
  bool marked = false;
  for (const ParameterSource& source : slow.scenario.sources) {
    marked = marked || (source.pointer == "/organisation/streams/0/velocity_multiplier" && source.source == "Z3");
  }
  EXPECT_TRUE(marked);
}

// The results' identity is the hash of the resolved document.
TEST(Variants, OneThatSetsWhatIsThereIsTheScenarioItself) {
  const std::string text = setting(R"("/marketplaces/0/orders_per_hour": 1000)");
  const std::string plain = load_scenario(small()).sha256;
  EXPECT_EQ(load(text).sha256, plain) << "the list of variants itself changes nothing";
  EXPECT_EQ(load(text, "v").sha256, plain);
  EXPECT_NE(load(setting(R"("/marketplaces/0/orders_per_hour": 1001)"), "v").sha256, plain);
}

TEST(Variants, ComeAfterTheCommandLine) {
  const std::string text = setting(R"("/defects/beta": 0.5)");
  LoadOptions options;
  options.variant = "v";
  options.overrides = {{"/run/blast_samples", "128"}};
  const Scenario scenario = parse_scenario(text, "made.json", options).scenario;
  EXPECT_EQ(scenario.run.blast_samples, 128U);
  EXPECT_EQ(scenario.defects.beta, 0.5);
  options.overrides = {{"/variants/0/set/~1defects~1beta", "0.25"}};
  EXPECT_EQ(parse_scenario(text, "made.json", options).scenario.defects.beta, 0.25);
  options.overrides = {{"/defects/beta", "0.1"}};
  EXPECT_TRUE(contains(problems_of(text, options),
                       "--set:/defects/beta: variant \"v\" sets /defects/beta too, after the command line"))
      << problems_of(text, options);
}

TEST(Variants, AnUnknownOneIsNamedWithTheNearest) {
  const std::string text = with_variants(R"([{"id": "double", "set": {"/defects/beta": 0.1}}])");
  try {
    (void)load(text, "duoble");
    FAIL() << "must throw";
  } catch (const InputError& error) {
    EXPECT_TRUE(contains(error.what(), "made.json:/variants: the scenario has no such variant; it has double"));
    EXPECT_TRUE(contains(error.what(), "did you mean double?")) << error.what();
  }
  EXPECT_THROW((void)load(read_text_file(small().string()), "v"), InputError);
}

TEST(WrongVariant, OutOfRangeIsToldWhereTheVariantSaysIt) {
  EXPECT_EQ(problems_of(setting(R"("/organisation/streams/0/velocity_multiplier": 5000)")),
            "made.json:/variants/0/set/~1organisation~1streams~10~1velocity_multiplier: must be at least 0 and at most "
            "1000 (found 5000)");
  EXPECT_EQ(problems_of(setting(R"("/organisation/review/stale_fraction": {"value": 2, "source": "Z6"})")),
            "made.json:/variants/0/set/~1organisation~1review~1stale_fraction/value: must be at least 0 and at most 1 "
            "(found 2)");
  EXPECT_TRUE(contains(problems_of(setting(R"("/time/start": "yesterday")")),
                       "made.json:/variants/0/set/~1time~1start: must be a date"))
      << problems_of(setting(R"("/time/start": "yesterday")"));
}

TEST(WrongVariant, APointerToNothingIsToldWithTheNearestThatIsValid) {
  const std::string text = problems_of(setting(R"("/organisation/streems/0/velocity_multiplier": 2)"));
  EXPECT_EQ(text,
            "made.json:/variants/0/set/~1organisation~1streems~10~1velocity_multiplier: names nothing that a scenario "
            "has; did you mean /organisation/streams/0/velocity_multiplier?");
  EXPECT_TRUE(contains(problems_of(setting(R"("/organisation/streams/0/velocity_multiplyer": 2)")),
                       "did you mean /organisation/streams/0/velocity_multiplier?"))
      << "a default counts";
  EXPECT_TRUE(contains(problems_of(setting(R"("/run/blast_sampels": 128)")), "did you mean \"blast_samples\"?"));
  EXPECT_TRUE(contains(problems_of(setting(R"("/organisation/streams/3/velocity_multiplier": 2)")),
                       "\"3\" is no position in a list of 1 (found 2); nearest is \"/organisation/streams/0\""))
      << problems_of(setting(R"("/organisation/streams/3/velocity_multiplier": 2)"));
  EXPECT_TRUE(contains(problems_of(setting(R"("/title/x": 2)")), "names something inside a string"));
}

// Two values below a key that the document leaves out: each is told at its own place.
TEST(WrongVariant, EachValueHasItsOwnPlace) {
  const std::string text =
      problems_of(setting(R"("/organisation/review/stale_fraction": 2, "/organisation/review/attention_floor": 3)"));
  EXPECT_TRUE(contains(text, "/variants/0/set/~1organisation~1review~1stale_fraction: must be at least 0")) << text;
  EXPECT_TRUE(contains(text, "/variants/0/set/~1organisation~1review~1attention_floor: must be above 0")) << text;
}

TEST(WrongVariant, WhatIsWrongElsewhereBecauseOfItSaysSo) {
  const std::string text = problems_of(setting(R"("/organisation/streams/0/changes_per_developer_week": 100000)"));
  EXPECT_TRUE(contains(text,
                       "made.json:/variants/0/set: with these values, at /organisation: teams must submit at most "
                       "4,000,000 changes"))
      << text;
}

TEST(WrongVariant, AllProblemsOfAllVariantsAtOnce) {
  const std::string text = problems_of(with_variants(R"([{"id": "a", "set": {"/defects/beta": -1}},
      {"id": "b", "set": {"/defects/beta": 0.1}}, {"id": "c", "set": {"/defects/alfa": 1, "/run/blast_samples": 1}}])"));
  EXPECT_TRUE(contains(text, "/variants/0/set/~1defects~1beta: must be")) << text;
  EXPECT_TRUE(contains(text, "/variants/2/set/~1defects~1alfa: names nothing")) << text;
  EXPECT_TRUE(contains(text, "/variants/2/set/~1run~1blast_samples: must be")) << text;
  EXPECT_FALSE(contains(text, "/variants/1")) << text;
}

TEST(WrongVariant, AScenarioThatIsWrongItselfIsNotTheVariantsFault) {
  const std::string text = setting(R"("/defects/beta": 0.1, "/run/seed": 3)");
  EXPECT_TRUE(contains(problems_of(text), "/variants/0/set/~1run~1seed: a variant cannot set /run/seed"));
  LoadOptions options;
  options.variant = "v";
  options.overrides = {{"/defects/alpha", "-1"}};
  try {
    (void)parse_scenario(setting(R"("/defects/beta": 0.1)"), "made.json", options);
    FAIL() << "must throw";
  } catch (const InputError& error) {
    EXPECT_TRUE(contains(error.what(), "made.json:/defects/alpha: must be")) << error.what();
  }
}

TEST(WrongVariant, TheListItself) {
  const auto problem = [](const std::string& list) { return problems_of(with_variants(list)); };
  const std::string set = R"(, "set": {"/defects/beta": 0.1}})";
  EXPECT_TRUE(contains(problem("[{\"id\": \"a\"" + set + ", {\"id\": \"a\"" + set + "]"),
                       "/variants/1/id: there is another variant of that id (found \"a\")"));
  for (const char* id : {"A", "a/b", "..", ".a", "report.html", "results.sqlite", ""}) {
    EXPECT_TRUE(contains(problem("[{\"id\": \"" + std::string(id) + "\"" + set + "]"), "/variants/0/id: must ")) << id;
  }
  EXPECT_TRUE(contains(problem("[{\"id\": \"a\", \"value\": 1" + set + ", {\"id\": \"b\"" + set + "]"),
                       "/variants/1: \"value\" must stand in every variant or in none"));
  EXPECT_TRUE(contains(problem("[{\"id\": \"a\", \"value\": 1" + set + ", {\"id\": \"b\", \"value\": 1.0" + set + "]"),
                       "/variants/1/value: variant \"a\" has that value already (found 1)"));
  EXPECT_TRUE(contains(problem(R"([{"id": "a"}])"), "key \"set\" is missing"));
  for (const char* empty : {"{}", "[]", "3"}) {
    EXPECT_TRUE(contains(problem(R"([{"id": "a", "set": )" + std::string(empty) + "}]"),
                         "/variants/0/set: must be an object of 1 to 100 JSON pointers"))
        << empty;
  }
  EXPECT_TRUE(contains(problem(R"([{"id": "a", "set": {"beta": 1}}])"), "the key must be a JSON pointer"));
  EXPECT_TRUE(contains(problem(R"([{"id": "a", "stet": {}}])"), "did you mean \"set\"?"));
  std::string many = "[";
  for (int i = 0; i < 65; ++i) {
    many += (i > 0 ? ", {\"id\": \"v" : "{\"id\": \"v") + std::to_string(i) + "\"" + set;
  }
  EXPECT_TRUE(contains(problem(many + "]"), "/variants: at most 64 are allowed (found 65)"));
}

TEST(WrongVariant, MayNotChangeWhatMakesQuartersComparable) {
  for (const char* pointer : {"/id", "/baseline", "/policies/0/id", "/policies/0", "/policies", "/time/horizon_days",
                              "/time", "/run", "/run/seed", "/run/replications", "/variants/0/id", "/format"}) {
    EXPECT_TRUE(contains(problems_of(setting(json_quoted(pointer) + ": 7")), "a variant cannot set ")) << pointer;
  }
  EXPECT_EQ(problems_of(setting(R"("/policies/0/phases/0/gates/0/approvals": 2, "/time/warm_up_days": 7)")), "");
}

TEST(Variants, WarningsAreThoseThatTheScenarioDoesNotHave) {
  const auto warnings =
      check_variants(with_variants(R"([{"id": "busy", "set": {"/organisation/streams/0/velocity_multiplier": 50}},
                        {"id": "same", "set": {"/organisation/streams/0/velocity_multiplier": 1}}])"),
                     "made.json");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_TRUE(contains(warnings[0], "variant \"busy\": policy \"baseline\": expected utilisation")) << warnings[0];
}

}  // namespace
}  // namespace faultline
