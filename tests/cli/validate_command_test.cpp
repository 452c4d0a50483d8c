#include "cli/validate_command.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "cli/schema_command.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

std::filesystem::path source(const std::string& path) { return std::filesystem::path(FAULTLINE_SOURCE_DIR) / path; }

std::string validated(const std::string& path) {
  ValidateOptions options;
  options.file = source(path);
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_validate(options, out, err), 0);
  return out.str();
}

TEST(Validate, KnowsScenariosPoliciesAndGraphsByTheirContent) {
  EXPECT_NE(validated("scenarios/online-boutique/scenario.json").find("a sound scenario\n13 services, 17 calls"),
            std::string::npos);
  EXPECT_NE(validated("scenarios/march-2026/policies/freeze.json").find("a sound policy"), std::string::npos);
  EXPECT_NE(validated("scenarios/march-2026/known-incidents.json").find("a sound file of 3 known incidents"),
            std::string::npos);
  EXPECT_NE(validated("scenarios/train-ticket/graph.json").find("a sound graph\n36 services, 85 calls"),
            std::string::npos);
  EXPECT_NE(validated("scenarios/jaeger-production/dependencies.json").find("1238 services, 4271 calls"),
            std::string::npos);
}

TEST(Validate, TakesTheFolderOfAScenario) {
  EXPECT_EQ(validated("scenarios/online-boutique"), validated("scenarios/online-boutique/scenario.json"));
  ValidateOptions options;
  options.file = source("scenarios");
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_THROW((void)run_validate(options, out, err), InputError);
}

TEST(Validate, TakesAScenarioThatIsOnlyAReference) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "faultline-reference.json";
  std::filesystem::copy_file(source("tests/data/bad-scenarios/sound.json"), file.parent_path() / "faultline-sound.json",
                             std::filesystem::copy_options::overwrite_existing);
  std::ofstream(file) << R"({"$file": "faultline-sound.json"})";
  EXPECT_NE(validated(file.string()).find("a sound scenario"), std::string::npos);
}

TEST(Validate, ChecksEveryVariant) {
  const std::string file = "tests/data/bad-scenarios/variants.json";
  EXPECT_NE(validated(file).find("variants: 2, all of them sound: 1x, 2x"), std::string::npos);
  ValidateOptions options;
  options.file = source(file);
  options.overrides = {{"/variants/0/set/~1organisation~1streams~10~1velocity_multiplier", "5000"}};
  std::ostringstream out;
  std::ostringstream err;
  try {
    (void)run_validate(options, out, err);
    FAIL() << "must throw";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("/variants/0/set/~1organisation"), std::string::npos) << error.what();
  }
}

TEST(Validate, RefusesToOverrideAGraphInsteadOfIgnoringIt) {
  ValidateOptions options;
  options.file = source("scenarios/train-ticket/graph.json");
  options.overrides = {{"/version", "2"}};
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_THROW((void)run_validate(options, out, err), InputError);
}

TEST(Validate, WarnsOnTheErrorStream) {
  ValidateOptions options;
  options.file = source("tests/data/bad-scenarios/policy-without-gates.json");
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_validate(options, out, err), 0);
  EXPECT_NE(err.str().find("warning: policy \"baseline\" has no gate"), std::string::npos);
}

TEST(Validate, ThrowsEveryProblemAndAppliesOverridesFirst) {
  ValidateOptions options;
  options.file = source("tests/data/bad-scenarios/wrong-types.json");
  std::ostringstream out;
  std::ostringstream err;
  try {
    (void)run_validate(options, out, err);
    FAIL() << "must throw";
  } catch (const InputError& error) {
    EXPECT_GE(error.problems().size(), 6U);
  }
  options.file = source("scenarios/online-boutique/scenario.json");
  options.overrides = {{"/run/replications", "0"}};
  EXPECT_THROW((void)run_validate(options, out, err), InputError);
}

TEST(Schema, PrintsEachKindAndRefusesOthers) {
  for (const char* kind : {"scenario", "graph", "policy", "known-incidents"}) {
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(run_schema({kind, "json"}, out, err), 0);
    EXPECT_NE(out.str().find("https://json-schema.org/draft/2020-12/schema"), std::string::npos);
  }
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_schema({"results", "json"}, out, err), 2);
  EXPECT_EQ(run_schema({"graph", "markdown"}, out, err), 2);
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace faultline::cli
