#include "models/io/scenario_json.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <utility>

#include "models/core/sha256.h"
#include "models/io/field_reader.h"
#include "models/io/graph_json.h"
#include "models/io/graph_value.h"
#include "models/io/graph_writer.h"
#include "models/io/parameter_correlations.h"
#include "models/io/policy_builder.h"
#include "models/io/resolve.h"
#include "models/io/scenario_builder.h"
#include "models/io/scenario_fields.h"
#include "models/io/variants.h"

namespace faultline {

namespace {

std::string canonical_graph(const ServiceGraph& graph, const std::vector<Journey>& journeys) {
  std::ostringstream text;
  write_graph_json(text, graph, journeys);
  return canonical_json(parse_json(text.str(), "graph").root());
}

/// The document with the graph's content in the place of whatever `graph` said, without variants and correlations,
/// which change nothing in a run. Notes are no part of it: two readers that say different things about the same graph
/// give the same scenario.
std::string canonical_document(ResolvedDocument& document, const std::string& graph) {
  document.root().remove("variants");
  document.root().remove("correlations");
  return canonical_json(document.root(), "graph", graph);
}

/// Every part of a document on which its demand depends. (a marketplace without a zone of its own has that of `time`)
std::string demand_of(const JsonNode& root) {
  std::string parts;
  for (const char* const key : {"time", "marketplaces"}) {
    const JsonNode* const part = root.find(key);
    parts += (part != nullptr ? canonical_json(*part) : "") + '\n';
  }
  return parts;
}

void check_format(const JsonNode& root, std::string_view found, std::string_view expected, ProblemList& problems) {
  if (found != expected) {
    const JsonNode* format = root.find("format");
    problems.add((format != nullptr ? *format : root).problem("must be \"" + std::string(expected) + "\""));
  }
}

/// With the variant that the options name, which is kept in `variant`.
LoadedScenario read_scenario(std::string_view text, const std::filesystem::path& file, const LoadOptions& options,
                             std::optional<AppliedVariant>& variant) {
  ProblemList problems;
  ResolvedDocument document = resolve_document(text, file, options, problems);
  if (!document.root().is(JsonKind::object)) {
    throw InputError(document.root().problem("a scenario must be an object"));
  }
  if (!options.variant.empty()) {
    variant.emplace(document, options, problems);
  }
  ScenarioFields fields;
  std::vector<ParameterSource> sources;
  FieldReader reader(&document.root(), "", problems, sources);
  describe(reader, fields);
  reader.finish();
  if (!fields.format.empty()) {
    check_format(document.root(), fields.format, kScenarioFormat, problems);
  }
  std::vector<ScenarioVariant> variants = read_variants(fields, problems);
  std::optional<GraphReading> graph;
  if (options.graph != nullptr && fields.graph != nullptr) {
    graph = options.graph->reading;
  } else if (fields.graph != nullptr) {
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
  const bool same_demand = options.demand != nullptr && options.demand->document == demand_of(document.root());
  Scenario scenario = build_scenario(fields, std::move(*graph), same_demand ? &options.demand->marketplaces : nullptr,
                                     problems, warnings);
  scenario.correlations = read_parameter_correlations(fields.parameter_correlations, sources, problems);
  problems.throw_if_any();
  scenario.sources = std::move(sources);
  std::string resolved =
      canonical_document(document, options.graph != nullptr ? options.graph->document
                                                            : canonical_graph(scenario.graph, scenario.journeys));
  std::string hash = sha256_hex(resolved);
  return {std::move(scenario), std::move(warnings), std::move(resolved), std::move(hash), std::move(variants)};
}

}  // namespace

LoadedScenario parse_scenario(std::string_view text, const std::filesystem::path& file, const LoadOptions& options) {
  std::optional<AppliedVariant> variant;
  try {
    return read_scenario(text, file, options, variant);
  } catch (const InputError& error) {
    if (!variant) {
      throw;
    }
    LoadOptions without = options;
    without.variant.clear();
    const LoadedScenario sound = parse_scenario(text, file, without);  // or it says what is wrong anyway
    throw variant->placed(error, sound);
  }
}

DocumentApart take_graph_apart(std::string_view document, const std::filesystem::path& file) {
  ProblemList problems;
  const JsonDocument parsed = parse_json(document, file.string());
  const JsonNode* const graph = parsed.root().find("graph");
  if (graph == nullptr) {
    throw InputError(parsed.root().problem("has no graph"));
  }
  std::optional<GraphReading> reading = read_graph_json(*graph, problems);
  problems.throw_if_any();
  return {{std::move(*reading), canonical_json(*graph)}, canonical_json(parsed.root(), "graph", "{}")};
}

SharedDemand shared_demand(const LoadedScenario& loaded) {
  return {loaded.scenario.marketplaces, demand_of(parse_json(loaded.document, "scenario").root())};
}

std::vector<std::string> check_variants(std::string_view text, const std::filesystem::path& file,
                                        const LoadOptions& options, std::span<const std::string> ids) {
  LoadOptions one = options;
  one.variant.clear();
  const LoadedScenario plain = parse_scenario(text, file, one);
  std::vector<std::string> chosen(ids.begin(), ids.end());
  if (chosen.empty()) {
    std::transform(plain.variants.begin(), plain.variants.end(), std::back_inserter(chosen),
                   [](const ScenarioVariant& variant) { return variant.id; });
  }
  ProblemList problems;
  std::vector<std::string> warnings;
  for (const std::string& id : chosen) {
    one.variant = id;
    try {
      for (const std::string& warning : parse_scenario(text, file, one).warnings) {
        if (std::find(plain.warnings.begin(), plain.warnings.end(), warning) == plain.warnings.end()) {
          warnings.push_back("variant \"" + printable(id) + "\": " + warning);
        }
      }
    } catch (const InputError& error) {
      problems.add(error);
    }
  }
  problems.throw_if_any();
  return warnings;
}

LoadedScenario load_scenario(const std::filesystem::path& file, const LoadOptions& options) {
  return parse_scenario(read_text_file(file.string(), options.limits), file, options);
}

std::string document_as_written(const std::filesystem::path& file, const LoadOptions& options) {
  ProblemList problems;
  ResolvedDocument document = resolve_document(read_text_file(file.string(), options.limits), file, options, problems);
  if (!options.variant.empty()) {
    const AppliedVariant applied(document, options, problems);
  }
  problems.throw_if_any();
  document.root().remove("variants");
  document.root().remove("correlations");
  return canonical_json(document.root());
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
