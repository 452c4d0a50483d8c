#include "cli/fit_into.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <system_error>
#include <vector>

#include "analysis/report/table.h"
#include "analysis/store/output_file.h"
#include "cli/measured_values.h"
#include "cli/scenario_location.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"
#include "models/io/json_document.h"
#include "models/io/resolve.h"
#include "models/io/scenario_json.h"

namespace faultline::cli {
namespace fs = std::filesystem;
namespace {

/// The last part of a pointer's first two: what defaults are counted by.
std::string section_of(const std::string& pointer) {
  const std::size_t second = pointer.find('/', 1);
  return pointer.substr(0, second);
}

void print_assumed(const std::vector<ParameterSource>& sources, std::ostream& out) {
  std::size_t stated = 0;
  std::map<std::string, std::size_t> defaults;
  for (const ParameterSource& source : sources) {
    if (source.status != SourceStatus::assumed) continue;
    if (source.is_default) {
      ++defaults[section_of(source.pointer)];
    } else {
      ++stated;
    }
  }
  out << "\nstayed assumed: " << stated << " values that the scenario states\n";
  for (const ParameterSource& source : sources) {
    if (source.status != SourceStatus::assumed || source.is_default) continue;
    out << "  " << printable(source.pointer, 200) << " " << printable(source.value, 40) << ": "
        << printable(source.source, 200) << "\n";
  }
  std::string listed;
  std::size_t all = 0;
  for (const auto& [section, count] : defaults) {
    listed += (listed.empty() ? "" : ", ") + section.substr(1) + " " + std::to_string(count);
    all += count;
  }
  out << report::terminal_text("and " + how_many(all, "default") + ": " + listed + ".");
}

bool share_a_folder(const fs::path& a, const fs::path& b) {
  std::error_code error;
  return fs::equivalent(fs::absolute(a).parent_path(), fs::absolute(b).parent_path(), error);
}

/// The scenario with what it refers to written into it: references are relative to the file that holds them.
std::string with_its_parts(const std::string& text, const fs::path& file, const LoadOptions& load) {
  ProblemList problems;
  const ResolvedDocument whole = resolve_document(text, file, load, problems);
  problems.throw_if_any();
  return canonical_json(whole.root());
}

}  // namespace

void write_into_scenario(const FitAnswer& answer, const IntoOptions& options, std::ostream& out) {
  const fs::path file = locate_scenario(options.scenario, library_folders());
  LoadOptions load;
  load.allow_outside_tree = options.allow_outside_tree;
  const std::string text = read_text_file(file.string(), load.limits);
  (void)parse_scenario(text, file, load);  // says what is wrong with it before anything is put in
  const fs::path as = options.as.empty() ? file.parent_path() / "scenario-measured.json" : options.as;
  const PutIn put = put_measured(share_a_folder(as, file) ? text : with_its_parts(text, file, load), answer);
  std::error_code error;
  if (fs::equivalent(as, file, error)) {
    throw InputError(
        {as.string(), "", "", "is the scenario itself, which stays as it is", "write to another file of its folder"});
  }
  const LoadedScenario loaded = parse_scenario(put.scenario, as, load);
  write_file(as, put.scenario);
  out << "\n" << printable(as.string(), 4096) << ": " << put.replaced.size() << " values measured\n";
  for (const std::string& line : put.replaced) out << "  " << line << "\n";
  if (!put.kept.empty()) out << "\nmeasured, and not put in:\n";
  for (const std::string& line : put.kept) out << "  " << line << "\n";
  print_assumed(loaded.scenario.sources, out);
}

}  // namespace faultline::cli
