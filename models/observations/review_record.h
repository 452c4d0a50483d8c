// One change proposed for review, and what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/defects/defect.h"
#include "models/observations/moment.h"

namespace faultline {

struct ReviewRecord {
  enum class State : std::uint8_t { open, merged, abandoned };

  std::string id;
  Moment created;
  std::optional<Moment> ready;           ///< open for review; as created where nothing says otherwise
  std::optional<Moment> first_review;    ///< by a person who is not the author, before it was merged
  std::optional<Moment> first_approval;  ///< likewise
  std::optional<Moment> merged;
  State state = State::open;
  PersonId author;
  Origin origin = Origin::human;
  std::optional<std::uint32_t> approvals;  ///< distinct people, the author left out; absent: the source does not say
  std::optional<std::uint32_t> rounds;     ///< versions that the author uploaded
  std::optional<std::uint64_t> lines;
  std::optional<bool> sent_back;  ///< somebody voted against it
};

}  // namespace faultline
