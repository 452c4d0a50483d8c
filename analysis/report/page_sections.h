// The sections of the page, each as HTML; empty where there is nothing to say.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/changes/run_changes.h"
#include "analysis/comparison.h"

namespace faultline::report {

// page_loss.cpp
[[nodiscard]] std::string comparison_table(const Comparison& comparison);
[[nodiscard]] std::string exceedance_section(const Comparison& comparison);
[[nodiscard]] std::string differences_section(const Comparison& comparison);
[[nodiscard]] std::string loss_sources_section(const Comparison& comparison);

// page_saving.cpp
[[nodiscard]] std::string saving_section(const Comparison& comparison);
[[nodiscard]] std::string price_section(const Comparison& comparison);

// page_flow.cpp
[[nodiscard]] std::string delivery_section(const Comparison& comparison);
[[nodiscard]] std::string backlog_section(const Comparison& comparison);
[[nodiscard]] std::string people_section(const Comparison& comparison);

// page_changes.cpp
[[nodiscard]] std::string changes_section(const RunChanges& changes);

// page_provenance.cpp
[[nodiscard]] std::string assumptions_section(const RunDescription& run);
/// Plain text.
[[nodiscard]] std::string variant_name(const RunDescription& run);
[[nodiscard]] std::string not_modelled_section();
[[nodiscard]] std::span<const std::string_view> not_modelled_lines();
/// The command that makes these results again.
[[nodiscard]] std::string reproduce_command(const RunDescription& run);
[[nodiscard]] std::string reproduce_section(const Comparison& comparison);

}  // namespace faultline::report
