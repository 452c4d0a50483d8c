// Searches whose quarters are made up: what each candidate costs and loses is known.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/optimize/answer.h"
#include "analysis/optimize/answer_text.h"
#include "analysis/optimize/optimisation.h"
#include "models/core/elementary.h"
#include "models/core/philox.h"

namespace faultline::test {

/// True means of one candidate.
struct MadeCandidate {
  double lost_orders = 0;
  double engineer_hours = 0;
  double lead_time_hours = 10;
  double undelivered = 1;  ///< of 100 submitted
};

inline OptimisationDescription made_description(std::size_t candidates, Goal goal) {
  OptimisationDescription description;
  description.tool_version = "0.1.0";
  description.scenario_id = "made";
  description.scenario_sha256 = "abc";
  description.candidates_sha256 = "def";
  description.start = "start";
  description.seed = 1;
  description.first_batches = 10;
  description.most_batches = 200;
  description.goal = std::move(goal);
  for (std::size_t c = 0; c < candidates; ++c) {
    Candidate candidate;
    candidate.id = 'c' + std::to_string(c);
    candidate.title = "candidate " + std::to_string(c);
    description.candidates.push_back(candidate);
  }
  return description;
}

inline Goal made_goal(Minimise minimise) {
  Goal goal;
  goal.minimise = minimise;
  goal.prices.values = {10.0, 100.0, 1.0};
  return goal;
}

inline constexpr double kLuckOfOrders = 14.0;  ///< standard deviation of the shared part and of each one's own
inline constexpr double kLuckOfHours = 1.0;

/// Batch `batch` of a candidate: normal noise, in lost orders half of it shared by all candidates.
inline FigureTable made_batch(const MadeCandidate& truth, std::uint32_t candidate, std::size_t batch) {
  FigureTable table;
  for (std::size_t q = 0; q < kQuartersPerBatch; ++q) {
    const KeyedDraws draws(99, static_cast<std::uint32_t>(batch * kQuartersPerBatch + q));
    const auto normal = [&](std::uint32_t subject, std::uint32_t detail) {
      return elementary::normal_quantile(draws.uniform(subject, 1, detail));
    };
    Outcome outcome;
    outcome[Metric::lost_orders_gross] = truth.lost_orders + kLuckOfOrders * (normal(1000, 0) + normal(candidate, 0));
    outcome[Metric::engineer_hours] = truth.engineer_hours + kLuckOfHours * normal(candidate, 1);
    outcome[Metric::lead_time_median_hours] = truth.lead_time_hours;
    outcome[Metric::changes_submitted] = 100.0;
    outcome[Metric::changes_undelivered_horizon] = truth.undelivered;
    table.add(outcome);
  }
  return table;
}

inline Optimisation run_made(const std::vector<MadeCandidate>& truth, OptimisationDescription description) {
  Optimisation search(std::move(description));
  while (!search.over()) {
    for (std::size_t c = 0; c < truth.size(); ++c) {
      while (search.wants(c) && search.batches(c) < search.wanted_batches()) {
        search.add(c, made_batch(truth[c], static_cast<std::uint32_t>(c), search.batches(c)));
      }
    }
    search.look();
  }
  return search;
}

/// Standard deviation of the difference of two candidates' hours in one quarter.
inline double sd_of_hours() { return std::sqrt(2.0) * kLuckOfHours; }

/// Of the quarters that both had: a mean's standard error is that of one quarter over this.
inline double root_of_quarters(const Optimisation& search, std::size_t a, std::size_t b) {
  return std::sqrt(static_cast<double>(std::min(search.batches(a), search.batches(b)) * kQuartersPerBatch));
}

inline std::string all_sentences(const Optimisation& search, const OptimisationAnswer& answer) {
  std::string text;
  for (const std::string& sentence : answer_sentences(search, answer)) {
    text += sentence + "\n";
  }
  return text;
}

}  // namespace faultline::test
