// Does the scenario match the past? What backtests of records say.
#include <fmt/format.h>

#include "analysis/report/chart_format.h"
#include "analysis/report/history_charts.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"

namespace faultline::report {
namespace {

constexpr std::string_view kNoSeverity =
    "<p>Incidents are held against history by their number and how long they last, not by severity: records hold the "
    "severity that somebody declared, by an organisation\u2019s own and changing rules, and the model that of fixed "
    "shares "
    "of journeys that fail. Nothing says which of the one is which of the other.</p>\n";

std::string stream_parts(const HistoryStream& stream) {
  std::vector<std::vector<std::string>> weeks;
  for (const HistoryWeek& week : stream.weeks) {
    weeks.push_back({escape_html(week.from), std::to_string(week.count), std::to_string(stream.low),
                     std::to_string(stream.high), stream.holds(week) ? "inside" : "outside"});
  }
  const BarChart ranks = rank_chart(stream);
  std::vector<std::vector<std::string>> tenths;
  for (const Bar& bar : ranks.bars) {
    tenths.push_back({escape_html(bar.label), format_number(bar.value)});
  }
  const std::string level = format_number(100 * stream.level);
  return figure(line_chart(history_chart(stream))) +
         details(
             "Numbers, " + stream.name + " by week",
             table(fmt::format("{} observed and forecast, by held-out week", stream.name),
                   {"Week from", "Observed", level + " % low", level + " % high", "Band"}, weeks, LastColumn::words)) +
         details("Ranks, " + stream.name,
                 figure(bar_chart(ranks)) + table(fmt::format("{}: weeks in each tenth of the forecast", stream.name),
                                                  {"Tenth", "Weeks"}, tenths));
}

}  // namespace

std::string history_section(const PlannerExtras& extras) {
  constexpr std::string_view kTitle = "Does it match history?";
  if (extras.history.empty()) {
    return section(kTitle,
                   "<p>It was not held against history here. Give what a backtest of your records says:</p>\n" +
                       preformatted("faultline backtest --help\nfaultline report RESULTS --history backtest.json"));
  }
  std::string html = "<ul>\n";
  std::string streams;
  for (const HistoryCheck& check : extras.history) {
    html += element("li", check.text) + "\n";
    for (const HistoryStream& stream : check.streams) {
      streams += stream_parts(stream);
    }
  }
  return section(kTitle, keep_percent_signs(html + "</ul>\n" + streams + std::string(kNoSeverity)));
}

}  // namespace faultline::report
