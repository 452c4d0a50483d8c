#include "models/io/scenario_json.h"

#include <sstream>
#include <utility>

#include "models/core/sha256.h"
#include "models/io/field_reader.h"
#include "models/io/graph_value.h"
#include "models/io/graph_writer.h"
#include "models/io/policy_builder.h"
#include "models/io/resolve.h"
#include "models/io/scenario_builder.h"
#include "models/io/scenario_fields.h"

namespace faultline {

namespace {

/// The document with the graph's content in the place of whatever `graph` said. Notes are no part of it: two readers
/// that say different things about the same graph give the same scenario.
std::string canonical_document(ResolvedDocument& document, const ServiceGraph& graph,
                               const std::vector<Journey>& journeys) {
  std::ostringstream text;
  write_graph_json(text, graph, journeys);
  document.root().find("graph")->become(document.keep(parse_json(text.str(), "graph")).root());
  return canonical_json(document.root());
}

void check_format(const JsonNode& root, std::string_view found, std::string_view expected, ProblemList& problems) {
  if (found != expected) {
    const JsonNode* format = root.find("format");
    problems.add((format != nullptr ? *format : root).problem("must be \"" + std::string(expected) + "\""));
  }
}

}  // namespace

LoadedScenario parse_scenario(std::string_view text, const std::filesystem::path& file, const LoadOptions& options) {
  ProblemList problems;
  ResolvedDocument document = resolve_document(text, file, options, problems);
  if (!document.root().is(JsonKind::object)) {
    throw InputError(document.root().problem("a scenario must be an object"));
  }
  ScenarioFields fields;
  std::vector<ParameterSource> sources;
  FieldReader reader(&document.root(), "", problems, sources);
  describe(reader, fields);
  reader.finish();
  if (!fields.format.empty()) {
    check_format(document.root(), fields.format, kScenarioFormat, problems);
  }
  std::optional<GraphReading> graph;
  if (fields.graph != nullptr) {
    graph = read_graph_value(*fields.graph, file, options, problems, sources);
  }
  if (!graph) {
    problems.throw_if_any();
    throw InputError(document.root().problem("has no graph"));
  }
  std::vector<std::string> warnings;
  for (const GraphNote& note : graph->notes) {
    if (note.kind == GraphNote::Kind::assumption) {
      warnings.push_back("graph: " + note.text);
    }
  }
  Scenario scenario = build_scenario(fields, std::move(*graph), problems, warnings);
  problems.throw_if_any();
  scenario.sources = std::move(sources);
  std::string resolved = canonical_document(document, scenario.graph, scenario.journeys);
  std::string hash = sha256_hex(resolved);
  return {std::move(scenario), std::move(warnings), std::move(resolved), std::move(hash)};
}

LoadedScenario load_scenario(const std::filesystem::path& file, const LoadOptions& options) {
  return parse_scenario(read_text_file(file.string(), options.limits), file, options);
}

std::vector<std::string> check_policy_file(std::string_view text, const std::filesystem::path& file,
                                           const LoadOptions& options) {
  ProblemList problems;
  ResolvedDocument document = resolve_document(text, file, options, problems);
  if (!document.root().is(JsonKind::object)) {
    throw InputError(document.root().problem("a policy must be an object"));
  }
  PolicyFields fields;
  std::vector<ParameterSource> sources;
  FieldReader reader(&document.root(), "", problems, sources);
  describe(reader, fields);
  reader.finish();
  check_format(document.root(), fields.format, kPolicyFormat, problems);
  std::vector<std::string> warnings;
  check_policy(fields, problems, warnings);
  problems.throw_if_any();
  return warnings;
}

}  // namespace faultline
