#include "analysis/report/history_charts.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/chart_format.h"
#include "models/core/how_many.h"

namespace faultline::report {
namespace {

constexpr double kUnevenChance = 0.05;

std::string band_name(const HistoryStream& stream) { return format_number(100 * stream.level) + " % band"; }

}  // namespace

std::size_t HistoryStream::inside() const {
  return static_cast<std::size_t>(
      std::count_if(weeks.begin(), weeks.end(), [this](const HistoryWeek& week) { return holds(week); }));
}

LineChart history_chart(const HistoryStream& stream) {
  LineChart chart{
      .title = fmt::format("{}: {} of {} held-out weeks lie inside the {}", stream.name, stream.inside(),
                           stream.weeks.size(), band_name(stream)),
      .description = fmt::format("Weeks from {} to {}. The band holds {} to {} {} a week.", stream.weeks.front().from,
                                 stream.weeks.back().from, stream.low, stream.high, stream.name),
      .x_label = "held-out week, the first from " + stream.weeks.front().from,
      .y_label = stream.name + " in the week",
      .x_scale = ScaleKind::kLinear,
      .y_scale = ScaleKind::kLinear,
      .curves = {},
      .limit = std::nullopt,
      .notes = {fmt::format(
          "Line: the mean forecast by {} from before the split. Band: {} % of weeks would lie inside, were it "
          "right.",
          stream.predictor == "scenario" ? "the scenario" : stream.predictor,
          format_number(100 * stream.stated_share, 2))},
      .y_from_zero = true,
      .of_policies = false};
  if (stream.weeks_left_out > 0) {
    chart.notes.push_back(fmt::format("{} that the records do not cover in whole {} left out.",
                                      how_many(stream.weeks_left_out, "week"),
                                      stream.weeks_left_out == 1 ? "is" : "are"));
  }
  Curve forecast{.name = "forecast", .policy = 0, .points = {}, .when_empty = ""};
  Curve observed{.name = "observed", .policy = 1, .points = {}, .when_empty = "", .dots = true};
  const stats::Interval band{static_cast<double>(stream.low), static_cast<double>(stream.high)};
  for (const HistoryWeek& week : stream.weeks) {
    const auto x = static_cast<double>(observed.points.size() + 1);
    forecast.points.push_back({x, stream.per_week, band});
    observed.points.push_back({x, static_cast<double>(week.count), std::nullopt});
  }
  chart.curves = {std::move(forecast), std::move(observed)};
  return chart;
}

BarChart rank_chart(const HistoryStream& stream) {
  const bool uneven = stream.ranks_p < kUnevenChance;
  BarChart chart{
      fmt::format("{}: weeks lie {} over the tenths of the forecast", stream.name,
                  uneven ? "more unevenly than chance explains" : "as evenly as chance allows"),
      "Rank histogram.",
      "weeks",
      {},
      {fmt::format("{} weeks in ten tenths: a right forecast puts {} into each on the average. A week whose count is "
                   "that of several tenths is shared out among them, so bars are no whole numbers. Ranks so uneven "
                   "have a chance of {}, were the forecast right.",
                   stream.weeks.size(), format_number(static_cast<double>(stream.weeks.size()) / 10, 2),
                   format_number(stream.ranks_p, 2)),
       "All at the ends: the forecast is too narrow. All in the middle: too wide. All at one end: the rate "
       "moved."}};
  for (std::size_t tenth = 0; tenth < stream.ranks.size(); ++tenth) {
    const std::string label = tenth == 0 ? "lowest tenth"
                              : tenth + 1 == stream.ranks.size()
                                  ? "highest tenth"
                                  : fmt::format("{} to {} %", 10 * tenth, 10 * tenth + 10);
    chart.bars.push_back({label, 0, stream.ranks[tenth], std::nullopt});
  }
  return chart;
}

std::vector<ChartFile> history_chart_files(std::span<const HistoryCheck> checks) {
  std::vector<ChartFile> files;
  std::size_t number = 0;
  for (const HistoryCheck& check : checks) {
    for (const HistoryStream& stream : check.streams) {
      const std::string name = policy_file_name(number, stream.name);
      files.push_back(chart_file("history-" + name, history_chart(stream)));
      files.push_back(chart_file("history-ranks-" + name, rank_chart(stream)));
      ++number;
    }
  }
  return files;
}

}  // namespace faultline::report
