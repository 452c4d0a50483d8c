#include "models/io/parameter_correlations.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "models/core/nearest_name.h"
#include "models/io/resolve.h"
#include "models/io/scenario_parts.h"

namespace faultline {
namespace {

constexpr std::size_t kMostPairs = 10'000;

std::vector<std::string> numbers_like(const std::string& pattern, const ParameterCorrelationFields& from,
                                      const std::string& key, std::span<const ParameterSource> sources,
                                      ProblemList& problems) {
  std::vector<std::string> found;
  std::vector<std::string> names;
  for (const ParameterSource& source : sources) {
    if (pointer_matches(pattern, source.pointer)) found.push_back(source.pointer);
    names.push_back(source.pointer);
  }
  if (found.empty()) {
    problems.add(from.place.problem(key, '"' + printable(pattern, 200) + '"', "names no number of the scenario",
                                    nearest_name(pattern, names).value_or("write it like /defects/beta")));
  }
  return found;
}

}  // namespace

std::vector<ParameterCorrelation> read_parameter_correlations(std::span<const ParameterCorrelationFields> fields,
                                                              std::span<const ParameterSource> sources,
                                                              ProblemList& problems) {
  std::vector<ParameterCorrelation> pairs;
  std::set<std::pair<std::string, std::string>> seen;
  for (const ParameterCorrelationFields& from : fields) {
    const std::vector<std::string> first = numbers_like(from.a, from, "/a", sources, problems);
    const std::vector<std::string> second = numbers_like(from.b, from, "/b", sources, problems);
    std::set<std::pair<std::string, std::string>> own;
    for (const std::string& a : first) {
      for (const std::string& b : second) {
        if (a != b) own.insert(std::minmax(a, b));
      }
    }
    if (own.empty() && !first.empty() && !second.empty()) {
      problems.add(from.place.problem("", "", "a number cannot be correlated with itself"));
    }
    if (pairs.size() + own.size() > kMostPairs) {
      problems.add(from.place.problem("", "", "more than " + std::to_string(kMostPairs) + " pairs are correlated"));
      return pairs;
    }
    for (const auto& [a, b] : own) {
      if (!seen.emplace(a, b).second) {
        problems.add(from.place.problem(
            "", "", "the pair " + printable(a, 200) + " and " + printable(b, 200) + " is given twice"));
        break;
      }
      pairs.push_back({a, b, from.rho, from.place.file + " at " + from.place.pointer});
    }
  }
  return pairs;
}

void describe_parameter_correlation(FieldVisitor& v, ParameterCorrelationFields& pair) {
  pair.place = v.place();
  v.text({.name = "a", .description = "JSON pointer of a number; * stands for any key or position", .required = true},
         pair.a);
  v.text({.name = "b", .description = "of another one; the same with * means every pair of them", .required = true},
         pair.b);
  v.number({.name = "rho",
            .description = "correlation of the two, each on the scale on which it is normal (Gaussian copula); 1: they "
                           "are one and the same unknown",
            .min = -0.9999,
            .max = 1.0,
            .required = true,
            .setting = true},
           pair.rho);
}

}  // namespace faultline
