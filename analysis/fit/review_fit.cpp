#include "analysis/fit/review_fit.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "analysis/fit/revert_risk.h"
#include "analysis/fit/size_law.h"
#include "analysis/fit/stream.h"

namespace faultline::fit {
namespace {

using Reviews = std::vector<const ReviewRecord*>;
using Wanted = std::function<bool(const ReviewRecord&)>;

std::size_t count(const Reviews& reviews, const Wanted& wanted) {
  return static_cast<std::size_t>(
      std::count_if(reviews.begin(), reviews.end(), [&](const ReviewRecord* review) { return wanted(*review); }));
}

Reviews those(const Reviews& reviews, const Wanted& wanted) {
  Reviews found;
  std::copy_if(reviews.begin(), reviews.end(), std::back_inserter(found),
               [&](const ReviewRecord* review) { return wanted(*review); });
  return found;
}

void add_times(const Reviews& reviews, const Reviews& merged, Group& group) {
  constexpr double kGrain = 1.0 / 3600.0;
  std::vector<double> turnaround;
  std::vector<double> approval;
  std::vector<double> after_approval;
  for (const ReviewRecord* review : merged) {
    turnaround.push_back(hours_between(review->created, *review->merged));
    if (!review->first_approval) continue;
    if (!review->never_ready) approval.push_back(hours_between(review->open_since(), *review->first_approval));
    after_approval.push_back(hours_between(*review->first_approval, *review->merged));
  }
  std::vector<double> first;
  for (const ReviewRecord* review : reviews) {
    if (review->first_review && !review->never_ready)
      first.push_back(hours_between(review->open_since(), *review->first_review));
  }
  add_size_figures(turnaround, {"turnaround_hours", "hours from creation to merge", kGrain}, group);
  add_size_figures(first, {"first_review_hours", "hours from ready to the first word of somebody else", kGrain}, group);
  add_size_figures(
      approval, {"first_approval_hours", "hours from ready to the first approval, of merged changes", kGrain}, group);
  add_size_figures(after_approval, {"approval_to_merge_hours", "hours from the first approval to the merge", kGrain},
                   group);
  constexpr double kFiveMinutes = 5.0 / 60.0;
  add_share("merged_within_5_minutes_share", "merged within five minutes of their creation",
            static_cast<std::size_t>(std::count_if(turnaround.begin(), turnaround.end(),
                                                   [](double hours) { return hours <= kFiveMinutes; })),
            merged.size(), group);
}

/// How the share without a review moves with how much was merged in the seven days before.
void add_load(const Reviews& merged, std::span<const Window> windows, const FitOptions& options, Group& group) {
  std::vector<std::int64_t> times;
  for (const ReviewRecord* review : merged) times.push_back(review->merged->utc_seconds);
  std::sort(times.begin(), times.end());
  std::vector<double> load;
  std::vector<bool> unreviewed;
  constexpr std::int64_t kWeekSeconds = 7 * 86400;
  for (const ReviewRecord* review : merged) {
    const std::int64_t at = review->merged->utc_seconds;
    // Of the first week after the beginning or a hole the load is not known.
    const std::int64_t day = options.day_of(*review->merged);
    const bool known = std::any_of(windows.begin(), windows.end(), [day](const Window& window) {
      return day >= window.first + 7 && day <= window.second;
    });
    if (!known) continue;
    const auto begin = std::lower_bound(times.begin(), times.end(), at - kWeekSeconds);
    const auto end = std::upper_bound(times.begin(), times.end(), at);
    load.push_back(static_cast<double>(end - begin));
    unreviewed.push_back(!review->first_review);
  }
  const auto risk = risk_by_size(load, unreviewed);
  if (!risk) return;
  Group figures;
  add_risk_figures(*risk, figures);
  Figure elasticity = figures.figures.front();
  elasticity.name = "unreviewed_load_elasticity";
  elasticity.meaning =
      "how the chance of merging without a review moves with the number merged in the week before: above 0, more "
      "work, less review";
  elasticity.estimate.method = "complementary log-log regression on the logarithm of load, Wald";
  elasticity.estimate.warnings.emplace_back("weeks hang together: the interval is too narrow");
  group.figures.push_back(std::move(elasticity));
}

void add_approvals(const Reviews& reviews, const Reviews& merged, std::span<const Window> windows,
                   const FitOptions& options, Group& group) {
  add_share("merged_share", "merged among all that were proposed",
            count(reviews, [](const ReviewRecord& r) { return r.state == ReviewRecord::State::merged; }),
            reviews.size(), group);
  const Reviews known = those(reviews, [](const ReviewRecord& r) { return r.reviews_known; });
  const Reviews known_merged = those(merged, [](const ReviewRecord& r) { return r.reviews_known; });
  const auto unreviewed = [](const ReviewRecord& r) { return !r.first_review; };
  add_share("unreviewed_share", "nobody but the author and programs said a word", count(known, unreviewed),
            known.size(), group);
  add_share("merged_unreviewed_share", "the same among merged changes", count(known_merged, unreviewed),
            known_merged.size(), group);
  add_load(known_merged, windows, options, group);
  std::vector<std::string> approvals;
  for (const ReviewRecord* review : merged) {
    if (!review->approvals) continue;
    approvals.push_back(*review->approvals >= 3 ? "3 or more" : std::to_string(*review->approvals));
  }
  if (!approvals.empty()) {
    add_share("merged_unapproved_share", "merged without an approval of somebody else",
              static_cast<std::size_t>(std::count(approvals.begin(), approvals.end(), "0")), approvals.size(), group);
    group.mixes.push_back(mix_of("approvals", "distinct people who approved a merged change", approvals, 4));
  }
  const Reviews judged = those(reviews, [](const ReviewRecord& r) { return r.sent_back.has_value(); });
  const Reviews judged_merged = those(merged, [](const ReviewRecord& r) { return r.sent_back.has_value(); });
  const auto sent_back = [](const ReviewRecord& r) { return *r.sent_back; };
  add_share("sent_back_share", "changes against which somebody voted", count(judged, sent_back), judged.size(), group);
  add_share("merged_sent_back_share", "the same among merged changes", count(judged_merged, sent_back),
            judged_merged.size(), group);
}

void add_rounds(const Reviews& reviews, Group& group) {
  std::vector<double> rounds;
  for (const ReviewRecord* review : reviews) {
    if (review->rounds && *review->rounds > 0) rounds.push_back(*review->rounds);
  }
  auto mean = stats::mean_estimate(rounds);
  if (!mean) return;
  group.figures.push_back(
      {"rounds_mean", "versions that the author uploaded of a merged change", *std::move(mean), kNoLaw, std::nullopt});
  add_share("several_rounds_share", "more than one version",
            static_cast<std::size_t>(std::count_if(rounds.begin(), rounds.end(), [](double r) { return r > 1.0; })),
            rounds.size(), group);
}

Group review_group(const std::string& name, const Reviews& reviews, const std::vector<Window>& windows,
                   const FitOptions& options) {
  Group group;
  group.name = name;
  const Reviews merged = those(reviews, [](const ReviewRecord& r) { return r.merged.has_value(); });
  std::vector<Moment> created;
  std::vector<Moment> landed;
  std::vector<double> lines;
  for (const ReviewRecord* review : reviews) {
    created.push_back(review->created);
    if (review->merged) landed.push_back(*review->merged);
    if (review->lines) lines.push_back(static_cast<double>(*review->lines));
  }
  add_stream_figures(created, windows, options, "created", group);
  group.n = reviews.size();
  if (auto rate = stream_rate(landed, windows, options, "merged")) group.figures.push_back(*std::move(rate));
  add_approvals(reviews, merged, windows, options, group);
  add_times(reviews, merged, group);
  add_rounds(merged, group);
  add_size_figures(lines, {"lines", "lines added and deleted", 1.0}, group);
  return group;
}

bool all_were_merged(std::span<const ReviewRecord> every) {
  return std::all_of(every.begin(), every.end(), [](const ReviewRecord& r) { return r.merged.has_value(); });
}

const Moment& chosen_by(const ReviewRecord& review, bool all_merged) {
  return all_merged ? *review.merged : review.created;
}

}  // namespace

std::vector<Window> review_windows(std::span<const ReviewRecord> every, const FitOptions& options) {
  const bool all_merged = all_were_merged(every);
  std::vector<Moment> covering;
  for (const ReviewRecord& review : every) {
    if (!options.within(chosen_by(review, all_merged))) continue;
    covering.push_back(chosen_by(review, all_merged));
    if (!all_merged && review.merged && options.within(*review.merged)) covering.push_back(*review.merged);
  }
  return covered_windows(covering, options);
}

Findings fit_reviews(std::span<const ReviewRecord> every, const FitOptions& options) {
  Findings findings;
  findings.kind = "reviews";
  const bool all_merged = all_were_merged(every);
  Reviews reviews;
  for (const ReviewRecord& review : every) {
    if (options.within(chosen_by(review, all_merged))) reviews.push_back(&review);
  }
  if (reviews.empty()) return findings;
  const std::vector<Window> windows = review_windows(every, options);
  findings.groups.push_back(review_group("all", reviews, windows, options));
  if (all_merged) {
    findings.groups.front().notes.emplace_back(
        "every change of the list was merged: it was chosen by that, the days it covers are those of merges, and "
        "created_per_day lacks what was created outside of them");
  }
  const Reviews bots = those(reviews, [](const ReviewRecord& r) { return r.by_bot; });
  const bool apart = !bots.empty() && bots.size() < reviews.size();
  if (apart) {
    findings.groups.push_back(
        review_group("people", those(reviews, [](const ReviewRecord& r) { return !r.by_bot; }), windows, options));
    findings.groups.push_back(review_group("bots", bots, windows, options));
  }
  const std::string people = apart ? "people" : "all";
  findings.plugs.push_back({"/organisation/streams/[people]/lines/median_lines", people, "lines_median"});
  findings.plugs.push_back({"/organisation/streams/[people]/lines/log_sd", people, "lines_ln_sd"});
  drop_missing_plugs(findings);
  return findings;
}

}  // namespace faultline::fit
