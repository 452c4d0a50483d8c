// A policy as its document says it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/io/fields.h"
#include "models/policy/policy.h"

namespace faultline {

inline constexpr std::string_view kPolicyFormat = "faultline-policy";

struct GateFields {
  Gate gate;
  std::string calendar;
  std::string pool;
  std::vector<std::string> demands;
  double adopt_over_days = 0.0;
  std::vector<std::string> tiers;
  std::vector<std::string> teams;
  std::vector<std::string> services;
  double max_lines = 1e9;
  Place place;
};

struct PhaseFields {
  double from_day = 0.0;
  std::vector<GateFields> gates;
  Place place;
};

struct PolicyFields {
  std::string format{kPolicyFormat};
  int version = 1;
  std::string id;
  std::string title;
  std::vector<PhaseFields> phases;
  Place place;
};

/// The table of fields of a gate.
void describe_gate(FieldVisitor& visitor, GateFields& fields);

/// The table of fields of a policy, in a scenario or in a file of its own.
void describe(FieldVisitor& visitor, PolicyFields& policy);

}  // namespace faultline
