// A document with its parts: {"$file": "part.json"} replaced by the file's content, then the caller's overrides.
#pragma once

#include <deque>
#include <filesystem>
#include <string_view>

#include "models/io/scenario_json.h"

namespace faultline {

/// Owns all files of a document; the root is the resolved document.
class ResolvedDocument {
 public:
  [[nodiscard]] const JsonNode& root() const { return documents_.front().root(); }
  [[nodiscard]] JsonNode& root() { return documents_.front().root(); }
  /// Keeps a further document alive whose nodes become part of this one.
  JsonDocument& keep(JsonDocument document) { return documents_.emplace_back(std::move(document)); }

 private:
  std::deque<JsonDocument> documents_;
};

/// Says whether `path` lies in the folder `tree` or below, symbolic links resolved.
[[nodiscard]] bool lies_within(const std::filesystem::path& path, const std::filesystem::path& tree);

/// Parses `text` and the parts it refers to. A reference is relative to the file that holds it; it must lie in the
/// folder of the document or below unless the options allow otherwise, and must not lead back to a file that is being
/// read. Throws InputError when the document itself is no JSON; all else is collected.
[[nodiscard]] ResolvedDocument resolve_document(std::string_view text, const std::filesystem::path& file,
                                                const LoadOptions& options, ProblemList& problems);

}  // namespace faultline
