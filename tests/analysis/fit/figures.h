// Figures by name, for tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "analysis/fit/findings.h"

namespace faultline::fit::testing {

inline const Group* find_group(const Findings& findings, const std::string& name) {
  const auto found = std::find_if(findings.groups.begin(), findings.groups.end(),
                                  [&](const Group& group) { return group.name == name; });
  return found == findings.groups.end() ? nullptr : &*found;
}

/// The value of a figure; a failure and 0 where there is none.
inline double value_of(const Findings& findings, const std::string& group, const std::string& name) {
  if (const Group* found = find_group(findings, group)) {
    for (const Figure& figure : found->figures) {
      if (figure.name == name) return figure.estimate.value;
    }
  }
  ADD_FAILURE() << "no figure " << group << "/" << name;
  return 0.0;
}

/// Within half a unit of the last digit that the reference gives.
inline void expect_figure(const Findings& findings, const std::string& group, const std::string& name, double reference,
                          double half_unit) {
  EXPECT_NEAR(value_of(findings, group, name), reference, half_unit * 1.0001) << group << "/" << name;
}

}  // namespace faultline::fit::testing
