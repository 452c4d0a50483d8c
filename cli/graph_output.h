// A graph written where the user asked for it.
#pragma once

#include <filesystem>
#include <iosfwd>

#include "models/io/graph_reader.h"

namespace faultline::cli {

/// Writes the graph with its journeys and notes to `out` when `file` is empty or "-", else to the file, whole or not at
/// all, and says on `err` what the file holds. Returns the exit code; throws StorageFailure.
int write_graph(const std::filesystem::path& file, const GraphReading& reading, std::ostream& out, std::ostream& err);

}  // namespace faultline::cli
