#include <fmt/format.h>

#include "analysis/draws/draw_charts.h"
#include "analysis/draws/draw_report.h"
#include "analysis/draws/draw_text.h"
#include "analysis/metric_names.h"
#include "analysis/report/chart_bar.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/chart_interval.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_charts.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_scripts.h"
#include "analysis/report/shell_word.h"
#include "models/core/how_many.h"

namespace faultline {
namespace {

using report::details;
using report::element;
using report::escape_html;
using report::table;

using Rows = std::vector<std::vector<std::string>>;

std::vector<std::string> split_head(const char* first) {
  return {first, "Mean over draws", "95 % of draws", "Luck, sd", "Ignorance, sd", "Share of ignorance", "p"};
}

std::vector<std::string> split_row(std::string_view name, const SplitFigure& figure) {
  const SplitCells cells = split_cells(figure);
  return {escape_html(name),         cells.mean, cells.band, cells.luck, cells.ignorance, cells.share,
          escape_html(cells.p_value)};
}

std::string exceedance_numbers(const DrawReport& report, std::size_t policy) {
  const auto row = [](std::string name, const std::optional<stats::ExceedanceCurve>& curve) {
    std::vector<std::string> cells{std::move(name)};
    for (const double chance : {0.5, 0.1, 0.01}) {
      const auto loss = exceeded_loss(curve, chance);
      cells.push_back(loss ? report::format_number(*loss) : "not reached");
    }
    return cells;
  };
  const DrawnPolicy& own = report.policies[policy];
  Rows rows{row("as it stands", own.central_curve)};
  for (std::size_t draw = 0; draw < own.curves.size(); ++draw) {
    rows.push_back(row(fmt::format("draw {}", draw + 1), own.curves[draw]));
  }
  const std::string& id = report.sweep.policies[policy].id;
  return details("Numbers, " + id, table("Lost orders that a quarter exceeds under " + id,
                                         {"Curve", "1 quarter in 2", "1 in 10", "1 in 100"}, rows));
}

std::string exceedance_section(const DrawReport& report) {
  std::string html = "<section>\n<h2>How bad can a quarter get, draw by draw?</h2>\n";
  for (std::size_t p = 0; p < report.policies.size(); ++p) {
    html += report::figure(report::line_chart(draw_exceedance_chart(report, p))) + exceedance_numbers(report, p);
  }
  return html + "</section>\n";
}

std::string split_section(const DrawReport& report) {
  Rows rows;
  std::string more;
  for (std::size_t p = 0; p < report.policies.size(); ++p) {
    const std::string& id = report.sweep.policies[p].id;
    const SplitFigure& lost = report.policies[p].figures.front();
    rows.push_back(split_row(id, lost));
    Rows outputs;
    for (const SplitFigure& figure : report.policies[p].figures) outputs.push_back(split_row(figure.title, figure));
    more += details(id + ": every output", table("A quarter's figures", split_head("Output"), outputs));
  }
  return "<section>\n<h2>Luck and ignorance</h2>\n" + report::figure(report::bar_chart(ignorance_chart(report))) +
         table("Gross lost orders, a quarter", split_head("Policy"), rows) + more + "</section>\n";
}

std::string pairs_section(const DrawReport& report) {
  if (report.pairs.empty()) return "";
  Rows splits;
  Rows counts;
  for (const DrawnPair& pair : report.pairs) {
    const SplitFigure& saved = pair.saved.front();
    const std::string name = report.sweep.policies[pair.a].id + " less " + report.sweep.policies[pair.b].id;
    splits.push_back(split_row(name, saved));
    counts.push_back({escape_html(name), escape_html(share_text(pair.b_loses_less.value)),
                      escape_html(share_of_draws(pair.settled_better, report.draws_run)),
                      escape_html(share_of_draws(pair.settled_worse, report.draws_run)),
                      escape_html(share_of_draws(pair.no_difference, report.draws_run))});
  }
  return "<section>\n<h2>Does the answer hold whatever the parameters are?</h2>\n" +
         report::figure(report::interval_chart(drawn_savings_chart(report))) +
         table("Draws by what they say of the second policy",
               {"Pair", "Loses less in", "Settled better", "Settled worse", "No difference that matters"}, counts) +
         details("Luck and ignorance in the differences",
                 table("Orders saved, a quarter", split_head("Pair"), splits)) +
         "</section>\n";
}

void add_driver_rows(const DrawReport& report, const std::string& what, const std::vector<DrivingParameter>& drivers,
                     Rows& rows) {
  for (const DrivingParameter& driver : leading(drivers, 5)) {
    const auto& interval = driver.effect.interval;
    rows.push_back({escape_html(what), "<code>" + escape_html(unknown_name(report, driver)) + "</code>",
                    fmt::format("{:+.2f}", driver.effect.value),
                    interval ? fmt::format("{:+.2f} to {:+.2f}", interval->low, interval->high) : "-",
                    driver.beyond_chance ? "yes" : "no"});
  }
}

std::string drivers_section(const DrawReport& report) {
  Rows rows;
  for (std::size_t p = 0; p < report.policies.size(); ++p) {
    const std::string& id = report.sweep.policies[p].id;
    add_driver_rows(report, id + ", loss", report.policies[p].drivers, rows);
    add_driver_rows(report, id + ", saved", report.policies[p].saved_drivers, rows);
  }
  return "<section>\n<h2>Which parameters carry the ignorance</h2>\n" +
         table(
             report.drivers_together
                 ? "Standard deviations of the answer's rank over the draws for one of the number's rank, the others "
                   "held; intervals joint over all unknowns. Where none goes beyond chance, the largest stands"
                 : "Rank correlation of the draws' values with the draws' means, each alone; intervals joint over all "
                   "unknowns. Where none goes beyond chance, the largest stands",
             {"Answer", "Parameter", driver_measure(report), "95 %, joint", "Beyond chance"}, rows,
             report::LastColumn::words) +
         "</section>\n";
}

std::string parameters_section(const DrawReport& report) {
  Rows rows;
  for (const DrawnParameter& parameter : report.drawn.parameters) {
    const Uncertainty& about = parameter.law.uncertainty();
    const std::string_view status = kSourceStatusNames[static_cast<std::size_t>(parameter.source.status)];
    rows.push_back({"<code>" + escape_html(parameter.source.pointer) + "</code>", report::format_number(about.value),
                    ends_text(about), about.kind == UncertaintyKind::interval95 ? "interval, 95 %" : "range",
                    parameter.law.name(), fmt::format("<span class=\"mark {0}\">{0}</span>", status),
                    escape_html(parameter.source.source)});
  }
  Rows pairs;
  for (const stats::ScorePair& pair : report.drawn.pairs) {
    pairs.push_back({"<code>" + escape_html(report.drawn.parameters[pair.a].source.pointer) + "</code>",
                     "<code>" + escape_html(report.drawn.parameters[pair.b].source.pointer) + "</code>",
                     fmt::format("{:.2f}", pair.rho)});
  }
  return "<section>\n<h2>What was drawn</h2>\n" +
         details(rows.size() == 1 ? "1 number with its law" : fmt::format("{} numbers with their laws", rows.size()),
                 table("Numbers of the scenario that were drawn",
                       {"Number", "As it stands", "Ends", "Given as", "Law", "Mark", "Source"}, rows,
                       report::LastColumn::words)) +
         (pairs.empty() ? std::string()
                        : details(fmt::format("{} correlated pairs", pairs.size()),
                                  table("Correlations of the normal scores", {"Number", "Number", "rho"}, pairs))) +
         "</section>\n";
}

std::string reproduce_section(const DrawReport& report) {
  const SweepDescription& sweep = report.sweep;
  std::string policies;
  for (const PolicyLabel& policy : sweep.policies) policies += (policies.empty() ? "" : ",") + policy.id;
  return "<section>\n<h2>How to reproduce this</h2>\n" +
         report::preformatted(
             fmt::format("faultline compare {} --parameter-draws {} --policies {} --replications {} --seed {}",
                         report::shell_word(sweep.scenario_id), sweep.design.size, report::shell_word(policies),
                         sweep.replications, sweep.seed)) +
         element("p", fmt::format("faultline {}{}. Scenario, SHA-256: {}. Results, SHA-256: {}.", sweep.tool_version,
                                  sweep.git_hash.empty() ? "" : " (" + sweep.git_hash + ")", sweep.scenario_sha256,
                                  report.results_sha256)) +
         "\n</section>\n";
}

}  // namespace

std::string draw_page(const DrawReport& report) {
  const SweepDescription& sweep = report.sweep;
  const std::string title = sweep.scenario_title.empty() ? sweep.scenario_id : sweep.scenario_title;
  std::string html = report::page_begin(title + ": luck and ignorance");
  html += "<p class=\"context\">" +
          escape_html(fmt::format("{} | {:g} days | {} draws of the parameters, each over the same {}", title,
                                  sweep.horizon_days, report.draws_run, how_many(sweep.replications, "quarter"))) +
          "</p>\n" + element("h1", draw_headline(report)) + "\n";
  html += exceedance_section(report) + split_section(report) + pairs_section(report) + drivers_section(report) +
          parameters_section(report) + report::list_section("How to read this", draw_notes(report));
  std::vector<std::string> warnings = report.warnings;
  for (const FailedCell& failed : report.failures) {
    warnings.push_back(fmt::format("cell {} could not be run: {}", failed.cell, failed.reason));
  }
  html += report::list_section("Warnings", warnings.empty() ? std::vector<std::string>{"None."} : warnings) +
          reproduce_section(report);
  std::string end = report::page_end(draw_json(report));
  end.insert(end.rfind("</body>"), report::common_script());
  return report::with_lean_charts(report::keep_percent_signs(html)) + end;
}

}  // namespace faultline
