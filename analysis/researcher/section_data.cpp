// What the file holds, how to load it, and how to make it again.
#include <fmt/format.h>

#include <array>

#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/shell_word.h"
#include "analysis/researcher/sections.h"

namespace faultline::researcher {
namespace {

using report::escape_html;
using report::shell_word;
using Rows = std::vector<std::vector<std::string>>;

constexpr std::array<DictionaryRow, 37> kAlways{{
    {"sweep", "key", "[key]", "TEXT", "-", "name of a fact of the sweep"},
    {"sweep", "value", "[key]", "TEXT", "by key",
     "its value: tool_version, git_hash, scenario_id, scenario_title, scenario_sha256, scenario_json, horizon_days "
     "(days), "
     "smallest_difference_that_matters_fraction, seed, replications, precision, most_replications, design, "
     "design_size, "
     "design_seed, second_order, status, results_sha256"},
    {"parameter", "ordinal", "[parameter]", "INTEGER", "-", "position, from 0; order of the numbers in cell.point"},
    {"parameter", "name", "[parameter]", "TEXT", "-", "JSON pointer or alias, as typed"},
    {"parameter", "low", "[parameter]", "REAL", "the parameter's", "lower end of its range"},
    {"parameter", "high", "[parameter]", "REAL", "the parameter's", "upper end of its range"},
    {"parameter", "base", "[parameter]", "REAL", "the parameter's",
     "value in the scenario as it stands; NULL without a single one"},
    {"parameter", "levels", "[parameter]", "INTEGER", "count", "levels of a grid or tornado; 0: not said"},
    {"parameter", "logarithmic", "[parameter]", "INTEGER", "0 or 1", "equal steps are equal factors"},
    {"parameter", "whole", "[parameter]", "INTEGER", "0 or 1", "rounded to whole numbers"},
    {"policy", "ordinal", "[policy]", "INTEGER", "-", "position, from 0; 0 is the reference"},
    {"policy", "id", "[policy]", "TEXT", "-", "id of the policy in the scenario"},
    {"policy", "title", "[policy]", "TEXT", "-", "its title, may be empty"},
    {"cell", "ordinal", "[cell]", "INTEGER", "-", "position in the design, from 0"},
    {"cell", "point", "[cell, parameter]", "BLOB of float64", "the parameters'",
     "values of all parameters, little-endian"},
    {"cell", "status", "[cell]", "TEXT", "-", "waiting, done or failed"},
    {"cell", "reason", "[cell]", "TEXT", "-", "why a failed cell could not be run; otherwise NULL"},
    {"cell", "scenario_sha256", "[cell]", "TEXT", "-", "of the scenario's document with the point set"},
    {"cell", "sha256", "[cell]", "TEXT", "-", "of the cell's content; checked on reading"},
    {"cell_policy", "cell", "[cell, policy]", "INTEGER", "-", "cell.ordinal"},
    {"cell_policy", "policy", "[cell, policy]", "INTEGER", "-", "policy.ordinal"},
    {"cell_policy", "mean", "[cell, policy]", "REAL", "orders", "mean gross lost orders in the horizon"},
    {"cell_policy", "standard_deviation", "[cell, policy]", "REAL", "orders",
     "their standard deviation over replications"},
    {"cell_policy", "p50", "[cell, policy]", "REAL", "orders", "their 50 % quantile, an order statistic"},
    {"cell_policy", "p90", "[cell, policy]", "REAL", "orders", "their 90 % quantile"},
    {"cell_policy", "p95", "[cell, policy]", "REAL", "orders", "their 95 % quantile"},
    {"cell_policy", "p99", "[cell, policy]", "REAL", "orders", "their 99 % quantile"},
    {"cell_policy", "lost_orders_net_mean", "[cell, policy]", "REAL", "orders",
     "mean lost orders, those bought later taken off"},
    {"cell_policy", "changes_submitted_mean", "[cell, policy]", "REAL", "changes",
     "mean changes submitted in the horizon"},
    {"cell_policy", "changes_deployed_mean", "[cell, policy]", "REAL", "changes",
     "mean changes deployed in the horizon"},
    {"cell_policy", "changes_undelivered_mean", "[cell, policy]", "REAL", "changes",
     "mean changes not deployed at its end"},
    {"cell_policy", "engineer_hours_mean", "[cell, policy]", "REAL", "hours",
     "mean engineer hours of the policy's gates and incidents"},
    {"cell_policy", "delay_change_days_mean", "[cell, policy]", "REAL", "change days",
     "mean days that changes waited, summed over them"},
    {"cell_policy", "lead_time_median_hours_mean", "[cell, policy]", "REAL", "hours",
     "mean of the quarters' median lead times"},
    {"cell_policy", "lost_orders", "[cell, policy, replication]", "BLOB of float64", "orders",
     "gross lost orders of each replication, little-endian; replication r is the same quarter in every row"},
    {"(database)", "application_id", "[]", "INTEGER", "-", "0x666C7377"},
    {"(database)", "user_version", "[]", "INTEGER", "-", "version of this format: 2"},
}};

constexpr std::array<DictionaryRow, 4> kSums{{
    {"cell_sum", "cell", "[cell, policy, name]", "INTEGER", "-", "cell.ordinal"},
    {"cell_sum", "policy", "[cell, policy, name]", "INTEGER", "-", "policy.ordinal"},
    {"cell_sum", "name", "[cell, policy, name]", "TEXT", "-", "what was summed"},
    {"cell_sum", "by_group", "[cell, policy, name, group]", "BLOB of float64", "by name: orders, changes, hours",
     "sums over the quarters of each of G = min(16, replications) groups; group g holds replications g, g + G, g + 2G, "
     "..."},
}};

constexpr std::array<DictionaryRow, 4> kOutputs{{
    {"cell_output", "cell", "[cell, policy, output]", "INTEGER", "-", "cell.ordinal"},
    {"cell_output", "policy", "[cell, policy, output]", "INTEGER", "-", "policy.ordinal"},
    {"cell_output", "output", "[cell, policy, output]", "TEXT", "-", "name of the output"},
    {"cell_output", "replications", "[cell, policy, output, replication]", "BLOB of float64", "by output",
     "its value in each replication, little-endian"},
}};

std::string number_word(double value) { return fmt::format("{}", value); }

std::string variation_word(const SweepParameter& parameter) {
  return parameter.name + "=" + number_word(parameter.low) + ":" + number_word(parameter.high) +
         (parameter.levels > 0 ? ":" + std::to_string(parameter.levels) : "") + (parameter.logarithmic ? ",log" : "") +
         (parameter.whole ? ",whole" : "");
}

std::string replication_words(const SweepDescription& sweep) {
  std::string words = fmt::format(" --replications {}", sweep.replications);
  if (sweep.precision.asked()) {
    words += fmt::format(" --precision {}% --most-replications {}",
                         number_word(100 * sweep.precision.relative_half_width), sweep.precision.most);
  }
  return words;
}

std::string program_words(const SweepDescription& sweep) {
  return "faultline " + sweep.tool_version + (sweep.git_hash.empty() ? "" : " (" + sweep.git_hash + ")");
}

}  // namespace

std::vector<DictionaryRow> dictionary(const Design& design) {
  std::vector<DictionaryRow> rows(kAlways.begin(), kAlways.end());
  if (keeps_sums(design)) {
    rows.insert(rows.end(), kSums.begin(), kSums.end());
  }
  if (keeps_outputs(design)) {
    rows.insert(rows.end(), kOutputs.begin(), kOutputs.end());
  }
  return rows;
}

std::string load_snippet(const Design& design) {
  std::string text =
      "import sqlite3\n"
      "import numpy as np\n"
      "import pandas as pd\n"
      "\n"
      "db = sqlite3.connect(\"file:results.sqlite?mode=ro\", uri=True)\n"
      "names = pd.read_sql(\"SELECT name FROM parameter ORDER BY ordinal\", db)[\"name\"]\n"
      "cells = pd.read_sql(\n"
      "    \"SELECT ordinal AS cell, status, reason, point FROM cell ORDER BY ordinal\", db)\n"
      "points = np.array([np.frombuffer(p, \"<f8\") for p in cells.pop(\"point\")])\n"
      "design = cells.join(pd.DataFrame(points, columns=names))  # a row a cell\n"
      "summary = pd.read_sql(\n"
      "    \"SELECT p.id, c.* FROM cell_policy c JOIN policy p ON p.ordinal = c.policy\", db)\n"
      "arrays = [np.frombuffer(b, \"<f8\") for b in summary.pop(\"lost_orders\")]\n"
      "losses = dict(zip(zip(summary[\"cell\"], summary[\"id\"]), arrays))  # by replication\n"
      "table = design.merge(summary, on=\"cell\")  # a row a cell and policy; means in orders\n";
  if (keeps_sums(design)) {
    text +=
        "sums = pd.read_sql(\"SELECT cell, policy, name, by_group FROM cell_sum\", db)\n"
        "sums[\"total\"] = [np.frombuffer(b, \"<f8\").sum() for b in sums.pop(\"by_group\")]\n"
        "sums = sums.pivot(index=[\"cell\", \"policy\"], columns=\"name\", values=\"total\")\n";
  }
  return text;
}

std::string dictionary_section(const Facts& facts) {
  Rows rows;
  for (const DictionaryRow& row : dictionary(facts.sweep.design)) {
    rows.push_back({"<code class=\"column\">" + std::string(row.table) + ".<wbr>" + std::string(row.column) + "</code>",
                    escape_html(row.dims), escape_html(row.type), escape_html(row.unit), escape_html(row.meaning)});
  }
  return report::section(
      "7 Data dictionary",
      paragraph(
          "Everything above is worked out from one file, results.sqlite, an SQLite database. Loading it in Python:") +
          "<pre id=\"load\">" + escape_html(load_snippet(facts.sweep.design)) + "</pre>\n" +
          "<div class=\"dictionary\">" +
          report::table("Every column of results.sqlite", {"Column", "Dims", "Type", "Unit", "Meaning"}, rows,
                        report::LastColumn::words) +
          "</div>\n");
}

std::string sweep_command(const SweepDescription& sweep) {
  std::string policies;
  for (const PolicyLabel& policy : sweep.policies) {
    policies += " --policies " + shell_word(policy.id);
  }
  const Design& design = sweep.design;
  if (design.kind == DesignKind::draws) {
    return fmt::format("faultline compare {} --parameter-draws {}{}{} --seed {}", shell_word(sweep.scenario_id),
                       design.size, policies, replication_words(sweep), sweep.seed);
  }
  std::string command = "faultline sweep " + shell_word(sweep.scenario_id);
  if (design.kind == DesignKind::table) {
    command += " --design points.csv";
  } else {
    for (const SweepParameter& parameter : design.parameters) {
      command += " --vary " + shell_word(variation_word(parameter));
    }
    command += " --design " + design_name(design);
    if (design.kind != DesignKind::grid && design.kind != DesignKind::tornado) {
      command += fmt::format(" --points {}", design.size);
    }
    command += design.second_order ? " --second-order" : "";
  }
  return command + policies + replication_words(sweep) + fmt::format(" --seed {}", sweep.seed);
}

std::string reproduce_section(const Facts& facts) {
  const SweepDescription& sweep = facts.sweep;
  const auto hash = [](const std::string& sha) {
    return sha.empty() ? std::string("not finished") : report::hash_code(sha);
  };
  const Rows rows{
      {"Program", escape_html(program_words(sweep))},
      {"Scenario, SHA-256", hash(sweep.scenario_sha256)},
      {"Results, SHA-256 (expected again)", hash(facts.results_sha256)},
      {"Seed", fmt::format("{}, of the design {}", sweep.seed,
                           design_name(sweep.design) == "csv" ? "none" : std::to_string(sweep.design.seed))},
      {"Cells and replications",
       escape_html(counted(sweep.design.cells(), "cell") + " of " + report::format_number(sweep.replications, 12) +
                   " replications" + (sweep.precision.asked() ? " at least" : ""))}};
  return report::section(
      "8 Reproduce",
      report::preformatted(sweep_command(sweep)) +
          (sweep.design.kind == DesignKind::table
               ? paragraph(
                     "points.csv: a line of parameter names, then a line of values for each cell; both are in the "
                     "tables parameter and cell.")
               : "") +
          paragraph(
              "The scenario as it stands is kept in results.sqlite (sweep.scenario_json). The same program, scenario, "
              "design and seed give the same results_sha256, whatever the machine and the number of threads.") +
          report::table("Provenance", {"What", "Value"}, rows, report::LastColumn::words) +
          paragraph("Cite as: " + program_words(sweep) + ", sweep of scenario " + sweep.scenario_id + ", design " +
                    design_name(sweep.design) + ", seed " + std::to_string(sweep.seed) + ", results_sha256 " +
                    (facts.results_sha256.empty() ? "not finished" : facts.results_sha256) + "."));
}

}  // namespace faultline::researcher
