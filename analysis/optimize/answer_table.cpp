#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/optimize/answer_text.h"
#include "analysis/report/chart_format.h"
#include "analysis/report/table.h"
#include "analysis/report/text_cells.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

bool shows_money(const Optimisation& search) {
  return search.description().goal.prices[Price::cost_per_engineer_hour] > 0.0;
}

// The front shows what the friction is; without a price of hours there is none.
std::string front_title(const Optimisation& search) {
  return fmt::format(
      "Pareto front: nothing else has less friction and loses less. On the first {} quarters, with intervals that hold "
      "at 95 % for all {} policies at once.",
      search.description().first_batches * kQuartersPerBatch, search.description().candidates.size());
}

// Means of unequal numbers of quarters would differ by luck too.
std::string alike_words(const Optimisation& search) {
  return fmt::format(
             "Figures are those of the first {} quarters, the same for every policy; quarters: how many it ran.",
             search.description().first_batches * kQuartersPerBatch) +
         " near: turned down for a limit, not known to break it.";
}

std::string heading(const Optimisation& search) {
  const OptimisationDescription& own = search.description();
  return fmt::format("{}: {}; {} policies made from {}.", printable(own.scenario_id, 40), question_of(own.goal),
                     own.candidates.size(), printable(own.start, 40));
}

// For a candidate with several limits: how many, and on a line of its own which, each figure with its limit.
std::string limits_line(const Optimisation& search, std::size_t c) {
  constexpr std::array<const char*, 3> kShort{"lost orders", "lead time", "undelivered"};
  const std::vector<BrokenLimit> limits = broken_limits(search, c);
  std::string list;
  for (const BrokenLimit& own : limits) {
    list +=
        fmt::format("{}{} {} {} (limit {})", list.empty() ? "" : ", ",
                    surely_breaks(own.mean, own.limit) ? "breaks" : "near", kShort[static_cast<std::size_t>(own.kind)],
                    limit_value(own.kind, own.mean.value), limit_value(own.kind, own.limit));
  }
  const std::string lines = report::terminal_text(list, 4);
  return fmt::format("{} limits:\n{}", limits.size(), lines.substr(0, lines.size() - 1));  // the caller ends it
}

std::string candidate_line(const Optimisation& search, const OptimisationAnswer& answer, std::size_t c) {
  const CandidateFigures& figures = answer.alike[c];
  constexpr std::size_t kNameWidth = 23;
  constexpr std::size_t kOutcomeWidth = 18;  // what is left of the line
  std::string outcome = outcome_of(search, answer, c);
  if (outcome.size() > kOutcomeWidth) {
    outcome = limits_line(search, c);
  }
  return fmt::format("{:>3} {}{:>9}{:>8}{:>7}{:>9}  {}\n", c + 1,
                     report::text_cell(search.description().candidates[c].id, kNameWidth, false),
                     shows_money(search) ? report::format_brief(figures.friction.value) : "-",
                     report::format_brief(figures.lost_orders.value),
                     report::format_brief(figures.lead_time_hours.value), answer.candidates[c].quarters, outcome);
}

std::string front_line(const FrontPoint& point) {
  return fmt::format(
      "{:>3} {}{}{}\n", point.candidate + 1, report::text_cell(brief_estimate(point.friction), 26, false),
      report::text_cell(brief_estimate(point.lost_orders), 26, false), brief_estimate(point.lead_time_hours));
}

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const std::string& cell : cells) {
    row += " " + report::markdown_text(cell) + " |";
  }
  return row + "\n";
}

std::string markdown_rule(std::size_t columns) {
  std::string rule = "|";
  for (std::size_t i = 0; i < columns; ++i) {
    rule += "---|";
  }
  return rule + "\n";
}

}  // namespace

std::string optimisation_table(const Optimisation& search, const OptimisationAnswer& answer) {
  const OptimisationDescription& own = search.description();
  std::string text = report::terminal_text(heading(search)) + "\n";
  for (const std::string& sentence : answer_sentences(search, answer)) {
    text += report::terminal_text(sentence);
  }
  text += fmt::format("\n{:>3} {:<23}{:>9}{:>8}{:>7}{:>9}  {}\n", "#", "policy", "friction", "lost", "lead h",
                      "quarters", "outcome") +
          std::string(report::kTerminalColumns, '-') + "\n";
  for (std::size_t c = 0; c < own.candidates.size(); ++c) {
    text += candidate_line(search, answer, c);
  }
  text += report::terminal_text(
      shows_money(search) ? fmt::format("friction in {} and lost orders, a quarter; lead time: mean of medians",
                                        own.goal.prices.currency)
                          : "lost orders a quarter; lead time: mean of medians; engineer hours have no price");
  text += report::terminal_text(alike_words(search));
  if (!shows_money(search)) {
    return text;
  }
  text += "\n" + report::terminal_text(front_title(search)) +
          fmt::format("{:>3} {:<26}{:<26}{}\n", "#", "friction", "lost orders", "lead time, hours") +
          std::string(report::kTerminalColumns, '-') + "\n";
  for (const FrontPoint& point : answer.front) {
    text += front_line(point);
  }
  return text;
}

std::string optimisation_markdown(const Optimisation& search, const OptimisationAnswer& answer) {
  const OptimisationDescription& own = search.description();
  std::string text = report::markdown_text(heading(search)) + "\n\n";
  for (const std::string& sentence : answer_sentences(search, answer)) {
    text += "- " + report::markdown_text(sentence) + "\n";
  }
  const std::string money = own.goal.prices.currency;
  text += "\n" +
          markdown_row({"#", "policy", "friction, " + money, "lost orders", "lead time, hours", "undelivered, %",
                        "quarters", "outcome"}) +
          markdown_rule(8);
  for (std::size_t c = 0; c < own.candidates.size(); ++c) {
    const CandidateFigures& figures = answer.alike[c];
    text += markdown_row({std::to_string(c + 1), own.candidates[c].id,
                          shows_money(search) ? brief_estimate(figures.friction) : "-",
                          brief_estimate(figures.lost_orders), brief_estimate(figures.lead_time_hours),
                          report::format_brief(100 * figures.undelivered_fraction.value),
                          std::to_string(answer.candidates[c].quarters), outcome_of(search, answer, c)});
  }
  text += "\n" + alike_words(search) + "\n";
  if (!shows_money(search)) {
    return text;
  }
  text += "\n" + front_title(search) + "\n\n" +
          markdown_row({"#", "policy", "friction, " + money, "lost orders", "lead time, hours"}) + markdown_rule(5);
  for (const FrontPoint& point : answer.front) {
    text += markdown_row({std::to_string(point.candidate + 1), own.candidates[point.candidate].id,
                          brief_estimate(point.friction), brief_estimate(point.lost_orders),
                          brief_estimate(point.lead_time_hours)});
  }
  return text;
}

}  // namespace faultline
