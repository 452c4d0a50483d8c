// Scenario documents: the door through which JSON becomes an immutable Scenario.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/io/graph_reader.h"
#include "models/io/json_document.h"
#include "models/scenario.h"

namespace faultline {

/// One of a scenario's variants: the same document with some values set otherwise.
struct ScenarioVariant {
  std::string id;
  std::string title;
  std::optional<double> value;  ///< where it stands among the others, e.g. the factor that it sets
  std::vector<std::pair<std::string, std::string>> set;  ///< JSON pointer, and the value as canonical JSON
};

/// The graph of a scenario, read once for all documents that differ from its own in nothing that the graph or the
/// journeys are made of.
struct SharedGraph {
  GraphReading reading;
  std::string document;  ///< its part of the resolved document, as canonical JSON
};

/// The demand of a scenario, laid over its hours once for all documents that say the same of it.
struct SharedDemand {
  std::vector<Marketplace> marketplaces;
  std::string document;  ///< what it was laid from: `time` and `marketplaces` of the document, as canonical JSON
};

struct LoadOptions {
  /// JSON pointer and JSON text of the value (text that is no JSON is taken as a string): replaces values of the
  /// resolved document before it is checked.
  std::vector<std::pair<std::string, std::string>> overrides;
  bool allow_outside_tree = false;  ///< parts may lie outside the folder of the document
  std::string variant;              ///< id of the variant to load; empty: the scenario as it stands
  JsonLimits limits{std::size_t{64} << 20U, 64, 10'000'000};
  const SharedGraph* graph = nullptr;  ///< what the document's `graph`, which is not looked at, stands for
  const SharedDemand* demand =
      nullptr;  ///< taken by a document with the same `time` and `marketplaces`, overrides included
};

struct LoadedScenario {
  Scenario scenario;
  /// What runs but is probably not meant, or must be known to read the results; one sentence each, safe to print.
  std::vector<std::string> warnings;
  /// The resolved document as canonical JSON: parts and graph included, overrides and variant applied, keys sorted. It
  /// has no list of variants: one that sets a value to what it is anyway has the document of the scenario itself. Nor
  /// has it correlations, which say how numbers may be off and not what they are.
  std::string document;
  std::string sha256;                     ///< of `document`, in lower-case hexadecimal
  std::vector<ScenarioVariant> variants;  ///< of the scenario, in the order of the document
};

/// Reads a scenario with all its parts. Throws InputError with every problem found, and nothing else.
[[nodiscard]] LoadedScenario load_scenario(const std::filesystem::path& file, const LoadOptions& options = {});

/// The same from a text in memory; relative parts are looked for beside `file`, which need not exist.
[[nodiscard]] LoadedScenario parse_scenario(std::string_view text, const std::filesystem::path& file,
                                            const LoadOptions& options = {});

/// A resolved document in two parts: its graph, and the rest, which with that graph in its LoadOptions gives the
/// scenario that the document gives, the same LoadedScenario::document included.
struct DocumentApart {
  SharedGraph graph;
  std::string rest;
};

/// `document`: a LoadedScenario::document. Throws InputError when it is none.
[[nodiscard]] DocumentApart take_graph_apart(std::string_view document, const std::filesystem::path& file);

/// What other documents can share of a scenario's demand. Throws InputError when its document is none.
[[nodiscard]] SharedDemand shared_demand(const LoadedScenario& loaded);

/// The document with its parts, overrides and variant, as canonical JSON, in which pointers mean what they mean to
/// overrides: the graph is as the document gives it, lists stand in their order. Without variants and correlations.
/// Throws InputError.
[[nodiscard]] std::string document_as_written(const std::filesystem::path& file, const LoadOptions& options = {});

/// Loads every variant named (all when `ids` is empty) of a scenario that is sound as it stands. Throws InputError with
/// the problems of all of them, each at its place in `variants`. Returns the warnings that the scenario as it stands
/// does not have, each with its variant's id.
[[nodiscard]] std::vector<std::string> check_variants(std::string_view text, const std::filesystem::path& file,
                                                      const LoadOptions& options = {},
                                                      std::span<const std::string> ids = {});

/// Checks a policy that stands in a file of its own, as far as that is possible without a scenario. Throws InputError.
/// Returns warnings.
std::vector<std::string> check_policy_file(std::string_view text, const std::filesystem::path& file,
                                           const LoadOptions& options = {});

}  // namespace faultline
