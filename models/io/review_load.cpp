#include "models/io/review_load.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <optional>

#include "models/core/elementary.h"
#include "models/core/input_error.h"

namespace faultline {

namespace {

/// The share of a team's services that a gate covers.
double covered_share(const Gate& gate, const Team& team) {
  if (gate.selector.services.empty() || team.services.empty()) {
    return 1.0;
  }
  const auto covered = std::count_if(team.services.begin(), team.services.end(),
                                     [&](ServiceId id) { return gate.selector.services[id.index()]; });
  return static_cast<double>(covered) / static_cast<double>(team.services.size());
}

double covered_kinds(const Gate& gate, const ChangeStream& stream) {
  double covered = 0.0;
  double all = 0.0;
  for (std::size_t kind = 0; kind < kChangeKindCount; ++kind) {
    all += stream.kind_weight[kind];
    covered += (gate.selector.kinds >> kind & 1U) != 0 ? stream.kind_weight[kind] : 0.0;
  }
  return covered / all;
}

/// Hours of review that a team's pipeline changes ask for in a week under one gate.
double weekly_hours(const Organisation& organisation, const std::vector<double>& mean_hours, const Team& team,
                    const Gate& gate) {
  double hours = 0.0;
  for (std::size_t i = 0; i < organisation.streams.size(); ++i) {
    const ChangeStream& stream = organisation.streams[i];
    if ((gate.selector.origins >> static_cast<unsigned>(stream.origin) & 1U) == 0) {
      continue;
    }
    const double changes =
        stream.changes_per_developer_week * stream.velocity_multiplier * team.velocity_multiplier * team.developers;
    const double in_band = std::max(0.0, 1.0 - organisation.out_of_band.base_fraction * stream.out_of_band_multiplier);
    hours += changes * in_band * covered_kinds(gate, stream) * gate.approvals * mean_hours[i];
  }
  return hours * covered_share(gate, team);
}

std::string two_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

/// What a team cannot give its changes at a gate.
enum class Lack : std::uint8_t {
  hours,          ///< its people never look
  people,         ///< whoever the author is
  people_for_own  ///< where the author is one of them
};

/// A gate at which some teams cannot approve.
struct StuckGate {
  const Gate* gate = nullptr;
  Lack lack = Lack::people;
  std::vector<std::string> teams;
};

struct Worst {
  double utilisation = 0.0;
  std::string team;
  std::size_t teams_above_one = 0;
  std::vector<StuckGate> stuck;
};

/// A gate that later phases keep is said once.
void note(std::vector<StuckGate>& stuck, const Gate& gate, Lack lack, const std::string& team) {
  auto at = std::find_if(stuck.begin(), stuck.end(), [&](const StuckGate& known) {
    return known.lack == lack && known.gate->index == gate.index && known.gate->approvals == gate.approvals &&
           may_go_round(*known.gate) == may_go_round(gate);
  });
  if (at == stuck.end()) {
    at = stuck.insert(at, {&gate, lack, {}});
  }
  if (std::find(at->teams.begin(), at->teams.end(), team) == at->teams.end()) {
    at->teams.push_back(team);
  }
}

std::optional<Lack> lack_of(const Gate& gate, const Team& team, const ReviewPractice& practice) {
  const int reviewers = std::min(team.reviewers, team.developers);
  if (reviewers < gate.approvals) {
    return Lack::people;
  }
  if (practice.in_bouts && !(practice.review_hours_per_week > 0.0)) {
    return Lack::hours;
  }
  return reviewers == gate.approvals ? std::optional(Lack::people_for_own) : std::nullopt;
}

void consider(const Scenario& scenario, const std::vector<double>& mean_hours, const PolicyPhase& phase, Worst& worst) {
  const ReviewPractice& practice = scenario.organisation.review;
  for (const Team& team : scenario.organisation.teams) {
    double demand = 0.0;
    bool stuck = false;
    for (const Gate& gate : phase.gates) {
      if (gate.kind != GateKind::peer_review) {
        continue;
      }
      const double hours = weekly_hours(scenario.organisation, mean_hours, team, gate);
      demand += hours;
      if (const auto lack = hours > 0.0 ? lack_of(gate, team, practice) : std::nullopt) {
        stuck = true;
        note(worst.stuck, gate, *lack, team.id);
      }
    }
    const double capacity = team.reviewers * practice.review_hours_per_week;
    if (!stuck && capacity > 0.0 && demand / capacity > 1.0) {
      ++worst.teams_above_one;
      if (demand / capacity > worst.utilisation) {
        worst.utilisation = demand / capacity;
        worst.team = team.id;
      }
    }
  }
}

std::string stuck_words(const StuckGate& stuck) {
  const Gate& gate = *stuck.gate;
  const std::string need = stuck.lack == Lack::hours ? "hours of reviewers"
                           : gate.approvals == 1     ? "1 person besides the author"
                                                     : std::to_string(gate.approvals) + " people besides the author";
  const std::size_t more = stuck.teams.size() - 1;
  return "gate \"" + printable(gate.id) + "\" needs " + need + ", and team \"" + printable(stuck.teams.front()) + "\"" +
         (more > 0 ? " and " + std::to_string(more) + " more" : "") + " cannot give " +
         (stuck.lack == Lack::hours ? "them"
          : gate.approvals == 1     ? "one"
                                    : "so many") +
         (stuck.lack == Lack::people_for_own ? " when a reviewer is the author" : "") + ": " +
         unapproved_fate("such changes", gate);
}

}  // namespace

double mean_review_hours(const ReviewPractice& review, const LinesLaw& lines) {
  constexpr int kPoints = 64;
  double sum = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    const double z = elementary::normal_quantile((i + 0.5) / kPoints);
    const double count = std::min(lines.max_lines, std::ceil(lines.median_lines * elementary::exp(lines.log_sd * z)));
    const double reading = review.hours_per_line * std::max(0.0, count - review.free_lines);
    for (int j = 0; j < kPoints; ++j) {
      const double u = (j + 0.5) / kPoints;
      const double base = review.exponential_work
                              ? -review.base_work.median_hours * elementary::log1p(-u)
                              : review.base_work.median_hours *
                                    elementary::exp(review.base_work.log_sd * elementary::normal_quantile(u));
      sum += std::min(review.max_work_hours, base + reading);
    }
  }
  const double read = sum / (kPoints * kPoints);
  return (1.0 - review.idle_stamp_fraction) * read + review.idle_stamp_fraction * review.stamp_hours;
}

std::string unapproved_fate(const std::string& changes, const Gate& gate) {
  return changes + (may_go_round(gate) ? " go round it at once and ship unreviewed" : " never ship");
}

void warn_of_review_load(const Scenario& scenario, std::vector<std::string>& warnings) {
  std::vector<double> mean_hours;
  for (const ChangeStream& stream : scenario.organisation.streams) {
    mean_hours.push_back(mean_review_hours(scenario.organisation.review, stream.lines));
  }
  for (const Policy& policy : scenario.policies) {
    Worst worst;
    // The warm-up is the baseline's first phase: said once, with the baseline.
    const bool is_baseline = &policy == &scenario.policies[scenario.baseline.index()];
    const std::size_t first = is_baseline || policy.phases.size() == 1 ? 0 : 1;
    for (std::size_t i = first; i < policy.phases.size(); ++i) {
      consider(scenario, mean_hours, policy.phases[i], worst);
    }
    const std::string name = "policy \"" + printable(policy.id) + "\": ";
    for (const StuckGate& stuck : worst.stuck) {
      warnings.push_back(name + stuck_words(stuck));
    }
    if (worst.teams_above_one > 0) {
      warnings.push_back(name + "expected utilisation of reviewers is " + two_digits(worst.utilisation) +
                         " in team \"" + printable(worst.team) + "\" and above 1 in " +
                         std::to_string(worst.teams_above_one) + (worst.teams_above_one == 1 ? " team" : " teams") +
                         ": their backlog grows until they hurry");
    }
  }
}

}  // namespace faultline
