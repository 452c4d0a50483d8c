#include "models/io/policy_fields.h"

namespace faultline {

namespace {

using Info = FieldInfo;

}  // namespace

void describe(FieldVisitor& visitor, PolicyFields& policy) {
  policy.place = visitor.place();
  visitor.text({.name = "format", .description = "\"faultline-policy\", in a file of its own"}, policy.format);
  visitor.whole(Info{.name = "version", .description = "of the format", .min = 1, .max = 1, .setting = true},
                policy.version);
  visitor.text({.name = "id", .description = "name on the command line and in results", .required = true}, policy.id);
  visitor.text({.name = "title", .description = "one plain sentence for tables and reports", .required = true},
               policy.title);
  visitor.list({.name = "phases", .description = "in order of time", .required = true}, [&](FieldVisitor& v) {
    PhaseFields& phase = policy.phases.emplace_back();
    phase.place = v.place();
    v.number({.name = "from_day",
              .description = "day of the horizon on which the phase begins; the first begins at 0",
              .unit = "days",
              .min = 0.0,
              .max = 3650.0,
              .setting = true},
             phase.from_day);
    v.list({.name = "gates", .description = "in the order in which a change meets them", .required = true},
           [&](FieldVisitor& inner) { describe_gate(inner, phase.gates.emplace_back()); });
  });
}

}  // namespace faultline
