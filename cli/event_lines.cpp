#include "cli/event_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/incident_recorder.h"
#include "analysis/metric_names.h"
#include "analysis/report/table.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 4> kReviewEndNames{"approved", "stamped", "rejected", "obsolete"};
constexpr std::array<std::string_view, 3> kBypassReasonNames{"habit", "impatience", "nobody_to_review"};

template <class Names, class Enum>
std::string_view name_of(const Names& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

// Lines are drawn from a continuous law, in single precision.
long long whole_lines(const LoggedChange& change) { return std::llround(change.lines); }

std::string day_text(double hours) { return fmt::format("day {:.2f}", hours / 24); }

}  // namespace

struct EventLines::Event {
  Json json;
  std::string words;  // the step as a clause of a sentence; empty when it is not worth telling
};

struct EventLines::Story {
  Json json;
  std::string words;
  double lost_orders = 0;
};

EventLines::EventLines(const Scenario& scenario) : scenario_(scenario) {}
EventLines::~EventLines() = default;

std::vector<std::string> EventLines::stories(std::size_t count) const {
  std::vector<const Story*> order;
  for (const Story& story : ended_) {
    order.push_back(&story);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const Story* a, const Story* b) { return a->lost_orders > b->lost_orders; });
  std::vector<std::string> texts;
  for (const Story* story : order) {
    if (texts.size() == count) {
      break;
    }
    texts.push_back(story->words);
  }
  return texts;
}

void EventLines::tell(const Event& event) {
  text_ += event.json.dump(-1, ' ', false, Json::error_handler_t::replace);
  text_ += '\n';
}

EventLines::Event EventLines::change_event(const char* what, const LoggedChange& change, double time_hours) const {
  const std::string& team = scenario_.organisation.teams[change.team.index()].id;
  return {Json{{"event", what},
               {"time_hours", time_hours},
               {"change", fmt::format("{}/{}/{}", team, name_of(kOriginNames, change.origin), change.ordinal)}},
          ""};
}

EventLines::Event EventLines::review_step(const char* what, const LoggedChange& change, double time_hours,
                                          GateId gate) const {
  Event event = change_event(what, change, time_hours);
  event.json["gate"] = scenario_.gate_ids[gate.index()];
  return event;
}

void EventLines::remember(const LoggedChange& change, const Event& step) {
  way_[{change.team.index(), change.origin, change.ordinal}].push_back(step);
}

void EventLines::policy_begins(PolicyId policy, std::uint32_t replication) {
  tell({Json{{"event", "policy_begins"},
             {"policy", scenario_.policies[policy.index()].id},
             {"replication", replication},
             {"horizon_begin_hours", scenario_.time.horizon_begin()},
             {"horizon_end_hours", scenario_.time.horizon_end()}},
        ""});
}

void EventLines::change_submitted(const LoggedChange& change) {
  Event event = change_event("change_submitted", change, change.submitted_hours);
  event.json["team"] = scenario_.organisation.teams[change.team.index()].id;
  event.json["service"] = scenario_.graph.service(change.service).id;
  event.json["origin"] = name_of(kOriginNames, change.origin);
  event.json["kind"] = name_of(kChangeKindNames, change.kind);
  event.json["lines"] = whole_lines(change);
  event.json["out_of_band"] = change.out_of_band;
  event.json["documented"] = change.documented;
  event.words =
      fmt::format("{} {} change of {} lines{} submitted on {}", change.documented ? "a documented" : "an undocumented",
                  name_of(kChangeKindNames, change.kind), whole_lines(change),
                  change.out_of_band ? " outside the pipeline" : "", day_text(change.submitted_hours));
  tell(event);
  remember(change, event);
}

void EventLines::gate_passed(const LoggedChange& change, double time_hours, GateId gate) {
  Event event = review_step("gate_passed", change, time_hours, gate);
  event.words = "passed " + printable(scenario_.gate_ids[gate.index()]);
  tell(event);
  remember(change, event);
}

void EventLines::change_caught(const LoggedChange& change, double time_hours, GateId gate) {
  Event event = review_step("change_caught", change, time_hours, gate);
  event.words = "caught by " + printable(scenario_.gate_ids[gate.index()]);
  tell(event);
  remember(change, event);
}

void EventLines::review_ended(const LoggedChange& change, double time_hours, GateId gate, int reviewer, double hours,
                              ReviewEnd end) {
  Event event = review_step("review_ended", change, time_hours, gate);
  event.json["reviewer"] = reviewer;
  event.json["review_hours"] = hours;
  event.json["end"] = name_of(kReviewEndNames, end);
  event.words =
      fmt::format("{} by reviewer {} after {}", name_of(kReviewEndNames, end), reviewer, report::format_hours(hours));
  tell(event);
  remember(change, event);
}

void EventLines::review_bypassed(const LoggedChange& change, double time_hours, GateId gate, BypassReason reason) {
  Event event = review_step("review_bypassed", change, time_hours, gate);
  event.json["reason"] = name_of(kBypassReasonNames, reason);
  event.words =
      fmt::format("went round {} ({})", printable(scenario_.gate_ids[gate.index()]),
                  reason == BypassReason::nobody_to_review ? "nobody to review" : name_of(kBypassReasonNames, reason));
  tell(event);
  remember(change, event);
}

void EventLines::change_exposed(const LoggedChange& change, double time_hours, double traffic_fraction) {
  Event event = change_event("change_exposed", change, time_hours);
  event.json["traffic_fraction"] = traffic_fraction;
  event.words = fmt::format("exposed to {:g} % of traffic on {}", 100 * traffic_fraction, day_text(time_hours));
  tell(event);
  remember(change, event);
}

void EventLines::incident_began(const LoggedIncident& incident, const LoggedChange* change, double time_hours) {
  const std::string& service = scenario_.graph.service(incident.service).id;
  Event event{Json{{"event", "incident_began"},
                   {"time_hours", time_hours},
                   {"incident", incident.number},
                   {"channel", name_of(kChannelNames, incident.channel)},
                   {"service", service},
                   {"category", name_of(kDefectCategoryNames, incident.category)},
                   {"scope", name_of(kDefectScopeNames, incident.scope)},
                   {"magnitude", incident.magnitude},
                   {"visible_fraction", incident.visible_fraction},
                   {"order_loss_given_error", incident.order_loss_given_error},
                   {"change", nullptr}},
              ""};
  Story story;
  story.json = {{"event", "incident_story"}, {"incident", incident.number}};
  story.words = fmt::format("Incident {} at {} ({}, {})", incident.number, printable(service),
                            name_of(kChannelNames, incident.channel), name_of(kDefectCategoryNames, incident.category));
  Json way = Json::array();
  if (change != nullptr) {
    event.json["change"] = change_event("", *change, 0).json["change"];
    std::string told;
    for (const Event& step : way_[{change->team.index(), change->origin, change->ordinal}]) {
      way.push_back(step.json);
      if (!step.words.empty()) {
        told += (told.empty() ? ": " : ", ") + step.words;
      }
    }
    story.words += told;
  } else {
    story.words += ": no change caused it";
  }
  story.json["began"] = event.json;
  story.json["way"] = std::move(way);
  story.json["phases"] = {{"active", time_hours}};
  story.words += "; active on " + day_text(time_hours);
  tell(event);
  open_.insert_or_assign(incident.number, std::move(story));
}

void EventLines::incident_phase(std::uint32_t incident, IncidentPhase phase, double time_hours) {
  const std::string_view name = name_of(kIncidentPhaseNames, phase);
  tell({Json{{"event", "incident_phase"}, {"time_hours", time_hours}, {"incident", incident}, {"phase", name}}, ""});
  const auto found = open_.find(incident);
  if (found == open_.end()) {
    return;
  }
  Story& story = found->second;
  const double begun = story.json["began"]["time_hours"].get<double>();
  story.json["phases"][std::string(name)] = time_hours;
  if (phase != IncidentPhase::active) {
    story.words += fmt::format(", {} after {}", name, report::format_hours(time_hours - begun));
  }
}

void EventLines::incident_ended(std::uint32_t incident, const IncidentEnd& end) {
  const Json cost{{"severity", end.severity},
                  {"detected_by", name_of(kDetectedByNames, end.detected_by)},
                  {"peak_failed_fraction", end.peak_failed_fraction},
                  {"lost_orders_gross", end.lost_orders_gross},
                  {"lost_orders_net", end.lost_orders_net},
                  {"customer_errors", end.customer_errors}};
  Json ended{{"event", "incident_ended"}, {"time_hours", end.end_hours}, {"incident", incident}};
  ended.update(cost);
  tell({ended, ""});
  const auto found = open_.find(incident);
  if (found == open_.end()) {
    return;
  }
  Story story = std::move(found->second);
  open_.erase(found);
  story.json["cost"] = cost;
  story.lost_orders = end.lost_orders_gross;
  story.words += fmt::format("; {}, seen by {}, cost {} orders and {} errors.",
                             end.severity > 0 ? fmt::format("sev{}", end.severity) : "a canary catch",
                             name_of(kDetectedByNames, end.detected_by), report::format_count(end.lost_orders_gross),
                             report::format_count(end.customer_errors));
  tell({story.json, ""});
  ended_.push_back(std::move(story));
}

}  // namespace faultline::cli
