// A document with its parts: {"$file": "part.json"} replaced by the file's content, {"$file": "part.json#/pointer"} by
// a value within it, then the caller's overrides.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/io/scenario_json.h"

namespace faultline {

/// Owns all files of a document; the root is the resolved document.
class ResolvedDocument {
 public:
  [[nodiscard]] const JsonNode& root() const { return documents_.front().root(); }
  [[nodiscard]] JsonNode& root() { return documents_.front().root(); }
  /// The document that holds the root.
  [[nodiscard]] JsonDocument& main() { return documents_.front(); }
  /// Keeps a further document alive whose nodes become part of this one.
  JsonDocument& keep(JsonDocument document) { return documents_.emplace_back(std::move(document)); }

 private:
  std::deque<JsonDocument> documents_;
};

/// Says whether `path` lies in the folder `tree` or below, symbolic links resolved.
[[nodiscard]] bool lies_within(const std::filesystem::path& path, const std::filesystem::path& tree);

/// Tokens of a JSON pointer (RFC 6901) to something below the root, unescaped; nothing when it is none.
[[nodiscard]] std::optional<std::vector<std::string>> pointer_tokens(std::string_view pointer);

/// Whether a pattern in which "*" stands for any one key or position names a pointer.
[[nodiscard]] bool pointer_matches(std::string_view pattern, std::string_view pointer);

/// Hears what is wrong with a pointer, and a suggestion.
using PointerReport = std::function<void(std::string what, std::string suggestion)>;

/// Where a value came to stand.
struct SetValue {
  const JsonNode* target = nullptr;   ///< null after a report
  const JsonNode* topmost = nullptr;  ///< the uppermost key that was added; the target when there was none to add
};

/// Puts `value`, which must outlive the document, where a pointer leads. Keys that the document leaves out are added:
/// whether they mean anything, the check of the document says.
SetValue set_value(ResolvedDocument& document, const std::vector<std::string>& tokens, const JsonNode& value,
                   const PointerReport& report);

/// Parses `text` and the parts it refers to. A reference is relative to the file that holds it; it must lie in the
/// folder of the document or below unless the options allow otherwise, and must not lead back to a file that is being
/// read. Throws InputError when the document itself is no JSON; all else is collected.
[[nodiscard]] ResolvedDocument resolve_document(std::string_view text, const std::filesystem::path& file,
                                                const LoadOptions& options, ProblemList& problems);

}  // namespace faultline
