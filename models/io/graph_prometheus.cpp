#include "models/io/graph_prometheus.h"

#include <charconv>
#include <map>
#include <unordered_map>
#include <utility>

#include "models/io/graph_links.h"
#include "models/io/graph_requests.h"
#include "models/io/import_rows.h"
#include "models/io/json_document.h"

namespace faultline {
namespace {

constexpr double kMostCalls = 1e18;
constexpr std::string_view kTotal = "service_graph_request_total";
constexpr std::string_view kFailed = "service_graph_request_failed_total";

/// A number as Prometheus writes it, or a negative one when it is no count.
double count_of(std::string_view text) {
  double value = -1.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool sound = error == std::errc{} && end == text.data() + text.size() && value >= 0.0 && value <= kMostCalls;
  return sound ? value : -1.0;
}

using Labels = std::map<std::string, std::string, std::less<>>;

std::string label(const Labels& labels, std::string_view name) {
  const auto found = labels.find(name);
  return found == labels.end() ? std::string() : found->second;
}

/// Reads `name{label="value", ...} value [timestamp]`.
class SampleLine {
 public:
  explicit SampleLine(std::string_view text) : text_(text) {}

  /// Empty when the line is well formed, else why it is not.
  std::string_view parse() {
    name = take_until("{ \t");
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == '{') {
      ++at_;
      if (!parse_labels()) {
        return "labels must be name=\"value\", separated by commas, in braces";
      }
    }
    skip_blanks();
    value = take_until(" \t");
    return name.empty() || value.empty() ? "a sample has a name and a value" : std::string_view{};
  }

  std::string_view name;
  std::string_view value;
  Labels labels;

 private:
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  std::string_view take_until(std::string_view stops) {
    const std::size_t from = at_;
    at_ = std::min(text_.find_first_of(stops, at_), text_.size());
    return text_.substr(from, at_ - from);
  }

  bool parse_labels() {
    for (;;) {
      skip_blanks();
      if (at_ < text_.size() && text_[at_] == '}') {
        ++at_;
        return true;
      }
      const std::string key(take_until("= \t}\""));
      skip_blanks();
      if (key.empty() || text_.substr(at_, 1) != "=") {
        return false;
      }
      ++at_;
      skip_blanks();
      if (text_.substr(at_, 1) != "\"" || !parse_value(labels[key])) {
        return false;
      }
      skip_blanks();
      if (text_.substr(at_, 1) == ",") {
        ++at_;
      } else if (text_.substr(at_, 1) != "}") {
        return false;
      }
    }
  }

  bool parse_value(std::string& text) {
    text.clear();
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        return true;
      }
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        ++at_;
        text += text_[at_] == 'n' ? '\n' : text_[at_];
      } else {
        text += text_[at_];
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class Reader {
 public:
  void read(const GraphSource& source) {
    if (begins_json(source.text)) {
      read_answer(source);
    } else {
      read_text(source);
    }
  }

  GraphReading finish() {
    std::vector<GraphNote> notes;
    try {
      rows_.finish(notes);
    } catch (const InputError& error) {
      problems.add(error);
    }
    problems.throw_if_any();
    std::vector<double> outside(links_.services().size(), 0.0);
    for (const auto& [service, requests] : outside_) {
      outside[service] = requests;
    }
    const std::size_t count = links_.links().size();
    add_note(notes, GraphNote::Kind::assumption, nameless_ranges_,
             counted(nameless_ranges_, "range") +
                 " without a metric's name taken for counters: of rates, ask for one moment instead");
    add_note(notes, GraphNote::Kind::fact, from_user_,
             counted(from_user_, "count") + " of the virtual client \"user\" taken as requests from outside");
    add_note(notes, GraphNote::Kind::fact, failed_,
             counted(failed_, "failed call") +
                 " reported, without what became of the callers' requests: couplings cannot be learnt from them");
    add_note(
        notes, GraphNote::Kind::assumption, count,
        "calls per request of " + counted(count, "call") + " taken as call count / requests that the caller received");
    std::vector<Call> calls = calls_from_counts(links_.links(), links_.services(), std::move(outside), notes);
    std::size_t async = 0;
    for (Call& call : calls) {
      const auto kinds = kinds_.find(std::uint64_t{call.caller.index()} << 32U | call.callee.index());
      call.async = kinds != kinds_.end() && kinds->second.messaging && !kinds->second.other;
      async += call.async ? 1 : 0;
    }
    add_note(notes, GraphNote::Kind::fact, async, counted(async, "call") + " by messaging systems: asynchronous");
    add_note(notes, GraphNote::Kind::assumption, count - async,
             "coupling assumed 1 (hard) for " + counted(count - async, "call") + ": the format does not carry it");
    return {ServiceGraph(std::move(links_.services()), std::move(calls)), {}, std::move(notes)};
  }

  ProblemList problems;

 private:
  struct Kinds {
    bool messaging = false;
    bool other = false;
  };

  void read_text(const GraphSource& source) {
    std::string_view rest = source.text;
    for (std::size_t line = 1; !rest.empty(); ++line) {
      std::string_view text = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), text.size() + 1));
      text = text.substr(0, text.find_last_not_of(" \t\r") + 1);
      text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
      if (text.empty() || text.front() == '#') {
        continue;
      }
      SampleLine sample(text);
      const std::string_view wrong = sample.parse();
      if (!wrong.empty()) {
        rows_.malformed({source.file, "line " + std::to_string(line), printable(text), std::string(wrong), ""});
        continue;
      }
      const std::string why = add(sample.name, sample.labels, count_of(sample.value));
      if (!why.empty()) {
        rows_.malformed({source.file, "line " + std::to_string(line), printable(text), why, ""});
      }
    }
  }

  void read_answer(const GraphSource& source) {
    const JsonDocument document = parse_json(source.text, source.file, problems);
    if (const JsonNode* const status = document.root().find("status");
        status != nullptr && status->is(JsonKind::string) && status->as_string() == "error") {
      problems.add(document.root().problem("is an error that the server answered",
                                           "the answer itself says what was wrong with the query"));
      return;
    }
    const JsonNode* const data = document.root().find("data");
    const JsonNode* const result = data == nullptr ? nullptr : data->find("result");
    if (result == nullptr || !result->is(JsonKind::array)) {
      problems.add(document.root().problem("must be the answer to a query: {\"data\": {\"result\": [...]}}"));
      return;
    }
    for (const JsonNode& series : result->items()) {
      const JsonNode* const metric = series.find("metric");
      if (metric == nullptr || !metric->is(JsonKind::object)) {
        rows_.malformed(series.problem("must be a series with \"metric\" and \"value\" or \"values\""));
        continue;
      }
      Labels labels;
      for (const JsonNode& member : metric->members()) {
        labels[std::string(member.key())] = member.is(JsonKind::string) ? member.as_string() : std::string_view{};
      }
      const std::string named = label(labels, "__name__");
      nameless_ranges_ += named.empty() && series.find("values") != nullptr ? 1 : 0;
      const std::string why = add(named.empty() ? kTotal : std::string_view(named), labels, value_of(series));
      if (!why.empty()) {
        rows_.malformed(series.problem(why));
      }
    }
  }

  static double sample_of(const JsonNode* sample) {
    if (sample == nullptr || sample->size() != 2) {
      return -1.0;
    }
    const JsonNode& value = *++sample->items().begin();
    return value.is(JsonKind::string) ? count_of(value.as_string()) : -1.0;
  }

  /// The value; of a range the growth from its first to its last sample, where a counter that falls was reset to 0.
  static double value_of(const JsonNode& series) {
    const JsonNode* const values = series.find("values");
    if (values == nullptr || values->size() == 0) {
      return sample_of(series.find("value"));
    }
    double before = sample_of(&*values->items().begin());
    double growth = values->size() == 1 ? before : 0.0;
    for (const JsonNode& sample : values->items()) {
      const double now = sample_of(&sample);
      if (now < 0.0) {
        return -1.0;
      }
      growth += now < before ? now : now - before;
      before = now;
    }
    return growth;
  }

  /// Adds a sample; says why it cannot be used.
  std::string add(std::string_view name, const Labels& labels, double count) {
    const bool failed = name.ends_with(kFailed);
    if (!failed && !name.ends_with(kTotal)) {
      return {};  // another metric
    }
    const std::string client = label(labels, "client");
    const std::string server = label(labels, "server");
    const std::string kind = label(labels, "connection_type");
    if (client.empty() || server.empty()) {
      return "needs the labels client and server";
    }
    for (const std::string& text : {client, server}) {
      if (printable(text, 4 * text.size()) != text) {
        return "a name must be valid UTF-8 without control characters";
      }
    }
    if (count < 0.0) {
      return "must count calls: a number from 0 to 1e18";
    }
    rows_.good();
    if (failed) {
      failed_ += static_cast<std::size_t>(count);
      return {};
    }
    const ServiceId callee = links_.service(server);
    if (client == "user") {
      outside_[callee.index()] += count;
      ++from_user_;
      return {};
    }
    const ServiceId caller = links_.service(client);
    links_.link(caller, callee, count);
    Kinds& kinds = kinds_[std::uint64_t{caller.index()} << 32U | callee.index()];
    (kind == "messaging_system" ? kinds.messaging : kinds.other) = true;
    return {};
  }

  GraphLinks links_;
  ImportRows rows_{"sample"};
  std::unordered_map<std::size_t, double> outside_;  // by service
  std::unordered_map<std::uint64_t, Kinds> kinds_;   // by endpoints
  std::size_t from_user_ = 0;
  std::size_t failed_ = 0;
  std::size_t nameless_ranges_ = 0;
};

}  // namespace

GraphReading parse_graph_prometheus(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  Reader reader;
  for (const GraphSource& source : sources) {
    try {
      reader.read(source);
    } catch (const InputError& error) {
      reader.problems.add(error);
    }
  }
  return reader.finish();
}

bool recognises_graph_prometheus(std::string_view text) {
  const bool named = text.find("service_graph_request_") != std::string_view::npos;
  const auto has = [text](std::string_view key) { return has_json_key(text, key); };
  return begins_json(text) ? (has("resultType") && has("result")) || (has("status") && has("errorType")) : named;
}

}  // namespace faultline
