#include "analysis/weekly_loss.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace faultline {
namespace {

constexpr double kRounding = 1e-6;  // of the quarter's loss: the weeks sum it in another order

// Of a sample that may have missed the large losses nothing is said: its intervals end too low.
bool saves_nothing(const WeekLoss& week) {
  return week.saved && week.saved->alone.warnings.empty() &&
         (week.verdict == stats::Verdict::kNoDifferenceThatMatters || week.verdict == stats::Verdict::kSettledWorse);
}

}  // namespace

void WeeklyLossAccumulator::add(std::span<const double> own, std::span<const double> reference, double quarter) {
  double sum = 0;
  for (std::size_t week = 0; week < own_.size(); ++week) {
    const double lost = week < own.size() ? own[week] : 0;
    sum += lost;
    own_[week].add(lost);
    saved_[week].add((week < reference.size() ? reference[week] : 0) - lost);
  }
  adds_up_ = adds_up_ && std::abs(sum - quarter) <= kRounding * std::max(quarter, 1.0);
}

std::optional<WeeklyLoss> WeeklyLossAccumulator::result(const WeeklyLossAccumulator& reference,
                                                        double fraction_that_matters) const {
  WeeklyLoss result;
  auto saved = stats::joint_estimates(saved_);
  if (!saved || !adds_up_ || !reference.adds_up_) {
    return std::nullopt;
  }
  for (std::size_t week = 0; week < own_.size(); ++week) {
    auto lost = own_[week].finalize();
    if (!lost) {
      return std::nullopt;
    }
    WeekLoss& entry = result.weeks.emplace_back(WeekLoss{*std::move(lost), std::nullopt, stats::Verdict::kNotSettled});
    if (this != &reference) {
      entry.verdict = stats::verdict((*saved)[week].together, fraction_that_matters * reference.own_[week].mean());
      entry.saved = std::move((*saved)[week]);
    }
  }
  if (this == &reference) {
    return result;
  }
  std::size_t end = result.weeks.size();
  while (end > 0 && saves_nothing(result.weeks[end - 1])) {
    --end;
  }
  if (end < result.weeks.size()) {
    result.may_end_after_week = end;
  }
  for (std::size_t week = 0; week < result.weeks.size(); ++week) {
    if (result.weeks[week].verdict == stats::Verdict::kSettledBetter) {
      result.last_week_settled = week + 1;
    }
  }
  return result;
}

}  // namespace faultline
