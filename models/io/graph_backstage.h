// Backstage catalogs: what depends on what, and who owns it. (docs/formats/graph-backstage.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// Entities of any number of documents and files, read as one catalog.
[[nodiscard]] GraphReading parse_graph_backstage(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_backstage(std::string_view text);

}  // namespace faultline
