#include "analysis/capacity/review_capacity.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <utility>

#include "analysis/capacity/review_moments.h"
#include "analysis/fit/moment_settings.h"
#include "sim/run/task_threads.h"

namespace faultline::capacity {
namespace {

/// What blurs the question and is not in the records: the model's defaults and what stands at either side of them.
struct Blur {
  double attention_exponent;
  double idle_stamp_fraction;
  double reviewers;  // times the people who write changes
};
constexpr std::array<Blur, 5> kBlur{
    {{0.5, 0.2, 1.0}, {0.0, 0.0, 1.0}, {1.0, 0.46, 1.0}, {0.5, 0.2, 0.5}, {0.5, 0.2, 4.0}}};

std::uint16_t reviewers_of(const ReviewCase& given, const Blur& blur) {
  return static_cast<std::uint16_t>(std::max(2.0, std::floor(given.setting.reviewers * blur.reviewers + 0.5)));
}

constexpr double kLeastUtilisation = 0.02;
constexpr double kMostUtilisation = 3.0;
constexpr double kWorkScaleAtMost = 8.0;  // and its inverse at least

fit::TargetSet scaled(fit::TargetSet set, double factor) {
  set.estimate *= factor;
  set.low *= factor;
  set.high *= factor;
  return set;
}

std::function<void(std::size_t, const std::function<void(std::size_t)>&)> on_threads(std::uint32_t threads) {
  return [threads](std::size_t n, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    run_on_threads(threads == 0 ? usable_cores() : threads, [&] {
      for (std::size_t i = next++; i < n; i = next++) work(i);
    });
  };
}

}  // namespace

std::optional<CapacityEstimate> estimate_capacity(const ReviewCase& given, std::uint32_t threads) {
  const ReviewMoments moments(given);
  const double base_hours = mean_work_hours(given.setting);
  const double asked = given.reviews_per_week * base_hours;  // hours a week at the model's law
  const auto day_hours = static_cast<double>(given.week.hours);
  const double offered_at_most = given.setting.reviewers * day_hours * given.week.days();
  const fit::ParameterBounds work{1.0 / kWorkScaleAtMost, kWorkScaleAtMost};
  const fit::ParameterBounds hours{asked * work.low / kMostUtilisation,
                                   std::min(offered_at_most, asked * work.high / kLeastUtilisation)};
  if (!(hours.low > 0.0 && hours.low < hours.high)) return std::nullopt;

  fit::MomentSearch search;
  search.for_each = on_threads(threads);
  const QueueLuck luck(given.setting, search.replications);
  fit::MomentModel model;
  model.moments = kReviewMoments;
  model.settings = kBlur.size();
  model.allowed = [&given, asked, day_hours](std::span<const double> parameters, std::size_t setting) {
    if (parameters[0] > reviewers_of(given, kBlur[setting]) * day_hours * given.week.days()) return false;
    const double utilisation = asked * parameters[1] / parameters[0];
    return utilisation >= kLeastUtilisation && utilisation <= kMostUtilisation;
  };
  model.simulate = [&](std::span<const double> parameters, std::size_t setting, std::uint32_t count) {
    const Blur& blur = kBlur[setting];
    ReviewQueue queue(
        given.setting, luck,
        {parameters[0], parameters[1], blur.attention_exponent, blur.idle_stamp_fraction, reviewers_of(given, blur)});
    std::vector<double> first(given.setting.changes.size());
    std::vector<double> rows(count * kReviewMoments);
    for (std::uint32_t r = 0; r < count; ++r) {
      queue.run(r, first);
      moments.of(first, std::span(rows).subspan(r * kReviewMoments, kReviewMoments));
    }
    return rows;
  };
  std::array<double, kReviewMoments> observed{};
  moments.of(given.first_review_hours, observed);
  const std::array bounds{hours, work};
  const std::array<fit::MomentTarget, 3> targets{{{{1, 0}}, {{0, 1}}, {{-1, 1}}}};
  auto fit = fit::fit_in_any_setting(model, observed, bounds, targets, search);
  if (!fit) return std::nullopt;
  CapacityEstimate estimate;
  estimate.hours_per_week = fit->targets[0];
  estimate.work_hours_per_change = scaled(fit->targets[1], base_hours);
  estimate.utilisation = scaled(fit->targets[2], asked);
  estimate.n = given.counted.size();
  estimate.fit = *std::move(fit);
  return estimate;
}

}  // namespace faultline::capacity
