#include "analysis/sweep/sweep_schema.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "analysis/store/blobs.h"
#include "models/core/input_error.h"

namespace faultline::store {
namespace {

std::string summary_columns() {
  std::string columns = "mean REAL, standard_deviation REAL, p50 REAL, p90 REAL, p95 REAL, p99 REAL";
  for (const SweepMean& mean : kSweepMeans) {
    columns += ", " + std::string(mean.name) + " REAL";
  }
  return columns;
}

[[noreturn]] void refuse_damaged(const std::filesystem::path& path, std::string place, const std::string& why) {
  throw InputError({path.string(), std::move(place), "", "the sweep is damaged or was changed by hand: " + why,
                    "run it again into another folder"});
}

template <class Number>
Number number_at(Database& database, const std::filesystem::path& path, std::string_view key) {
  const std::string text = load_sweep_value(database, key);
  Number value{};
  const char* const end = text.data() + text.size();
  const auto [last, failure] = std::from_chars(text.data(), end, value);
  if (failure != std::errc() || last != end) {
    refuse_damaged(path, "/sweep/" + std::string(key), "no number");
  }
  return value;
}

std::string design_text(const Design& design) {
  std::string text;
  append_canonical(text, kDesignNames[static_cast<std::size_t>(design.kind)]);
  append_canonical(text, std::to_string(design.size));
  append_canonical(text, design.second_order ? "1" : "0");
  append_canonical(text, std::to_string(design.seed));
  for (const SweepParameter& parameter : design.parameters) {
    append_canonical(text, parameter.name);
    append_canonical(text, canonical_number(parameter.low));
    append_canonical(text, canonical_number(parameter.high));
    append_canonical(text, std::to_string(parameter.levels));
    append_canonical(text, (parameter.logarithmic ? "log" : "") + std::string(parameter.whole ? "whole" : ""));
  }
  append_canonical(text, to_blob(design.values.values));
  return text;
}

std::string policies_text(const std::vector<PolicyLabel>& policies) {
  std::string text;
  for (const PolicyLabel& policy : policies) {
    append_canonical(text, policy.id);
  }
  return text;
}

void load_parameters(Database& database, Design& design) {
  Statement select(database, "SELECT * FROM parameter ORDER BY ordinal");
  while (select.step()) {
    SweepParameter parameter;
    parameter.name = select.text_at(1);
    parameter.low = select.real_at(2);
    parameter.high = select.real_at(3);
    if (!select.text_at(4).empty()) {
      parameter.base = select.real_at(4);
    }
    parameter.levels = static_cast<std::uint32_t>(select.integer_at(5));
    parameter.logarithmic = select.integer_at(6) != 0;
    parameter.whole = select.integer_at(7) != 0;
    design.parameters.push_back(std::move(parameter));
  }
}

void load_points(Database& database, const std::filesystem::path& path, Design& design) {
  design.values.dimensions = design.parameters.size();
  Statement select(database, "SELECT point FROM cell ORDER BY ordinal");
  std::vector<double> point(design.parameters.size());
  try {
    while (select.step()) {
      from_blob(select.text_at(0), point);
      design.values.values.insert(design.values.values.end(), point.begin(), point.end());
    }
  } catch (const std::length_error& error) {
    refuse_damaged(path, "/cell", error.what());
  }
}

}  // namespace

void create_sweep_tables(Database& database) {
  database.execute(
      "PRAGMA application_id = " + std::to_string(kSweepApplicationId) +
      "; PRAGMA user_version = " + std::to_string(kSweepFormat) +
      "; CREATE TABLE sweep (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
      "CREATE TABLE parameter (ordinal INTEGER PRIMARY KEY, name TEXT NOT NULL, low REAL NOT NULL, high REAL NOT NULL,"
      " base REAL, levels INTEGER NOT NULL, logarithmic INTEGER NOT NULL, whole INTEGER NOT NULL) STRICT;"
      "CREATE TABLE policy (ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL) STRICT;"
      "CREATE TABLE cell (ordinal INTEGER PRIMARY KEY, point BLOB NOT NULL, status TEXT NOT NULL, reason TEXT,"
      " scenario_sha256 TEXT, sha256 TEXT) STRICT;"
      "CREATE TABLE cell_policy (cell INTEGER NOT NULL, policy INTEGER NOT NULL, " +
      summary_columns() + ", lost_orders BLOB NOT NULL, PRIMARY KEY (cell, policy)) STRICT, WITHOUT ROWID;");
}

std::string load_sweep_value(Database& database, std::string_view key) {
  Statement select(database, "SELECT value FROM sweep WHERE key = ?");
  select.text(0, key);
  return select.step() ? select.text_at(0) : "";
}

void save_sweep_value(Database& database, std::string_view key, std::string_view value) {
  Statement insert(database, "INSERT OR REPLACE INTO sweep VALUES (?, ?)");
  insert.text(0, key).text(1, value).run();
}

void save_sweep(Database& database, const SweepDescription& sweep) {
  const Design& design = sweep.design;
  const std::vector<std::pair<std::string_view, std::string>> values{
      {"tool_version", sweep.tool_version},
      {"git_hash", sweep.git_hash},
      {"scenario_id", sweep.scenario_id},
      {"scenario_title", sweep.scenario_title},
      {"scenario_sha256", sweep.scenario_sha256},
      {"scenario_json", sweep.scenario_json},
      {"horizon_days", canonical_number(sweep.horizon_days)},
      {"smallest_difference_that_matters_fraction", canonical_number(sweep.smallest_difference_that_matters_fraction)},
      {"seed", std::to_string(sweep.seed)},
      {"replications", std::to_string(sweep.replications)},
      {"precision", canonical_number(sweep.precision.relative_half_width)},
      {"most_replications", std::to_string(sweep.precision.most)},
      {"design", std::string(kDesignNames[static_cast<std::size_t>(design.kind)])},
      {"design_size", std::to_string(design.size)},
      {"design_seed", std::to_string(design.seed)},
      {"second_order", design.second_order ? "1" : "0"},
      {"status", "running"}};
  for (const auto& [key, value] : values) {
    save_sweep_value(database, key, value);
  }
  Statement parameter(database, "INSERT INTO parameter VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t p = 0; p < design.parameters.size(); ++p) {
    const SweepParameter& own = design.parameters[p];
    parameter.integer(0, static_cast<std::int64_t>(p))
        .text(1, own.name)
        .real(2, own.low)
        .real(3, own.high)
        .real(4, own.base)
        .integer(5, own.levels)
        .integer(6, own.logarithmic ? 1 : 0)
        .integer(7, own.whole ? 1 : 0)
        .run();
  }
  Statement policy(database, "INSERT INTO policy VALUES (?, ?, ?)");
  for (std::size_t p = 0; p < sweep.policies.size(); ++p) {
    policy.integer(0, static_cast<std::int64_t>(p))
        .text(1, sweep.policies[p].id)
        .text(2, sweep.policies[p].title)
        .run();
  }
  if (keeps_outputs(design)) {
    database.execute(
        "CREATE TABLE cell_output (cell INTEGER NOT NULL, policy INTEGER NOT NULL, output TEXT NOT NULL,"
        " replications BLOB NOT NULL, PRIMARY KEY (cell, policy, output)) STRICT, WITHOUT ROWID;");
  }
  if (keeps_sums(design)) {
    database.execute(
        "CREATE TABLE cell_sum (cell INTEGER NOT NULL, policy INTEGER NOT NULL, name TEXT NOT NULL,"
        " by_group BLOB NOT NULL, PRIMARY KEY (cell, policy, name)) STRICT, WITHOUT ROWID;");
  }
  Statement cell(database, "INSERT INTO cell VALUES (?, ?, 'waiting', NULL, NULL, NULL)");
  for (std::size_t c = 0; c < design.cells(); ++c) {
    cell.integer(0, static_cast<std::int64_t>(c)).blob(1, to_blob(design.values.point(c))).run();
  }
}

SweepDescription load_sweep(Database& database, const std::filesystem::path& path) {
  SweepDescription sweep;
  sweep.tool_version = load_sweep_value(database, "tool_version");
  sweep.git_hash = load_sweep_value(database, "git_hash");
  sweep.scenario_id = load_sweep_value(database, "scenario_id");
  sweep.scenario_title = load_sweep_value(database, "scenario_title");
  sweep.scenario_sha256 = load_sweep_value(database, "scenario_sha256");
  sweep.scenario_json = load_sweep_value(database, "scenario_json");
  sweep.horizon_days = number_at<double>(database, path, "horizon_days");
  sweep.smallest_difference_that_matters_fraction =
      number_at<double>(database, path, "smallest_difference_that_matters_fraction");
  sweep.seed = number_at<std::uint64_t>(database, path, "seed");
  sweep.replications = number_at<std::uint32_t>(database, path, "replications");
  const std::string precision = load_sweep_value(database, "precision");
  if (!precision.empty() && precision != "0") {  // older sweeps have none
    sweep.precision = {number_at<double>(database, path, "precision"), sweep.replications,
                       number_at<std::uint32_t>(database, path, "most_replications")};
  }
  const auto* const kind = std::find(kDesignNames.begin(), kDesignNames.end(), load_sweep_value(database, "design"));
  if (kind == kDesignNames.end()) {
    refuse_damaged(path, "/sweep/design", "no such design");
  }
  sweep.design.kind = static_cast<DesignKind>(kind - kDesignNames.begin());
  sweep.design.size = number_at<std::uint32_t>(database, path, "design_size");
  sweep.design.seed = number_at<std::uint64_t>(database, path, "design_seed");
  sweep.design.second_order = load_sweep_value(database, "second_order") == "1";
  load_parameters(database, sweep.design);
  load_points(database, path, sweep.design);
  Statement policy(database, "SELECT id, title FROM policy ORDER BY ordinal");
  while (policy.step()) {
    sweep.policies.push_back({policy.text_at(0), policy.text_at(1)});
  }
  if (sweep.policies.empty() || sweep.design.parameters.empty() || sweep.design.cells() == 0) {
    refuse_damaged(path, "", "it has no policy, no parameter or no cell");
  }
  return sweep;
}

void add_sweep_warnings(Database& database, std::span<const std::string> warnings) {
  if (warnings.empty()) {
    return;
  }
  // Texts with numbers of their own could otherwise be as many as cells.
  constexpr std::int64_t kMostWarnings = 100;
  database.execute(
      "CREATE TABLE IF NOT EXISTS cell_warning (ordinal INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE,"
      " cells INTEGER NOT NULL) STRICT;");
  Statement known(database, "SELECT ordinal FROM cell_warning WHERE text = ?");
  Statement again(database, "UPDATE cell_warning SET cells = cells + 1 WHERE text = ?");
  Statement fresh(database, "INSERT INTO cell_warning (text, cells) VALUES (?, 1)");
  std::int64_t texts = database.integer("SELECT COUNT(*) FROM cell_warning");
  for (const std::string& text : warnings) {
    known.text(0, text);
    bool is_known = false;
    while (known.step()) {  // one row, or none
      is_known = true;
    }
    if (is_known) {
      again.text(0, text).run();
    } else if (texts < kMostWarnings) {
      fresh.text(0, text).run();
      ++texts;
    }
  }
}

std::vector<CellWarning> load_sweep_warnings(Database& database) {
  std::vector<CellWarning> warnings;
  if (!database.has_table("cell_warning")) {
    return warnings;
  }
  Statement select(database, "SELECT text, cells FROM cell_warning ORDER BY ordinal");
  while (select.step()) {
    warnings.push_back({select.text_at(0), static_cast<std::size_t>(select.integer_at(1))});
  }
  return warnings;
}

std::string sweep_identity(const SweepDescription& sweep) {
  std::string identity;
  append_canonical(identity, std::to_string(kSweepFormat));
  append_canonical(identity, sweep.scenario_sha256);
  append_canonical(identity, std::to_string(sweep.seed));
  append_canonical(identity, std::to_string(sweep.replications));
  append_canonical(identity, policies_text(sweep.policies));
  append_canonical(identity, design_text(sweep.design));
  if (sweep.precision.asked()) {
    append_canonical(identity, canonical_number(sweep.precision.relative_half_width));
    append_canonical(identity, std::to_string(sweep.precision.most));
  }
  return identity;
}

void check_same_sweep(const SweepDescription& stored, const SweepDescription& asked,
                      const std::filesystem::path& path) {
  const std::vector<std::pair<bool, std::string>> differences{
      {stored.scenario_sha256 != asked.scenario_sha256, "scenario"},
      {stored.seed != asked.seed, "seed"},
      {stored.replications != asked.replications, "number of replications"},
      {stored.precision != asked.precision, "precision"},
      {policies_text(stored.policies) != policies_text(asked.policies), "list of policies"},
      {design_text(stored.design) != design_text(asked.design), "design"},
      {stored.tool_version != asked.tool_version || stored.git_hash != asked.git_hash, "build of faultline"}};
  std::vector<InputProblem> problems;
  for (const auto& [differs, what] : differences) {
    if (differs) {
      problems.push_back({path.string(), "", "", "holds a sweep with another " + what,
                          "choose another folder with --out, or delete the file to begin anew"});
    }
  }
  if (!problems.empty()) {
    throw InputError(std::move(problems));
  }
}

}  // namespace faultline::store
