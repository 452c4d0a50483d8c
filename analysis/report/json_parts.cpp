#include "analysis/report/json_parts.h"

namespace faultline::report {

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json interval(const stats::Interval* value) { return value != nullptr ? Json{value->low, value->high} : Json(nullptr); }

Json interval(const std::optional<stats::Interval>& value) { return interval(value ? &*value : nullptr); }

Json estimate(const stats::Estimate& value) {
  Json json{{"mean", value.value}, {"ci95", interval(value.interval)}};
  if (!value.warnings.empty()) {
    json["warnings"] = value.warnings;
  }
  return json;
}

Json estimate(const std::optional<stats::Estimate>& value) {
  return value ? estimate(*value) : Json{{"mean", nullptr}, {"ci95", nullptr}};
}

Json estimate(const stats::JointEstimate& value) {
  Json json = estimate(value.alone);
  json["simultaneous_ci95"] = interval(value.together);
  return json;
}

}  // namespace faultline::report
