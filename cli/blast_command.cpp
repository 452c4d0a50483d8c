#include "cli/blast_command.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <ostream>
#include <span>
#include <vector>

#include "cli/exit_code.h"
#include "models/core/how_many.h"
#include "models/core/input_error.h"
#include "models/core/nearest_name.h"
#include "models/graph/traffic.h"
#include "models/io/graph_reader.h"
#include "sim/blast/blast_radius.h"

namespace faultline::cli {
namespace {

constexpr std::size_t kWidth = 80;

/// The text made safe and brought to exactly `width` characters.
std::string fitted(std::string_view text, std::size_t width) {
  const auto characters = [](std::string_view s) {
    return static_cast<std::size_t>(std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  };
  std::string safe = printable(text, 4 * width);
  if (characters(safe) > width) {
    std::size_t end = 0;
    for (std::size_t kept = 0; kept < width - 3; ++kept) {
      do {
        ++end;
      } while ((safe[end] & 0xC0) == 0x80);
    }
    safe = safe.substr(0, end) + "...";
  }
  return safe + std::string(width - characters(safe), ' ');
}

std::string percent(double share) { return fmt::format("{:.2f}", 100.0 * share); }

GraphReading read(const BlastOptions& options) {
  GraphReading reading =
      read_graph(options.graph_format == "auto" ? "" : options.graph_format, std::span(&options.graph, 1));
  if (reading.graph.service_count() == 0) {
    throw InputError({options.graph.string(), "", "", "the graph has no services", ""});
  }
  return reading;
}

/// A graph with everything that the answers need.
class Blast {
 public:
  explicit Blast(const BlastOptions& options)
      : options_(options),
        reading_(read(options)),
        has_journeys_(!reading_.journeys.empty()),
        journeys_(has_journeys_ ? reading_.journeys : entry_point_journeys(reading_.graph)),
        radius_(reading_.graph, journeys_, options.samples, options.seed),
        rates_(rates()) {}

  [[nodiscard]] const ServiceGraph& graph() const { return reading_.graph; }
  [[nodiscard]] const BlastRadius& radius() const { return radius_; }
  [[nodiscard]] std::string_view name(ServiceId service) const { return graph().service(service).id; }
  [[nodiscard]] Spread spread(ServiceId service) const { return radius_.spread(service, rates_); }
  [[nodiscard]] const OrderShare& share(ServiceId service) const { return radius_.orders_hit()[service.index()]; }

  /// What was read, what is assumed and where orders enter; one sentence each.
  [[nodiscard]] std::vector<std::string> remarks() const {
    std::vector<std::string> lines;
    for (const GraphNote& note : reading_.notes) {
      lines.push_back(note.text);
    }
    if (has_journeys_) {
      lines.push_back(fmt::format("orders take the graph's {}", how_many(journeys_.size(), "journey")));
    } else if (journeys_.empty()) {
      lines.push_back("the graph has no journeys and every service is called by another: no order enters anywhere");
    } else {
      lines.push_back(
          fmt::format("the graph has no journeys: orders enter at the {} that nobody calls, an equal share each",
                      how_many(journeys_.size(), "service")));
    }
    return lines;
  }

  /// Most orders hit first; ties by more failing probability on the path, then by name.
  [[nodiscard]] std::vector<ServiceId> ranked() const {
    std::vector<ServiceId> order;
    for (std::size_t i = 0; i < graph().service_count(); ++i) {
      order.emplace_back(i);
    }
    std::sort(order.begin(), order.end(), [this](ServiceId a, ServiceId b) {
      return share(a).value != share(b).value ? share(a).value > share(b).value : name(a) < name(b);
    });
    return order;
  }

  [[nodiscard]] ServiceId find(const std::string& id) const {
    if (const std::optional<ServiceId> found = graph().find(id)) {
      return *found;
    }
    std::vector<std::string> names;
    for (const Service& service : graph().services()) {
      names.push_back(service.id);
    }
    const std::optional<std::string> nearest = nearest_name(id, names);
    throw InputError({options_.graph.string(), "", printable(id), "the graph has no such service",
                      nearest ? "did you mean \"" + printable(*nearest) + "\"?" : ""});
  }

 private:
  [[nodiscard]] std::vector<double> rates() const {
    std::vector<double> external(reading_.graph.service_count(), 0.0);
    for (const Journey& journey : journeys_) {
      for (const JourneyEntry& entry : journey.entries) {
        external[entry.service.index()] +=
            options_.orders_per_hour * journey.demand_share.front() * entry.requests_per_order;
      }
    }
    try {
      return request_rates(reading_.graph, external);
    } catch (const UnstableTraffic& error) {
      throw InputError(
          {options_.graph.string(), "", "", error.what(), "lower calls_per_request somewhere in the cycle"});
    }
  }

  const BlastOptions& options_;
  GraphReading reading_;
  bool has_journeys_;
  std::vector<Journey> journeys_;
  BlastRadius radius_;
  std::vector<double> rates_;
};

/// "a > b > c", the middle left out when it is longer than `width`.
std::string path_text(const Blast& blast, std::span<const ServiceId> path, std::size_t width) {
  const auto joined = [&](std::size_t head) {
    std::string text;
    for (std::size_t i = 0; i < path.size(); ++i) {
      if (i == head && head + 1 < path.size()) {
        text += fmt::format(" > ({} more)", path.size() - head - 1);
        i = path.size() - 1;
      }
      text += text.empty() ? "" : " > ";
      text += printable(blast.name(path[i]));
    }
    return text;
  };
  // Separators alone fill the line before more names than this would: paths may have hundreds of thousands.
  for (std::size_t head = std::min(path.size(), width); head > 1; --head) {
    std::string text = joined(head);
    if (text.size() <= width) {
      return text;
    }
  }
  return joined(1);
}

void write_remarks(const Blast& blast, std::ostream& out) {
  for (const std::string& remark : blast.remarks()) {
    // Wrapped at blanks, as remarks may be long.
    std::string line = "*";
    std::string_view rest = remark;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      if (line.size() + 1 + end > kWidth) {
        out << line << '\n';
        line.assign(1, ' ');
      }
      line += ' ';
      line += rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    out << line << '\n';
  }
}

void write_table(const Blast& blast, const BlastOptions& options, std::ostream& out) {
  const std::vector<ServiceId> order = blast.ranked();
  const std::size_t rows = std::min(options.top, order.size());
  const bool exact = !order.empty() && blast.share(order.front()).exact;
  out << fmt::format(
      "{}, {}; {}\n", how_many(blast.graph().service_count(), "service"), how_many(blast.graph().call_count(), "call"),
      exact ? "shares are exact" : fmt::format("{} sampled orders, 95 % intervals", blast.radius().samples()));
  write_remarks(blast, out);
  out << fmt::format("\n{:>4}  {:<30} {:>10}  {:<17} {:>12}\n", "", "when this fails", "orders hit",
                     exact ? "" : "95 % interval", "others hit");
  for (std::size_t i = 0; i < rows; ++i) {
    const OrderShare& share = blast.share(order[i]);
    out << fmt::format("{:>4}  {} {:>8} %  {:<17} {:>12.1f}\n", i + 1, fitted(blast.name(order[i]), 30),
                       percent(share.value), exact ? "" : percent(share.low) + " to " + percent(share.high) + " %",
                       blast.spread(order[i]).services_with_errors);
    const std::vector<ServiceId> path = blast.radius().path_to(order[i]);
    if (path.size() > 1) {
      out << "      by " << path_text(blast, path, kWidth - 9) << '\n';
    }
  }
  if (rows < order.size()) {
    out << fmt::format("      and {}\n", how_many(order.size() - rows, "more service"));
  }
  out << "\norders hit: share of orders that fail; others hit: expected number of other\n"
         "services that see errors; by: the most probable path\n";
}

void explain_as_text(const Blast& blast, ServiceId service, const BlastOptions& options, std::ostream& out) {
  const OrderShare& share = blast.share(service);
  const Spread spread = blast.spread(service);
  out << fmt::format("When {} fails, {} % of orders fail", printable(blast.name(service)), percent(share.value));
  out << (share.exact ? " (exact).\n" : fmt::format(" (95 %: {} to {} %).\n", percent(share.low), percent(share.high)));
  write_remarks(blast, out);
  const std::vector<ServiceId> path = blast.radius().path_to(service);
  out << "\nMost probable path from an entry";
  if (path.empty()) {
    out << ": none, no order reaches it\n";
  } else {
    out << fmt::format(" (probability {:.3g})\n", blast.radius().path_probability(service));
    for (std::size_t i = 0; i < path.size(); ++i) {
      out << (i == 0 ? "  " : "  > ") << printable(blast.name(path[i]), kWidth - 4) << '\n';
    }
  }
  constexpr std::size_t kRows = 20;
  out << fmt::format("\n{:.1f} other services see errors on average. At {:g} orders an hour:\n",
                     spread.services_with_errors, options.orders_per_hour);
  out << fmt::format("  {:<40} {:>14} {:>20}\n", "service", "requests hit", "failing requests/h");
  for (std::size_t i = 0; i < std::min(kRows, spread.sufferers.size()); ++i) {
    const Sufferer& sufferer = spread.sufferers[i];
    out << fmt::format("  {} {:>12} % {:>20.1f}\n", fitted(blast.name(sufferer.service), 40),
                       percent(sufferer.failing_fraction), sufferer.failing_requests_per_order);
  }
  if (spread.sufferers.size() > kRows) {
    out << fmt::format("  and {} more\n", spread.sufferers.size() - kRows);
  }
}

nlohmann::ordered_json json_of(const Blast& blast, ServiceId service, bool with_sufferers) {
  const OrderShare& share = blast.share(service);
  const Spread spread = blast.spread(service);
  nlohmann::ordered_json json{{"service", blast.name(service)},
                              {"orders_hit", share.value},
                              {"ci95", {share.low, share.high}},
                              {"exact", share.exact},
                              {"services_with_errors", spread.services_with_errors},
                              {"path", nlohmann::ordered_json::array()},
                              {"path_probability", blast.radius().path_probability(service)}};
  for (const ServiceId step : blast.radius().path_to(service)) {
    json["path"].push_back(blast.name(step));
  }
  if (with_sufferers) {
    json["failing_requests"] = nlohmann::ordered_json::array();
    for (const Sufferer& sufferer : spread.sufferers) {
      json["failing_requests"].push_back({{"service", blast.name(sufferer.service)},
                                          {"failing_fraction", sufferer.failing_fraction},
                                          {"failing_requests_per_hour", sufferer.failing_requests_per_order}});
    }
  }
  return json;
}

void write_json(const Blast& blast, std::span<const ServiceId> services, const BlastOptions& options,
                std::ostream& out) {
  nlohmann::ordered_json json{{"graph", options.graph.string()},
                              {"services", blast.graph().service_count()},
                              {"calls", blast.graph().call_count()},
                              {"samples", blast.radius().samples()},
                              {"seed", options.seed},
                              {"orders_per_hour", options.orders_per_hour},
                              {"notes", blast.remarks()},
                              {"blast", nlohmann::ordered_json::array()}};
  for (const ServiceId service : services) {
    json["blast"].push_back(json_of(blast, service, options.service.has_value()));
  }
  out << json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

std::string csv_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    quoted.append(c == '"' ? 2 : 1, c);
  }
  quoted += '"';
  return quoted;
}

void write_csv(const Blast& blast, std::span<const ServiceId> services, std::ostream& out) {
  out << "service,orders_hit,ci95_low,ci95_high,exact,services_with_errors,path_probability,path\n";
  for (const ServiceId service : services) {
    const OrderShare& share = blast.share(service);
    std::string path;
    for (const ServiceId step : blast.radius().path_to(service)) {
      path += path.empty() ? "" : " > ";
      path += blast.name(step);
    }
    out << csv_quoted(blast.name(service))
        << fmt::format(",{},{},{},{},{},{},", share.value, share.low, share.high, share.exact ? 1 : 0,
                       blast.spread(service).services_with_errors, blast.radius().path_probability(service))
        << csv_quoted(path) << '\n';
  }
}

std::string dot_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : printable(text, text.size() * 4)) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
    }
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

/// Services shaded by a share: of orders hit, or of their requests that fail when the one asked about does.
void write_dot(const Blast& blast, std::span<const double> shade, std::ostream& out) {
  out << "digraph blast {\n  node [shape=box, style=filled];\n";
  for (std::size_t i = 0; i < shade.size(); ++i) {
    out << fmt::format("  n{} [label={}, fillcolor=\"0.000 {:.3f} 1.000\", tooltip=\"{} %\"];\n", i,
                       dot_quoted(blast.name(ServiceId{i})), shade[i], percent(shade[i]));
  }
  for (const Call& call : blast.graph().calls()) {
    const double live = live_probability(call);
    out << fmt::format("  n{} -> n{} [style={}];\n", call.caller.index(), call.callee.index(),
                       live >= 0.5  ? "solid"
                       : live > 0.0 ? "dashed"
                                    : "dotted");
  }
  out << "}\n";
}

std::vector<double> shades(const Blast& blast, std::optional<ServiceId> service) {
  std::vector<double> shade(blast.graph().service_count(), 0.0);
  if (service) {
    for (const Sufferer& sufferer : blast.spread(*service).sufferers) {
      shade[sufferer.service.index()] = sufferer.failing_fraction;
    }
  } else {
    std::transform(blast.radius().orders_hit().begin(), blast.radius().orders_hit().end(), shade.begin(),
                   [](const OrderShare& share) { return share.value; });
  }
  return shade;
}

}  // namespace

int run_blast(const BlastOptions& options, std::ostream& out, std::ostream& err) {
  const Blast blast(options);
  std::optional<ServiceId> service;
  if (options.service) {
    service = blast.find(*options.service);
  }
  const std::vector<ServiceId> services = service ? std::vector<ServiceId>{*service} : blast.ranked();
  switch (options.format) {
    case BlastFormat::table:
      if (service) {
        explain_as_text(blast, *service, options, out);
      } else {
        write_table(blast, options, out);
      }
      return kDone;
    case BlastFormat::json:
      write_json(blast, services, options, out);
      return kDone;
    case BlastFormat::csv:
      write_csv(blast, services, out);
      break;
    case BlastFormat::dot:
      write_dot(blast, shades(blast, service), out);
      break;
  }
  write_remarks(blast, err);  // these formats have no place for them
  return kDone;
}

}  // namespace faultline::cli
