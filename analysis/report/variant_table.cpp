#include "analysis/report/variant_table.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "analysis/report/chart_format.h"
#include "analysis/report/html.h"
#include "analysis/report/table.h"
#include "analysis/report/text_cells.h"
#include "analysis/report/variant_text.h"
#include "analysis/store/csv.h"
#include "models/core/input_error.h"

namespace faultline::report {
namespace {

constexpr std::size_t kColumns = 1 + kVariantOutputCount;
constexpr std::array<std::size_t, kColumns> kWidths{12, 7, 7, 7, 7, 6, 6, 5, 6, 7};  // with a space between: 79
using Row = std::array<std::string, kColumns>;

constexpr std::array<std::string_view, kColumns> kHeadings{"variant", "lost", "per 1k", "lead",   "lead",
                                                           "stamp-",  "by-",  "busy",   "undel-", "peak"};
constexpr std::array<std::string_view, kColumns> kSecondHeadings{"",     "orders", "deploy.", "median", "90 %",
                                                                 "ed %", "pass %", "%",       "ivered", "backlog"};

template <class Cells>
std::string line(const Cells& cells) {
  std::string text;
  for (std::size_t i = 0; i < kColumns; ++i) {
    text += (i > 0 ? " " : "") + text_cell(cells[i], kWidths[i], i > 0);
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

// Shares without their percent sign, which stands in the heading.
Row row(const VariantComparison& comparison, std::size_t policy, std::size_t variant) {
  Row cells;
  cells[0] = printable(comparison.variants[variant].label.id);
  for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
    const auto& figure = comparison.policies[policy][o].figures[variant];
    cells[o + 1] = figure && kVariantOutputs[o].unit == OutputUnit::share ? format_number(100 * figure->value, 2)
                                                                          : format_output(kVariantOutputs[o], figure);
  }
  return cells;
}

std::string with_interval_in_brackets(const std::string& value, const std::string& interval) {
  return interval.empty() ? value : value + " (" + interval + ")";
}

}  // namespace

std::string variant_terminal_table(const VariantComparison& comparison) {
  std::string text = terminal_text(cliff_headline(comparison)) + "\n";
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    text += shorten(printable(comparison.run.policies[p].id), kTerminalColumns) + "\n" + line(kHeadings) +
            line(kSecondHeadings) + std::string(kTerminalColumns, '-') + "\n";
    for (std::size_t v = 0; v < comparison.variants.size(); ++v) {
      text += line(row(comparison, p, v));
    }
    text += "\n" + terminal_text(cliff_sentence(comparison, p)) + "\n";
  }
  return text + terminal_text(variant_notes(comparison));
}

std::string variant_markdown_table(const VariantComparison& comparison) {
  std::string text = markdown_text(cliff_headline(comparison)) + "\n\n";
  std::string head = "| variant |";
  std::string rule = "|---|";
  for (const VariantOutput& output : kVariantOutputs) {
    head += " " + markdown_text(output.title) + " |";
    rule += "---|";
  }
  for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
    text += "### " + markdown_text(comparison.run.policies[p].id) + "\n\n" + head + "\n" + rule + "\n";
    for (std::size_t v = 0; v < comparison.variants.size(); ++v) {
      text += "| " + markdown_text(comparison.variants[v].label.id) + " |";
      for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
        const auto& figure = comparison.policies[p][o].figures[v];
        text += " " +
                with_interval_in_brackets(format_output(kVariantOutputs[o], figure),
                                          format_output_interval(kVariantOutputs[o], figure)) +
                " |";
      }
      text += "\n";
    }
    text += "\n" + markdown_text(cliff_sentence(comparison, p)) + "\n\n";
  }
  return text + markdown_text(variant_notes(comparison)) + "\n";
}

std::string variant_csv_table(const VariantComparison& comparison) {
  std::string text =
      "variant,value,policy,output,figure,ci95_low,ci95_high,slope_from_previous,slope_low,slope_high,cliff\n";
  const auto number = [](const std::optional<stats::Estimate>& figure) {
    return csv_number(figure ? std::optional(figure->value) : std::nullopt);
  };
  const auto range = [](const std::optional<stats::Estimate>& figure) {
    const bool known = figure && figure->interval;
    return csv_number(known ? std::optional(figure->interval->low) : std::nullopt) + "," +
           csv_number(known ? std::optional(figure->interval->high) : std::nullopt);
  };
  for (std::size_t v = 0; v < comparison.variants.size(); ++v) {
    const VariantLabel& label = comparison.variants[v].label;
    for (std::size_t p = 0; p < comparison.policies.size(); ++p) {
      for (std::size_t o = 0; o < kVariantOutputCount; ++o) {
        const OutputCurve& curve = comparison.policies[p][o];
        const std::optional<stats::Estimate> slope = v > 0 ? curve.slopes[v - 1] : std::nullopt;
        const bool cliff = curve.verdict == CliffVerdict::cliff && curve.step + 1 == v;
        text += fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_field(label.id), csv_number(label.value),
                            csv_field(comparison.run.policies[p].id), kVariantOutputs[o].name, number(curve.figures[v]),
                            range(curve.figures[v]), number(slope), range(slope), cliff ? "true" : "false");
      }
    }
  }
  return text;
}

}  // namespace faultline::report
