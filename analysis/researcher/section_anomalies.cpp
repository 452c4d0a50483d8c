// What a reader should look at before trusting the rest.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/researcher/sections.h"
#include "analysis/run_description.h"

namespace faultline::researcher {
namespace {

using report::escape_html;
using report::format_number;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t kMostReasons = 20;
constexpr double kSaturated = 0.95;  // of the reviewers' hours

std::string failures(const Facts& facts) {
  if (facts.failures.empty()) {
    return paragraph("No cell failed.");
  }
  struct Group {
    std::size_t count = 0;
    std::size_t first = 0;
  };
  std::map<std::string, Group> reasons;
  for (const FailedCell& failed : facts.failures) {
    Group& group = reasons[failed.reason];
    group.first = group.count++ == 0 ? failed.cell : group.first;
  }
  std::vector<std::pair<std::string, Group>> order(reasons.begin(), reasons.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second.count > b.second.count; });
  Rows rows;
  for (std::size_t i = 0; i < std::min(order.size(), kMostReasons); ++i) {
    const auto& [reason, group] = order[i];
    rows.push_back({escape_html(fmt::format("cell {} ({})", group.first, point_words(facts.sweep, group.first))),
                    std::to_string(group.count), escape_html(reason)});
  }
  const std::size_t rest = order.size() - rows.size();
  return paragraph(fmt::format("{} of {} cells could not be run. What the page says holds where the scenario is valid.",
                               facts.failures.size(), facts.sweep.design.cells())) +
         report::table("Failed cells by reason", {"First of them", "Cells", "Reason"}, rows,
                       report::LastColumn::words) +
         (rest > 0
              ? paragraph(fmt::format("{} are in the table cell of results.sqlite.", counted(rest, "further reason")))
              : "");
}

// Cells of each policy that a rule picks.
template <class Rule>
std::size_t cells_where(const Facts& facts, const Rule& rule) {
  return static_cast<std::size_t>(std::count_if(facts.ran.begin(), facts.ran.end(), rule));
}

std::string saturation(const Facts& facts) {
  Rows rows;
  std::size_t any = 0;
  for (std::size_t p = 0; p < facts.sweep.policies.size(); ++p) {
    const std::size_t undelivered =
        cells_where(facts, [&](std::size_t c) { return !facts.cells[c].policies[p].delivers; });
    std::string busy = "not kept by this design";
    if (facts.grid) {
      busy =
          std::to_string(std::count_if(facts.grid->cells.begin(), facts.grid->cells.end(), [p](const GridCell& cell) {
            return !cell.policies.empty() && cell.policies[p].outputs[kGridUtilisation] >= kSaturated;
          }));
    }
    std::size_t worst = facts.ran.front();
    for (const std::size_t c : facts.ran) {
      worst = facts.cells[c].policies[p].undelivered > facts.cells[worst].policies[p].undelivered ? c : worst;
    }
    any += undelivered;
    rows.push_back({escape_html(policy_name(facts, p)), std::to_string(undelivered), busy,
                    format_number(100 * facts.cells[worst].policies[p].undelivered) + "\u00A0%",
                    escape_html(fmt::format("cell {} ({})", worst, point_words(facts.sweep, worst)))});
  }
  return paragraph(any == 0 ? "No policy leaves more than 5 % of the submitted changes undelivered in any cell."
                            : "Where a policy does not deliver, its loss is low because it ships little: it is never "
                              "called best there while another delivers.") +
         report::table(
             fmt::format("Queues that do not keep up, of {}: cells that leave more than {} % of submitted changes "
                         "undelivered at the horizon's end; cells in which reviewers are busy {} % of their "
                         "hours or more",
                         counted(facts.ran.size(), "cell"), format_number(100 * kUndeliveredLimit),
                         format_number(100 * kSaturated)),
             {"Policy", "Do not deliver", "Reviewers saturated", "Most undelivered", "There"}, rows,
             report::LastColumn::words);
}

std::string zero_losses(const Facts& facts) {
  Rows rows;
  std::size_t any = 0;
  for (std::size_t p = 0; p < facts.sweep.policies.size(); ++p) {
    const std::size_t none =
        cells_where(facts, [&](std::size_t c) { return facts.cells[c].policies[p].no_loss == 1.0; });
    double mean = 0.0;
    for (const std::size_t c : facts.ran) {
      mean += facts.cells[c].policies[p].no_loss / static_cast<double>(facts.ran.size());
    }
    any += none;
    rows.push_back(
        {escape_html(policy_name(facts, p)), std::to_string(none), format_number(100 * mean, 2) + "\u00A0%"});
  }
  return paragraph(any == 0
                       ? "In every cell some quarter lost orders, under every policy."
                       : "Cells without any loss have no interval that means something: too few quarters were run to "
                         "meet a loss.") +
         report::table("Quarters without a loss",
                       {"Policy", "Cells that lost nothing at all", "Quarters, mean over cells"}, rows);
}

std::string limits(const Facts& facts) {
  const std::string engine =
      "Quarters have no time limit that they could hit: each ends at its horizon, and changes that are not delivered "
      "by then "
      "are counted as undelivered.";
  if (!facts.sweep.precision.asked()) {
    return paragraph(engine +
                     " No precision was asked for, so that no cell stopped at its greatest number of quarters.");
  }
  const std::size_t capped = cells_where(facts, [&](std::size_t c) { return facts.cells[c].short_of_precision; });
  const std::size_t nothing = cells_where(facts, [&](std::size_t c) { return facts.cells[c].lost_nothing; });
  std::string text = engine + fmt::format(" {} of {} cells stopped at {} quarters before every mean was known to {} %.",
                                          capped, facts.ran.size(), facts.sweep.precision.most,
                                          format_number(100 * facts.sweep.precision.relative_half_width));
  if (nothing > 0) {
    text += fmt::format(
        " In {} some policy lost nothing: its mean is known to no share of itself, and no quarters were run for its "
        "sake.",
        counted(nothing, "cell"));
  }
  return paragraph(text);
}

}  // namespace

std::string anomalies_section(const Facts& facts) {
  return report::section(
      "6 Anomalies", subsection("Failed cells", failures(facts)) + subsection("Saturated queues", saturation(facts)) +
                         subsection("No loss", zero_losses(facts)) + subsection("Limits", limits(facts)));
}

}  // namespace faultline::researcher
