#include "analysis/stats/verdict.h"

namespace faultline::stats {

Verdict verdict(const std::optional<Interval>& saving, double smallest_that_matters) {
  if (!saving) {
    return Verdict::kNotSettled;
  }
  if (saving->low > smallest_that_matters) {
    return Verdict::kSettledBetter;
  }
  if (saving->high < -smallest_that_matters) {
    return Verdict::kSettledWorse;
  }
  if (saving->low >= -smallest_that_matters && saving->high <= smallest_that_matters) {
    return Verdict::kNoDifferenceThatMatters;
  }
  return Verdict::kNotSettled;
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSettledBetter:
      return "settled better";
    case Verdict::kSettledWorse:
      return "settled worse";
    case Verdict::kNoDifferenceThatMatters:
      return "no difference that matters";
    case Verdict::kNotSettled:
      break;
  }
  return "not settled";
}

}  // namespace faultline::stats
