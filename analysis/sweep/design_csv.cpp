#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "analysis/sweep/design.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t first = text.find_first_not_of(kSpace);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// Names and numbers hold no commas: quotes may stand around a field and mean nothing.
std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(',', begin), line.size());
    std::string_view field = trimmed(line.substr(begin, end - begin));
    if (field.size() >= 2 && field.front() == '"' && field.back() == '"') {
      field = field.substr(1, field.size() - 2);
    }
    fields.emplace_back(field);
    begin = end + 1;
  }
  return fields;
}

std::optional<double> number_in(const std::string& text) {
  double value = 0.0;
  const char* const end = text.data() + text.size();
  const auto [last, failure] = std::from_chars(text.data(), end, value);
  return failure == std::errc() && last == end && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  void line(std::string_view text) {
    ++number_;
    if (trimmed(text).empty()) {
      return;
    }
    const std::vector<std::string> fields = fields_of(text);
    if (design_.parameters.empty()) {
      names(fields);
    } else {
      values(fields);
    }
  }

  Design finish() {
    if (design_.values.values.empty() && problems_.empty()) {
      problems_.push_back({file_, "", "", "holds no cell", "a line of parameter names, then one of values a cell"});
    }
    if (!problems_.empty()) {
      throw InputError(std::move(problems_));
    }
    for (std::size_t p = 0; p < design_.parameters.size(); ++p) {
      SweepParameter& parameter = design_.parameters[p];
      parameter.low = parameter.high = design_.values.point(0)[p];
      for (std::size_t cell = 1; cell < design_.cells(); ++cell) {
        parameter.low = std::min(parameter.low, design_.values.point(cell)[p]);
        parameter.high = std::max(parameter.high, design_.values.point(cell)[p]);
      }
    }
    design_.size = static_cast<std::uint32_t>(design_.cells());
    return std::move(design_);
  }

 private:
  void add(const std::string& found, std::string problem) {
    constexpr std::size_t kEnough = 20;
    if (problems_.size() < kEnough) {
      problems_.push_back({file_, "line " + std::to_string(number_), found, std::move(problem), ""});
    }
  }

  void names(const std::vector<std::string>& fields) {
    std::set<std::string> seen;
    for (const std::string& name : fields) {
      if (name.empty() || !seen.insert(name).second) {
        add(printable(name), name.empty() ? "a column has no name" : "two columns have this name");
      }
      SweepParameter parameter;
      parameter.name = name;
      design_.parameters.push_back(std::move(parameter));
    }
    design_.values.dimensions = fields.size();
  }

  void values(const std::vector<std::string>& fields) {
    if (fields.size() != design_.parameters.size()) {
      add(std::to_string(fields.size()),
          "must have " + std::to_string(design_.parameters.size()) + " values, one for each name in the first line");
      return;
    }
    if (design_.cells() == kMostCells) {
      add("", "more than " + std::to_string(kMostCells) + " cells");
      return;
    }
    for (const std::string& field : fields) {
      const std::optional<double> value = number_in(field);
      if (!value) {
        add(printable(field), "must be a finite number");
      }
      design_.values.values.push_back(value.value_or(0.0));
    }
  }

  std::string file_;
  std::size_t number_ = 0;
  Design design_{DesignKind::table, 0, false, 0, {}, {}};
  std::vector<InputProblem> problems_;
};

}  // namespace

Design read_design(std::string_view text, const std::string& file) {
  Reader reader(file);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    reader.line(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return reader.finish();
}

}  // namespace faultline
