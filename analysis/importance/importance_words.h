// What the answers on importance say in words, in every form of output.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/importance/importance.h"

namespace faultline {

inline constexpr std::string_view kReductionName = "loss reduction worth";
inline constexpr std::string_view kReductionFormula = "LRW = E[S] - E[S | perfect]";
inline constexpr std::string_view kAchievementName = "loss achievement worth";
inline constexpr std::string_view kAchievementFormula = "LAW = E[S | failed] - E[S]";

/// What perfect and failed mean for a kind of part.
[[nodiscard]] std::string state_words(PartKind kind);
/// What relief is: "cover with a canary first", "make soft (coupling 0.05)"; empty for gates.
[[nodiscard]] std::string relief_words(const ImportanceReport& report, PartKind kind);

/// A worth as a share of E[S] with the sign of the name's formula: LRW and relief save, LAW costs. Absent without one.
[[nodiscard]] std::optional<stats::Estimate> signed_fraction(const PartImportance& part, Force force);
/// The same in orders a quarter.
[[nodiscard]] std::optional<stats::Estimate> signed_orders(const PartImportance& part, Force force);

/// Advice that is settled, the largest saving of each kind first and at most three of a sort: "fix this edge: checkout
/// -> payment saves 3.1 % (1.2 to 5.0 %)". Where nothing of a kind is settled, that.
[[nodiscard]] std::vector<std::string> advice(const ImportanceReport& report);

}  // namespace faultline
