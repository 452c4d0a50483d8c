#include "cli/history_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "analysis/report/chart_format.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr double kLevelShown = 0.8;

// Throws Json::exception where there is none.
const Json& last_of(const Json& list) { return list.at(list.size() - 1); }

// The band of 80 %, or the widest where there is none.
const Json& band_shown(const Json& bands) {
  const auto found = std::find_if(bands.begin(), bands.end(), [](const Json& band) {
    return std::abs(band.at("level").get<double>() - kLevelShown) < 1e-9;
  });
  return found == bands.end() ? last_of(bands) : *found;
}

report::HistoryStream stream_of(const Json& stream, const Json& predictor) {
  const Json& band = band_shown(predictor.at("bands"));
  report::HistoryStream answer{.name = stream.at("name"),
                               .predictor = predictor.at("name"),
                               .per_week = predictor.at("per_week"),
                               .level = band.at("level"),
                               .low = band.at("low"),
                               .high = band.at("high"),
                               .stated_share = band.at("stated_share"),
                               .weeks_left_out = stream.at("after").at("weeks_left_out"),
                               .weeks = {},
                               .ranks = predictor.at("ranks_by_tenth"),
                               .ranks_p = predictor.at("ranks_p")};
  for (const Json& week : stream.at("test_weeks")) {
    answer.weeks.push_back({week.at("from"), week.at("count")});
  }
  return answer;
}

report::HistoryCheck history_check(const fs::path& file, const RunDescription& run) {
  const auto refuse = [&file](const std::string& problem) {
    throw InputError({file.string(), "", "", problem, "write it with `faultline backtest -o FILE`"});
  };
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    refuse("it cannot be read");
  }
  const Json json = Json::parse(stream, nullptr, false);
  if (!json.is_object() || !json.contains("format") || json["format"] != "faultline-backtest") {
    refuse("it is not a backtest's JSON");
  }
  if (!json.contains("scenario") || json["scenario"] != run.scenario_id) {
    refuse("it is the backtest of another scenario than " + printable(run.scenario_id));
  }
  report::HistoryCheck check;
  try {
    for (const Json& one : json.at("streams")) {
      const Json& predictor = last_of(one.at("predictors"));  // the scenario's, where it made one
      const Json& band = last_of(predictor.at("bands"));      // the widest
      const std::string verdict = predictor.at("bands_verdict").get<std::string>();
      check.failed = check.failed || verdict == "too_narrow" || verdict == "too_wide";
      check.streams.push_back(stream_of(one, predictor));
      const report::HistoryStream& held = check.streams.back();
      if (held.weeks.empty()) {
        refuse("its stream " + printable(held.name) + " has no held-out week");
      }
      check.text +=
          fmt::format("{}{}: {} of {} held-out weeks from {} on inside the {} % band ({}; {}).",
                      check.text.empty() ? "" : " ", held.name, band.at("inside").get<std::size_t>(), held.weeks.size(),
                      json.at("until").get<std::string>(), report::format_number(100 * band.at("level").get<double>()),
                      held.predictor, verdict == "hold" ? "the bands hold" : "bands: " + verdict);
    }
  } catch (const Json::exception&) {
    refuse("its streams lack what a backtest says of them");
  }
  if (check.text.empty()) {
    refuse("it has no stream that was held against the past");
  }
  std::replace(check.text.begin(), check.text.end(), '_', ' ');
  return check;
}

}  // namespace

std::vector<report::HistoryCheck> history_checks(std::span<const fs::path> files, const RunDescription& run) {
  std::vector<report::HistoryCheck> checks;
  for (const fs::path& file : files) {
    checks.push_back(history_check(file, run));
  }
  return checks;
}

}  // namespace faultline::cli
