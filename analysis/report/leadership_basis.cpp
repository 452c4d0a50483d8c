// What the page rests on.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "analysis/metric_names.h"
#include "analysis/report/html.h"
#include "analysis/report/leadership_parts.h"
#include "analysis/report/page_parts.h"
#include "analysis/report/page_sections.h"

namespace faultline::report {
namespace {

constexpr std::size_t kInputsShown = 7;

// Inputs that the loss of most scenarios hangs on, in plain words.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kPlainInputs{{
    {"/marketplaces/0/orders_per_hour", "orders an hour in the first marketplace"},
    {"/defects/beta", "faults for the size of a change (beta)"},
    {"/stealth/human/second_reviewer_ratio", "worth of a second reviewer to a first"},
    {"/organisation/out_of_band/base_fraction", "share of changes that go round the pipeline"},
    {"/organisation/review/attention_exponent", "loss of reviewers\u2019 attention under load (exponent)"},
    {"/stealth/undetectable_fraction/tests/code", "share of code faults beyond any test"},
    {"/defects/invisible_fraction", "share of faults that monitors cannot see"},
    {"/background_incidents/per_day", "incidents a day without a change"},
    {"/defects/scope/fleet_fraction_out_of_band", "share of out-of-band faults that hit everything"},
}};

std::string section_line(std::string_view title, const std::string& content) {
  return "<section><h2>" + std::string(title) + "</h2> <p>" + content + "</p></section>\n";
}

std::string assumptions(const RunDescription& run) {
  std::array<std::size_t, kSourceStatusNames.size()> counts{};
  for (const ParameterSource& source : run.sources) {
    ++counts[static_cast<std::size_t>(source.status)];
  }
  std::string text = fmt::format("{} inputs:", run.sources.size());
  for (std::size_t status = 0; status < counts.size(); ++status) {
    text += fmt::format("{} {} {}", status > 0 ? "," : "", counts[status],
                        status == 0 ? "from published evidence" : kSourceStatusNames[status]);
  }
  text += ".";
  std::size_t shown = 0;
  const auto add = [&](const ParameterSource& source, const std::string& words) {
    text += (shown++ > 0 ? " | " : " ") + words + " " + escape_html(shorten(source.value, 12)) +
            fmt::format(" <span class=\"mark {0}\">{0}</span>",
                        kSourceStatusNames[static_cast<std::size_t>(source.status)]);
  };
  for (const auto& [pointer, words] : kPlainInputs) {
    const auto found = std::find_if(run.sources.begin(), run.sources.end(),
                                    [&p = pointer](const ParameterSource& source) { return source.pointer == p; });
    if (shown < kInputsShown && found != run.sources.end()) {
      add(*found, escape_html(words));
    }
  }
  return text + (shown > 0 ? "." : "") + " Faults strike independently <span class=\"mark assumed\">assumed</span>.";
}

std::string not_modelled() {
  std::string text;
  for (const std::string_view line : not_modelled_lines()) {
    text += (text.empty() ? "" : " ") + escape_html(line);
  }
  return text;
}

std::string history(const LeadershipFacts& facts) {
  if (facts.extras.history.empty()) {
    return "Not held against history here. <code>faultline backtest</code> does that with your records; give its JSON "
           "with <code>--history</code>.";
  }
  std::string text;
  for (const HistoryCheck& check : facts.extras.history) {
    text += (text.empty() ? "" : " ") + bdi(check.text, 300);
  }
  return text;
}

// The widest bar of an input that nobody measured.
std::string next_measurement(const LeadershipFacts& facts) {
  if (!facts.extras.sweep) {
    return "";
  }
  for (const LeadershipInput& input : facts.extras.sweep->inputs) {
    const std::string& mark = input.bar.mark;
    if (mark == "assumed" || mark == "estimated") {
      return section_line("Next measurement", bdi(input.bar.label, 50) + " (" + mark +
                                                  "): of the inputs that were moved and not measured, the one on which "
                                                  "the saving hangs most.");
    }
  }
  return "";
}

std::string reproduce(const Comparison& comparison) {
  const RunDescription& run = comparison.run;
  const auto hash = [](const std::string& sha) { return sha.empty() ? "unfinished" : escape_html(shorten(sha, 17)); };
  // Names that stand in the table already do not fill the sheet again.
  constexpr std::size_t kMostLetters = 300;
  std::string command = reproduce_command(run);
  std::string of_table;
  if (command.size() > kMostLetters) {
    const std::size_t from = command.find(" --policies ");
    command.erase(from, command.rfind(" --replications ") - from);
    of_table = " with <code>--policies</code> of the table";
  }
  return "<code>" + escape_html(command) + "</code>" + of_table + " | " +
         escape_html("faultline " + run.tool_version + (run.git_hash.empty() ? "" : " (" + run.git_hash + ")")) +
         " | SHA-256: scenario " + hash(run.scenario_sha256) + ", results " + hash(comparison.results_sha256) +
         fmt::format(" | {} of {} replications", comparison.replications, run.replications);
}

}  // namespace

std::string leadership_basis(const LeadershipFacts& facts) {
  return "<div class=\"basis\">\n" + section_line("Assumes", assumptions(facts.comparison.run)) +
         section_line("Not modelled", not_modelled()) + section_line("Match to history", history(facts)) +
         next_measurement(facts) + section_line("How to reproduce", reproduce(facts.comparison)) + "</div>\n";
}

}  // namespace faultline::report
