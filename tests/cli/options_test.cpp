// The command line as typed, made into options.
#include "cli/options.h"

#include <gtest/gtest.h>

#include "cli/exit_code.h"

namespace faultline::cli {
namespace {

std::variant<Command, ParsedToEnd> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "faultline");
  return parse_command_line(static_cast<int>(words.size()), words.data());
}

template <class Options>
Options parsed(const std::vector<const char*>& words) {
  return std::get<Options>(std::get<Command>(parse(words)));
}

TEST(Options, Compare) {
  const auto options = parsed<CompareOptions>({"compare", "s.json", "--policies", "a,b", "--replications", "12",
                                               "--seed", "18446744073709551615", "--set", "/x=1", "--set", "/y=a=b",
                                               "--format", "csv", "--progress", "never", "--undecided", "fail"});
  EXPECT_EQ(options.scenario.scenario, "s.json");
  EXPECT_EQ(options.policies, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(options.replications, 12U);
  EXPECT_EQ(options.seed, 18446744073709551615ULL);
  ASSERT_EQ(options.scenario.overrides.size(), 2U);
  EXPECT_EQ(options.scenario.overrides[1], (std::pair<std::string, std::string>{"/y", "a=b"}));
  EXPECT_EQ(options.format, Format::csv);
  EXPECT_FALSE(options.progress);
  EXPECT_EQ(options.undecided_passes, false);
}

TEST(Options, Variants) {
  EXPECT_EQ(parsed<CompareOptions>({"compare", "s"}).variants, std::vector<std::string>{}) << "all that there are";
  EXPECT_EQ(parsed<CompareOptions>({"compare", "s", "--variant", "a,b", "--variant", "c"}).variants,
            (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_FALSE(parsed<CompareOptions>({"run", "s", "--policy", "p"}).variants.has_value());
  EXPECT_EQ(parsed<CompareOptions>({"run", "s", "--policy", "p", "--variant", "a"}).scenario.variant, "a");
  EXPECT_EQ(
      parsed<ReplayOptions>({"replay", "s", "--policy", "p", "--replication", "1", "--variant", "a"}).scenario.variant,
      "a");
  EXPECT_EQ(std::get<ParsedToEnd>(parse({"run", "s", "--policy", "p", "--variant", "a", "--variant", "b"})).exit_code,
            kWrongUse);
}

TEST(Options, CommandCanBePastedIntoAShell) {
  EXPECT_EQ(parsed<CompareOptions>({"compare", "my scenario's.json", "--resume"}).command,
            "faultline compare 'my scenario'\\''s.json' --resume");
}

TEST(Options, AReportOfASweepTakesNeitherASweepNorHistory) {
  for (const char* option : {"--sweep", "--history"}) {
    EXPECT_NO_THROW(parsed<ReportOptions>({"report", "r", option, "x"}));
    EXPECT_NO_THROW(parsed<ReportOptions>({"report", "r", "--for", "leadership", option, "x"}));
    const auto refused = std::get<ParsedToEnd>(parse({"report", "r", "--for", "researcher", option, "x"}));
    EXPECT_EQ(refused.exit_code, kWrongUse);
    EXPECT_NE(refused.err.find(std::string(option) + ": goes with --for planner or leadership"), std::string::npos)
        << refused.err;
  }
}

TEST(Options, RunTakesOnePolicy) {
  EXPECT_EQ(parsed<CompareOptions>({"run", "s", "--policy", "p"}).policies, std::vector<std::string>{"p"});
  EXPECT_EQ(std::get<ParsedToEnd>(parse({"run", "s"})).exit_code, kWrongUse);
}

TEST(Options, Replay) {
  const auto options = parsed<ReplayOptions>(
      {"replay", "s", "--policy", "p", "--replication", "7", "--events", "e.jsonl", "--trace", "t.json"});
  EXPECT_EQ(options.replication, 7U);
  EXPECT_EQ(options.events, "e.jsonl");
  EXPECT_EQ(options.trace, "t.json");
  EXPECT_EQ(parsed<ReplayOptions>({"replay", "s", "--policy", "p", "--replication", "7"}).trace, "");
}

TEST(Options, WrongUse) {
  for (const auto& words : std::vector<std::vector<const char*>>{
           {}, {"compare"}, {"compare", "s", "--threads", "x"}, {"compare", "s", "--set", "x"}, {"generate"}}) {
    const auto end = std::get<ParsedToEnd>(parse(words));
    EXPECT_EQ(end.exit_code, kWrongUse);
    EXPECT_NE(end.err, "");
    EXPECT_EQ(end.out, "");
  }
  EXPECT_EQ(std::get<ParsedToEnd>(parse({"--help"})).exit_code, kDone);
}

// None of these may become another number in silence.
TEST(Options, NumbersAreReadAsTheyStand) {
  const std::vector<std::pair<const char*, const char*>> wrong{
      {"--seed", "-1"},         {"--seed", "18446744073709551616"},
      {"--seed", "1.5"},        {"--seed", "0x10"},
      {"--seed", "+1"},         {"--replications", "0"},
      {"--replications", "-1"}, {"--replications", "4294967297"},
      {"--replications", "5x"}, {"--replications", " 5"},
      {"--threads", "-3"},      {"--threads", "100000"},
      {"--undecided", "1"},     {"--max-mean-lost-orders", "nan"},
      {"--progress", "1"},      {"--max-mean-lost-orders", "inf"},
      {"--format", "xml"},      {"--max-p99-lost-orders", "-1"},
  };
  for (const auto& [option, value] : wrong) {
    const auto result = parse({"compare", "s", option, value});
    ASSERT_TRUE(std::holds_alternative<ParsedToEnd>(result)) << option << ' ' << value;
    const auto& end = std::get<ParsedToEnd>(result);
    EXPECT_EQ(end.exit_code, kWrongUse);
    EXPECT_NE(end.err.find(option), std::string::npos) << end.err;
    EXPECT_NE(end.err.find(value), std::string::npos) << end.err;
  }
  EXPECT_EQ(parsed<CompareOptions>({"compare", "s", "--replications", "010"}).replications, 10U);
  EXPECT_EQ(std::get<ParsedToEnd>(parse({"blast", "g", "--orders-per-hour", "nan"})).exit_code, kWrongUse);
  EXPECT_EQ(std::get<ParsedToEnd>(parse({"blast", "g", "--seed", "-1"})).exit_code, kWrongUse);
  EXPECT_EQ(std::get<ParsedToEnd>(parse({"generate", "--services", "0"})).exit_code, kWrongUse);
}

TEST(Options, ReportsForPlannersTakeLimitsAndThoseForLeadersABudget) {
  EXPECT_EQ(parsed<ReportOptions>({"report", "r", "--max-mean-lost-orders", "5"}).limits.max_mean_lost_orders, 5.0);
  EXPECT_EQ(parsed<ReportOptions>({"report", "--sweep", "s", "r", "--sweep", "t"}).sweeps,
            (std::vector<std::filesystem::path>{"s", "t"}));
  EXPECT_EQ(parsed<ReportOptions>({"report", "r", "--sweep", "s", "--budget", "5"}).budget, 5.0);
  for (const auto& words :
       std::vector<std::vector<const char*>>{{"report", "r", "--for", "leadership", "--max-mean-lost-orders", "5"},
                                             {"report", "r", "--for", "leadership", "--against", "o"},
                                             {"report", "r", "--for", "leadership", "--sweep", "s", "--sweep", "t"},
                                             {"report", "r", "--budget", "5"}}) {
    EXPECT_EQ(std::get<ParsedToEnd>(parse(words)).exit_code, kWrongUse) << words.back();
  }
}

TEST(Options, NamesTheNearestChoice) {
  EXPECT_NE(std::get<ParsedToEnd>(parse({"compare", "s", "--format", "jsn"})).err.find("did you mean json?"),
            std::string::npos);
  const auto end = std::get<ParsedToEnd>(parse({"comprae", "s"}));
  EXPECT_EQ(end.exit_code, kWrongUse);
  EXPECT_NE(end.err.find("did you mean compare?"), std::string::npos) << end.err;
}

}  // namespace
}  // namespace faultline::cli
