// One change of a history of source code.
#pragma once

#include <cstdint>
#include <string>

#include "models/defects/defect.h"
#include "models/observations/moment.h"

namespace faultline {

struct ChangeRecord {
  std::string id;  ///< hash, as far as it is given
  Moment authored;
  Moment landed;  ///< when it was committed
  PersonId author;
  Origin origin = Origin::human;  ///< automated: a bot
  std::uint32_t parents = 1;
  bool has_size = false;    ///< false for merges, which have no line counts of their own
  std::uint64_t lines = 0;  ///< added and deleted
  std::uint32_t files = 0;  ///< binary ones included
  std::uint32_t binary_files = 0;
  bool is_revert = false;
  std::string reverts;  ///< hash of the change that it takes back, as far as it is given; may be of elsewhere

  [[nodiscard]] bool is_merge() const { return parents > 1; }
};

}  // namespace faultline
