// Sheets as a file for Excel and LibreOffice.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analysis/spreadsheet/sheet.h"

namespace faultline {

/// The bytes of an .xlsx file (Office Open XML). `created_utc`, "2026-03-01T00:00:00Z", becomes its creation date: no
/// clock is read, the same sheets give the same bytes. Numbers are stored as numbers with 16 digits, text as text that
/// is no formula and cannot become one (inert_text); what XML forbids becomes U+FFFD. The first row of each sheet is
/// frozen and has filters. Works in a temporary file; throws StorageFailure when that cannot be written.
[[nodiscard]] std::string xlsx_file(std::span<const Sheet> sheets, std::string_view title,
                                    std::string_view created_utc);

}  // namespace faultline
