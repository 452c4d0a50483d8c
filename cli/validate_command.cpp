#include "cli/validate_command.h"

#include <algorithm>
#include <array>
#include <ostream>

#include "cli/exit_code.h"
#include "cli/scenario_location.h"
#include "models/io/decisions.h"
#include "models/io/graph_reader.h"
#include "models/io/json_document.h"
#include "models/io/known_incidents.h"
#include "models/io/policy_fields.h"
#include "models/io/scenario_fields.h"
#include "models/io/scenario_json.h"

namespace faultline::cli {

namespace {

enum class FileKind { scenario, policy, graph, known_incidents, decisions };

/// What a text is by its `format`, or by the keys that only one kind has.
FileKind kind_of(const std::string& text, const std::string& file) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || text[first] != '{') {
    return FileKind::graph;
  }
  ProblemList ignored;  // the loader reports them
  const JsonDocument document = parse_json(text, file, ignored);
  const JsonNode* format = document.root().find("format");
  const std::string_view name =
      format != nullptr && format->is(JsonKind::string) ? format->as_string() : std::string_view();
  if (name == kKnownIncidentsFormat || document.root().find("incidents") != nullptr) return FileKind::known_incidents;
  if (name == kDecisionsFormat || document.root().find("variables") != nullptr) return FileKind::decisions;
  if (name == kScenarioFormat || document.root().find("policies") != nullptr ||
      document.root().find("$file") != nullptr) {
    return FileKind::scenario;
  }
  return name == kPolicyFormat || document.root().find("phases") != nullptr ? FileKind::policy : FileKind::graph;
}

void print_warnings(const std::vector<std::string>& warnings, std::ostream& err) {
  for (const std::string& warning : warnings) {
    err << "warning: " << warning << '\n';
  }
}

void print_sources(const std::vector<ParameterSource>& sources, std::ostream& out) {
  const auto count = [&](SourceStatus status) {
    return std::count_if(sources.begin(), sources.end(),
                         [status](const ParameterSource& source) { return source.status == status; });
  };
  const auto defaults =
      std::count_if(sources.begin(), sources.end(), [](const ParameterSource& source) { return source.is_default; });
  out << "numbers: " << sources.size() << ", of which " << count(SourceStatus::evidence) << " from evidence rows, "
      << count(SourceStatus::measured) << " measured, " << count(SourceStatus::estimated) << " estimated, "
      << count(SourceStatus::assumed) << " assumed; " << defaults << " are defaults\n";
}

void print_variants(const std::vector<ScenarioVariant>& variants, std::ostream& out) {
  out << "variants: " << variants.size() << ", all of them sound:";
  for (const ScenarioVariant& variant : variants) {
    out << (&variant == &variants.front() ? " " : ", ") << printable(variant.id);
  }
  out << '\n';
}

}  // namespace

int run_validate(const ValidateOptions& options, std::ostream& out, std::ostream& err) {
  const std::filesystem::path file = locate_scenario(options.file.string(), library_folders());
  const std::string name = file.string();
  const std::string text = read_text_file(name);
  LoadOptions load;
  load.overrides = options.overrides;
  load.allow_outside_tree = options.allow_outside_tree;
  switch (kind_of(text, name)) {
    case FileKind::scenario: {
      const LoadedScenario loaded = parse_scenario(text, file, load);
      const Scenario& scenario = loaded.scenario;
      print_warnings(loaded.warnings, err);
      out << printable(name) << ": a sound scenario\n"
          << scenario.graph.service_count() << " services, " << scenario.graph.call_count() << " calls, "
          << scenario.journeys.size() << " journeys, " << scenario.marketplaces.size() << " marketplaces, "
          << scenario.organisation.teams.size() << " teams, " << scenario.policies.size() << " policies\n";
      print_sources(loaded.scenario.sources, out);
      if (!loaded.variants.empty()) {
        print_warnings(check_variants(text, file, load), err);
        print_variants(loaded.variants, out);
      }
      out << "sha256: " << loaded.sha256 << '\n';
      return kDone;
    }
    case FileKind::policy:
      print_warnings(check_policy_file(text, file, load), err);
      out << printable(name) << ": a sound policy, as far as that can be told without a scenario\n";
      return kDone;
    case FileKind::known_incidents: {
      const std::size_t count = check_known_incidents(text, file, load);
      out << printable(name) << ": a sound file of " << count << (count == 1 ? " known incident" : " known incidents")
          << ", as far as that can be told without a scenario\n";
      return kDone;
    }
    case FileKind::decisions: {
      const std::size_t count = candidates_of(parse_decisions(text, file, load)).size();
      out << printable(name) << ": a sound file of decisions that makes " << count
          << " policies, as far as that can be told without a scenario\n";
      return kDone;
    }
    case FileKind::graph:
      break;
  }
  if (!options.overrides.empty()) {
    throw InputError({name, "", options.overrides.front().first,
                      "--set changes scenarios, policies and known incidents, not graphs", "change the file"});
  }
  const std::array<GraphSource, 1> sources{GraphSource{name, text}};
  const GraphReading reading = read_graph("", sources);
  for (const GraphNote& note : reading.notes) {
    err << (note.kind == GraphNote::Kind::assumption ? "warning: " : "note: ") << note.text << '\n';
  }
  out << printable(name) << ": a sound graph\n"
      << reading.graph.service_count() << " services, " << reading.graph.call_count() << " calls, "
      << reading.journeys.size() << " journeys\n";
  return kDone;
}

}  // namespace faultline::cli
