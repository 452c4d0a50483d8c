// Variants of a scenario: what their part of the document says.
#include "models/io/scenario_parts.h"

namespace faultline {

void describe_variant(FieldVisitor& v, VariantFields& variant) {
  variant.place = v.place();
  v.text({.name = "id", .description = "name on the command line, in results and of its folder", .required = true},
         variant.id);
  v.text({.name = "title", .description = "one plain sentence for reports"}, variant.title);
  v.optional_number(
      {.name = "value",
       .description = "its place on the axis of charts, such as the factor that it sets; in every variant "
                      "or in none, each its own. Above 0, slopes between neighbours are computed",
       .setting = true},
      variant.value);
  v.raw({.name = "set", .description = "what differs", .required = true}, "set", variant.set);
}

}  // namespace faultline
