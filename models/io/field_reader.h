// Fills the variables of a describe function from JSON and keeps account of where every number comes from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/io/fields.h"
#include "models/io/json_document.h"
#include "models/io/sourced_value.h"
#include "models/scenario.h"

namespace faultline {

/// What is said of a key that no field asked for.
inline constexpr std::string_view kUnknownKey = "unknown key";

/// Reads one object. Problems are collected, never thrown; what is wrong keeps its default so that reading goes on.
class FieldReader final : public FieldVisitor {
 public:
  /// `node` null: the object is absent and all fields have their defaults. `pointer` is the object's place in the
  /// resolved document.
  FieldReader(const JsonNode* node, std::string pointer, ProblemList& problems, std::vector<ParameterSource>& sources);

  /// Reports the keys that no field asked for. Call it after the describe function.
  void finish();

  void number(const FieldInfo& info, double& value) override;
  void optional_number(const FieldInfo& info, std::optional<double>& value) override;
  void flag(const FieldInfo& info, bool& value) override;
  void text(const FieldInfo& info, std::string& value) override;
  void numbers(const FieldInfo& info, std::span<const std::size_t> lengths, std::vector<double>& values) override;
  void texts(const FieldInfo& info, std::vector<std::string>& values) override;
  void choice(const FieldInfo& info, std::span<const std::string_view> names, std::size_t& index) override;
  void choices(const FieldInfo& info, std::span<const std::string_view> names, std::uint8_t& bits) override;
  void variants(const FieldInfo& info, std::span<const std::string_view> names, std::size_t& index,
                const std::function<void(FieldVisitor&, std::size_t)>& fields) override;
  void object(const FieldInfo& info, const Describe& fields) override;
  bool optional_object(const FieldInfo& info, const Describe& fields) override;
  void list(const FieldInfo& info, const Describe& item) override;
  void raw(const FieldInfo& info, std::string_view definition, const JsonNode*& node) override;
  [[nodiscard]] Place place() const override;

 private:
  void integer(const FieldInfo& info, std::int64_t& value) override;

  const JsonNode* take(const FieldInfo& info);
  const JsonNode* take(const FieldInfo& info, JsonKind kind);
  /// The value of a number that may be written with its source, which is recorded.
  const JsonNode* take_sourced(const FieldInfo& info, const std::string& default_value, ValueShape shape);
  bool read_number(const FieldInfo& info, const JsonNode& node, double& value);
  bool read_choice(std::span<const std::string_view> names, const JsonNode& node, std::size_t& index);
  [[nodiscard]] std::string child_pointer(const FieldInfo& info) const;

  const JsonNode* node_;
  std::string pointer_;
  ProblemList& problems_;
  std::vector<ParameterSource>& sources_;
  std::vector<std::string> asked_;
  bool unknown_variant_ = false;  // which keys it has is not known
};

}  // namespace faultline
