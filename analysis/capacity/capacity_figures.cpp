// The estimate of what reviewers could do in the words and figures of a measurement.
#include <algorithm>
#include <utility>

#include "analysis/capacity/review_capacity.h"
#include "analysis/fit/review_fit.h"
#include "analysis/fit/wording.h"

namespace faultline::capacity {
namespace {

constexpr double kSettled = 2.0;  // high end over low end up to which a value may take the place of a scenario's
constexpr double kWide = 4.0;
constexpr double kIdle = 0.2;
constexpr double kRefused = 0.05;

constexpr const char* kHours = "review_hours_per_week";
constexpr const char* kHoursEach = "review_hours_per_reviewer_week";
constexpr const char* kWork = "review_work_hours_per_change";
constexpr const char* kUtilisation = "review_utilisation";

double width(const fit::TargetSet& set) { return set.high / set.low; }

bool settled(const CapacityEstimate& estimate, const fit::TargetSet& set) {
  return !set.open_low && !set.open_high && width(set) <= kSettled && estimate.fit.p_value > kRefused;
}

std::vector<std::string> warnings(const CapacityEstimate& estimate, const fit::TargetSet& set) {
  std::vector<std::string> said;
  if (set.open_high) {
    said.emplace_back("the data cannot tell how much higher: the interval ends at the highest value that was tried");
  }
  if (set.open_low) {
    said.emplace_back("the data cannot tell how much lower: the interval ends at the lowest value that was tried");
  }
  if (estimate.utilisation.low < kIdle && estimate.fit.p_value > kRefused && width(set) > kWide) {
    said.emplace_back(
        "the data cannot tell closely: reviewers may have been idle most of the time, and then turnaround does not "
        "move "
        "with load");
  } else if (said.empty() && width(set) > kWide) {
    said.emplace_back(
        "the data cannot tell closely: few hours with little work a change, and haste, give the same turnaround as "
        "many hours with much work");
  }
  if (estimate.fit.p_value <= kRefused) {
    said.push_back("the simulator's queue does not reproduce these times at any capacity (distance " +
                   fit::short_number(estimate.fit.inflation) +
                   " times what chance leaves): people answer when they do for other reasons than that they are "
                   "busy, and no figure here is more than a reading of the model");
  }
  return said;
}

void add_figure(const CapacityEstimate& estimate, const fit::TargetSet& set, std::string name, std::string meaning,
                fit::Group& group) {
  fit::Figure figure{
      .name = std::move(name), .meaning = std::move(meaning), .estimate = {}, .verdict = {}, .p_value = {}};
  figure.estimate.value = set.estimate;
  figure.estimate.interval = stats::Interval{set.low, set.high};
  figure.estimate.n = estimate.n;
  figure.estimate.method = "simulated moments of the review queue, common random numbers, inverted Monte Carlo test";
  figure.estimate.warnings = warnings(estimate, set);
  figure.verdict = estimate.fit.p_value > kRefused ? "the simulator's queue reproduces the times to a first review"
                                                   : "the simulator's queue does not reproduce the times to a first "
                                                     "review: intervals are widened by the distance left";
  figure.verdict += " (p " + fit::short_p(estimate.fit.p_value) + ")";
  figure.p_value = estimate.fit.p_value;
  group.figures.push_back(std::move(figure));
}

std::string team_words(const ReviewCase& given) {
  std::string text = "review capacity takes the " + std::to_string(given.setting.reviewers) +
                     " people who write changes in a quarter for the reviewers, at work " +
                     std::to_string(given.week.hours) + " hours from " + std::to_string(given.week.opens_hour) +
                     ":00 on " + fit::short_number(given.week.days()) + " days a week, as reviews show";
  if (given.left_out > 0) {
    text += "; it is of the last " + std::to_string(kQueuedAtMost) + " changes that came to a reviewer, " +
            std::to_string(given.left_out) + " earlier ones left out";
  }
  return text;
}

void add_plugs(const CapacityEstimate& estimate, const ReviewCase& given, const std::string& group,
               fit::Findings& findings) {
  const std::string review = "/organisation/review/";
  std::vector<std::string> held_back;
  if (settled(estimate, estimate.hours_per_week)) {
    findings.plugs.push_back({review + "review_hours_per_week", group, kHoursEach});
  } else {
    held_back.emplace_back("hours");
  }
  if (settled(estimate, estimate.work_hours_per_change)) {
    const double mean = mean_work_hours(given.setting);
    const ReviewPractice practice;
    findings.plugs.push_back({review + "base_work/median_hours", group, kWork, practice.base_work.median_hours / mean});
    findings.plugs.push_back({review + "hours_per_line", group, kWork, practice.hours_per_line / mean});
    findings.plugs.push_back({review + "max_work_hours", group, kWork, practice.max_work_hours / mean});
  } else {
    held_back.emplace_back("work a change");
  }
  if (held_back.empty()) return;
  std::string which;
  for (const std::string& one : held_back) which += (which.empty() ? "" : " and ") + one;
  findings.notes.push_back("reviewers' " + which +
                           " are not settled by these records (the ends of the interval differ by more than a factor "
                           "of 2, or the queue does not reproduce the times): a scenario keeps its own");
}

}  // namespace

void add_review_capacity(std::span<const ReviewRecord> records, const fit::FitOptions& options, fit::Findings& findings,
                         std::uint32_t threads) {
  if (findings.groups.empty()) return;
  const auto people = std::find_if(findings.groups.begin(), findings.groups.end(),
                                   [](const fit::Group& group) { return group.name == "people"; });
  fit::Group& group = people == findings.groups.end() ? findings.groups.front() : *people;
  std::string reason;
  const auto given = review_case(records, fit::review_windows(records, options), options, reason);
  std::optional<CapacityEstimate> estimate;
  if (given) {
    estimate = estimate_capacity(*given, threads);
    if (!estimate) reason = "no time to review at all";
  }
  if (!estimate) {
    findings.notes.push_back("what reviewers could do is not inferred: " + reason);
    return;
  }
  add_figure(*estimate, estimate->hours_per_week, kHours, "hours of review that the whole team could give in a week",
             group);
  const double each = 1.0 / given->setting.reviewers;
  fit::TargetSet per_reviewer = estimate->hours_per_week;
  per_reviewer.estimate *= each;
  per_reviewer.low *= each;
  per_reviewer.high *= each;
  add_figure(*estimate, per_reviewer, kHoursEach, "the same for each of its reviewers", group);
  add_figure(*estimate, estimate->work_hours_per_change, kWork,
             "hours that one attentive review of a change takes, on average", group);
  add_figure(
      *estimate, estimate->utilisation, kUtilisation,
      "attentive work that came over hours that reviewers could give; near 1 and above they hurry or fall behind",
      group);
  group.notes.push_back(team_words(*given));
  add_plugs(*estimate, *given, group.name, findings);
}

}  // namespace faultline::capacity
