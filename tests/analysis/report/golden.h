// Charts held against pictures that were looked at, and read as XML.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <pugixml.hpp>
#include <string>

namespace faultline::test {

/// `script/golden --update` writes the pictures anew, to be looked at again.
inline void expect_golden(const std::string& name, const std::string& svg) {
  const auto path = std::filesystem::path(FAULTLINE_SOURCE_DIR) / "tests/data/golden/charts" / (name + ".svg");
  if (std::getenv("FAULTLINE_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << svg;
  }
  std::ifstream file(path, std::ios::binary);
  const std::string golden((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(svg, golden) << "differs from " << path << "; `script/golden --update` accepts the new picture";
}

/// Well-formed XML with what a reader who cannot see it needs.
inline pugi::xml_document parsed(const std::string& svg) {
  pugi::xml_document document;
  const auto result = document.load_string(svg.c_str(), pugi::parse_full);
  EXPECT_TRUE(result) << result.description();
  const pugi::xml_node root = document.child("svg");
  EXPECT_STREQ(root.attribute("role").value(), "img");
  EXPECT_STRNE(root.child("title").text().get(), "");
  EXPECT_STRNE(root.child("desc").text().get(), "");
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(svg.find("inf\""), std::string::npos);
  return document;
}

}  // namespace faultline::test
