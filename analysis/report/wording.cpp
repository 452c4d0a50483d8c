#include "analysis/report/wording.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/report/chart_format.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

constexpr std::size_t kStepsNamed = 5;
constexpr std::size_t kNameColumns = 40;

std::string percent(double share) { return format_number(100 * share, 2) + " %"; }

}  // namespace

std::string listed(const std::vector<std::string>& names, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += i == 0 ? "" : i + 1 == names.size() ? last : ", ";
    text += names[i];
  }
  return text;
}

std::string step_name(const RunDescription& run, const WaterfallStep& step) {
  switch (step.part) {
    case WaterfallPart::not_shipped:
      return "not shipped";
    case WaterfallPart::contained:
      return "contained";
    case WaterfallPart::recovered:
      return "recovered sooner";
    case WaterfallPart::caught:
      return "caught by " + printable(run.gates[step.gate], kNameColumns);
    case WaterfallPart::interaction:
      break;
  }
  return "interaction";
}

namespace {

// Of a step that costs orders.
std::string cost_name(const RunDescription& run, const WaterfallStep& step) {
  switch (step.part) {
    case WaterfallPart::not_shipped:
      return "more shipped";
    case WaterfallPart::contained:
      return "contained less";
    case WaterfallPart::recovered:
      return "recovered later";
    case WaterfallPart::caught:
      return "caught less by " + printable(run.gates[step.gate], kNameColumns);
    case WaterfallPart::interaction:
      break;
  }
  return "interaction";
}

}  // namespace

double share_of(const WaterfallStep& step, const WaterfallResult& waterfall) {
  return step.orders.alone.value / waterfall.total.value;
}

std::string saving_sources(const Comparison& comparison, std::size_t b) {
  const PolicyResult& policy = comparison.policies[b];
  if (b == 0 || !policy.waterfall || !(policy.waterfall->total.value > 0) ||
      comparison.against_reference(b).saving.verdict != stats::Verdict::kSettledBetter) {
    return "";
  }
  const WaterfallResult& waterfall = *policy.waterfall;
  std::vector<const WaterfallStep*> settled;
  for (const WaterfallStep& step : waterfall.steps) {
    if (step.settled()) {
      settled.push_back(&step);
    }
  }
  std::stable_sort(settled.begin(), settled.end(), [](const WaterfallStep* x, const WaterfallStep* y) {
    return x->orders.alone.value > y->orders.alone.value;
  });
  const std::string name = printable(policy.id, kNameColumns);
  if (settled.empty()) {
    return "Where the saving of " + name + " comes from is not settled.";
  }
  // The largest, and of those that cost orders the worst.
  const auto cost = [](const WaterfallStep* step) { return step->orders.alone.value < 0; };
  if (settled.size() > kStepsNamed) {
    const auto kept = cost(settled.back()) ? kStepsNamed - 1 : kStepsNamed;
    settled.erase(settled.begin() + static_cast<std::ptrdiff_t>(kept), settled.end() - (kept < kStepsNamed ? 1 : 0));
  }
  std::string text = "Saved by " + name + ":";
  double named = 0;
  bool lost_again = false;
  for (const WaterfallStep* step : settled) {
    const double share = share_of(*step, waterfall);
    named += share;
    const bool first_cost = cost(step) && !lost_again;
    lost_again = lost_again || first_cost;
    text += (step == settled.front() ? " "
             : first_cost            ? "; "
                                     : ", ") +
            std::string(first_cost ? "lost again: " : "") + percent(std::abs(share)) + " " +
            (cost(step) ? cost_name(comparison.run, *step) : step_name(comparison.run, *step));
  }
  constexpr double kNothing = 0.005;  // of the total: would be shown as 0 %
  if (std::abs(1 - named) >= kNothing) {
    text += "; " + percent(1 - named) + " small or not settled";
  }
  return text + ".";
}

}  // namespace faultline::report
