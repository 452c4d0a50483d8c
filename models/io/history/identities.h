// People and programs in the records of the past: told apart, never named.
#pragma once

#include <string>
#include <string_view>

#include "models/defects/defect.h"
#include "models/observations/moment.h"

namespace faultline {

/// Makes hashes of people's names and addresses, which go no further.
class Identities {
 public:
  /// Without the salt nobody can tell whose hash it is by trying names.
  explicit Identities(std::string salt = "") : salt_(std::move(salt)) {}
  [[nodiscard]] PersonId person(std::string_view text) const;

 private:
  std::string salt_;
};

/// Who writes under such a name ("Name <address>" or a login): a bot by the patterns that docs/methodology/fitting.md
/// lists, a coding agent, or else a person.
[[nodiscard]] Origin origin_of_author(std::string_view author);

/// A line of a commit's message says that a program helped ("Co-authored-by: Claude <...>", "Generated with ...").
[[nodiscard]] bool says_ai_assisted(std::string_view line);

}  // namespace faultline
