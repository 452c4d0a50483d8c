// The graph of a scenario, wherever it comes from.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "models/io/graph_reader.h"
#include "models/io/scenario_json.h"

namespace faultline {

/// Reads the value of `graph`: a native graph in place, a file in any format that read_graph() knows, or the options of
/// the generator. Problems are collected; nothing is returned when there is no graph.
[[nodiscard]] std::optional<GraphReading> read_graph_value(const JsonNode& node, const std::filesystem::path& document,
                                                           const LoadOptions& options, ProblemList& problems,
                                                           std::vector<ParameterSource>& sources);

}  // namespace faultline
