#include "models/io/graph_isotope.h"

#include <charconv>
#include <optional>

#include "models/io/declared_links.h"
#include "models/io/graph_requests.h"
#include "models/io/yaml_document.h"

namespace faultline {
namespace {

std::optional<double> number_of(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value == value ? std::optional(value)
                                                                                    : std::nullopt;
}

class Reader {
 public:
  explicit Reader(const GraphSource& source) : stream_(parse_yaml(source.text, source.file, problems_)) {}

  GraphReading read() {
    const std::vector<const JsonNode*> documents = stream_.documents();
    const JsonNode* const services = documents.size() == 1 ? documents.front()->find("services") : nullptr;
    if (services == nullptr || !services->is(JsonKind::array)) {
      problems_.add({documents.empty() ? "" : documents.front()->file(), "", "",
                     "needs one document with \"services\", a list", ""});
      problems_.throw_if_any();
      return {ServiceGraph({}, {}), {}, {}};
    }
    defaults_ = documents.front()->find("defaults");
    for (const JsonNode& service : services->items()) {
      declare(service);
    }
    declared_ = links_.services().size();
    for (const JsonNode& service : services->items()) {
      const std::string_view name = name_of(service);
      const JsonNode* const script = setting(service, "script");
      if (!name.empty() && script != nullptr) {
        caller_ = links_.service(name);
        read_steps(*script);
      }
    }
    problems_.throw_if_any();
    return finish();
  }

 private:
  static std::string_view name_of(const JsonNode& service) {
    const JsonNode* const name = service.find("name");
    return name != nullptr && name->is(JsonKind::string) ? name->as_string() : std::string_view{};
  }

  [[nodiscard]] const JsonNode* setting(const JsonNode& service, std::string_view key) const {
    const JsonNode* const own = service.find(key);
    return own != nullptr || defaults_ == nullptr ? own : defaults_->find(key);
  }

  void declare(const JsonNode& service) {
    const std::string_view name = name_of(service);
    if (name.empty()) {
      problems_.add(service.problem("must be a service with \"name\""));
      return;
    }
    if (links_.contains(name)) {
      problems_.add(service.problem("\"" + printable(name) + "\" is the name of an earlier service"));
      return;
    }
    Service& made = links_.services()[links_.service(name).index()];
    if (const JsonNode* const rate = setting(service, "errorRate")) {
      const std::string_view text = rate->is(JsonKind::string) ? rate->as_string() : std::string_view{};
      const bool percent = text.ends_with('%');
      const std::optional<double> value = number_of(percent ? text.substr(0, text.size() - 1) : text);
      const double fraction = value.value_or(-1.0) / (percent ? 100.0 : 1.0);
      if (fraction >= 0.0 && fraction <= 1.0) {
        made.baseline_error_fraction = fraction;
        ++error_rates_;
      } else {
        problems_.add(rate->problem("must be a fraction from 0 to 1, or a percentage such as 0.1%"));
      }
    }
  }

  /// Steps one after another, or at the same time where they stand in a list of their own: both are calls.
  void read_steps(const JsonNode& steps) {
    if (!steps.is(JsonKind::array)) {
      problems_.add(steps.problem("must be a list of steps"));
      return;
    }
    for (const JsonNode& step : steps.items()) {
      const JsonNode* const call = step.find("call");
      if (step.is(JsonKind::array)) {
        read_steps(step);
      } else if (call != nullptr) {
        read_call(*call);
      } else if (step.find("sleep") == nullptr) {
        problems_.add(step.problem("must be \"call\", \"sleep\" or a list of steps"));
      }
    }
  }

  void read_call(const JsonNode& call) {
    const JsonNode* const target = call.is(JsonKind::object) ? call.find("service") : &call;
    const JsonNode* const chance = call.find("probability");
    double percent = 100.0;
    if (chance != nullptr) {
      percent = chance->is(JsonKind::string) ? number_of(chance->as_string()).value_or(-1.0) : -1.0;
      percent = percent == 0.0 ? 100.0 : percent;  // unset, as Isotope reads it
    }
    if (target == nullptr || !target->is(JsonKind::string) || target->as_string().empty()) {
      problems_.add(call.problem("must name a service"));
    } else if (chance != nullptr && !(percent > 0.0 && percent <= 100.0)) {
      problems_.add(chance->problem("must be a percentage from 0 to 100"));
    } else {
      links_.link(caller_, links_.service(target->as_string()), percent / 100.0);
    }
  }

  GraphReading finish() {
    std::vector<Call> calls = calls_from_rates(links_.links(), links_.services());
    std::vector<GraphNote> notes;
    links_.note_losses(notes);
    std::vector<std::string> declared;
    for (std::size_t i = 0; i < declared_; ++i) {  // they come before all others
      declared.push_back(links_.services()[i].id);
    }
    note_undeclared(links_.services(), declared, notes);
    add_note(notes, GraphNote::Kind::fact, error_rates_,
             "error rates of " + counted(error_rates_, "service") + " taken as given");
    add_note(notes, GraphNote::Kind::assumption, calls.size(),
             "coupling assumed 1 (hard) for " + counted(calls.size(), "call") + ": the format does not carry it");
    return {ServiceGraph(std::move(links_.services()), std::move(calls)), {}, std::move(notes)};
  }

  ProblemList problems_;
  YamlStream stream_;
  const JsonNode* defaults_ = nullptr;
  GraphLinks links_;
  ServiceId caller_;
  std::size_t declared_ = 0;
  std::size_t error_rates_ = 0;
};

}  // namespace

GraphReading parse_graph_isotope(std::span<const GraphSource> sources, const GraphOptions& /*options*/) {
  return Reader(sources.front()).read();
}

bool recognises_graph_isotope(std::string_view text) {
  return has_yaml_key(text, "services") && begins_yaml_list(text, "services");
}

}  // namespace faultline
