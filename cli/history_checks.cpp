#include "cli/history_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "analysis/report/chart_format.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr double kLevelShown = 0.8;

// A backtest's document and the file that it came from. Members throw Json::exception where nothing stands.
class Document {
 public:
  Document(Json json, const fs::path& file) : json_(std::move(json)), file_(file) {}

  [[nodiscard]] const Json& at(const std::string& pointer) const { return json_.at(Json::json_pointer(pointer)); }
  // The place of a list's last entry.
  [[nodiscard]] std::string last_of(const std::string& list) const {
    const std::size_t size = at(list).size();
    return list + "/" + std::to_string(size == 0 ? 0 : size - 1);
  }
  // Negative numbers and fractions would otherwise be taken for counts that nobody saw.
  [[nodiscard]] std::uint64_t count(const std::string& pointer) const {
    const Json& found = at(pointer);
    if (!found.is_number_unsigned()) {
      refuse(pointer, "a count must be a whole number from 0");
    }
    return found.get<std::uint64_t>();
  }
  // Weeks with ties are spread over some tenths.
  [[nodiscard]] double weight(const std::string& pointer) const {
    const Json& found = at(pointer);
    if (!found.is_number() || found.get<double>() < 0) {
      refuse(pointer, "weeks of a tenth must be a number from 0");
    }
    return found.get<double>();
  }

 private:
  void refuse(const std::string& pointer, const char* allowed) const {
    throw InputError({file_.string(), pointer, printable(at(pointer).dump()), allowed,
                      "write it with `faultline backtest -o FILE`"});
  }

  Json json_;
  const fs::path& file_;
};

// The band of 80 %, or the widest where there is none.
std::string band_shown(const Document& backtest, const std::string& bands) {
  const Json& list = backtest.at(bands);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (std::abs(list.at(i).at("level").get<double>() - kLevelShown) < 1e-9) {
      return bands + "/" + std::to_string(i);
    }
  }
  return backtest.last_of(bands);
}

report::HistoryStream stream_of(const Document& backtest, const std::string& stream, const std::string& predictor) {
  const std::string band = band_shown(backtest, predictor + "/bands");
  report::HistoryStream answer{.name = backtest.at(stream + "/name"),
                               .predictor = backtest.at(predictor + "/name"),
                               .per_week = backtest.at(predictor + "/per_week"),
                               .level = backtest.at(band + "/level"),
                               .low = backtest.count(band + "/low"),
                               .high = backtest.count(band + "/high"),
                               .stated_share = backtest.at(band + "/stated_share"),
                               .weeks_left_out = backtest.count(stream + "/after/weeks_left_out"),
                               .weeks = {},
                               .ranks = {},
                               .ranks_p = backtest.at(predictor + "/ranks_p")};
  for (std::size_t tenth = 0; tenth < answer.ranks.size(); ++tenth) {
    answer.ranks[tenth] = backtest.weight(predictor + "/ranks_by_tenth/" + std::to_string(tenth));
  }
  const std::size_t weeks = backtest.at(stream + "/test_weeks").size();
  for (std::size_t i = 0; i < weeks; ++i) {
    const std::string week = stream + "/test_weeks/" + std::to_string(i);
    answer.weeks.push_back({backtest.at(week + "/from"), backtest.count(week + "/count")});
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
  const Document backtest(json, file);
  try {
    const std::size_t streams = backtest.at("/streams").size();
    for (std::size_t i = 0; i < streams; ++i) {
      const std::string stream_at = "/streams/" + std::to_string(i);
      const std::string predictor = backtest.last_of(stream_at + "/predictors");  // the scenario's, where it made one
      const std::string verdict = backtest.at(predictor + "/bands_verdict").get<std::string>();
      check.failed = check.failed || verdict == "too_narrow" || verdict == "too_wide";
      check.streams.push_back(stream_of(backtest, stream_at, predictor));
      const report::HistoryStream& held = check.streams.back();
      if (held.weeks.empty()) {
        refuse("its stream " + printable(held.name) + " has no held-out week");
      }
      check.text +=
          fmt::format("{}{}: {} of {} held-out weeks from {} on inside the {} % band, forecast by {}; {}.",
                      check.text.empty() ? "" : " ", held.name,
                      backtest.count(band_shown(backtest, predictor + "/bands") + "/inside"), held.weeks.size(),
                      backtest.at("/until").get<std::string>(), report::format_number(100 * held.level),
                      held.predictor == "scenario" ? "the scenario" : held.predictor,
                      verdict == "hold" ? "its bands hold" : "its bands are " + verdict);
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
