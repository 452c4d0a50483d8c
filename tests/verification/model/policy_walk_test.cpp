// The walk of a change through a policy against closed forms (published-answers, sections 4 and 10), against drawn
// defects, and against the engine. Monte-Carlo checks use z < 4: a false alarm with probability 6e-5 each, had the seed
// been drawn at random.
#include "analysis/walk/policy_walk.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "models/core/elementary.h"
#include "models/core/samplers.h"
#include "sim/delivery/change_table.h"
#include "sim/delivery/risk_score.h"
#include "sim/response/fault.h"
#include "tests/support/scenario_builder.h"
#include "tests/support/tiny_scenario.h"
#include "tests/verification/model/model_support.h"

namespace faultline {
namespace {

using support::make_gate;

constexpr double kDay = 24.0;
constexpr double kRatio = 0.5;

/// One team of eight that owns everything, no stamps, no habit, the same base work for every change; p is `ceiling`.
Scenario quiet(double ceiling = 0.45) {
  Scenario scenario =
      support::tiny_scenario(support::tiny_graph(1), support::tiny_time(7 * kDay, 28 * kDay, 7 * kDay), 1e6);
  support::add_defective_changes(scenario, 50.0);
  scenario.organisation.streams[0].lines = {24.0, 0.0, 24.0};
  scenario.organisation.review.base_work.log_sd = 0.0;
  scenario.organisation.review.idle_stamp_fraction = 0.0;
  scenario.organisation.review.habit_bypass_fraction = 0.0;
  scenario.stealth.human = {ceiling, 1e12, 1.5, kRatio, 0.1};
  return scenario;
}

WalkedChange change_of(const Scenario& scenario) {
  WalkedChange change;
  change.service = ServiceId{0};
  change.lines = scenario.organisation.streams[0].lines.median_lines;
  return change;
}

PhaseWalk walk(Scenario& scenario, std::vector<Gate> gates, const WalkedChange& change, double ratio = kRatio) {
  scenario.policies[0].phases = {{0.0, std::move(gates)}};
  support::number_gates(scenario);
  const ServiceFacts facts(scenario);
  return walk_policy(scenario, facts, scenario.policies[0], change, ratio).at(0);
}

double missed(double undetectable, double effort) { return undetectable + (1.0 - undetectable) * std::exp(-effort); }

double hidden(const Scenario& scenario, DetectorClass detector, ChangeKind kind = ChangeKind::code) {
  return scenario.stealth.undetectable_fraction[static_cast<std::size_t>(detector)][static_cast<std::size_t>(kind)];
}

Gate looking(GateKind kind, std::string id, double effort) {
  Gate gate = make_gate(kind, std::move(id));
  gate.effort = effort;
  return gate;
}

Gate reviewing(int approvals, const std::string& id = "review") {
  Gate gate = make_gate(GateKind::peer_review, id);
  gate.approvals = approvals;
  return gate;
}

// Section 10, "immune share": c, r, e^-H, pi, and what a third reviewer finds of the rest over c.
TEST(PolicyWalk, RepeatedReviewsFollowTheImmuneShare) {
  struct Row {
    double c, r, missed_by_effort, pi, third;
  };
  for (const Row& row : {Row{0.30, 0.1, 0.07, 0.677419, 0.0072}, Row{0.30, 0.5, 0.35, 0.538462, 0.2059},
                         Row{0.45, 0.1, 0.055, 0.523810, 0.0058}, Row{0.45, 0.5, 0.275, 0.379310, 0.1774},
                         Row{0.45, 0.8, 0.44, 0.196429, 0.5500}, Row{0.60, 0.5, 0.20, 0.25, 0.1429}}) {
    Scenario scenario = quiet(row.c);
    const WalkedChange change = change_of(scenario);
    double in_series = 1.0;
    for (int k = 1; k <= 3; ++k) {
      const PhaseWalk together = walk(scenario, {reviewing(k)}, change, row.r);
      const double expected = row.pi + (1.0 - row.pi) * std::pow(row.missed_by_effort, k);
      EXPECT_NEAR(together.reaches_mass, expected, 1e-6) << row.c << ' ' << row.r << ' ' << k;
      std::vector<Gate> gates;
      for (int i = 0; i < k; ++i) gates.push_back(reviewing(1, "review-" + std::to_string(i)));
      const PhaseWalk one_by_one = walk(scenario, gates, change, row.r);
      EXPECT_NEAR(one_by_one.reaches_mass, together.reaches_mass, 1e-12);
      const double chance = one_by_one.steps.back().catch_chance();
      EXPECT_NEAR(one_by_one.reaches_mass, in_series * (1.0 - chance), 1e-12);
      in_series = one_by_one.reaches_mass;
      const double of_the_first = k == 1 ? 1.0 : k == 2 ? row.r : row.third;
      EXPECT_NEAR(chance / row.c, of_the_first, k == 3 ? 5.1e-5 : 1e-9) << row.c << ' ' << row.r << ' ' << k;
    }
  }
}

TEST(PolicyWalk, StampsAreBinomial) {
  Scenario scenario = quiet();
  scenario.organisation.review.idle_stamp_fraction = 0.2;
  const PhaseWalk two = walk(scenario, {reviewing(2)}, change_of(scenario));
  const double one_read = 0.55;
  const double both_read = 0.55 * (1.0 - 0.45 * kRatio);
  EXPECT_NEAR(two.reaches_mass, 0.04 + 2 * 0.2 * 0.8 * one_read + 0.64 * both_read, 1e-9);
}

TEST(PolicyWalk, HabitGoesRoundEveryReviewThatLetsIt) {
  Scenario scenario = quiet();
  scenario.organisation.review.habit_bypass_fraction = 0.1;
  const WalkedChange change = change_of(scenario);
  const PhaseWalk two = walk(scenario, {reviewing(1, "first"), reviewing(1, "second")}, change);
  // The habit belongs to the change: who goes round the first goes round the second.
  EXPECT_NEAR(two.reaches_mass, 0.1 + 0.9 * 0.55 * (1.0 - 0.45 * kRatio), 1e-9);
  EXPECT_NEAR(two.steps[0].round_mass[static_cast<std::size_t>(WayRound::habit)], 0.1, 1e-12);
  EXPECT_NEAR(two.steps[1].met_share(), 0.9 * 0.55 / (0.1 + 0.9 * 0.55), 1e-9);
  Gate strict = reviewing(1);
  strict.bypass_allowed = false;
  EXPECT_NEAR(walk(scenario, {strict}, change).reaches_mass, 0.55, 1e-9);
  scenario.feedback.bypass = false;
  EXPECT_NEAR(walk(scenario, {reviewing(1)}, change).reaches_mass, 0.55, 1e-9);
}

TEST(PolicyWalk, ClassesLookIndependentlyAndGatherEffort) {
  Scenario scenario = quiet();
  WalkedChange change = change_of(scenario);
  change.kind = ChangeKind::config;
  const PhaseWalk result = walk(scenario,
                                {looking(GateKind::rules, "rules", 0.7), looking(GateKind::tests, "tests", 1.6),
                                 looking(GateKind::rules, "more-rules", 0.5), reviewing(1)},
                                change);
  const double rules = hidden(scenario, DetectorClass::rules, ChangeKind::config);
  const double tests = hidden(scenario, DetectorClass::tests, ChangeKind::config);
  EXPECT_NEAR(result.steps[0].catch_chance(), 1.0 - missed(rules, 0.7), 1e-12);
  EXPECT_NEAR(result.steps[1].catch_chance(), 1.0 - missed(tests, 1.6), 1e-12);
  EXPECT_NEAR(result.steps[2].catch_chance(), 1.0 - missed(rules, 1.2) / missed(rules, 0.7), 1e-12);
  EXPECT_NEAR(result.reaches_mass, missed(rules, 1.2) * missed(tests, 1.6) * 0.55, 1e-12);
}

TEST(PolicyWalk, AgentsShareBlindSpotsAndMakePeopleComplacent) {
  Scenario scenario = quiet();
  WalkedChange change = change_of(scenario);
  change.origin = Origin::ai_assisted;
  Gate agents = looking(GateKind::agent_review, "agents", 1.8);
  const double ceiling = 0.45;
  const double effort = -std::log(kRatio * (1.0 - ceiling));
  const double immune = (1.0 - ceiling - kRatio * (1.0 - ceiling)) / (1.0 - kRatio * (1.0 - ceiling));
  const double by_agents = missed(hidden(scenario, DetectorClass::agent), 0.7 * 1.8);
  EXPECT_NEAR(walk(scenario, {agents, reviewing(1)}, change).reaches_mass, by_agents * missed(immune, 0.85 * effort),
              1e-9);
  scenario.feedback.complacency = false;
  EXPECT_NEAR(walk(scenario, {agents, reviewing(1)}, change).reaches_mass, by_agents * 0.55, 1e-9);
}

// captured(q) = Phi(d' - z_(1-q)) for rare harm, and the threshold of the mixture where it is not rare. (section 4)
TEST(PolicyWalk, RiskGateIsBinormal) {
  Scenario scenario = quiet();
  Gate score = make_gate(GateKind::risk_score, "score");
  for (const auto& [fraction, captured] :
       {std::pair{0.01, 0.063462}, {0.05, 0.199096}, {0.10, 0.315062}, {0.50, 0.788145}}) {
    scenario.defects.beta = 1e-12;
    score.riskiest_fraction = fraction;
    EXPECT_NEAR(walk(scenario, {score}, change_of(scenario)).steps[0].acted_share(), captured, 5.1e-7);
  }
  score.riskiest_fraction = 0.10;
  for (const auto& [harmful, captured] :
       {std::pair{0.0011, 0.31458}, {0.01, 0.31073}, {0.05, 0.29390}, {0.20, 0.23850}}) {
    scenario.defects.beta = -std::log1p(-harmful) / std::pow(24.0, 0.42);
    EXPECT_NEAR(walk(scenario, {score}, change_of(scenario)).steps[0].acted_share(), captured, 5.1e-6) << harmful;
  }
}

TEST(PolicyWalk, FlaggedChangesMeetTheGateThatIsDemanded) {
  Scenario scenario = quiet();
  scenario.defects.beta = 0.0025;
  scenario.organisation.pools.push_back({"seniors", 5, 16.0, false, CalendarId{0}});
  const WalkedChange change = change_of(scenario);
  Gate score = make_gate(GateKind::risk_score, "score");
  score.demands = 2;  // the second gate of the list
  Gate senior = make_gate(GateKind::senior_review, "senior");
  senior.pool = PoolId{0};
  senior.on_demand = true;
  senior.effort_multiplier = 1.0;
  const PhaseWalk result = walk(scenario, {score, senior}, change);
  const double share = 1.0 - std::exp(-0.0025 * std::pow(24.0, 0.42));
  const double flagged = binormal_flag(0.8, 0.10, share).defective;
  EXPECT_NEAR(result.steps[0].acted_share(), flagged, 1e-12);
  EXPECT_NEAR(result.steps[1].met_share(), flagged, 1e-12);
  EXPECT_NEAR(result.reaches_mass, 1.0 - flagged * 0.45, 1e-9);
  // Rules demand it of all that they match, and habit does not go round what is demanded.
  scenario.organisation.review.habit_bypass_fraction = 0.5;
  senior.bypass_allowed = true;
  Gate rules = make_gate(GateKind::rules, "rules");
  rules.demands = 2;
  EXPECT_NEAR(walk(scenario, {rules, senior}, change).reaches_mass, 0.55, 1e-9);
  EXPECT_NEAR(walk(scenario, {senior}, change).reaches_mass, 1.0, 1e-12) << "nothing demands it";
}

TEST(PolicyWalk, ClosingTheChannelSendsAllButTheLeakageThroughTheGates) {
  Scenario scenario = quiet();
  scenario.defects.scope.fleet_fraction_out_of_band = 0.02;
  scenario.defects.scope.fleet_fraction_pipeline = 0.0005;
  WalkedChange change = change_of(scenario);
  change.channel = Channel::out_of_band;
  change.wide_scope = true;
  Gate closing = make_gate(GateKind::channel_closing, "closing");
  closing.leakage_fraction = 0.1;
  const PhaseWalk result = walk(scenario, {reviewing(1), closing}, change);
  EXPECT_EQ(result.steps[0].gate->id, "closing") << "it acts before any gate";
  EXPECT_NEAR(result.steps[0].acted_share(), 0.9, 1e-12);
  EXPECT_NEAR(result.steps[1].met_share(), 0.9, 1e-12);
  EXPECT_NEAR(result.reaches_mass, 0.1 + 0.9 * 0.55, 1e-9);
  EXPECT_NEAR(result.out_of_band_mass, 0.1, 1e-12);
  EXPECT_NEAR(result.wide_mass, 0.1 + 0.9 * 0.55 * 0.0005 / 0.02, 1e-9);
  const PhaseWalk open = walk(scenario, {reviewing(1)}, change);
  EXPECT_NEAR(open.reaches_mass, 1.0, 1e-12);
  EXPECT_NEAR(open.wide_mass, 1.0, 1e-12);
  EXPECT_TRUE(open.steps.empty());
  ASSERT_EQ(open.exempt.size(), 1U);
  EXPECT_EQ(open.exempt[0].why, Exemption::channel);
}

TEST(PolicyWalk, ASecondPersonSeesWideScopeOnBothWays) {
  Scenario scenario = quiet();
  scenario.defects.scope.fleet_fraction_out_of_band = 0.02;
  Gate second = make_gate(GateKind::authorisation, "second");
  second.selector.channels = kPipelineBit | kOutOfBandBit;
  second.selector.only_wide_scope = true;
  second.effort_multiplier = 0.5;
  Gate limit = make_gate(GateKind::scope_limit, "limit");
  limit.selector.channels = kPipelineBit | kOutOfBandBit;
  limit.leakage_fraction = 0.2;
  const double effort = -std::log(kRatio * 0.55);
  const double immune = (0.55 - kRatio * 0.55) / (1.0 - kRatio * 0.55);
  for (const Channel channel : {Channel::pipeline, Channel::out_of_band}) {
    WalkedChange change = change_of(scenario);
    change.channel = channel;
    EXPECT_NEAR(walk(scenario, {second, limit}, change).reaches_mass, 1.0, 1e-12) << "not wide";
    change.wide_scope = true;
    const PhaseWalk result = walk(scenario, {limit, second}, change);
    EXPECT_NEAR(result.reaches_mass, missed(immune, 0.5 * effort), 1e-9);
    EXPECT_NEAR(result.wide_mass, 0.2 * missed(immune, 0.5 * effort), 1e-9) << "confined as it ships, after the look";
  }
}

TEST(PolicyWalk, BlockedChangesReturnDocumentedOrNever) {
  Scenario scenario = quiet();
  WalkedChange change = change_of(scenario);
  change.documented = false;
  Gate rule = make_gate(GateKind::rules, "rule");
  rule.selector.only_undocumented = true;
  rule.blocks = Blocking::until_mended;
  Gate again = rule;
  again.id = "again";
  const PhaseWalk mended = walk(scenario, {rule, again}, change);
  EXPECT_NEAR(mended.steps[0].acted_share(), 1.0, 1e-12);
  ASSERT_EQ(mended.steps.size(), 1U);
  ASSERT_EQ(mended.exempt.size(), 1U);
  EXPECT_EQ(mended.exempt[0].why, Exemption::documented);
  EXPECT_NEAR(mended.reaches_mass, 1.0, 1e-12);
  rule.blocks = Blocking::always;
  const PhaseWalk blocked = walk(scenario, {rule}, change);
  EXPECT_EQ(blocked.reaches_mass, 0.0);
  EXPECT_NEAR(blocked.never_ships_mass, 1.0, 1e-12);
}

TEST(PolicyWalk, TeamsAdoptOneByOne) {
  Scenario scenario = quiet();
  Team other = scenario.organisation.teams[0];
  other.id = "other";
  other.services.clear();
  scenario.organisation.teams.push_back(other);
  const WalkedChange change = change_of(scenario);
  Gate rules = looking(GateKind::rules, "rules", 100.0);
  const double begin = scenario.time.horizon_begin();
  const double span = scenario.time.end() - begin;
  // One team from the first quarter on, the other from the middle: in force for (3/4 + 1/2) / 2 of all.
  rules.adopted_hours = {begin + 0.25 * span, begin + 0.5 * span};
  const PhaseWalk result = walk(scenario, {rules}, change);
  EXPECT_NEAR(result.steps[0].met_share(), 0.625, 1e-12);
  EXPECT_NEAR(result.reaches_mass, 1.0 - 0.625 * (1.0 - hidden(scenario, DetectorClass::rules)), 1e-9);
}

TEST(PolicyWalk, AFreezeLetsGoIntoTheNextPhase) {
  Scenario scenario = quiet();
  const double begin = scenario.time.horizon_begin();
  const Gate rules = looking(GateKind::rules, "rules", 0.7);
  const Gate tests = looking(GateKind::tests, "tests", 1.6);
  scenario.policies[0].phases = {{0.0, {rules, make_gate(GateKind::freeze, "freeze")}},
                                 {begin + 7 * kDay, {rules, tests}}};
  support::number_gates(scenario);
  const ServiceFacts facts(scenario);
  const std::vector<PhaseWalk> walks = walk_policy(scenario, facts, scenario.policies[0], change_of(scenario), kRatio);
  ASSERT_EQ(walks.size(), 2U);
  ASSERT_EQ(walks[0].steps.size(), 3U) << "rules are passed once";
  EXPECT_EQ(walks[0].steps[2].gate->id, "tests");
  EXPECT_EQ(walks[0].steps[2].phase, 1U);
  EXPECT_NEAR(walks[0].reaches_mass,
              missed(hidden(scenario, DetectorClass::rules), 0.7) * missed(hidden(scenario, DetectorClass::tests), 1.6),
              1e-12);
  EXPECT_NEAR(walks[0].steps[1].expected_hours.value_or(0.0), 3.5 * kDay, 1e-6) << "arrivals spread over the week";
}

TEST(PolicyWalk, AuditsFindWhatIsLeftInProduction) {
  Scenario scenario = quiet();
  Gate audit = make_gate(GateKind::audit, "audit");
  audit.selector.channels = kPipelineBit | kOutOfBandBit;
  audit.sample_fraction = 0.03;
  const PhaseWalk result = walk(scenario, {reviewing(1), audit}, change_of(scenario));
  ASSERT_TRUE(result.audit.has_value());
  EXPECT_NEAR(result.reaches_mass, 0.55, 1e-9) << "production sees it first";
  EXPECT_NEAR(result.audit->catch_chance(), 0.45 * kRatio, 1e-9);
  EXPECT_NEAR(result.audit->left_mass, 0.55 * (1.0 - 0.03 * 0.45 * kRatio), 1e-9);
}

// Every looking gate at once, classes tied by a copula, against drawn ranks of stealth.
TEST(PolicyWalk, AgreesWithDrawnDefects) {
  Scenario scenario = quiet();
  ReviewPractice& review = scenario.organisation.review;
  review.base_work.log_sd = 1.0;
  review.idle_stamp_fraction = 0.2;
  review.habit_bypass_fraction = 0.018;
  scenario.stealth.human = {};
  const double ties[5][5] = {{1.0, 0.3, 0.6, 0.2, 0.1},
                             {0.3, 1.0, 0.4, 0.1, 0.0},
                             {0.6, 0.4, 1.0, 0.2, -0.1},
                             {0.2, 0.1, 0.2, 1.0, 0.5},
                             {0.1, 0.0, -0.1, 0.5, 1.0}};
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 5; ++j) scenario.stealth.correlation[i][j] = ties[i][j];
  }
  scenario.organisation.pools.push_back({"seniors", 5, 16.0, false, CalendarId{0}});
  scenario.defects.beta = 0.01;
  Gate rules = looking(GateKind::rules, "rules", 1.5);
  Gate tests = looking(GateKind::tests, "tests", 1.6);
  Gate agents = looking(GateKind::agent_review, "agents", 1.8);
  Gate score = make_gate(GateKind::risk_score, "score");
  score.riskiest_fraction = 0.2;
  score.demands = std::uint64_t{1} << 5;
  Gate senior = make_gate(GateKind::senior_review, "senior");
  senior.pool = PoolId{0};
  senior.on_demand = true;
  senior.effort_multiplier = 1.3;
  WalkedChange change = change_of(scenario);
  change.lines = 120.0;
  const PhaseWalk result = walk(scenario, {rules, tests, agents, score, reviewing(2), senior}, change);

  constexpr std::uint32_t kDraws = 200'000;
  const CopulaFactor factor = copula_factor(scenario.stealth.correlation);
  const KeyedDraws draws(11, 0);
  const double flagged =
      binormal_flag(0.8, 0.2, defective_share(scenario, ChangeSource(scenario), score.selector)).defective;
  std::array<double, 6> found{};
  double visible = 0.0;
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    const auto rank = draw_stealth(factor.lower, draws, {i, 7});
    const auto luck = [&](std::uint32_t part) { return draws.uniform(i, 8, draw_detail(200, 0, part)); };
    const auto finds = [&](DetectorClass detector, double effort) {
      return rank[static_cast<std::size_t>(detector)] <= caught_below_rank(hidden(scenario, detector), effort);
    };
    if (finds(DetectorClass::rules, 1.5)) {
      found[0] += 1.0;
      continue;
    }
    if (finds(DetectorClass::tests, 1.6)) {
      found[1] += 1.0;
      continue;
    }
    if (finds(DetectorClass::agent, 1.8)) {
      found[2] += 1.0;
      continue;
    }
    const double hours =
        std::min(review.max_work_hours, lognormal(luck(0), 0.25, 1.0) + review.hours_per_line * (120.0 - 50.0));
    const ImmuneShare immune = immune_share(attentive_catch_probability(scenario.stealth.human, 120.0, hours), kRatio);
    const auto human = rank[static_cast<std::size_t>(DetectorClass::human)];
    double reviews = 0.0;
    if (luck(1) >= 0.018) {
      for (const std::uint32_t reviewer : {2U, 3U}) reviews += luck(reviewer) < 0.2 ? 0.0 : 0.85;
    }
    if (human <= caught_below_rank(immune.undetectable_fraction, reviews * immune.effort)) {
      found[4] += 1.0;
      continue;
    }
    if (luck(4) < flagged) {
      reviews += luck(5) < 0.2 ? 0.0 : 0.85 * 1.3;
      if (human <= caught_below_rank(immune.undetectable_fraction, reviews * immune.effort)) {
        found[5] += 1.0;
        continue;
      }
    }
    visible += finds(DetectorClass::runtime, 1e9) ? 1.0 : 0.0;
  }
  double left = 1.0;
  ASSERT_EQ(result.steps.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) {
    const double p = result.steps[i].caught_mass;
    EXPECT_NEAR(found[i] / kDraws, p, 4.0 * std::sqrt(p * (1.0 - p) / kDraws) + 1e-12) << result.steps[i].gate->id;
    left -= found[i] / kDraws;
  }
  const double reaches = result.reaches_mass;
  EXPECT_NEAR(left, reaches, 4.0 * std::sqrt(reaches * (1.0 - reaches) / kDraws));
  // What metrics can show of the rest, told by a walk that ends in a rollout.
  const PhaseWalk staged = walk(
      scenario, {rules, tests, agents, score, reviewing(2), senior, make_gate(GateKind::rollout, "rollout")}, change);
  ASSERT_TRUE(staged.rollout.has_value());
  const double share = staged.rollout->visible_fraction;
  EXPECT_NEAR(visible / (left * kDraws), share, 4.0 * std::sqrt(share * (1.0 - share) / (left * kDraws)));
  EXPECT_GT(std::fabs(share - 0.6), 0.01) << "ties to the other classes show";
}

// The engine on changes that are all alike and all defective, with reviewers to spare.
TEST(PolicyWalk, AgreesWithTheEngine) {
  Scenario scenario = quiet();
  scenario.time = support::tiny_time(7 * kDay, 360 * kDay, 30 * kDay);
  const auto hours = static_cast<std::size_t>(std::ceil(scenario.time.end())) + 1;
  scenario.organisation.activity[0].weight_per_hour.assign(hours, 1.0 / 168.0);
  scenario.organisation.streams[0].changes_per_developer_week = 10.0;
  scenario.organisation.streams[0].kind_weight = {1.0, 0.0, 0.0, 0.0, 0.0};
  scenario.feedback.rework_defects = scenario.feedback.attention = scenario.feedback.incidents_take_reviewers = false;
  ReviewPractice& review = scenario.organisation.review;
  review.in_bouts = false;
  review.base_work.log_sd = 1.0;
  review.idle_stamp_fraction = 0.2;
  review.habit_bypass_fraction = 0.05;
  review.impatient_fraction = 0.0;
  scenario.stealth.human = {};
  scenario.organisation.pools.push_back({"seniors", 50, 40.0, false, CalendarId{0}});
  Gate score = make_gate(GateKind::risk_score, "score");
  score.riskiest_fraction = 0.3;
  score.demands = std::uint64_t{1} << 5;
  Gate senior = make_gate(GateKind::senior_review, "senior");
  senior.pool = PoolId{0};
  senior.on_demand = true;
  senior.effort_multiplier = 1.3;
  const std::vector<Gate> gates{looking(GateKind::rules, "rules", 0.7),
                                looking(GateKind::tests, "tests", 1.6),
                                looking(GateKind::agent_review, "agents", 1.8),
                                score,
                                reviewing(2),
                                senior};
  const PhaseWalk result = walk(scenario, gates, change_of(scenario));
  scenario.policies.push_back({"friction", "Friction", {{0.0, gates}}});
  support::number_gates(scenario);
  const std::vector<Outcome> outcomes = verification::run_policy(scenario, 1, 2);
  double defective = 0.0;
  std::vector<double> caught(gates.size(), 0.0);
  for (const Outcome& outcome : outcomes) {
    defective += outcome[Metric::changes_defective];
    for (std::size_t i = 0; i < gates.size(); ++i) caught[i] += outcome.caught_by_gate[i];
  }
  ASSERT_GT(defective, 5000.0);
  ASSERT_EQ(result.steps.size(), gates.size());
  for (std::size_t i = 0; i < gates.size(); ++i) {
    const double p = result.steps[i].caught_mass;
    EXPECT_NEAR(caught[i] / defective, p, 4.0 * std::sqrt(p * (1.0 - p) / defective) + 1e-12) << gates[i].id;
  }
  EXPECT_NEAR(result.steps[3].acted_share(), 0.3, 1e-9) << "where all are defective, the riskiest are any";
}

}  // namespace
}  // namespace faultline
