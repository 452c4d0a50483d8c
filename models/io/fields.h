// One table of fields for every document: names, units, ranges, sources and descriptions stand once, in describe
// functions, and drive the loader, the JSON Schema and the format page alike.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/defects/defect.h"
#include "models/io/json_document.h"

namespace faultline {

/// What is known of one field besides its type. The default value is the one that the bound variable holds.
struct FieldInfo {
  std::string_view name{};
  std::string_view description{};
  std::string_view unit{};
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool above_min = false;       ///< min itself is not allowed
  std::string_view evidence{};  ///< evidence row of the default; empty: assumed
  std::string_view reason{};    ///< of an assumed default
  bool required = false;
  bool setting = false;  ///< a choice, not a quantity of the world: not listed among the sources
};

/// Where an object stands, for problems that only show later.
struct Place {
  std::string file;
  std::string pointer;  ///< within the file

  [[nodiscard]] InputProblem problem(std::string_view below, std::string found, std::string what,
                                     std::string suggestion = "") const {
    return {file, pointer + std::string(below), std::move(found), std::move(what), std::move(suggestion)};
  }
};

/// Visits the fields of a document in order. Describe functions call it once for each field, binding the variable that
/// holds the value; on entry the variable holds the default.
class FieldVisitor {
 public:
  using Describe = std::function<void(FieldVisitor&)>;

  virtual ~FieldVisitor() = default;
  virtual void number(const FieldInfo& info, double& value) = 0;
  /// Stays empty when the field is absent.
  virtual void optional_number(const FieldInfo& info, std::optional<double>& value) = 0;
  virtual void flag(const FieldInfo& info, bool& value) = 0;
  virtual void text(const FieldInfo& info, std::string& value) = 0;
  /// A list of numbers with one of the given lengths.
  virtual void numbers(const FieldInfo& info, std::span<const std::size_t> lengths, std::vector<double>& values) = 0;
  virtual void texts(const FieldInfo& info, std::vector<std::string>& values) = 0;
  /// One of `names`.
  virtual void choice(const FieldInfo& info, std::span<const std::string_view> names, std::size_t& index) = 0;
  /// A list of some of `names`; bit i of `bits` for names[i]. An absent list leaves `bits`.
  virtual void choices(const FieldInfo& info, std::span<const std::string_view> names, std::uint8_t& bits) = 0;
  /// A choice that decides which other fields the object has: `fields` is called with the index chosen.
  virtual void variants(const FieldInfo& info, std::span<const std::string_view> names, std::size_t& index,
                        const std::function<void(FieldVisitor&, std::size_t)>& fields) = 0;
  /// An object; without it all of its fields have their defaults.
  virtual void object(const FieldInfo& info, const Describe& fields) = 0;
  /// An object that may be left out; returns whether it is there. `fields` is called only then.
  virtual bool optional_object(const FieldInfo& info, const Describe& fields) = 0;
  /// A list of objects: `item` is called once for each and makes room for it. An absent list is an empty one.
  virtual void list(const FieldInfo& info, const Describe& item) = 0;
  /// Anything, read elsewhere; null when absent. `definition` names its part of the JSON Schema.
  virtual void raw(const FieldInfo& info, std::string_view definition, const JsonNode*& node) = 0;
  /// Of the object that is being visited.
  [[nodiscard]] virtual Place place() const = 0;

  /// A whole number; info.min and info.max must lie within the range of T and of int64.
  template <std::integral T>
  void whole(const FieldInfo& info, T& value) {
    auto wide = static_cast<std::int64_t>(value);
    integer(info, wide);
    value = static_cast<T>(wide);
  }

 protected:
  virtual void integer(const FieldInfo& info, std::int64_t& value) = 0;
};

/// Fields `median_hours` and `log_sd` of a lognormal duration, as an object.
void describe_lognormal(FieldVisitor& visitor, const FieldInfo& info, LognormalHours& law);
/// An object with one number for each name.
void describe_numbers_by_name(FieldVisitor& visitor, const FieldInfo& info, std::span<const std::string_view> names,
                              std::span<double> values);

}  // namespace faultline
