// Docker Compose files. (docs/formats/graph-compose.md)
#pragma once

#include <span>
#include <string_view>

#include "models/io/graph_reader.h"

namespace faultline {

/// Services with what they depend on and link to; several files are one project.
[[nodiscard]] GraphReading parse_graph_compose(std::span<const GraphSource> sources, const GraphOptions& options);
[[nodiscard]] bool recognises_graph_compose(std::string_view text);

}  // namespace faultline
