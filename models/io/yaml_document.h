// YAML read into the same nodes as JSON, so that whoever reads a document needs to know one of them only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/io/json_document.h"

namespace faultline {

struct YamlLimits {
  std::size_t max_bytes = std::size_t{16} << 20U;
  std::size_t max_depth = 64;
  std::size_t max_values = 1'000'000;  ///< with aliases written out
};

/// The documents of one text. In a text of several, JSON pointers begin with the document's position, from 0.
class YamlStream {
 public:
  YamlStream(JsonDocument nodes, bool many) : nodes_(std::move(nodes)), many_(many) {}
  /// Valid as long as this lives.
  [[nodiscard]] std::vector<const JsonNode*> documents() const;

 private:
  JsonDocument nodes_;
  bool many_;
};

/// Scalars are text as written, except that null is null: whoever wants a number reads it from its text. Aliases are
/// written out and merge keys ("<<") applied. Duplicate keys are added to `problems` (the first one counts). Throws
/// InputError on anything that is no YAML, invalid UTF-8, control characters, keys that are no text, aliases of
/// themselves, and texts beyond the limits, which is where alias bombs end. Never throws anything else.
[[nodiscard]] YamlStream parse_yaml(std::string_view text, const std::string& file_name, ProblemList& problems,
                                    const YamlLimits& limits = {});

/// Whether a line begins with `key` and a colon, unindented, near the beginning of a YAML text.
[[nodiscard]] bool has_yaml_key(std::string_view text, std::string_view key);

}  // namespace faultline
