// The parts of the leadership page, each as HTML.
#pragma once

#include <string>
#include <string_view>

#include "analysis/report/leadership_facts.h"

namespace faultline::report {

inline constexpr std::size_t kLeadershipNameColumns = 44;

/// A name kept apart from the direction of the text around it, cut to `columns`; the whole of it is shown on hovering.
[[nodiscard]] std::string bdi(std::string_view name, std::size_t columns = kLeadershipNameColumns);
/// The bdi of a policy's id.
[[nodiscard]] std::string policy_bdi(const LeadershipFacts& facts, std::size_t policy, std::size_t columns = 32);
/// " (USD 4.6 M)" behind a count of orders where the scenario prices them; otherwise empty.
[[nodiscard]] std::string in_money(const RunDescription& run, double orders);
/// "about 8 in 100"; with fewer than 10 replications behind it "under" the upper end of its interval.
[[nodiscard]] std::string budget_chance(const stats::ExceedancePoint& over);
/// "the budget of 5,000 orders", or what stands in for one.
[[nodiscard]] std::string budget_words(const LeadershipFacts& facts);

/// Context line, warning of a failed check, h1, its figures, the decision asked and what is not settled.
[[nodiscard]] std::string leadership_head(const LeadershipFacts& facts);
[[nodiscard]] std::string leadership_table(const LeadershipFacts& facts);
[[nodiscard]] std::string leadership_panels(const LeadershipFacts& facts);
/// Assumptions, not modelled, history, how to reproduce.
[[nodiscard]] std::string leadership_basis(const LeadershipFacts& facts);
/// The figures of the table unrounded, as JSON, in its order: names stand there.
[[nodiscard]] std::string leadership_json(const LeadershipFacts& facts);

}  // namespace faultline::report
