#include "analysis/spreadsheet/xlsx_file.h"

#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "analysis/report/html.h"
#include "analysis/store/csv.h"
#include "analysis/store/sqlite.h"
#include "models/io/time_zone.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestText = 32'000;                                         // Excel refuses more than 32,767
constexpr std::size_t kMostRows = 1'048'575;                                         // below the head
constexpr std::array<const char*, 4> kForms{"General", "#,##0", "#,##0.0", "0.0%"};  // by NumberForm

// A file of its own, gone in the end.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::error_code error;
    path_ = (fs::temp_directory_path(error) / "faultline-XXXXXX").string();
    const int descriptor = error ? -1 : mkstemp(path_.data());
    if (descriptor < 0) {
      throw StorageFailure(path_ + ": no temporary file can be made there; set TMPDIR to a folder where it can");
    }
    close(descriptor);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string content() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

 private:
  std::string path_;
};

// Readers take _x0041_ for the letter A: such a text is written so that they read what it is.
std::string without_escapes(const std::string& text) {
  const auto is_escape = [&text](std::size_t at) {
    return text.size() - at >= 7 && text[at] == '_' && text[at + 1] == 'x' && text[at + 6] == '_' &&
           std::all_of(text.begin() + at + 2, text.begin() + at + 6,
                       [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
  };
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    safe += is_escape(i) ? "_x005F_" : std::string(1, text[i]);
  }
  return safe;
}

std::string cell_text(const std::string& text) {
  return without_escapes(inert_text(report::visible_text(report::shorten(text, kLongestText))));
}

// Seconds since 1970 of "2026-03-09T05:00:00Z", to the minute; never 0, which would mean the clock.
std::time_t seconds_of(std::string_view utc) {
  const auto day = parse_date(utc.substr(0, 10));
  const auto time = parse_time_of_day(utc.size() < 16 ? "" : utc.substr(11, 5));
  const std::int64_t seconds = day.value_or(0) * kSecondsPerDay + time.value_or(0);
  return seconds != 0 ? seconds : 1;
}

std::string cell_name(std::size_t row, std::size_t column) {
  std::array<char, LXW_MAX_CELL_NAME_LENGTH + LXW_MAX_COL_NAME_LENGTH> name{};
  lxw_rowcol_to_cell_abs(name.data(), static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), 1, 1);
  return name.data();
}

std::string range_of(const Sheet& sheet, const SeriesRange& range, std::size_t column) {
  return fmt::format("={}!{}:{}", sheet.name, cell_name(range.first_row + 1, column),
                     cell_name(range.last_row + 1, column));
}

void add_chart(lxw_workbook* book, lxw_worksheet* page, const Sheet& sheet) {
  const SheetChart& wanted = *sheet.chart;
  const bool lines = wanted.kind == SheetChart::Kind::logarithmic_lines;
  lxw_chart* chart = workbook_add_chart(book, lines ? LXW_CHART_SCATTER_STRAIGHT : LXW_CHART_BAR);
  for (const SeriesRange& range : wanted.series) {
    lxw_chart_series* series = chart_add_series(chart, range_of(sheet, range, range.x_column).c_str(),
                                                range_of(sheet, range, range.y_column).c_str());
    chart_series_set_name(
        series,
        fmt::format("={}!{}", sheet.name, cell_name(lines ? range.first_row + 1 : 0, range.name_column)).c_str());
  }
  chart_title_set_name(chart, wanted.title.c_str());
  chart_axis_set_name(chart->x_axis, wanted.x_title.c_str());
  chart_axis_set_name(chart->y_axis, wanted.y_title.c_str());
  if (lines) {
    chart_axis_set_log_base(chart->x_axis, 10);
    chart_axis_set_log_base(chart->y_axis, 10);
    // Chances lie below 1: the axis of lost orders stands below them, not across them.
    chart_axis_set_crossing_min(chart->x_axis);
    chart_axis_set_crossing_min(chart->y_axis);
    chart_axis_set_num_format(chart->x_axis, "#,##0");
  } else {
    chart_axis_set_reverse(chart->x_axis);  // the first policy on top
    chart_axis_set_num_format(chart->y_axis, "#,##0");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
  }
  lxw_chart_options options{};
  options.x_scale = 1.5;
  options.y_scale = 1.5;
  worksheet_insert_chart_opt(page, 1, static_cast<lxw_col_t>(wanted.beside_column), chart, &options);
}

void add_sheet(lxw_workbook* book, const Sheet& sheet, lxw_format* head, const std::array<lxw_format*, 4>& forms) {
  lxw_worksheet* page = workbook_add_worksheet(book, sheet.name.c_str());
  for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
    const auto column = static_cast<lxw_col_t>(c);
    worksheet_set_column(page, column, column, sheet.columns[c].width,
                         forms[static_cast<std::size_t>(sheet.columns[c].form)]);
    worksheet_write_string(page, 0, column, cell_text(sheet.columns[c].head).c_str(), head);
  }
  const std::size_t rows = std::min(sheet.rows.size(), kMostRows);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < sheet.rows[r].size(); ++c) {
      const auto row = static_cast<lxw_row_t>(r + 1);
      const auto column = static_cast<lxw_col_t>(c);
      const Cell& cell = sheet.rows[r][c];
      if (const auto* number = std::get_if<double>(&cell); number != nullptr && std::isfinite(*number)) {
        worksheet_write_number(page, row, column, *number, nullptr);
      } else if (const auto* text = std::get_if<std::string>(&cell); text != nullptr && !text->empty()) {
        worksheet_write_string(page, row, column, cell_text(*text).c_str(), nullptr);
      }
    }
  }
  worksheet_freeze_panes(page, 1, 0);
  if (rows > 0) {
    worksheet_autofilter(page, 0, 0, static_cast<lxw_row_t>(rows), static_cast<lxw_col_t>(sheet.columns.size() - 1));
  }
  if (sheet.chart && !sheet.chart->series.empty()) {
    add_chart(book, page, sheet);
  }
}

}  // namespace

std::string xlsx_file(std::span<const Sheet> sheets, std::string_view title, std::string_view created_utc) {
  const TemporaryFile file;
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) {
    throw StorageFailure(file.path() + ": cannot be written");
  }
  std::string shown = cell_text(report::shorten(title, 200));
  lxw_doc_properties properties{};
  properties.title = shown.data();
  properties.created = seconds_of(created_utc);
  workbook_set_properties(book, &properties);
  lxw_format* head = workbook_add_format(book);
  format_set_bold(head);
  format_set_text_wrap(head);
  format_set_align(head, LXW_ALIGN_VERTICAL_TOP);
  std::array<lxw_format*, kForms.size()> forms{};
  for (std::size_t i = 0; i < kForms.size(); ++i) {
    forms[i] = workbook_add_format(book);
    format_set_num_format(forms[i], kForms[i]);
  }
  for (const Sheet& sheet : sheets) {
    add_sheet(book, sheet, head, forms);
  }
  if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR) {
    throw StorageFailure(file.path() + ": cannot be written: " + lxw_strerror(error));
  }
  return file.content();
}

}  // namespace faultline
