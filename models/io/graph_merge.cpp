#include "models/io/graph_merge.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "models/core/input_error.h"
#include "models/io/graph_links.h"
#include "models/io/json_document.h"

namespace faultline {
namespace {

constexpr double kFarApart = 0.1;  // relative for calls per request, absolute for couplings
constexpr std::size_t kMostShown = 10;
constexpr std::size_t kMostNotesKept = 900;

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

/// One thing that the parts do not agree on, by the places where they do not.
class Disagreement {
 public:
  explicit Disagreement(std::string what) : what_(std::move(what)) {}

  void add(const std::string& where) {
    ++count_;
    if (shown_.size() < kMostShown) {
      shown_.push_back(where);
    }
  }
  void note(std::vector<GraphNote>& notes) const {
    add_note(notes, GraphNote::Kind::fact, count_, "sources disagree on " + what_ + " in " + counted(count_, "place"));
    for (const std::string& where : shown_) {
      add_note(notes, GraphNote::Kind::fact, 1, printable(what_ + " of " + where, kLongestNote - 4));
    }
  }

 private:
  std::string what_;
  std::size_t count_ = 0;
  std::vector<std::string> shown_;
};

class Merger {
 public:
  explicit Merger(std::span<const GraphPart> parts) : parts_(parts) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      observed_first_.push_back(i);
    }
    declared_first_ = observed_first_;
    std::stable_partition(observed_first_.begin(), observed_first_.end(),
                          [&](std::size_t i) { return parts_[i].observed; });
    std::stable_partition(declared_first_.begin(), declared_first_.end(),
                          [&](std::size_t i) { return !parts_[i].observed; });
  }

  GraphReading run() {
    for (const GraphPart& part : parts_) {
      join_names(part);
    }
    for (const std::size_t i : declared_first_) {
      take_owners(i);
    }
    for (const std::size_t i : observed_first_) {
      take_numbers(i);
      take_calls(i);
    }
    std::vector<Journey> journeys;
    for (std::size_t i = 0; i < parts_.size() && journeys.empty(); ++i) {
      journeys = parts_[i].reading.journeys;
      for (Journey& journey : journeys) {
        for (JourneyEntry& entry : journey.entries) {
          entry.service = ids_[i][entry.service.index()];
        }
      }
    }
    std::vector<GraphNote> notes = all_notes();
    return {ServiceGraph(std::move(services_), std::move(calls_)), std::move(journeys), std::move(notes)};
  }

 private:
  struct Origin {
    std::size_t part;       // whose numbers are taken
    bool observed = false;  // by some part
    bool declared = false;
  };

  void join_names(const GraphPart& part) {
    std::unordered_map<std::string, int> same;
    for (const Service& service : part.reading.graph.services()) {
      ++same[lower(service.id)];
    }
    std::vector<ServiceId>& ids = ids_.emplace_back();
    std::unordered_set<std::size_t> used;
    for (const Service& service : part.reading.graph.services()) {
      const auto exact = exact_.find(service.id);
      const std::string folded = lower(service.id);
      const auto alike = folded_.find(folded);
      ServiceId id;
      if (exact != exact_.end()) {
        id = exact->second;
      } else if (alike != folded_.end() && same[folded] == 1 && !ambiguous_.contains(folded)) {
        id = alike->second;
        ++case_ignored_;
      } else {
        id = ServiceId{services_.size()};
        services_.emplace_back().id = service.id;
        parts_of_.push_back(0);
      }
      exact_.emplace(service.id, id);
      if (!folded_.emplace(folded, id).second && folded_.at(folded) != id) {
        ambiguous_.insert(folded);
      }
      parts_of_[id.index()] += used.insert(id.index()).second ? 1 : 0;
      ids.push_back(id);
    }
  }

  void take_text(std::string& known, const std::string& other, const Service& service, const std::string& source,
                 Disagreement& disagreement) {
    if (known.empty()) {
      known = other;
    } else if (!other.empty() && other != known) {
      disagreement.add(service.id + ": " + known + " taken, " + source + " says " + other);
    }
  }

  void take_owners(std::size_t part) {
    const ServiceGraph& graph = parts_[part].reading.graph;
    for (std::size_t i = 0; i < graph.service_count(); ++i) {
      const Service& given = graph.services()[i];
      Service& service = services_[ids_[part][i].index()];
      take_text(service.team, given.team, service, parts_[part].source, owners_);
      take_text(service.tier, given.tier, service, parts_[part].source, tiers_);
    }
  }

  /// A number counts as given where it is not the default.
  template <class Number>
  void take_number(Number Service::*number, const Service& given, Service& service, const std::string& source,
                   Disagreement& disagreement) {
    const Service standard;
    if (service.*number == standard.*number) {
      service.*number = given.*number;
    } else if (given.*number != standard.*number && given.*number != service.*number) {
      disagreement.add(service.id + ": " + json_number(static_cast<double>(service.*number)) + " taken, " + source +
                       " says " + json_number(static_cast<double>(given.*number)));
    }
  }

  void take_numbers(std::size_t part) {
    const ServiceGraph& graph = parts_[part].reading.graph;
    for (std::size_t i = 0; i < graph.service_count(); ++i) {
      const Service& given = graph.services()[i];
      Service& service = services_[ids_[part][i].index()];
      take_number(&Service::cells, given, service, parts_[part].source, cells_);
      take_number(&Service::capacity_rps, given, service, parts_[part].source, capacities_);
      take_number(&Service::baseline_error_fraction, given, service, parts_[part].source, error_rates_);
    }
  }

  void take_calls(std::size_t part) {
    for (const Call& given : parts_[part].reading.graph.calls()) {
      Call call = given;
      call.caller = ids_[part][given.caller.index()];
      call.callee = ids_[part][given.callee.index()];
      if (call.caller == call.callee) {  // two names of the part that mean one service here
        continue;
      }
      const auto [found, fresh] =
          call_of_.try_emplace(std::uint64_t{call.caller.index()} << 32U | call.callee.index(), calls_.size());
      if (fresh) {
        calls_.push_back(call);
        origins_.push_back({part});
      } else {
        join_call(calls_[found->second], call, origins_[found->second], part);
      }
      Origin& origin = origins_[found->second];
      (parts_[part].observed ? origin.observed : origin.declared) = true;
    }
  }

  void join_call(Call& known, const Call& other, const Origin& origin, std::size_t part) {
    const Call standard;
    const std::string where = services_[known.caller.index()].id + " -> " + services_[known.callee.index()].id;
    const std::string& source = parts_[part].source;
    const auto differs = [&](double a, double b) {
      return where + ": " + json_number(a) + " taken, " + source + " says " + json_number(b);
    };
    const bool both_observed = parts_[part].observed && parts_[origin.part].observed;
    const double larger = std::max(known.calls_per_request, other.calls_per_request);
    if (both_observed && std::abs(known.calls_per_request - other.calls_per_request) > kFarApart * larger) {
      rates_.add(differs(known.calls_per_request, other.calls_per_request));
    }
    if (known.coupling == standard.coupling) {
      known.coupling = other.coupling;  // 1 is what readers assume
    } else if (other.coupling != standard.coupling && std::abs(known.coupling - other.coupling) > kFarApart) {
      couplings_.add(differs(known.coupling, other.coupling));
    }
    known.attempts = known.attempts == standard.attempts ? other.attempts : known.attempts;
    known.transient_fraction =
        known.transient_fraction == standard.transient_fraction ? other.transient_fraction : known.transient_fraction;
    if (known.async != other.async) {
      waiting_.add(where + ": " + (known.async ? "asynchronous" : "synchronous") + " taken, " + source +
                   " says otherwise");
    }
  }

  [[nodiscard]] std::vector<GraphNote> all_notes() const {
    std::vector<GraphNote> notes;
    const auto alone = static_cast<std::size_t>(std::count(parts_of_.begin(), parts_of_.end(), 1));
    add_note(notes, GraphNote::Kind::fact, parts_.size(), counted(parts_.size(), "source") + " merged");
    add_note(notes, GraphNote::Kind::fact, parts_.size() > 1 ? alone : 0,
             counted(alone, "service") + " in one source only");
    add_note(notes, GraphNote::Kind::fact, case_ignored_,
             counted(case_ignored_, "service") + " joined with another that differs in case only");
    const auto any = [this](bool observed) {
      return std::any_of(parts_.begin(), parts_.end(),
                         [&](const GraphPart& part) { return part.observed == observed; });
    };
    std::size_t only_declared = 0;
    std::size_t only_observed = 0;
    for (const Origin& origin : origins_) {
      only_declared += origin.observed ? 0 : 1;
      only_observed += origin.declared ? 0 : 1;
    }
    if (any(true) && any(false)) {
      add_note(notes, GraphNote::Kind::assumption, only_declared,
               counted(only_declared, "call") + " declared and never observed, kept with what their source assumed");
      add_note(notes, GraphNote::Kind::fact, only_observed,
               counted(only_observed, "call") + " observed and declared nowhere");
    }
    for (const Disagreement* const disagreement :
         {&owners_, &tiers_, &cells_, &capacities_, &error_rates_, &rates_, &couplings_, &waiting_}) {
      disagreement->note(notes);
    }
    for (const GraphPart& part : parts_) {
      for (const GraphNote& note : part.reading.notes) {
        if (notes.size() < kMostNotesKept) {
          notes.push_back({note.kind, note.count, printable(part.source + ": " + note.text, kLongestNote - 4)});
        }
      }
    }
    return notes;
  }

  std::span<const GraphPart> parts_;
  std::vector<std::size_t> observed_first_;
  std::vector<std::size_t> declared_first_;
  std::vector<Service> services_;
  std::vector<int> parts_of_;                // how many parts have the service
  std::vector<std::vector<ServiceId>> ids_;  // by part and its own service
  std::unordered_map<std::string, ServiceId> exact_;
  std::unordered_map<std::string, ServiceId> folded_;
  std::unordered_set<std::string> ambiguous_;  // folded names of several services
  std::size_t case_ignored_ = 0;
  std::vector<Call> calls_;
  std::vector<Origin> origins_;
  std::unordered_map<std::uint64_t, std::size_t> call_of_;  // by endpoints
  Disagreement owners_{"the owner"};
  Disagreement tiers_{"the tier"};
  Disagreement cells_{"the number of cells"};
  Disagreement capacities_{"the capacity"};
  Disagreement error_rates_{"the baseline of errors"};
  Disagreement rates_{"the calls per request"};
  Disagreement couplings_{"the coupling"};
  Disagreement waiting_{"whether the caller waits"};
};

struct Group {
  std::string format;
  std::vector<std::filesystem::path> files;
};

}  // namespace

GraphReading merge_graphs(std::span<const GraphPart> parts) { return Merger(parts).run(); }

GraphReading read_merged(std::string_view format, std::span<const std::string> inputs, const GraphOptions& options) {
  const auto known = [](std::string_view name) {
    const std::span<const GraphFormat> formats = graph_formats();
    const auto found = std::find_if(formats.begin(), formats.end(),
                                    [name](const GraphFormat& candidate) { return candidate.name == name; });
    return found == formats.end() ? nullptr : &*found;
  };
  ProblemList problems;
  std::vector<Group> groups;
  for (const std::string& input : inputs) {
    const std::size_t equals = input.find('=');
    const std::string_view prefix = std::string_view(input).substr(0, equals == std::string::npos ? 0 : equals);
    const GraphFormat* named = known(prefix);
    const std::string file = named == nullptr ? input : input.substr(equals + 1);
    try {
      if (named == nullptr) {
        // A format that nobody knows is the likelier mistake than a file of that name.
        const bool format_meant =
            !prefix.empty() && !std::filesystem::exists(file) && std::filesystem::exists(file.substr(equals + 1));
        named = &format_of(format_meant ? prefix : std::string_view(format), file);
      }
    } catch (const InputError& error) {
      problems.add(error);
      continue;
    }
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& candidate) {
      return candidate.format == named->name && named->many_files;
    });
    if (group == groups.end()) {
      groups.push_back({std::string(named->name), {file}});
    } else {
      group->files.emplace_back(file);
    }
  }
  std::vector<GraphPart> parts;
  for (const Group& group : groups) {
    try {
      const std::string file = group.files.size() == 1 ? " " + group.files.front().filename().string() : std::string();
      parts.push_back(
          {group.format + file, known(group.format)->observed, read_graph(group.format, group.files, options)});
    } catch (const InputError& error) {
      problems.add(error);
    }
  }
  problems.throw_if_any();
  return merge_graphs(parts);
}

}  // namespace faultline
