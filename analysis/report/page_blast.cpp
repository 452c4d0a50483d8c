// Who is hit, and where it starts.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "analysis/report/blast_charts.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"
#include "analysis/report/timeline_charts.h"
#include "models/core/how_many.h"

namespace faultline::report {
namespace {

constexpr std::size_t kMostListed = 10;
constexpr std::size_t kMostInTable = 60;
constexpr std::size_t kMostTextBytes = 60'000;  // of the page's 400,000

std::string percent_cell(std::uint64_t part, std::uint64_t whole) {
  const std::optional<stats::Estimate> estimate = stats::proportion_estimate(part, whole);
  if (!estimate) {
    return "-";
  }
  const auto percent = [](double value) { return format_number(100 * value, 2); };
  return with_interval(percent(estimate->value) + "\u00A0%",
                       estimate->interval
                           ? percent(estimate->interval->low) + " to " + percent(estimate->interval->high) + "\u00A0%"
                           : "");
}

// Nothing is won by a fault, however far Student's interval reaches.
std::string loss_cell(stats::Estimate estimate) {
  if (estimate.interval) {
    estimate.interval->low = std::max(0.0, estimate.interval->low);
  }
  return count_cell(estimate);
}

std::string origins_table(const Comparison& comparison, const ToldRun& told, std::size_t p) {
  const std::vector<stats::Estimate>& losses = comparison.policies[p].loss_by_service;
  const std::vector<double> means = values_of(losses);
  const double in_all = std::accumulate(means.begin(), means.end(), 0.0);
  const PolicyBlast& blast = told.blast.policies[p];
  const std::vector<std::uint64_t> started = incidents_starting(blast, losses.size());
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t s : largest(means, kMostListed)) {
    rows.push_back({escape_html(comparison.run.services[s]), loss_cell(losses[s]),
                    format_number(100 * means[s] / in_all, 2) + "\u00A0%", percent_cell(started[s], blast.incidents)});
  }
  return rows.empty() ? ""
                      : table(fmt::format("{}: services where most lost orders start, a quarter, over all quarters",
                                          comparison.policies[p].id),
                              {"Faulty service", "Lost orders", "Share", "Of incidents"}, rows);
}

std::string victims_table(const Comparison& comparison, const ToldRun& told, std::size_t p) {
  const PolicyBlast& blast = told.blast.policies[p];
  const std::size_t services = comparison.run.services.size();
  const std::vector<std::uint64_t> reached = incidents_reaching(blast, services);
  const std::vector<std::uint64_t> started = incidents_starting(blast, services);
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t s : largest({reached.begin(), reached.end()}, kMostListed)) {
    rows.push_back({escape_html(comparison.run.services[s]), percent_cell(reached[s], blast.incidents),
                    percent_cell(reached[s] - started[s], blast.incidents)});
  }
  return rows.empty() ? ""
                      : table(fmt::format("{}: services that see errors most often", comparison.policies[p].id),
                              {"Service", "Of incidents", "By others\u2019 faults"}, rows);
}

// As the table and the text have it.
std::string reached_percent(std::uint64_t reached, std::uint64_t incidents) {
  return incidents > 0 ? format_number(100 * static_cast<double>(reached) / static_cast<double>(incidents), 2) : "-";
}

// A name between tabs, on one line.
std::string line_text(std::string_view name) {
  std::string text(name);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
  return escape_html(text);
}

using Reached = std::vector<std::vector<std::uint64_t>>;  // by policy, by service

// Services that have no row of the table, one a line in its order of columns: a reader with script searches them with
// it, a reader without finds them by the browser's own search.
std::string services_text(const Comparison& comparison, const ToldRun& told, const Reached& reached,
                          std::span<const std::size_t> services) {
  std::string head = "service\ttier";
  for (std::size_t p = 0; p < reached.size(); ++p) {
    head += "\t" + line_text(comparison.policies[p].id);
  }
  std::string text;
  std::size_t told_of = 0;
  for (const std::size_t s : services) {
    std::string line = "\n" + line_text(comparison.run.services[s]) + "\t" + line_text(told.blast.tiers[s]);
    for (std::size_t p = 0; p < reached.size(); ++p) {
      line += "\t" + reached_percent(reached[p][s], told.blast.policies[p].incidents);
    }
    if (text.size() + line.size() > kMostTextBytes) {
      break;
    }
    text += line;
    ++told_of;
  }
  std::string begin = fmt::format(
      "{}, in % of incidents under each policy, hit most first; where the page has script, the search of "
      "the table above finds them too.",
      how_many(told_of, "more service"));
  if (told_of < services.size()) {
    begin +=
        fmt::format(" {} that {} hit least {} no place in this page: table blast_reach of results.sqlite has {}.",
                    how_many(services.size() - told_of, "service"), services.size() - told_of == 1 ? "is" : "are",
                    services.size() - told_of == 1 ? "has" : "have", services.size() - told_of == 1 ? "it" : "them");
  }
  return keep_percent_signs(element("p", begin)) +
         "\n<pre class=\"more\" tabindex=\"0\" role=\"region\" aria-label=\"services without a row\">" + head + text +
         "</pre>\n";
}

// Every service that is hit under any policy, for those who look for theirs; where no map shows the others, these too.
std::string all_services_part(const Comparison& comparison, const ToldRun& told) {
  const std::size_t services = comparison.run.services.size();
  std::vector<Heading> head{{"Service"}, {"Tier"}};
  Reached reached;
  std::vector<double> most(services, 0.0);
  for (std::size_t p = 0; p < told.blast.policies.size(); ++p) {
    head.push_back({comparison.policies[p].id, p});
    reached.push_back(incidents_reaching(told.blast.policies[p], services));
    for (std::size_t s = 0; s < services; ++s) {
      const auto incidents = static_cast<double>(std::max<std::uint64_t>(1, told.blast.policies[p].incidents));
      most[s] = std::max(most[s], static_cast<double>(reached[p][s]) / incidents);
    }
  }
  std::vector<std::size_t> order = largest(most, services);
  const std::size_t hit = order.size();
  const std::size_t shown = std::min(hit, kMostInTable);
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t s : std::span(order).first(shown)) {
    std::vector<std::string> row{escape_html(comparison.run.services[s]), escape_html(told.blast.tiers[s])};
    for (std::size_t p = 0; p < reached.size(); ++p) {
      const std::string percent = reached_percent(reached[p][s], told.blast.policies[p].incidents);
      row.push_back(percent == "-" ? percent : percent + "\u00A0%");
    }
    rows.push_back(std::move(row));
  }
  std::string caption = "Share of incidents in which a service sees errors";
  if (shown < hit) {
    caption += fmt::format("; the {} of {} services with most under any policy", shown, hit);
  }
  if (hit < services) {
    caption += fmt::format("; {} of {} services saw none", services - hit, services);
  }
  std::string html = policy_table(caption, head, rows);
  if (services > kMostMapped && shown < services) {
    for (std::size_t s = 0; s < services; ++s) {
      if (most[s] == 0) {
        order.push_back(s);
      }
    }
    html += services_text(comparison, told, reached, std::span(order).subspan(shown));
  }
  return details(services > kMostMapped ? fmt::format("Find a service: {} in rows, the others as text", shown)
                                        : "Every service that was hit",
                 html);
}

std::string maps_part(const Comparison& comparison, const ToldRun& told, std::size_t chosen,
                      const std::optional<GraphLayout>& graphviz) {
  const std::vector<GraphMap> maps = graph_maps(comparison, told, chosen, graphviz);
  if (maps.empty()) {
    return "";
  }
  std::string wide;
  std::string narrow;
  for (std::size_t p = 0; p < maps.size(); ++p) {
    if (maps[p].size == ChartSize::wide) {
      wide += figure(graph_map(maps[p]), p);
    } else {
      narrow += figure(graph_map(maps[p]) + element("figcaption", maps[p].title), p);
    }
  }
  return "<div id=\"maps\">\n" + wide + (narrow.empty() ? "" : "<div class=\"pair\">" + narrow + "</div>\n") +
         "</div>\n";
}

// One for each policy that hits anybody, on one scale.
std::string matrices_part(const Comparison& comparison, const ToldRun& told) {
  std::vector<std::pair<std::size_t, Matrix>> matrices;
  double most = 0;
  for (std::size_t p = 0; p < told.blast.policies.size(); ++p) {
    if (std::optional<Matrix> matrix = blast_matrix(comparison, told, p)) {
      most = std::max(most, *std::max_element(matrix->values.begin(), matrix->values.end()));
      matrices.emplace_back(p, std::move(*matrix));
    }
  }
  std::string html;
  for (auto& [policy, matrix] : matrices) {
    matrix.most = most;
    matrix.notes.front() += " Shades are on one scale for all policies.";
    html += figure(matrix_chart(matrix), policy);
  }
  return html;
}

}  // namespace

std::string blast_section(const Comparison& comparison, const std::optional<ToldRun>& told,
                          const std::optional<GraphLayout>& graphviz) {
  if (!told || told->blast.policies.empty() || told->blast.quarters == 0) {
    return "";
  }
  const std::size_t chosen = policy_told_of(comparison);
  const PolicyBlast& blast = told->blast.policies[0];
  std::string html =
      element("p", fmt::format("Counted over the first {}: {} under {} that began in the horizon and "
                               "that no rollout caught. A service is reached when more of its requests fail by an "
                               "incident, at full exposure, than fail anyway. Intervals at 95 %, incidents taken for "
                               "independent; lost orders are those of every quarter of the run.",
                               how_many(told->blast.quarters, "quarter"), how_many(blast.incidents, "incident"),
                               comparison.policies[0].id)) +
      "\n";
  html += comparison.run.services.size() <= kMostMapped ? maps_part(comparison, *told, chosen, graphviz)
                                                        : matrices_part(comparison, *told);
  html += all_services_part(comparison, *told);
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    if (p == 0 || p == chosen) {
      html += "<div class=\"pair even\">" + origins_table(comparison, *told, p) + victims_table(comparison, *told, p) +
              "</div>\n";
    }
  }
  if (const std::optional<LineChart> chart = radius_chart(comparison, *told)) {
    html += figure(line_chart(*chart));
    std::vector<std::vector<std::string>> rows;
    for (std::size_t p = 0; p < told->blast.policies.size(); ++p) {
      const PolicyBlast& of = told->blast.policies[p];
      std::array<std::uint64_t, 4> groups{};
      for (const auto& [services, incidents] : of.by_radius) {
        groups[services <= 1 ? 0 : services <= 3 ? 1 : services <= 10 ? 2 : 3] += incidents;
      }
      std::vector<std::string> row{policy_cell(p, comparison.policies[p].id), std::to_string(of.incidents)};
      for (const std::uint64_t group : groups) {
        row.push_back(percent_cell(group, of.incidents));
      }
      rows.push_back(std::move(row));
    }
    html += details("Numbers, services hit per incident",
                    table("Incidents by how many services see errors, the faulty one included",
                          {"Policy", "Incidents", "1", "2 to 3", "4 to 10", "More than 10"}, rows));
  }
  return section("Who is hit, and where does it start?", html);
}

}  // namespace faultline::report
