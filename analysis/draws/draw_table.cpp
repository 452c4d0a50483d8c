#include <fmt/format.h>

#include <array>
#include <cmath>

#include "analysis/draws/draw_report.h"
#include "analysis/draws/draw_text.h"
#include "analysis/report/table.h"
#include "analysis/report/text_cells.h"
#include "analysis/store/csv.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

constexpr std::size_t kColumns = 7;
constexpr std::array<std::size_t, kColumns> kWidths{21, 7, 18, 7, 8, 6, 7};  // with a space between: 80
using Row = std::array<std::string, kColumns>;

std::string line(const Row& cells) {
  std::string text;
  for (std::size_t i = 0; i < kColumns; ++i) {
    text += (i > 0 ? " " : "") + report::text_cell(cells[i], kWidths[i], i > 0);
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string rule() { return std::string(report::kTerminalColumns, '-') + "\n"; }

Row head(const char* first) { return {first, "mean", "95 % of draws", "luck", "ignor.", "share", "p"}; }

Row row_of(std::string_view name, const SplitFigure& figure) {
  const SplitCells cells = split_cells(figure);
  std::string p = cells.p_value;
  std::erase(p, ' ');
  return {std::string(name), cells.mean, cells.band, cells.luck, cells.ignorance, cells.share, p};
}

std::string drivers_text(const DrawReport& report, const std::vector<DrivingParameter>& drivers,
                         const std::string& what) {
  std::string text;
  const std::vector<DrivingParameter> first = leading(drivers, 4);
  if (first.empty()) return "";
  for (const DrivingParameter& driver : first) {
    text += (text.empty() ? "" : ", ") + unknown_name(report, driver) + fmt::format(" {:+.2f}", driver.effect.value);
  }
  return report::terminal_text(what +
                               (first.front().beyond_chance ? " goes with " : ": nothing beyond chance; nearest ") +
                               text + " (" + driver_measure(report) + ").");
}

std::string markdown_row(const std::string& name, const SplitFigure& figure) {
  const SplitCells cells = split_cells(figure);
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", report::markdown_text(name), cells.mean, cells.band,
                     cells.luck, report::markdown_text(cells.ignorance), report::markdown_text(cells.share),
                     report::markdown_text(cells.p_value));
}

constexpr std::string_view kMarkdownHead =
    " | mean | 95 % of draws | luck, sd | ignorance, sd | share of ignorance | p |\n|---|---|---|---|---|---|---|\n";

std::string pair_name(const DrawReport& report, const DrawnPair& pair) {
  return printable(report.sweep.policies[pair.a].id) + " less " + printable(report.sweep.policies[pair.b].id);
}

}  // namespace

std::string draw_table(const DrawReport& report) {
  std::string text = report::terminal_text(draw_headline(report)) + "\n" + line(head("lost orders")) + rule();
  for (std::size_t p = 0; p < report.policies.size(); ++p) {
    text += line(row_of(printable(report.sweep.policies[p].id), report.policies[p].figures.front()));
  }
  if (report.policies.size() > 1) {
    text += "\n" + line(head("saved")) + rule();
    for (const DrawnPair& pair : report.pairs) {
      if (pair.a != 0) continue;
      text += line(row_of(printable(report.sweep.policies[pair.b].id), pair.saved.front()));
      const auto less =
          static_cast<std::size_t>(std::llround(pair.b_loses_less.value * static_cast<double>(report.draws_run)));
      text += fmt::format("  loses less in {}, settled so in {}, settled worse in {}\n",
                          share_of_draws(less, report.draws_run), pair.settled_better, pair.settled_worse);
    }
  }
  for (std::size_t p = 0; p < report.policies.size(); ++p) {
    const std::string id = printable(report.sweep.policies[p].id);
    text += "\n" + line(head(id.c_str())) + rule();
    for (std::size_t o = 1; o < report.policies[p].figures.size(); ++o) {
      const SplitFigure& figure = report.policies[p].figures[o];
      text += line(row_of(figure.title, figure));
    }
    text += drivers_text(report, report.policies[p].drivers, "Its loss");
    text += drivers_text(report, report.policies[p].saved_drivers, "What it saves");
  }
  text += "\n";
  for (const std::string& note : draw_notes(report)) text += report::terminal_text(note);
  return text;
}

std::string draw_markdown(const DrawReport& report) {
  std::string text =
      report::markdown_text(draw_headline(report)) + "\n\n| lost orders, a quarter" + std::string(kMarkdownHead);
  for (std::size_t p = 0; p < report.policies.size(); ++p) {
    text += markdown_row(report.sweep.policies[p].id, report.policies[p].figures.front());
  }
  if (!report.pairs.empty()) {
    text += "\n| saved" + std::string(kMarkdownHead);
    for (const DrawnPair& pair : report.pairs) text += markdown_row(pair_name(report, pair), pair.saved.front());
    text += "\n| pair | loses less in | settled better | settled worse |\n|---|---|---|---|\n";
    for (const DrawnPair& pair : report.pairs) {
      text += fmt::format("| {} | {} | {} | {} |\n", report::markdown_text(pair_name(report, pair)),
                          share_text(pair.b_loses_less.value), pair.settled_better, pair.settled_worse);
    }
  }
  for (std::size_t p = 0; p < report.policies.size(); ++p) {
    text += "\n### " + report::markdown_text(report.sweep.policies[p].id) + "\n\n| output" + std::string(kMarkdownHead);
    for (const SplitFigure& figure : report.policies[p].figures)
      text += markdown_row(std::string(figure.title), figure);
  }
  text += "\n";
  for (const std::string& note : draw_notes(report)) text += report::markdown_text(note) + "\n\n";
  return text;
}

std::string draw_csv(const SweepFile& file) {
  const SweepDescription& sweep = file.sweep();
  std::string text = "draw,policy,reason";
  for (const SweepParameter& parameter : sweep.design.parameters) text += "," + csv_field(parameter.name);
  text += ",lost_orders_mean,lost_orders_sd,lost_orders_p99";
  for (const KeptOutput& output : kKeptOutputs) text += "," + std::string(output.name) + "_mean";
  text += "\n";
  for (std::size_t c = 0; c < sweep.design.cells(); ++c) {
    const CellResult cell = file.read(c);
    std::string point;
    for (const double value : sweep.design.values.point(c)) point += "," + csv_number(value);
    const std::string name = c == 0 ? "central" : std::to_string(c);
    if (!cell.failure.empty()) {
      text += name + ",," + csv_field(cell.failure) + point + std::string(3 + kKeptOutputs.size(), ',') + "\n";
    }
    for (std::size_t p = 0; p < cell.policies.size(); ++p) {
      const CellPolicy& policy = cell.policies[p];
      text += name + "," + csv_field(sweep.policies[p].id) + "," + point + "," + csv_number(policy.mean()) + "," +
              csv_number(policy.standard_deviation()) + "," + csv_number(policy.quantile(0.99));
      for (const std::vector<double>& output : policy.outputs) {
        double sum = 0.0;
        for (const double value : output) sum += value;
        text += "," + csv_number(sum / static_cast<double>(output.size()));
      }
      text += "\n";
    }
  }
  return text;
}

}  // namespace faultline
