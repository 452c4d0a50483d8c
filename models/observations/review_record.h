// One change proposed for review, and what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/observations/moment.h"

namespace faultline {

struct ReviewRecord {
  enum class State : std::uint8_t { open, merged, abandoned };

  std::string id;
  Moment created;
  bool never_ready = false;              ///< it never left its author's desk: no times from being ready
  std::optional<Moment> ready;           ///< open for review; absent: from the beginning
  std::optional<Moment> first_review;    ///< by a person who is not the author, before it was merged
  std::optional<Moment> first_approval;  ///< likewise
  std::optional<Moment> merged;
  State state = State::open;
  PersonId author;
  bool by_bot = false;
  bool reviews_known = false;              ///< that there was none means something
  std::optional<std::uint32_t> approvals;  ///< distinct people, the author left out; absent: the source does not say
  std::optional<std::uint32_t> rounds;     ///< versions that the author uploaded
  std::optional<std::uint64_t> lines;
  std::optional<bool> sent_back;  ///< somebody voted against it

  [[nodiscard]] const Moment& open_since() const { return ready ? *ready : created; }
};

/// What somebody said of a change in review.
struct ReviewEvent {
  enum class Kind : std::uint8_t { comment, approve, reject };

  std::string change;  ///< id of its ReviewRecord
  PersonId by;
  bool by_bot = false;
  Kind kind = Kind::comment;
  Moment at;
};

}  // namespace faultline
