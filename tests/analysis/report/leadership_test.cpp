// What the sheet for those who decide says is not settled.
#include "analysis/report/leadership.h"

#include <gtest/gtest.h>

#include "tests/analysis/made_comparison.h"

namespace faultline::report {
namespace {

using stats::Verdict;
using test::compared;
using test::made_run;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// Policies "baseline", "a", "b", ..., all alike but for the verdicts of the pairs, in their order.
LeadershipFacts facts_of(std::size_t policies, const std::vector<Verdict>& verdicts) {
  RunDescription run = made_run(20, false);
  run.policies.resize(1);
  run.cases.resize(1);
  for (std::size_t p = 1; p < policies; ++p) {
    run.policies.push_back({std::string(1, static_cast<char>('a' + p - 1)), ""});
    run.cases.push_back({static_cast<std::uint32_t>(p), SecondReviewer::central});
  }
  LeadershipFacts facts;
  facts.comparison = compared(run);
  facts.policies.resize(policies);
  for (std::size_t i = 0; i < facts.comparison.pairs.size(); ++i) {
    facts.comparison.pairs[i].saving.verdict = verdicts.at(i);
  }
  facts.recommended = recommended_policy(facts.comparison);
  return facts;
}

std::string not_settled(const LeadershipFacts& facts) {
  const std::string page = leadership_page(facts);
  const std::size_t begin = page.find("<b>Not settled:</b> ");
  return page.substr(begin, page.find("</p>", begin) - begin);
}

stats::Estimate saving(double low, double high) {
  stats::Estimate estimate;
  estimate.value = (low + high) / 2;
  estimate.interval = stats::Interval{low, high};
  return estimate;
}

TEST(Leadership, NamesWhatIsOpenAgainstTheReferenceBesideARecommendation) {
  // (0, a), (0, b), (a, b)
  const std::string text =
      not_settled(facts_of(3, {Verdict::kNotSettled, Verdict::kSettledBetter, Verdict::kSettledBetter}));
  EXPECT_TRUE(contains(text, "<bdi>a</bdi> against <bdi>baseline</bdi>: ")) << text;
  EXPECT_FALSE(contains(text, "<bdi>b</bdi>")) << text;
  EXPECT_TRUE(
      contains(not_settled(facts_of(3, {Verdict::kSettledWorse, Verdict::kSettledBetter, Verdict::kSettledBetter})),
               "nothing between these policies"));
}

TEST(Leadership, NamesManyOpenComparisonsInAFewWords) {
  // b is recommended: (0, a), (0, b), (0, c), (0, d), (a, b), (a, c), (a, d), (b, c), (b, d), (c, d)
  std::vector<Verdict> verdicts(10, Verdict::kNotSettled);
  verdicts[1] = Verdict::kSettledBetter;
  verdicts[4] = Verdict::kSettledBetter;
  verdicts[7] = Verdict::kSettledWorse;
  const std::string text = not_settled(facts_of(5, verdicts));
  EXPECT_TRUE(contains(text, "</b> <bdi>d</bdi> against <bdi>b</bdi>: ")) << text;
  EXPECT_TRUE(text.ends_with(". <bdi>a</bdi>, <bdi>c</bdi> and <bdi>d</bdi> against <bdi>baseline</bdi>.")) << text;
}

TEST(Leadership, NamesTheRestWhereNothingIsSettled) {
  const std::string text = not_settled(facts_of(6, std::vector<Verdict>(15, Verdict::kNotSettled)));
  EXPECT_TRUE(contains(text, "<bdi>c</bdi> against <bdi>baseline</bdi>: ")) << text;
  EXPECT_TRUE(text.ends_with(". <bdi>d</bdi> and <bdi>e</bdi> against <bdi>baseline</bdi>.")) << text;
}

TEST(Leadership, SaysAlongWhichInputsTheSavingMayEndAndWhereCellsFailed) {
  LeadershipFacts facts = facts_of(2, {Verdict::kSettledBetter});
  // The changes are known well, the saving itself at the low end is not.
  facts.extras.sweep = LeadershipSweep{
      1,
      50,
      {{{"velocity", "", {"0.5", saving(25, 30)}, {"2", saving(49, 51)}}, {saving(-5, 60), saving(40, 60)}}},
      {},
      20};
  std::string page = leadership_page(facts);
  EXPECT_TRUE(contains(page,
                       "<b>No input that was moved is known to end the saving; not settled for "
                       "<bdi>velocity</bdi>.</b>"));
  EXPECT_TRUE(contains(page, "(-5 to 60)")) << "the table tells the saving's own interval";
  EXPECT_FALSE(contains(page, "could not be run"));
  facts.extras.sweep->cells = 6;
  facts.extras.sweep->failed_cells = 2;
  facts.extras.sweep->shortened = {"velocity"};
  page = leadership_page(facts);
  EXPECT_TRUE(contains(page,
                       "lose least of those that deliver. 2 of 6 cells could not be run: the range shown of "
                       "<bdi>velocity</bdi> ends there."));
}

}  // namespace
}  // namespace faultline::report
