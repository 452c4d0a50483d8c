// Names that a document gives to things and refers to elsewhere.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/io/policy_builder.h"
#include "models/io/problem_list.h"
#include "models/io/scenario_fields.h"

namespace faultline {

/// Names of a table, for references and for suggestions.
class NameTable {
 public:
  /// False when the name is there already.
  bool add(const std::string& name) {
    names_.push_back(name);
    return indices_.emplace(name, names_.size() - 1).second;
  }
  [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const {
    const auto found = indices_.find(name);
    return found == indices_.end() ? std::nullopt : std::optional<std::size_t>(found->second);
  }
  /// Position of a name that must exist.
  std::optional<std::size_t> resolve(const std::string& name, const char* what, const Place& place,
                                     std::string_view below, ProblemList& problems) const {
    const std::optional<std::size_t> index = find(name);
    if (!index && !problems.full()) {
      problems.add(place.problem(below, '"' + printable(name) + '"', std::string("there is no ") + what + " of that id",
                                 suggestion_for(name, names_)));
    }
    return index;
  }

  /// Notes that another entry of the table has this id.
  static void duplicate(const std::string& id, const char* what, const Place& place, ProblemList& problems) {
    problems.add(
        place.problem("/id", '"' + printable(id) + '"', std::string("there is another ") + what + " of that id"));
  }

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::size_t> indices_;
};

}  // namespace faultline
