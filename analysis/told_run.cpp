#include "analysis/told_run.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <iterator>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

#include "sim/replication.h"
#include "sim/run/task_threads.h"
#include "sim/service_facts.h"

namespace faultline {
namespace {

constexpr std::uint32_t kLeastCounted = 10;       // quarters
constexpr std::uint32_t kMostCounted = 100;       // quarters
constexpr std::uint64_t kFewIncidents = 500;      // of the reference: with a tenth of the quarters, enough
constexpr std::uint64_t kEnoughIncidents = 2000;  // of the reference: enough in any case
constexpr std::uint32_t kSpreadSamples = 4096;
constexpr std::uint64_t kSpreadSeed = 1;

std::uint32_t nearest_replication(std::span<const double> losses, double wanted) {
  std::uint32_t nearest = 0;
  for (std::uint32_t r = 1; r < losses.size(); ++r) {
    if (std::abs(losses[r] - wanted) < std::abs(losses[nearest] - wanted)) {
      nearest = r;
    }
  }
  return nearest;
}

double lost(const SimulatedIncident& incident) { return incident.end ? incident.end->lost_orders_gross : 0.0; }

const SimulatedIncident* costliest(const std::vector<SimulatedIncident>& incidents) {
  const auto most =
      std::max_element(incidents.begin(), incidents.end(),
                       [](const SimulatedIncident& a, const SimulatedIncident& b) { return lost(a) < lost(b); });
  return most == incidents.end() || !(lost(*most) > 0) ? nullptr : &*most;
}

/// The story of one quarter under one policy, as far as it is kept.
struct Told {
  std::vector<SimulatedIncident> incidents;
  std::optional<IncidentTimeline> timeline;  // of the costliest; absent when none lost any order
};

/// What every thread needs and none changes.
struct Common {
  Common(const PreparedScenario& given, const RunDescription& run)
      : prepared(given),
        seed(run.seed),
        cases(policy_cases(run, given.scenario())),
        facts(given.scenario()),
        radius(given.scenario().graph, {}, kSpreadSamples, kSpreadSeed) {}  // no journeys: nobody asks which orders

  const PreparedScenario& prepared;
  std::uint64_t seed;
  std::vector<PolicyCase> cases;
  ServiceFacts facts;
  BlastRadius radius;
};

/// Runs quarters again, one after another. One for each thread.
class Teller {
 public:
  explicit Teller(const Common& common)
      : common_(common),
        scenario_(common.prepared.scenario()),
        counter_(scenario_.graph, common.radius, common.facts.requests_per_order),
        runner_(common.prepared, common.seed),
        outcome_(make_outcome(scenario_)) {}

  Told tell(std::uint32_t replication, std::size_t policy) {
    const QuarterStory story = run(replication, policy);
    Told told{story.incidents(), std::nullopt};
    if (const SimulatedIncident* worst = costliest(story.incidents())) {
      const std::span<const double> requests = common_.facts.requests_per_order;
      IncidentTimeline timeline{*worst, story.shipped_hours(*worst), {}, 0, {}};
      timeline.reached =
          reached_services(worst->incident, scenario_.graph, counter_.spread(worst->incident.service), requests);
      timeline.reached_in_all = static_cast<std::uint32_t>(timeline.reached.size());
      timeline.reached.resize(std::min(timeline.reached.size(), kMostReached));
      timeline.loss_rate = loss_rates(story.losses(worst->incident.number), common_.facts.all_orders);
      told.timeline = std::move(timeline);
    }
    return told;
  }

  /// Of every policy.
  std::vector<PolicyBlast> count(std::uint32_t replication, std::size_t policies) {
    std::vector<PolicyBlast> blast(policies);
    for (std::size_t p = 0; p < policies; ++p) {
      const QuarterStory story = run(replication, p);
      for (const SimulatedIncident& incident : story.incidents()) {
        const double begin = incident.phase_hours[static_cast<std::size_t>(IncidentPhase::active)].value_or(0.0);
        const bool in_horizon = begin >= scenario_.time.horizon_begin() && begin < scenario_.time.horizon_end();
        if (in_horizon && incident.end && incident.end->severity > 0) {
          counter_.add(incident, blast[p]);
        }
      }
    }
    return blast;
  }

 private:
  QuarterStory run(std::uint32_t replication, std::size_t policy) {
    QuarterStory story(replication, policy);
    runner_.run(replication, std::span(&common_.cases[policy], 1), std::span(&outcome_, 1), &story);
    return story;
  }

  const Common& common_;
  const Scenario& scenario_;
  BlastCounter counter_;
  ReplicationRunner runner_;
  Outcome outcome_;
};

/// All quarters that are run again, on several threads. Stories come first. Counts are taken in order of quarters and
/// end with the one that makes them enough, so that it does not matter who counted what when.
class Telling {
 public:
  struct Quarter {
    std::uint32_t replication;
    std::size_t policy;
    friend bool operator==(const Quarter&, const Quarter&) = default;
  };

  Telling(const Common& common, std::vector<Quarter> wanted, std::uint32_t replications, std::size_t policies)
      : common_(common),
        wanted_(std::move(wanted)),
        policies_(policies),
        tenth_(replications / 10),
        most_(std::min(replications, std::clamp(tenth_, kLeastCounted, kMostCounted))),
        told_(wanted_.size()),
        counts_(most_) {
    tally_.policies.resize(policies);
  }

  void run(int threads) {
    const std::uint32_t asked = threads > 0 ? static_cast<std::uint32_t>(threads) : usable_cores();
    const auto jobs = static_cast<std::uint32_t>(wanted_.size()) + most_;
    run_on_threads(std::clamp(asked, 1U, std::max(jobs, 1U)), [this] { work(); });
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

  [[nodiscard]] const std::vector<Quarter>& wanted() const { return wanted_; }
  [[nodiscard]] std::vector<Told>& told() { return told_; }
  [[nodiscard]] BlastTally& tally() { return tally_; }

 private:
  void work() {
    try {
      std::optional<Teller> teller;
      while (const std::optional<std::size_t> job = take_job()) {
        if (!teller) {
          teller.emplace(common_);
        }
        if (*job < wanted_.size()) {
          told_[*job] = teller->tell(wanted_[*job].replication, wanted_[*job].policy);
        } else {
          const std::size_t quarter = *job - wanted_.size();
          hand_in(quarter, teller->count(static_cast<std::uint32_t>(quarter), policies_));
        }
      }
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      if (!failure_) {
        failure_ = std::current_exception();
      }
      enough_ = true;
    }
  }

  std::optional<std::size_t> take_job() {
    const std::scoped_lock lock(mutex_);
    const bool none = failure_ || next_job_ >= wanted_.size() + most_ || (next_job_ >= wanted_.size() && enough_);
    return none ? std::nullopt : std::optional(next_job_++);
  }

  void hand_in(std::size_t quarter, std::vector<PolicyBlast> counted) {
    const std::scoped_lock lock(mutex_);
    counts_[quarter] = std::move(counted);
    for (; !enough_ && tally_.quarters < most_ && counts_[tally_.quarters]; ++tally_.quarters) {
      for (std::size_t p = 0; p < policies_; ++p) {
        tally_.policies[p].merge((*counts_[tally_.quarters])[p]);
      }
      const std::uint64_t incidents = tally_.policies[0].incidents;
      enough_ = incidents >= (tally_.quarters + 1 >= tenth_ ? kFewIncidents : kEnoughIncidents);
    }
  }

  const Common& common_;
  const std::vector<Quarter> wanted_;
  const std::size_t policies_;
  const std::uint32_t tenth_;
  const std::uint32_t most_;  // quarters
  std::vector<Told> told_;    // each written by the thread that took it alone

  std::mutex mutex_;  // guards what follows
  std::size_t next_job_ = 0;
  std::vector<std::optional<std::vector<PolicyBlast>>> counts_;
  BlastTally tally_;
  bool enough_ = false;
  std::exception_ptr failure_;  // the first
};

}  // namespace

ToldRun tell_run(const PreparedScenario& prepared, const ComparisonBuilder& outcomes, const Comparison& comparison,
                 int threads) {
  ToldRun told;
  std::vector<Telling::Quarter> wanted;
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    const PolicyResult& policy = comparison.policies[p];
    const std::span<const double> losses = outcomes.values(p, Metric::lost_orders_gross);
    const std::array<double, kToldQuantiles.size()> quantiles{policy.p50.value, policy.p95.value, policy.p99.value};
    for (std::size_t q = 0; q < quantiles.size(); ++q) {
      const std::uint32_t replication = nearest_replication(losses, quantiles[q]);
      told.quarters.push_back({p, kToldQuantiles[q], replication, losses[replication], std::nullopt});
      if (std::find(wanted.begin(), wanted.end(), Telling::Quarter{replication, p}) == wanted.end()) {
        wanted.push_back({replication, p});
      }
    }
  }

  const Common common(prepared, comparison.run);
  Telling telling(common, std::move(wanted), comparison.replications, comparison.policies.size());
  telling.run(threads);

  for (std::size_t i = 0; i < telling.told().size(); ++i) {
    Told& story = telling.told()[i];
    std::move(story.incidents.begin(), story.incidents.end(), std::back_inserter(told.incidents));
    for (ToldQuarter& quarter : told.quarters) {
      if (story.timeline && telling.wanted()[i] == Telling::Quarter{quarter.replication, quarter.policy}) {
        quarter.incident = story.timeline->incident.incident.number;
      }
    }
    if (story.timeline) {
      told.timelines.push_back(*std::move(story.timeline));
    }
  }
  told.blast = std::move(telling.tally());
  const ServiceGraph& graph = prepared.scenario().graph;
  for (const Service& service : graph.services()) {
    told.blast.tiers.push_back(service.tier);
  }
  for (const Call& call : graph.calls()) {
    told.blast.calls.push_back({call.caller.index(), call.callee.index(), call.async});
  }
  return told;
}

}  // namespace faultline
