#include "analysis/report/junit.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/answer.h"
#include "analysis/report/changes_tables.h"
#include "analysis/report/figures.h"
#include "analysis/report/html.h"

namespace faultline::report {
namespace {

// In an attribute a line's end or a tab would be read as a space.
std::string attribute(std::string_view text) {
  std::string safe;
  for (const char c : escape_html(text)) {
    safe += c == '\n' ? "&#10;" : c == '\t' ? "&#9;" : std::string(1, c);
  }
  return safe;
}

enum class CaseOutcome : std::uint8_t { passed, skipped, failed };

CaseOutcome outcome_of(LimitState state, const std::optional<bool>& undecided_passes) {
  if (state == LimitState::undecided) {
    return !undecided_passes ? CaseOutcome::skipped : *undecided_passes ? CaseOutcome::passed : CaseOutcome::failed;
  }
  return state == LimitState::broken ? CaseOutcome::failed : CaseOutcome::passed;
}

std::string finding(const LimitCheck& check) {
  const std::string interval = format_count_interval(check.figure);
  return fmt::format("{} of {} is {} ({}), the limit {}", check.what, check.policy,
                     format_count(check.figure.value, check.figure.standard_error),
                     interval.empty() ? "too few replications for an interval" : "95 %: " + interval,
                     format_count(check.limit));
}

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", attribute(name), attribute(value));
}

std::string case_of(const std::string& suite, const LimitCheck& check, CaseOutcome outcome) {
  std::string text =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"0\">\n", attribute(suite),
                  attribute(fmt::format("{}: {} at most {}", check.policy, check.what, format_count(check.limit))));
  // All digits, for whoever reads the report by program.
  const auto& interval = check.figure.interval;
  text += "      <properties>\n  " + property("value", fmt::format("{}", check.figure.value));
  if (interval) {
    text += "  " + property("ci95_low", fmt::format("{}", interval->low)) + "  " +
            property("ci95_high", fmt::format("{}", interval->high));
  }
  text += "  " + property("limit", fmt::format("{}", check.limit)) + "      </properties>\n";
  const std::string said = (check.state == LimitState::undecided ? "not settled: " : "") + finding(check);
  if (outcome == CaseOutcome::failed) {
    text += fmt::format("      <failure type=\"{}\" message=\"{}\"/>\n",
                        check.state == LimitState::broken ? "limit broken" : "limit not settled", attribute(said));
  } else if (outcome == CaseOutcome::skipped) {
    text += fmt::format("      <skipped message=\"{}\"/>\n", attribute(said));
  } else {
    text += "      <system-out>" + escape_html(said) + "</system-out>\n";
  }
  return text + "    </testcase>\n";
}

}  // namespace

std::string junit_report(const Comparison& comparison, const std::vector<LimitCheck>& checks,
                         const std::optional<bool>& undecided_passes, const RunChanges* changes) {
  const RunDescription& run = comparison.run;
  const std::string suite = "faultline." + run.scenario_id + (run.variant_id.empty() ? "" : "." + run.variant_id);
  std::string cases;
  std::size_t failures = 0;
  std::size_t skipped = 0;
  for (const LimitCheck& check : checks) {
    const CaseOutcome outcome = outcome_of(check.state, undecided_passes);
    failures += outcome == CaseOutcome::failed ? 1 : 0;
    skipped += outcome == CaseOutcome::skipped ? 1 : 0;
    cases += case_of(suite, check, outcome);
  }
  const std::string counts = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"0\"",
                                         checks.size(), failures, skipped);
  std::string said = answer_sentence(comparison) + "\n";
  if (changes != nullptr) {
    said += "\n" + changes_as_text(*changes);
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
         fmt::format("<testsuites name=\"faultline\" {}>\n  <testsuite name=\"{}\" {}>\n    <properties>\n", counts,
                     attribute(suite), counts) +
         property("seed", std::to_string(run.seed)) +
         property("replications", std::to_string(comparison.replications)) +
         property("scenario_sha256", run.scenario_sha256) + property("results_sha256", comparison.results_sha256) +
         property("tool", "faultline " + run.tool_version) + "    </properties>\n" + cases + "    <system-out>" +
         escape_html(said) + "</system-out>\n  </testsuite>\n</testsuites>\n";
}

}  // namespace faultline::report
