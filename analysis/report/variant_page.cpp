#include "analysis/report/variant_page.h"

#include <fmt/format.h>

#include <vector>

#include "analysis/metric_names.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/chart_line.h"
#include "analysis/report/html.h"
#include "analysis/report/page_charts.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_scripts.h"
#include "analysis/report/shell_word.h"
#include "analysis/report/variant_charts.h"
#include "analysis/report/variant_json.h"
#include "analysis/report/variant_text.h"
#include "models/core/how_many.h"

namespace faultline::report {
namespace {

std::string varied_section(const VariantComparison& comparison) {
  std::vector<std::vector<std::string>> rows;
  for (const VariantRun& variant : comparison.variants) {
    const VariantLabel& label = variant.label;
    bool first = true;
    for (const ParameterSource& source : variant.set) {
      const auto status = static_cast<std::size_t>(source.status);
      rows.push_back(
          {"<a href=\"" + escape_html(label.id) + "/report.html\">" + escape_html(label.id) + "</a>" +
               (first && !label.title.empty() ? ": " + escape_html(label.title) : ""),
           "<code>" + escape_html(source.pointer) + "</code>", escape_html(shorten(source.value, 60)),
           source.source.empty() ? "" : fmt::format("<span class=\"mark {0}\">{0}</span>", kSourceStatusNames[status]),
           escape_html(source.source)});
      first = false;
    }
  }
  return "<section>\n<h2>What is varied</h2>\n" +
         table("Each variant is the scenario with these values set; its name leads to its own page",
               {"Variant", "Sets", "Value", "Mark", "Source"}, rows, LastColumn::all_words) +
         "</section>\n";
}

std::string cliff_cell(const VariantComparison& comparison, const OutputCurve& curve) {
  switch (curve.verdict) {
    case CliffVerdict::unknown:
      return "-";
    case CliffVerdict::none:
      return curve.slopes[curve.step]
                 ? with_interval("none seen", "steepest: " + format_slope(*curve.slopes[curve.step]) + ", " +
                                                  step_name(comparison, curve))
                 : "none seen";
    case CliffVerdict::not_settled:
      return with_interval("not settled", step_name(comparison, curve));
    case CliffVerdict::cliff:
      break;
  }
  const stats::Estimate& slope = *curve.slopes[curve.step];
  return "<b>" + escape_html(step_name(comparison, curve)) + "</b>" +
         with_interval("", "slope " + format_slope(slope) + " (" + format_slope_interval(slope) + ")");
}

std::vector<std::string> policy_heads(const VariantComparison& comparison, std::string first) {
  std::vector<std::string> head{std::move(first)};
  for (const PolicyLabel& policy : comparison.run.policies) {
    head.push_back(policy.id);
  }
  return head;
}

std::string cliffs_section(const VariantComparison& comparison) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
    std::vector<std::string> row{escape_html(kVariantOutputs[o].title)};
    for (const auto& policy : comparison.policies) {
      row.push_back(cliff_cell(comparison, policy[o]));
    }
    rows.push_back(std::move(row));
  }
  return "<section>\n<h2>Where are the cliffs?</h2>\n" +
         table("The step in which each output rises fastest, where that is faster than the square of what is varied",
               policy_heads(comparison, "Output"), rows) +
         element("p", variant_notes(comparison)) + "\n</section>\n";
}

std::string output_section(const VariantComparison& comparison, std::size_t o) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t v = 0; v < comparison.variants.size(); ++v) {
    std::vector<std::string> row{escape_html(comparison.variants[v].label.id)};
    for (const auto& policy : comparison.policies) {
      row.push_back(with_interval(format_output(kVariantOutputs[o], policy[o].figures[v]),
                                  format_output_interval(kVariantOutputs[o], policy[o].figures[v])));
    }
    rows.push_back(std::move(row));
  }
  std::string title(kVariantOutputs[o].title);
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return "<section>\n" + element("h2", title) + "\n<div class=\"pair\">\n" +
         figure(line_chart(variant_chart(comparison, o))) +
         table("Figures, with their 95 % intervals", policy_heads(comparison, "Variant"), rows) +
         "</div>\n</section>\n";
}

std::string reproduce_section(const VariantComparison& comparison) {
  const RunDescription& run = comparison.run;
  std::string variants;
  std::vector<std::vector<std::string>> rows;
  for (const VariantRun& variant : comparison.variants) {
    variants += (variants.empty() ? "" : ",") + variant.label.id;
    rows.push_back(
        {escape_html(variant.label.id), hash_code(variant.scenario_sha256), hash_code(variant.results_sha256)});
  }
  std::string policies;
  for (const PolicyLabel& policy : run.policies) {
    policies += (policies.empty() ? "" : ",") + policy.id;
  }
  return "<section>\n<h2>How to reproduce this</h2>\n" +
         preformatted(fmt::format("faultline compare {} --variant {} --policies {} --replications {} --seed {}",
                                  shell_word(run.scenario_id), shell_word(variants), shell_word(policies),
                                  run.replications, run.seed)) +
         element("p",
                 "faultline " + run.tool_version + (run.git_hash.empty() ? "" : " (" + run.git_hash + ")") +
                     ". Each variant's results.sqlite lies in the folder of its name; what its scenario assumes and "
                     "what is not modelled stands on its page.") +
         "\n" + table("Provenance", {"Variant", "Scenario, SHA-256", "Results, SHA-256"}, rows) + "</section>\n";
}

}  // namespace

std::string variant_page(const VariantComparison& comparison) {
  const RunDescription& run = comparison.run;
  const std::string title = run.scenario_title.empty() ? run.scenario_id : run.scenario_title;
  std::string html = page_begin(title + ": variants compared");
  html += "<p class=\"context\">" +
          escape_html(fmt::format("{} | {} | {:g} days from {} | {}", title,
                                  how_many(comparison.variants.size(), "variant"), run.horizon_days,
                                  run.start_utc.substr(0, 10), how_many(run.replications, "paired future"))) +
          "</p>\n" + keep_percent_signs(element("h1", cliff_headline(comparison))) + "\n";
  if (!run.scenario_description.empty()) {
    html += element("p", run.scenario_description) + "\n";
  }
  html += varied_section(comparison) + keep_percent_signs(cliffs_section(comparison));
  for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
    html += output_section(comparison, o);
  }
  html +=
      list_section("Warnings", comparison.warnings.empty() ? std::vector<std::string>{"None."} : comparison.warnings) +
      reproduce_section(comparison);
  std::string end = page_end(variant_summary_json(comparison));
  end.insert(end.rfind("</body>"), common_script());
  return with_lean_charts(html) + end;
}

}  // namespace faultline::report
