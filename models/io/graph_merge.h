// Several sources of one system made into one graph. (docs/formats/merging.md)
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/io/graph_reader.h"

namespace faultline {

/// A graph and where it comes from.
struct GraphPart {
  std::string source;  ///< its name in notes
  bool observed;       ///< its calls were seen or set by hand, not declared
  GraphReading reading;
};

/// Joins services by name. Calls take their numbers from observed parts before declared ones, owners and tiers the
/// other way round; among equals the earlier part goes first. Notes are those of the parts, and what the parts disagree
/// on.
[[nodiscard]] GraphReading merge_graphs(std::span<const GraphPart> parts);

/// Reads each of `inputs`, FILE or FORMAT=FILE, and merges them. Files of one format that takes several are one source.
/// Without a format of its own a file is read as `format`, or by its content when that is empty. Throws InputError.
[[nodiscard]] GraphReading read_merged(std::string_view format, std::span<const std::string> inputs,
                                       const GraphOptions& options = {});

}  // namespace faultline
