#include "cli/importance_command.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "cli/options.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

ImportanceOptions small_shop() {
  ImportanceOptions options;
  options.scenario.scenario = FAULTLINE_SOURCE_DIR "/scenarios/small-shop";
  options.replications = 12;
  options.parts.top = 3;
  options.progress = false;
  return options;
}

std::string answer(const ImportanceOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_importance(options, out, err), 0) << err.str();
  return out.str();
}

std::string refusal(const ImportanceOptions& options) {
  try {
    (void)answer(options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ImportanceCommand, SaysTheSameOnAnyNumberOfThreads) {
  ImportanceOptions options = small_shop();
  options.format = Format::json;
  options.threads = 1;
  const std::string one = answer(options);
  options.threads = 3;
  EXPECT_EQ(answer(options), one);
  const auto json = nlohmann::json::parse(one);
  EXPECT_EQ(json["policy"], "baseline");
  EXPECT_GT(json["parts"].size(), 6U);
}

TEST(ImportanceCommand, AForcedRunDoesNotDependOnTheOthers) {
  ImportanceOptions options = small_shop();
  options.format = Format::json;
  const auto all = nlohmann::json::parse(answer(options));
  const std::string gate = all["parts"][0]["name"];
  options.parts.kinds = {true, false, false};
  options.parts.named[0] = {gate};
  const auto alone = nlohmann::json::parse(answer(options));
  ASSERT_EQ(alone["parts"].size(), 1U);
  EXPECT_EQ(alone["parts"][0]["loss_reduction_worth"]["orders"]["value"],
            all["parts"][0]["loss_reduction_worth"]["orders"]["value"]);
}

TEST(ImportanceCommand, RefusesNamesOfNothingWithTheNearest) {
  ImportanceOptions options = small_shop();
  options.policy = "basline";
  EXPECT_NE(refusal(options).find("did you mean baseline"), std::string::npos) << refusal(options);
  options = small_shop();
  options.parts.named[1] = {"chekout"};
  EXPECT_NE(refusal(options).find("no such service"), std::string::npos) << refusal(options);
}

std::string command_line_error(std::vector<const char*> words) {
  words.insert(words.begin(), {"faultline", "importance", "small-shop"});
  const auto parsed = parse_command_line(static_cast<int>(words.size()), words.data());
  const auto* const end = std::get_if<ParsedToEnd>(&parsed);
  return end != nullptr && end->exit_code == 2 ? end->err : "accepted";
}

TEST(ImportanceCommand, WrongCommandLines) {
  EXPECT_NE(command_line_error({"--of", "gate"}).find("did you mean gates"), std::string::npos);
  EXPECT_NE(command_line_error({"--top", "0"}).find("at most 1000"), std::string::npos);
  EXPECT_NE(command_line_error({"--soft", "1.5"}).find("from 0 to 1"), std::string::npos);
  EXPECT_NE(command_line_error({"--of", "gates", "--edge", "a -> b"}).find("excludes"), std::string::npos);
}

TEST(ImportanceCommand, NamedPartsAreTheOnlyOnes) {
  const char* words[] = {"faultline", "importance", "small-shop", "--edge", "a -> b"};
  const auto parsed = parse_command_line(5, words);
  const auto& options = std::get<ImportanceOptions>(std::get<Command>(parsed));
  EXPECT_EQ(options.parts.kinds, (std::array<bool, kPartKindCount>{false, false, true}));
}

}  // namespace
}  // namespace faultline::cli
