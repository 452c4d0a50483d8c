// The parts of a scenario's table of fields that fill files of their own.
#pragma once

#include <string_view>

#include "models/io/scenario_fields.h"

namespace faultline {

// Reasons that many assumed defaults share.
inline constexpr std::string_view kAssumed = "no measurement found";
inline constexpr std::string_view kModel12 = "settled in the model, section 12";
inline constexpr double kMany = 1e12;  ///< above any weight or rate that makes sense

void describe_organisation(FieldVisitor& visitor, OrganisationFields& organisation);
void describe_defects(FieldVisitor& visitor, DefectModel& defects);
void describe_stealth(FieldVisitor& visitor, ScenarioFields& scenario);
void describe_response(FieldVisitor& visitor, ResponseModel& response);
void describe_background(FieldVisitor& visitor, BackgroundFields& background);
void describe_parameter_correlation(FieldVisitor& visitor, ParameterCorrelationFields& pair);
void describe_variant(FieldVisitor& visitor, VariantFields& variant);

}  // namespace faultline
