// Strong identifiers: an index into one table cannot be used as an index into another.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace faultline {

/// Index of an entity within its table. `Tag` makes the types of different tables incompatible.
template <class Tag>
class OpaqueId {
 public:
  constexpr OpaqueId() = default;
  constexpr explicit OpaqueId(std::uint32_t index) : index_(index) {}
  constexpr explicit OpaqueId(std::size_t index) : index_(static_cast<std::uint32_t>(index)) {}
  constexpr explicit OpaqueId(int index) : index_(static_cast<std::uint32_t>(index)) {}

  /// Position in the table; only meaningful when valid().
  [[nodiscard]] constexpr std::uint32_t index() const { return index_; }
  [[nodiscard]] constexpr bool valid() const { return index_ != kInvalid; }
  friend constexpr auto operator<=>(OpaqueId, OpaqueId) = default;

 private:
  static constexpr std::uint32_t kInvalid = 0xFFFFFFFFU;
  std::uint32_t index_ = kInvalid;
};

using ServiceId = OpaqueId<struct ServiceTag>;
using CallId = OpaqueId<struct CallTag>;
using JourneyId = OpaqueId<struct JourneyTag>;
using MarketplaceId = OpaqueId<struct MarketplaceTag>;
using TeamId = OpaqueId<struct TeamTag>;
using StreamId = OpaqueId<struct StreamTag>;
using CalendarId = OpaqueId<struct CalendarTag>;
using GateId = OpaqueId<struct GateTag>;
using PolicyId = OpaqueId<struct PolicyTag>;
using PoolId = OpaqueId<struct PoolTag>;

}  // namespace faultline

template <class Tag>
struct std::hash<faultline::OpaqueId<Tag>> {
  std::size_t operator()(faultline::OpaqueId<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.index()); }
};
