#include "cli/event_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "analysis/incident_recorder.h"
#include "analysis/report/table.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"

namespace faultline::cli {
namespace {

std::string day_text(double hours) { return fmt::format("day {:.2f}", hours / 24); }

}  // namespace

struct EventLines::Event {
  double time_hours;
  EventJson json;
  std::string words;  // the step as a clause of a sentence; empty when it is not worth telling
};

struct EventLines::Story {
  EventJson began;
  EventJson phases;
  std::optional<ChangeKey> change;
  double began_hours = 0;
  double detected_hours = 0;
  std::string words;         // of the incident; in the end the whole story
  std::string phases_words;  // of its phases
  double lost_orders = 0;
};

EventLines::EventLines(const Scenario& scenario) : scenario_(scenario) {}
EventLines::~EventLines() = default;

std::string EventLines::text() const {
  std::vector<const Line*> order;
  order.reserve(lines_.size());
  for (const Line& line : lines_) {
    order.push_back(&line);
  }
  std::stable_sort(order.begin(), order.end(), [](const Line* a, const Line* b) {
    return std::tie(a->policy, a->time_hours) < std::tie(b->policy, b->time_hours);
  });
  std::string text;
  for (const Line* line : order) {
    text += line->text;
    text += '\n';
  }
  return text;
}

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

void EventLines::tell(double time_hours, const EventJson& json) {
  if (time_hours <= scenario_.time.end()) {
    lines_.push_back({policies_, time_hours, json.dump(-1, ' ', false, EventJson::error_handler_t::replace)});
  }
}

void EventLines::tell(const LoggedChange& change, Event event) {
  tell(event.time_hours, event.json);
  way_[key_of(change)].push_back(std::move(event));
}

EventLines::Event EventLines::change_event(const char* what, const LoggedChange& change, double time_hours) const {
  return {time_hours,
          EventJson{{"event", what}, {"time_hours", time_hours}, {"change", change_name(scenario_, change)}}, ""};
}

EventLines::Event EventLines::gate_event(const char* what, const LoggedChange& change, double time_hours,
                                         GateId gate) const {
  Event event = change_event(what, change, time_hours);
  event.json["gate"] = scenario_.gate_ids[gate.index()];
  return event;
}

std::string EventLines::printable_gate(GateId gate) const { return printable(scenario_.gate_ids[gate.index()]); }

void EventLines::policy_begins(PolicyId policy, std::uint32_t replication) {
  ++policies_;
  way_.clear();
  open_.clear();
  constexpr double kBeforeAll = -1.0;
  tell(kBeforeAll, {{"event", "policy_begins"},
                    {"policy", scenario_.policies[policy.index()].id},
                    {"replication", replication},
                    {"horizon_begin_hours", scenario_.time.horizon_begin()},
                    {"horizon_end_hours", scenario_.time.horizon_end()}});
}

void EventLines::change_submitted(const LoggedChange& change) {
  Event event = change_event("change_submitted", change, change.submitted_hours);
  event.json.update(change_fields(scenario_, change));
  event.words = fmt::format(
      "{} {} change of {}{} submitted on {}", change.documented ? "a documented" : "an undocumented",
      name_of(kChangeKindNames, change.kind), how_many(static_cast<std::size_t>(whole_lines(change)), "line"),
      change.out_of_band ? " outside the pipeline" : "", day_text(change.submitted_hours));
  tell(change, std::move(event));
}

void EventLines::gate_passed(const LoggedChange& change, double time_hours, GateId gate) {
  Event event = gate_event("gate_passed", change, time_hours, gate);
  event.words = "passed " + printable_gate(gate);
  tell(change, std::move(event));
}

void EventLines::change_caught(const LoggedChange& change, double time_hours, GateId gate) {
  Event event = gate_event("change_caught", change, time_hours, gate);
  event.words = "caught by " + printable_gate(gate);
  tell(change, std::move(event));
}

void EventLines::review_ended(const LoggedChange& change, double time_hours, GateId gate, int reviewer, double hours,
                              ReviewEnd end) {
  Event event = gate_event("review_ended", change, time_hours, gate);
  event.json["reviewer"] = reviewer;
  event.json["review_hours"] = hours;
  event.json["end"] = name_of(kReviewEndNames, end);
  event.words =
      fmt::format("{} by reviewer {} after {}", name_of(kReviewEndNames, end), reviewer, report::format_hours(hours));
  tell(change, std::move(event));
}

void EventLines::review_bypassed(const LoggedChange& change, double time_hours, GateId gate, BypassReason reason) {
  Event event = gate_event("review_bypassed", change, time_hours, gate);
  event.json["reason"] = name_of(kBypassReasonNames, reason);
  event.words =
      fmt::format("went round {} ({})", printable_gate(gate),
                  reason == BypassReason::nobody_to_review ? "nobody to review" : name_of(kBypassReasonNames, reason));
  tell(change, std::move(event));
}

void EventLines::change_exposed(const LoggedChange& change, double time_hours, double traffic_fraction) {
  Event event = change_event("change_exposed", change, time_hours);
  event.json["traffic_fraction"] = traffic_fraction;
  event.words = fmt::format("exposed to {:g} % of traffic on {}", 100 * traffic_fraction, day_text(time_hours));
  tell(change, std::move(event));
}

void EventLines::change_blocked(const LoggedChange& change, double time_hours, GateId gate) {
  Event event = gate_event("change_blocked", change, time_hours, gate);
  event.words = fmt::format("blocked by {} on {}", printable_gate(gate), day_text(time_hours));
  tell(change, std::move(event));
}

void EventLines::change_audited(const LoggedChange& change, double time_hours, GateId gate, bool found) {
  Event event = gate_event("change_audited", change, time_hours, gate);
  event.json["found"] = found;
  event.words = fmt::format("{} by {}", found ? "found out" : "audited in vain", printable_gate(gate));
  tell(change, std::move(event));
}

void EventLines::budget_freeze(TeamId team, double time_hours, GateId gate, bool begins) {
  tell(time_hours, {{"event", begins ? "budget_freeze_began" : "budget_freeze_ended"},
                    {"time_hours", time_hours},
                    {"team", scenario_.organisation.teams[team.index()].id},
                    {"gate", scenario_.gate_ids[gate.index()]}});
}

void EventLines::incident_began(const LoggedIncident& incident, const LoggedChange* change, double time_hours) {
  Story story;
  story.began = {{"event", "incident_began"}, {"time_hours", time_hours}};
  story.began.update(incident_fields(scenario_, incident));
  story.began["change"] = nullptr;
  if (change != nullptr) {
    story.change = key_of(*change);
    story.began["change"] = change_name(scenario_, *change);
  }
  story.phases = {{"active", time_hours}};
  story.began_hours = time_hours;
  story.words = fmt::format("Incident {} at {} ({}, {})", incident.number,
                            printable(scenario_.graph.service(incident.service).id),
                            name_of(kChannelNames, incident.channel), name_of(kDefectCategoryNames, incident.category));
  tell(time_hours, story.began);
  open_.insert_or_assign(incident.number, std::move(story));
}

void EventLines::incident_phase(std::uint32_t incident, IncidentPhase phase, double time_hours) {
  const std::string_view name = name_of(kIncidentPhaseNames, phase);
  tell(time_hours, {{"event", "incident_phase"}, {"time_hours", time_hours}, {"incident", incident}, {"phase", name}});
  const auto found = open_.find(incident);
  if (found == open_.end()) {
    return;
  }
  Story& story = found->second;
  story.phases[std::string(name)] = time_hours;
  if (phase == IncidentPhase::detected) {
    story.detected_hours = time_hours;
  }
  const bool at_once = phase == IncidentPhase::responding && time_hours == story.detected_hours;
  if (phase != IncidentPhase::active && !at_once) {
    story.phases_words += fmt::format(", {} after {}", name, report::format_hours(time_hours - story.began_hours));
  }
}

void EventLines::incident_ended(std::uint32_t incident, const IncidentEnd& end) {
  const EventJson cost = cost_fields(end);
  EventJson ended{{"event", "incident_ended"}, {"time_hours", end.end_hours}, {"incident", incident}};
  ended.update(cost);
  tell(end.end_hours, ended);
  const auto found = open_.find(incident);
  if (found == open_.end()) {
    return;
  }
  Story story = std::move(found->second);
  open_.erase(found);

  EventJson way = EventJson::array();
  std::string told = story.change ? "" : ": no change caused it";
  if (story.change) {
    std::vector<Event> steps = way_[*story.change];
    std::stable_sort(steps.begin(), steps.end(),
                     [](const Event& a, const Event& b) { return a.time_hours < b.time_hours; });
    for (const Event& step : steps) {
      if (step.time_hours <= end.end_hours) {
        way.push_back(step.json);
      }
      if (step.time_hours <= story.began_hours && !step.words.empty()) {
        told += (told.empty() ? ": " : ", ") + step.words;
      }
    }
  }
  story.words += fmt::format("{}; active on {}{}; {}, seen by {}, cost {} orders and {} errors.", told,
                             day_text(story.began_hours), story.phases_words,
                             end.severity > 0 ? fmt::format("sev{}", end.severity) : "a canary catch",
                             name_of(kDetectedByNames, end.detected_by), report::format_count(end.lost_orders_gross),
                             report::format_count(end.customer_errors));
  story.lost_orders = end.lost_orders_gross;
  tell(end.end_hours, {{"event", "incident_story"},
                       {"incident", incident},
                       {"began", std::move(story.began)},
                       {"way", std::move(way)},
                       {"phases", std::move(story.phases)},
                       {"cost", cost}});
  ended_.push_back(std::move(story));
}

}  // namespace faultline::cli
