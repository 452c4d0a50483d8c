// Public histories against the figures that their README gives, to its last digit where both mean the same.
#include <gtest/gtest.h>

#include <map>

#include "analysis/fit/change_fit.h"
#include "models/io/history/change_history.h"
#include "models/io/history/order_records.h"
#include "models/io/json_document.h"
#include "tests/analysis/fit/figures.h"
#include "tests/models/io/shared_data.h"

namespace faultline::fit {
namespace {

using testing::expect_figure;

struct Reference {
  const char* folder;
  double rows;
  double people;
  double bot_share;
  double per_day;
  double variance_to_mean;
  double week_peak;
  double day_peak;
  double day_least;
  double weekend;
  double median;
  double p90;
  double ln_mean;
  double ln_sd;
  double reverts;
};

constexpr Reference kReferences[] = {
    {"openstack-keystone", 2998, 1530, .041, .356, 3.39, 3.51, 1.82, .38, .080, 39, 378.2, 3.581, 1.873, .0069},
    {"meta-below", 2600, 2509, .035, 1.063, 5.67, 3.88, 1.93, .35, .104, 2, 111.3, 1.884, 1.814, .0035},
    {"golang-net", 2408, 2372, .000, .450, 3.00, 3.40, 1.83, .46, .140, 38, 463.8, 3.693, 1.971, .0076},
    {"govuk-publishing-api", 5990, 2185, .378, .785, 4.10, 5.15, 2.97, .00, .002, 19, 252.6, 3.082, 1.861, .0117},
    {"apache-devlake", 2977, 2874, .035, 2.041, 5.01, 4.21, 2.49, .05, .030, 52.5, 794.2, 3.944, 2.059, .0020}};

History<ChangeRecord> read(const std::filesystem::path& file) {
  History<ChangeRecord> history = read_changes(read_text_file(file.string()), file.filename().string(), {});
  drop_duplicates(history);
  put_in_order(history, [](const ChangeRecord& change) { return change.landed.utc_seconds; });
  return history;
}

TEST(RealChanges, FiguresAreThoseOfTheReadme) {
  for (const Reference& reference : kReferences) {
    const auto file = ::faultline::testing::shared_data(std::string("changes/") + reference.folder + "/commits.csv");
    if (!file) continue;
    SCOPED_TRACE(reference.folder);
    const History<ChangeRecord> history = read(*file);
    EXPECT_EQ(history.rows.rows, reference.rows);
    EXPECT_EQ(history.rows.skipped, 0U);
    const Findings utc = fit_changes(history.records, {});
    const Group* changes = testing::find_group(utc, "changes");
    ASSERT_NE(changes, nullptr);
    EXPECT_EQ(static_cast<double>(changes->n), reference.people);
    expect_figure(utc, "all", "bot_share", reference.bot_share, 5e-4);
    expect_figure(utc, "all", "revert_share", reference.reverts, 5e-5);
    // The README divides by the time between the first and the last of these changes, here by the days covered.
    EXPECT_NEAR(testing::value_of(utc, "changes", "authored_per_day"), reference.per_day, 3e-3 * reference.per_day);
    expect_figure(utc, "changes", "hour_of_week_peak_to_mean", reference.week_peak, 5e-3);
    expect_figure(utc, "changes", "hour_of_day_peak_to_mean", reference.day_peak, 5e-3);
    expect_figure(utc, "changes", "hour_of_day_least_to_mean", reference.day_least, 5e-3);
    expect_figure(utc, "changes", "weekend_share", reference.weekend, 5e-4);
    expect_figure(utc, "changes", "lines_median", reference.median, 1e-9);
    expect_figure(utc, "changes", "lines_p90", reference.p90, 5e-2);
    expect_figure(utc, "changes", "lines_ln_mean", reference.ln_mean, 5e-4);
    expect_figure(utc, "changes", "lines_ln_sd", reference.ln_sd, 5e-4);
    // The README tells days by each author's own clock.
    FitOptions own;
    own.clock = [](const Moment& moment) { return moment.utc_seconds + moment.offset_seconds; };
    EXPECT_NEAR(testing::value_of(fit_changes(history.records, own), "changes", "daily_variance_to_mean"),
                reference.variance_to_mean, 0.02);
  }
}

TEST(RealChanges, TheLogAndTheTableTellTheSame) {
  for (const Reference& reference : kReferences) {
    const auto table = ::faultline::testing::shared_data(std::string("changes/") + reference.folder + "/commits.csv");
    const auto log =
        ::faultline::testing::shared_data(std::string("changes/") + reference.folder + "/git-log-fuller.txt");
    if (!table || !log) continue;
    SCOPED_TRACE(reference.folder);
    std::map<std::string, ChangeRecord> by_hash;
    for (const ChangeRecord& change : read(*table).records) by_hash[change.id] = change;
    const History<ChangeRecord> history = read(*log);
    EXPECT_EQ(history.rows.skipped, 0U);
    std::size_t found = 0;
    for (const ChangeRecord& change : history.records) {
      const auto same = by_hash.find(change.id.substr(0, 12));
      if (same == by_hash.end()) continue;
      ++found;
      EXPECT_EQ(change.lines, same->second.lines) << change.id;
      EXPECT_EQ(change.files, same->second.files) << change.id;
      EXPECT_EQ(change.binary_files, same->second.binary_files) << change.id;
      EXPECT_EQ(change.authored, same->second.authored) << change.id;
      EXPECT_EQ(change.landed, same->second.landed) << change.id;
      EXPECT_EQ(change.parents > 1, same->second.parents > 1) << change.id;
      EXPECT_EQ(change.is_revert, same->second.is_revert) << change.id;
      EXPECT_EQ(change.origin == Origin::automated, same->second.origin == Origin::automated) << change.id;
    }
    EXPECT_GT(found, history.records.size() * 9 / 10);
  }
}

}  // namespace
}  // namespace faultline::fit
