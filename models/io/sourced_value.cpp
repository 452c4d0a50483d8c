#include "models/io/sourced_value.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "models/core/nearest_name.h"

namespace faultline {
namespace {

/// "35 to 43", when both ends are there.
std::optional<Uncertainty> two_ends(const JsonNode& node) {
  if (!node.is(JsonKind::array) || node.size() != 2) return std::nullopt;
  Uncertainty ends;
  double* end = &ends.low;
  for (const JsonNode& item : node.items()) {
    if (!item.is_number()) return std::nullopt;
    *std::exchange(end, &ends.high) = item.as_number();
  }
  return ends;
}

/// ", 95 % 35 to 43; VERDICT": what `fit` says of a value beside its n and dates, as far as it is there.
std::string worth_of_measurement(const JsonNode& written) {
  std::string worth;
  const JsonNode* interval = written.find("interval95");
  if (const auto ends = interval != nullptr ? two_ends(*interval) : std::nullopt) {
    char text[64];
    std::snprintf(text, sizeof text, "%.3g to %.3g", ends->low, ends->high);
    worth += ", 95 % " + std::string(text);
  }
  const JsonNode* verdict = written.find("goodness_of_fit");
  if (verdict != nullptr && verdict->is(JsonKind::string) && verdict->as_string() != "no law assumed") {
    worth += "; " + printable(verdict->as_string(), 200);
  }
  return worth;
}

/// "Z6", "3.12": a row of the evidence table.
bool is_evidence_row(std::string_view text) {
  if (text.empty() || text.size() > 8) {
    return false;
  }
  const bool headline = text.front() == 'Z';
  const std::string_view rest = headline ? text.substr(1) : text;
  const bool digits = !rest.empty() && rest.find_first_not_of("0123456789.") == std::string_view::npos;
  return digits && rest.front() != '.' && rest.back() != '.' && headline == (rest.find('.') == std::string_view::npos);
}

void check_keys(const JsonNode& written, ProblemList& problems) {
  static const std::vector<std::string> known{"value",      "source",  "n",       "from",        "to",
                                              "reason",     "method",  "range",   "range_shape", "goodness_of_fit",
                                              "interval95", "meaning", "p_value", "warnings"};
  for (const JsonNode& member : written.members()) {
    const std::string_view key = member.key();
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      problems.add(member.problem("unknown key beside a value and its source", did_you_mean(key, known)));
    } else if (key == "interval95") {
      if (!two_ends(member))
        problems.add(member.problem("must be a list of 2 numbers, the ends of an interval of 95 %"));
    } else if (key == "range") {
      if (!two_ends(member)) problems.add(member.problem("must be a list of 2 numbers, the least and the most"));
    } else if (key == "p_value") {
      if (!member.is_number()) problems.add(member.problem("must be a number"));
    } else if (key == "warnings") {
      if (!member.is(JsonKind::array)) problems.add(member.problem("must be a list of strings"));
    } else if (key != "value" && key != "n" && !member.is(JsonKind::string)) {
      problems.add(member.problem("must be a string"));
    }
  }
}

/// What is wrong with the ends of a range; empty: nothing.
std::pair<std::string, std::string> fault_of_range(const Uncertainty& range, const FieldInfo& info) {
  if (range.low > range.high) {
    return {"the ends are reversed", "write [" + json_number(range.high) + ", " + json_number(range.low) + "]"};
  }
  if (range.low == range.high) {
    return {"the ends are the same: nothing could vary", "leave \"range\" out"};
  }
  if (!in_range(info, range.low) || !in_range(info, range.high)) {
    return {"both ends must be allowed as the value is: " + range_text(info), ""};
  }
  if (range.value < range.low || range.value > range.high) {
    return {"does not hold the value, " + json_number(range.value), ""};
  }
  if (range.whole && (std::round(range.low) != range.low || std::round(range.high) != range.high)) {
    return {"the ends must be whole numbers, as the value is", ""};
  }
  if (range.kind == UncertaintyKind::log_uniform && !(range.low > 0.0)) {
    return {"a log-uniform range must lie above 0", "take \"uniform\" or \"triangular\""};
  }
  return {};
}

/// The range of a value with its shape; nothing after a problem, or when there is none.
std::optional<Uncertainty> read_range(const JsonNode& written, const FieldInfo& info, Uncertainty about,
                                      ProblemList& problems) {
  const JsonNode* const range = written.find("range");
  const JsonNode* const shape = written.find("range_shape");
  if (range == nullptr) {
    if (shape != nullptr) problems.add(shape->problem("says the shape of a \"range\" that is not there"));
    return std::nullopt;
  }
  about.kind = UncertaintyKind::uniform;
  if (shape != nullptr && shape->is(JsonKind::string)) {
    const std::vector<std::string> names(kRangeShapes.begin(), kRangeShapes.end());
    const auto found = std::find(names.begin(), names.end(), shape->as_string());
    if (found == names.end()) {
      problems.add(
          shape->problem("must be uniform, log-uniform or triangular", did_you_mean(shape->as_string(), names)));
      return std::nullopt;
    }
    about.kind = static_cast<UncertaintyKind>(1 + (found - names.begin()));
  }
  const std::optional<Uncertainty> ends = two_ends(*range);
  if (!ends) return std::nullopt;  // which was said
  about.low = ends->low;
  about.high = ends->high;
  if (auto [problem, suggestion] = fault_of_range(about, info); !problem.empty()) {
    problems.add(range->problem(std::move(problem), std::move(suggestion)));
    return std::nullopt;
  }
  return about;
}

/// The interval of a fit; nothing after a problem, or when there is none.
std::optional<Uncertainty> read_interval(const JsonNode& written, Uncertainty about, ProblemList& problems) {
  const JsonNode* const interval = written.find("interval95");
  const std::optional<Uncertainty> ends = interval == nullptr ? std::nullopt : two_ends(*interval);
  if (!ends) return std::nullopt;
  if (ends->low > ends->high) {
    problems.add(interval->problem("the ends are reversed"));
    return std::nullopt;
  }
  if (about.value < ends->low || about.value > ends->high) {
    problems.add(interval->problem("does not hold the value, " + json_number(about.value)));
    return std::nullopt;
  }
  about.kind = UncertaintyKind::interval95;
  about.low = ends->low;
  about.high = ends->high;
  return about;
}

std::optional<Uncertainty> read_uncertainty(const JsonNode& written, const FieldInfo& info, ValueShape shape,
                                            SourceStatus status, ProblemList& problems) {
  const JsonNode* const range = written.find("range");
  const JsonNode& value = *written.find("value");
  if (range != nullptr) {
    const char* refusal = shape == ValueShape::list ? "a list has no range"
                          : info.setting            ? "a setting has no range: nothing in the world decides it"
                          : status == SourceStatus::measured
                              ? "a measured value has an \"interval95\" in the place of a range"
                          : written.find("interval95") != nullptr ? "stands beside an \"interval95\": say one of them"
                                                                  : nullptr;
    if (refusal != nullptr) {
      problems.add(range->problem(refusal));
      return std::nullopt;
    }
  }
  if (shape == ValueShape::list || info.setting || !value.is_number()) return std::nullopt;
  const Uncertainty about{
      UncertaintyKind::uniform,         value.as_number(), 0.0, 0.0, info.min, info.max, info.above_min,
      shape == ValueShape::whole_number};
  const std::optional<Uncertainty> stated = read_range(written, info, about, problems);
  return stated ? stated : read_interval(written, about, problems);
}

}  // namespace

std::string did_you_mean(std::string_view name, std::span<const std::string> valid) {
  const std::optional<std::string> nearest = nearest_name(name, valid);
  return nearest ? "did you mean \"" + *nearest + "\"?" : "";
}

std::string range_text(const FieldInfo& info) {
  std::string text;
  if (std::isfinite(info.min)) {
    text = (info.above_min ? "above " : "at least ") + json_number(info.min);
  }
  if (std::isfinite(info.max)) {
    text += (text.empty() ? "" : " and ") + std::string("at most ") + json_number(info.max);
  }
  return text.empty() ? "finite" : text;
}

bool in_range(const FieldInfo& info, double value) {
  return (info.above_min ? value > info.min : value >= info.min) && value <= info.max;
}

ParameterSource read_source(const JsonNode& written, std::string pointer, const FieldInfo& info, ValueShape shape,
                            ProblemList& problems) {
  ParameterSource source;
  source.pointer = std::move(pointer);
  check_keys(written, problems);
  const auto text = [&](std::string_view key) {
    const JsonNode* member = written.find(key);
    return member != nullptr && member->is(JsonKind::string) ? std::string(member->as_string()) : std::string();
  };
  const std::string kind = text("source");
  if (kind == "measured") {
    source.status = SourceStatus::measured;
    const JsonNode* n = written.find("n");
    if (n == nullptr || n->as_integer().value_or(0) < 1) {
      problems.add(written.problem("a measured value needs \"n\", the number of observations, at least 1"));
    } else {
      source.source = "n = " + n->excerpt();
    }
    if (!text("from").empty() || !text("to").empty()) {
      source.source += ", " + text("from") + " to " + text("to");
    }
    source.source += worth_of_measurement(written);
  } else if (kind == "estimated" || kind == "assumed") {
    source.status = kind == "assumed" ? SourceStatus::assumed : SourceStatus::estimated;
    source.source = text("reason");
  } else if (is_evidence_row(kind)) {
    source.status = SourceStatus::evidence;
    source.source = kind;
    if (!text("reason").empty()) {
      source.source += ": " + text("reason");
    }
  } else {
    problems.add(
        written.problem("\"source\" must be an evidence row such as \"Z6\" or \"3.12\", or \"measured\", "
                        "\"estimated\" or \"assumed\""));
  }
  source.uncertainty = read_uncertainty(written, info, shape, source.status, problems);
  return source;
}

}  // namespace faultline
