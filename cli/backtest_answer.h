// What a backtest found, and the forms in which it is told. (docs/formats/backtest.md)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/backtest/count_check.h"
#include "analysis/backtest/duration_check.h"
#include "cli/fit_json.h"

namespace faultline::cli {

/// What was done to the scenario before it was simulated.
struct ScenarioChanges {
  std::vector<std::string> replaced;    ///< by what was measured: "/organisation/daily_dispersion: 2.5 -> 3.1"
  std::vector<std::string> not_put_in;  ///< measured, with the reason
  std::optional<double> change_factor;  ///< of the changes of all streams
  double background_per_day_before = 0.0;
  double background_per_day = 0.0;
  std::vector<std::string> notes;  ///< one sentence each
};

struct BacktestAnswer {
  std::string scenario;
  std::string scenario_sha256;  ///< with what was measured in it, before rates were scaled
  std::string policy;
  std::int64_t until = 0;  ///< first day of the test part, since 1970-01-01
  std::uint64_t seed = 1;
  std::uint32_t replications = 0;
  std::string zone;
  std::vector<std::string> windows;
  double skip_at_most = 0.0;
  std::vector<FitInput> inputs;
  std::vector<backtest::CountCheck> streams;
  std::vector<backtest::DurationCheck> durations;
  ScenarioChanges changes;
  std::vector<std::string> notes;  ///< of the records, one sentence each
};

[[nodiscard]] std::string backtest_text(const BacktestAnswer& answer);      ///< for a terminal of 80 columns
[[nodiscard]] std::string backtest_markdown(const BacktestAnswer& answer);  ///< scores alone, as tables
[[nodiscard]] std::string backtest_csv(const BacktestAnswer& answer);       ///< a line for each week and predictor
[[nodiscard]] std::string backtest_json(const BacktestAnswer& answer);

}  // namespace faultline::cli
