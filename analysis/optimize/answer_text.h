// The answer of a search for readers and for other programs.
#pragma once

#include <string>

#include "analysis/optimize/answer.h"

namespace faultline {

/// For terminals, at most 80 columns wide.
[[nodiscard]] std::string optimisation_table(const Optimisation& search, const OptimisationAnswer& answer);
[[nodiscard]] std::string optimisation_markdown(const Optimisation& search, const OptimisationAnswer& answer);
/// One object; keys: docs/formats/optimize.md.
[[nodiscard]] std::string optimisation_json(const Optimisation& search, const OptimisationAnswer& answer,
                                            const std::string& results_sha256);
/// One line for each candidate.
[[nodiscard]] std::string optimisation_csv(const Optimisation& search, const OptimisationAnswer& answer);

/// "the least friction that loses no more than 1.2M orders a quarter"
[[nodiscard]] std::string question_of(const Goal& goal);
/// What the answer says in sentences: the recommended policy, the runner-up, and when that would win.
[[nodiscard]] std::vector<std::string> answer_sentences(const Optimisation& search, const OptimisationAnswer& answer);

/// Of what the limit is on: "1.2M", or "5 %" for shares.
[[nodiscard]] std::string limit_value(LimitKind kind, double value);
/// "12.3M (12.2M to 12.4M)"
[[nodiscard]] std::string brief_estimate(const stats::Estimate& estimate);

}  // namespace faultline
