// A scenario's variants: the checks of their list, and one of them applied to the resolved document.
#pragma once

#include <string>
#include <vector>

#include "models/io/resolve.h"
#include "models/io/scenario_fields.h"
#include "models/io/scenario_json.h"

namespace faultline {

/// Checks what can be told without applying a variant: ids, values, pointers that no variant may set. Returns the
/// variants that the document lists.
[[nodiscard]] std::vector<ScenarioVariant> read_variants(const ScenarioFields& fields, ProblemList& problems);

/// One variant's values, put into a resolved document.
class AppliedVariant {
 public:
  /// Applies the variant named by the options. Throws InputError when there is none of that name; pointers that lead
  /// nowhere and values that the command line sets too are collected.
  AppliedVariant(ResolvedDocument& document, const LoadOptions& options, ProblemList& problems);

  /// The problems of a document that is sound without this variant, each at its place in `variants`; `sound` is that
  /// document, whose valid pointers are offered in the place of those that lead nowhere.
  [[nodiscard]] InputError placed(const InputError& error, const LoadedScenario& sound) const;

 private:
  struct Value {
    std::string pointer;     ///< as the variant says it
    std::string file;        ///< of what it replaced or added
    std::string place;       ///< of the topmost value that it replaced or added, in that file
    bool is_target = false;  ///< that value is the one that the pointer names
    std::string set_file;    ///< where the variant says it
    std::string set_place;
  };
  [[nodiscard]] InputProblem placed(const InputProblem& problem, const LoadedScenario& sound) const;

  std::string file_;
  std::string place_;
  std::vector<Value> values_;
};

}  // namespace faultline
