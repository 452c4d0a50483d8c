// Whatever names a row of docs/evidence.md names one that stands there. Deterministic.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "models/io/scenario_json.h"

namespace faultline {
namespace {

namespace fs = std::filesystem;

fs::path source(const std::string& path) { return fs::path(FAULTLINE_SOURCE_DIR) / path; }

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// All first groups of the matches of `pattern` in `text`.
std::multiset<std::string> found(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::multiset<std::string> result;
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match) {
    result.insert((*match)[1].str());
  }
  return result;
}

const std::multiset<std::string>& rows() {
  static const std::multiset<std::string> kRows =
      found(text_of(source("docs/evidence.md")), "\n\\| (Z[0-9]+|[0-9]+\\.[0-9]+) \\|");
  return kRows;
}

TEST(Evidence, HasEachRowOnce) {
  EXPECT_GE(rows().size(), 100U);
  for (const std::string& row : rows()) {
    EXPECT_EQ(rows().count(row), 1U) << row;
  }
}

TEST(Evidence, HasTheRowsOfTheLibraryAndOfEveryDefault) {
  for (const char* name : {"march-2026", "online-boutique", "train-ticket", "jaeger-production"}) {
    const auto loaded = load_scenario(source("scenarios") / name / "scenario.json");
    std::size_t named = 0;
    for (const ParameterSource& parameter : loaded.scenario.sources) {
      if (parameter.status == SourceStatus::evidence) {
        ++named;
        const std::string row = parameter.source.substr(0, parameter.source.find_first_of(":, "));
        EXPECT_EQ(rows().count(row), 1U) << name << parameter.pointer << " names row " << parameter.source;
      }
    }
    EXPECT_GE(named, 20U) << name;
  }
}

TEST(Evidence, HasTheRowsThatPagesName) {
  std::size_t named = 0;
  for (const auto& entry : fs::recursive_directory_iterator(source("docs"))) {
    if (entry.path().extension() != ".md") {
      continue;
    }
    const std::string page = text_of(entry.path());
    for (const char* pattern : {"\\b[Rr]ows?\\s([0-9]+\\.[0-9]+)",
                                "\\brows\\s[0-9.]+,?\\s(?:to\\s|and\\s)?([0-9]+\\.[0-9]+)", "\\b(Z[0-9]+)\\b"}) {
      for (const std::string& row : found(page, pattern)) {
        ++named;
        EXPECT_EQ(rows().count(row), 1U) << entry.path() << " names row " << row;
      }
    }
  }
  EXPECT_GE(named, 80U);
}

}  // namespace
}  // namespace faultline
