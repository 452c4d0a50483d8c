// What was measured, in a form that knows neither files nor scenarios: figures, shapes and laws with what they are
// worth.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/stats/estimate.h"

namespace faultline::fit {

/// The days that a figure speaks of. Days are since 1970-01-01.
struct Period {
  std::int64_t first_day = 0;
  std::int64_t last_day = 0;  ///< the last one too
  std::size_t covered_days = 0;
  std::vector<std::pair<std::int64_t, std::int64_t>> holes;  ///< first and last day of each: no data, not no events
};

/// One number.
struct Figure {
  std::string name;  ///< with its unit
  std::string meaning;
  stats::Estimate estimate;
  std::string verdict;            ///< goodness of fit in a clause; "no law assumed" where there is none
  std::optional<double> p_value;  ///< of the test behind the verdict
};

/// That the errors of two figures of a group hang together.
struct FigureCorrelation {
  std::string a;  ///< names of figures
  std::string b;
  double rho = 0.0;  ///< of their estimates on the scale on which a posterior of them is normal
  std::string method;
};

/// Several numbers that belong together, such as the hours of a week.
struct Series {
  std::string name;
  std::string meaning;
  std::vector<double> values;
  std::size_t n = 0;  ///< observations
  std::string method;
  std::string verdict;
};

/// How often each of some names was seen.
struct Mix {
  struct Share {
    std::string name;
    stats::Estimate share;
  };
  std::string name;
  std::string meaning;
  std::vector<Share> shares;
};

/// Figures about the same records.
struct Group {
  std::string name;
  Period period;
  std::size_t n = 0;  ///< records
  std::vector<Figure> figures;
  std::vector<Series> series;
  std::vector<Mix> mixes;
  std::vector<std::string> notes;
  std::vector<FigureCorrelation> correlations{};
};

/// A value of a scenario that a measurement can take the place of.
struct Plug {
  /// JSON pointer, with [key=value] for the item of a list of which that holds, [] for its only one, and [people] for
  /// the only stream of changes that is not automated.
  std::string target;
  std::string group;
  std::string name;     ///< of the figure or series
  double factor = 1.0;  ///< of the figure and its interval
};

inline constexpr const char* kPeopleStream = "people";

struct Findings {
  std::string kind;  ///< "changes", ...
  std::vector<Group> groups;
  std::vector<Plug> plugs;
  std::vector<std::string> notes;
};

inline constexpr const char* kNoLaw = "no law assumed";

}  // namespace faultline::fit
