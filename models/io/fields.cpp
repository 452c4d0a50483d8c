#include "models/io/fields.h"

namespace faultline {

void describe_lognormal(FieldVisitor& visitor, const FieldInfo& info, LognormalHours& law) {
  visitor.object({.name = info.name, .description = info.description}, [&](FieldVisitor& inner) {
    inner.number({.name = "median_hours",
                  .description = "median",
                  .unit = "hours",
                  .min = 0.0,
                  .max = 1e5,
                  .evidence = info.evidence,
                  .reason = info.reason},
                 law.median_hours);
    inner.number({.name = "log_sd",
                  .description = "standard deviation of the logarithm",
                  .min = 0.0,
                  .max = 5.0,
                  .evidence = info.evidence,
                  .reason = info.reason},
                 law.log_sd);
  });
}

void describe_numbers_by_name(FieldVisitor& visitor, const FieldInfo& info, std::span<const std::string_view> names,
                              std::span<double> values) {
  visitor.object({.name = info.name, .description = info.description}, [&](FieldVisitor& inner) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      FieldInfo field = info;
      field.name = names[i];
      field.description = "";
      inner.number(field, values[i]);
    }
  });
}

}  // namespace faultline
