#include "models/io/span_graph.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "models/io/graph_links.h"
#include "models/io/graph_requests.h"

namespace faultline {
namespace {

std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }

bool at_server(SpanKind kind) { return kind == SpanKind::server || kind == SpanKind::consumer; }
bool at_client(SpanKind kind) { return kind == SpanKind::client || kind == SpanKind::producer; }

}  // namespace

SpanKind span_kind_of(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, SpanKind>, 5> kKinds{{{"internal", SpanKind::internal},
                                                                                {"server", SpanKind::server},
                                                                                {"client", SpanKind::client},
                                                                                {"producer", SpanKind::producer},
                                                                                {"consumer", SpanKind::consumer}}};
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  const auto same = [lower](std::string_view text, std::string_view lowered) {
    return std::equal(text.begin(), text.end(), lowered.begin(), lowered.end(),
                      [lower](char a, char b) { return lower(a) == b; });
  };
  if (constexpr std::string_view kPrefix = "span_kind_"; same(name.substr(0, kPrefix.size()), kPrefix)) {
    name.remove_prefix(kPrefix.size());
  }
  const auto* const found =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& kind) { return same(name, kind.first); });
  return found == kKinds.end() ? SpanKind::unspecified : found->second;
}

/// The spans of one trace, tied together.
class SpanGraph::Trace {
 public:
  Trace(SpanGraph& graph, std::vector<Span>& spans)
      : graph_(graph),
        spans_(spans),
        by_id_(graph.workspace_.by_id),
        repeated_(graph.workspace_.repeated),
        leaf_(graph.workspace_.leaf),
        caller_(graph.workspace_.caller),
        entry_(graph.workspace_.entry),
        path_(graph.workspace_.path) {}

  void run() {
    index();
    find_callers();
    for (std::uint32_t i = 0; i < spans_.size(); ++i) {
      if (repeated_[i] == 0) {
        tell_call(i);
      }
    }
  }

 private:
  void index() {
    by_id_.resize(spans_.size());
    for (std::uint32_t i = 0; i < spans_.size(); ++i) {
      by_id_[i] = {spans_[i].id, i};
    }
    std::sort(by_id_.begin(), by_id_.end());
    repeated_.assign(spans_.size(), 0);
    for (std::size_t i = 0; i + 1 < by_id_.size(); ++i) {
      for (std::size_t j = i + 1; j < by_id_.size() && j < i + 4 && by_id_[j].first == by_id_[i].first; ++j) {
        const Span& a = spans_[by_id_[i].second];
        const Span& b = spans_[by_id_[j].second];
        if (a.kind == b.kind && a.service == b.service && repeated_[by_id_[j].second] == 0) {
          repeated_[by_id_[j].second] = 1;
          ++graph_.repeated_;
        }
      }
    }
  }

  /// The span of that id, one at a client or one elsewhere as wanted; `otherwise` says whether the other will do.
  [[nodiscard]] std::uint32_t find(std::uint64_t id, bool client, bool otherwise, std::uint32_t self) const {
    std::uint32_t other = kNone;
    for (auto at = std::lower_bound(by_id_.begin(), by_id_.end(), std::pair(id, std::uint32_t{0}));
         at != by_id_.end() && at->first == id; ++at) {
      if (at->second == self || repeated_[at->second] != 0) {
        continue;
      }
      if (at_client(spans_[at->second].kind) == client) {
        return at->second;
      }
      other = other == kNone ? at->second : other;
    }
    return otherwise ? other : kNone;
  }

  void find_callers() {
    caller_.assign(spans_.size(), kNone);
    leaf_.assign(spans_.size(), 1);
    for (std::uint32_t i = 0; i < spans_.size(); ++i) {
      const Span& span = spans_[i];
      std::uint32_t caller = at_server(span.kind) ? find(span.id, true, false, i) : kNone;
      if (caller == kNone && span.has_parent) {
        caller = find(span.parent, false, true, i);
        graph_.orphans_ += caller == kNone && repeated_[i] == 0 ? 1 : 0;
      }
      caller_[i] = caller;
      if (caller != kNone && repeated_[i] == 0) {
        leaf_[caller] = 0;
      }
    }
    break_loops();
    // A span without a service stands for its parent's, so that those below it belong to somebody.
    for (std::uint32_t i = 0; i < spans_.size(); ++i) {
      fill_service(i);
    }
    for (std::uint32_t& caller : caller_) {  // nobody's spans call nobody
      caller = caller != kNone && spans_[caller].service == kNone ? kNone : caller;
    }
    entry_.assign(spans_.size(), kNone);
  }

  /// Parents that lead in a circle: the one at which the circle is noticed begins a trace.
  void break_loops() {
    std::vector<std::uint32_t>& seen_from = graph_.workspace_.seen_from;
    seen_from.assign(spans_.size(), kNone);
    for (std::uint32_t i = 0; i < spans_.size(); ++i) {
      for (std::uint32_t at = i; at != kNone && seen_from[at] == kNone; at = caller_[at]) {
        seen_from[at] = i;
        if (caller_[at] != kNone && seen_from[caller_[at]] == i) {
          caller_[at] = kNone;
          ++graph_.loops_;
        }
      }
    }
  }

  void fill_service(std::uint32_t i) {
    path_.clear();
    std::uint32_t at = i;
    while (at != kNone && spans_[at].service == kNone) {
      path_.push_back(at);
      at = caller_[at];
    }
    for (const std::uint32_t span : path_) {
      spans_[span].service = at == kNone ? kNone : spans_[at].service;
    }
    // Nobody's: kept from being asked again by a caller of none.
    if (at == kNone && !path_.empty()) {
      for (const std::uint32_t span : path_) {
        caller_[span] = kNone;
      }
    }
  }

  /// Whether this span is where a request enters its service.
  [[nodiscard]] bool enters(std::uint32_t i) const {
    return caller_[i] == kNone || spans_[caller_[i]].service != spans_[i].service ||
           (spans_[i].kind == SpanKind::consumer && spans_[i].peer != kNone);
  }

  /// The span by which the request entered the service of span i.
  std::uint32_t entry(std::uint32_t i) {
    path_.clear();
    std::uint32_t at = i;
    while (entry_[at] == kNone && !enters(at)) {
      path_.push_back(at);
      at = caller_[at];
    }
    const std::uint32_t found = entry_[at] == kNone ? at : entry_[at];
    entry_[at] = found;
    for (const std::uint32_t span : path_) {
      entry_[span] = found;
    }
    return found;
  }

  void tell_call(std::uint32_t i) {
    const Span& span = spans_[i];
    if (span.service == kNone) {
      return;
    }
    graph_.appears_[span.service] = true;
    const bool named_peer = span.peer != kNone && span.peer != span.service;
    if (enters(i)) {
      const std::uint32_t caller = caller_[i];
      const bool follows = graph_.rules_ == SpanRules::parents || !at_client(span.kind);
      if (span.kind == SpanKind::consumer && span.peer != kNone) {
        if (named_peer) {
          call(span.peer, span.service, true);
        } else {
          ++graph_.from_outside_[span.service];
        }
      } else if (caller != kNone && follows) {
        call_from(i, caller);
      } else if (caller == kNone && span.kind == SpanKind::server && named_peer) {
        call(span.peer, span.service, false);
      } else {
        ++graph_.from_outside_[span.service];
      }
    }
    if (at_client(span.kind) && leaf_[i] != 0 && named_peer) {
      Edge& edge = call(span.service, span.peer, false);
      const std::uint32_t request = entry(i);
      if (span.error && request != i) {
        tell_failure(edge, request);
      }
    }
  }

  Edge& call(std::uint32_t caller, std::uint32_t callee, bool message) {
    graph_.appears_[caller] = true;
    graph_.appears_[callee] = true;
    Edge& edge = graph_.edge(caller, callee);
    ++edge.calls;
    edge.messages += message ? 1 : 0;
    return edge;
  }

  void call_from(std::uint32_t i, std::uint32_t caller) {
    const Span& above = spans_[caller];
    Edge& edge = call(above.service, spans_[i].service, spans_[i].kind == SpanKind::consumer);
    const std::uint32_t request = entry(caller);
    // A client's span that is its own request tells the call's failure twice, not what became of a request.
    if ((spans_[i].error || (at_client(above.kind) && above.error)) && !at_client(spans_[request].kind)) {
      tell_failure(edge, request);
    }
  }

  void tell_failure(Edge& edge, std::uint32_t request) const {
    ++edge.evidence.failed_calls;
    edge.evidence.failed_requests += spans_[request].error ? 1 : 0;
  }

  SpanGraph& graph_;
  std::vector<Span>& spans_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>>& by_id_;
  std::vector<char>& repeated_;
  std::vector<char>& leaf_;
  std::vector<std::uint32_t>& caller_;
  std::vector<std::uint32_t>& entry_;
  std::vector<std::uint32_t>& path_;
};

std::uint32_t SpanGraph::service_of(std::string_view name) {
  const auto found = service_ids_.find(name);
  if (found != service_ids_.end()) {
    return found->second;
  }
  const auto fresh = service_ids_.emplace(name, static_cast<std::uint32_t>(names_.size())).first;
  names_.push_back(fresh->first);
  appears_.push_back(false);
  from_outside_.push_back(0);
  return fresh->second;
}

SpanGraph::Edge& SpanGraph::edge(std::uint32_t caller, std::uint32_t callee) {
  const auto [found, fresh] = edge_of_.try_emplace(std::uint64_t{caller} << 32U | callee, edges_.size());
  return fresh ? edges_.emplace_back(Edge{caller, callee, 0, 0, {}}) : edges_[found->second];
}

void SpanGraph::add(const SpanRecord& span) {
  ++spans_;
  errors_ += span.error ? 1 : 0;
  const std::uint64_t trace = hash_of(span.trace);
  if (last_ == nullptr || trace != last_trace_) {
    const auto [found, fresh] = open_.try_emplace(trace);
    if (fresh) {
      open_order_.push_back(trace);
    }
    last_ = &found->second;
    last_trace_ = trace;
  }
  hold({hash_of(span.id), hash_of(span.parent), span.service.empty() ? kNone : service_of(span.service),
        span.peer.empty() ? kNone : service_of(span.peer), span.kind, span.error, !span.parent.empty()},
       *last_);
  while (held_ > most_held_) {
    const auto oldest = open_.find(open_order_.front());
    open_order_.pop_front();
    take(oldest->second);
    open_.erase(oldest);
    last_ = nullptr;
    ++cut_;
  }
}

void SpanGraph::hold(const Span& span, OpenTrace& trace) {
  std::uint32_t place = free_;
  if (place == kNone) {
    place = static_cast<std::uint32_t>(pool_.size());
    pool_.emplace_back();
  } else {
    free_ = pool_[place].next;
  }
  pool_[place] = {span, kNone};
  (trace.first == kNone ? trace.first : pool_[trace.last].next) = place;
  trace.last = place;
  ++held_;
}

void SpanGraph::take(const OpenTrace& trace) {
  std::vector<Span>& spans = workspace_.spans;
  spans.clear();
  for (std::uint32_t place = trace.first; place != kNone; place = pool_[place].next) {
    spans.push_back(pool_[place].span);
  }
  pool_[trace.last].next = free_;
  free_ = trace.first;
  ++traces_;
  held_ -= spans.size();
  Trace(*this, spans).run();
}

void SpanGraph::end_traces() {
  for (const std::uint64_t trace : open_order_) {
    take(open_.find(trace)->second);
  }
  open_.clear();
  open_order_.clear();
  last_ = nullptr;
}

GraphReading SpanGraph::finish(const ImportRows& rows) {
  end_traces();
  std::vector<GraphNote> notes;
  rows.finish(notes);
  std::vector<Service> services;
  std::vector<double> outside;
  std::vector<ServiceId> id_of(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (appears_[i]) {
      id_of[i] = ServiceId{services.size()};
      services.emplace_back().id = names_[i];
      outside.push_back(static_cast<double>(from_outside_[i]));
    }
  }
  std::vector<GraphLinks::Link> links;
  std::vector<CouplingEvidence> evidence;
  for (const Edge& edge : edges_) {
    links.push_back({id_of[edge.caller], id_of[edge.callee], static_cast<double>(edge.calls)});
    evidence.push_back(edge.evidence);
  }
  add_note(notes, GraphNote::Kind::fact, spans_,
           counted(spans_, "span") + " in " + counted(traces_, "trace") + "; " + counted(errors_, "span") + " failed");
  add_note(notes, GraphNote::Kind::fact, orphans_,
           counted(orphans_, "span") + " without the parent that they name: taken as requests from outside");
  add_note(notes, GraphNote::Kind::fact, repeated_, counted(repeated_, "span") + " given twice and counted once");
  add_note(notes, GraphNote::Kind::fact, loops_,
           counted(loops_, "circle") + " of spans that are their own ancestors, cut");
  add_note(notes, GraphNote::Kind::fact, cut_,
           counted(cut_, "trace") +
               " taken before the end of the input, to bound memory: later spans of theirs count as "
               "requests from outside");
  add_note(notes, GraphNote::Kind::assumption, unnamed_,
           "service of " + counted(unnamed_, "span") + " assumed to be \"unknown_service\": they name none");
  std::vector<Call> calls = calls_from_counts(links, services, std::move(outside), notes);
  std::size_t async = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    calls[i].async = edges_[i].messages == edges_[i].calls;
    async += calls[i].async ? 1 : 0;
  }
  add_note(notes, GraphNote::Kind::fact, async,
           counted(async, "call") + " only of messages to consumers: asynchronous, they carry load and no failure");
  set_couplings(calls, evidence, services, notes);
  return {ServiceGraph(std::move(services), std::move(calls)), {}, std::move(notes)};
}

}  // namespace faultline
