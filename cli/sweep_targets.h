// Which numbers of a scenario a parameter of a sweep moves.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/scenario.h"

namespace faultline::cli {

/// The places of one parameter.
struct SweepTarget {
  std::string name{};                                    ///< as the user wrote it
  std::vector<std::pair<std::string, double>> places{};  ///< JSON pointer, and the value as it stands
  bool factor = false;                                   ///< the parameter multiplies the values as they stand
  bool whole = false;                                    ///< what is set is rounded to a whole number
  std::optional<double> base{};  ///< parameter at which the scenario is as it stands, where there is one
};

/// An alias for numbers that are varied often.
struct SweepAlias {
  std::string name;
  std::string pattern;  ///< JSON pointer, "*" for any token
  bool factor;
  bool whole;
  std::string meaning;
};
/// All aliases, in the order in which they are listed.
[[nodiscard]] const std::vector<SweepAlias>& sweep_aliases();

/// Every number of a scenario by its JSON pointer: those of the resolved document, and the defaults that it leaves out.
class ScenarioNumbers {
 public:
  /// `document`: SweepDocuments::numbers().
  ScenarioNumbers(const std::string& document, std::span<const ParameterSource> sources);

  /// Finds what a name moves: a JSON pointer ("*" stands for any key or position, and a gate may be named by its kind,
  /// as decisions do), or an alias. `reads` says whether the loader knows a pointer that is not among the numbers (a
  /// setting that the document leaves out). Throws InputError, with the nearest valid name, for what names nothing or
  /// would make quarters incomparable.
  [[nodiscard]] SweepTarget find(const std::string& name, const std::function<bool(const std::string&)>& reads) const;

 private:
  [[nodiscard]] SweepTarget find_alias(const std::string& name) const;
  [[nodiscard]] std::vector<std::pair<std::string, double>> matching(const std::string& pattern) const;
  [[nodiscard]] std::string by_kind(const std::string& pointer) const;
  [[nodiscard]] std::string nearest(const std::string& name) const;
  [[nodiscard]] std::string nearest_within(const std::string& within) const;

  std::map<std::string, double> numbers_;
  std::map<std::string, std::string> texts_;  // by pointer
  std::vector<std::string> origins_;          // by stream
};

/// Throws InputError when two parameters move the same number.
void check_apart(std::span<const SweepTarget> targets);

/// JSON pointers and texts that set a point: one value for each target.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> overrides_at(std::span<const SweepTarget> targets,
                                                                            std::span<const double> point);

}  // namespace faultline::cli
