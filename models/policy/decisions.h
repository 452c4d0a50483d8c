// The choices among which a policy is looked for, and what it is to be good at.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace faultline {

/// total_cost: margin of lost orders and friction; friction: engineer hours, delay, machines' reviews and what choices
/// cost, in money.
enum class Minimise : std::uint8_t { total_cost, lost_orders, friction, lead_time };
inline constexpr std::array<std::string_view, 4> kMinimiseNames{"total-cost", "lost-orders", "friction", "lead-time"};

/// In the scenario's currency. What is absent is as the scenario's economics say.
struct StatedPrices {
  std::optional<double> margin_per_order{};
  std::optional<double> cost_per_engineer_hour{};
  std::optional<double> cost_of_delay_per_change_day{};
};

/// What a policy must keep to, in the mean over quarters.
struct PolicyLimits {
  std::optional<double> lost_orders{};      ///< gross, a quarter
  std::optional<double> lead_time_hours{};  ///< of the quarter's median change
  double undelivered_fraction = 0.05;       ///< of the changes submitted in a quarter, not deployed at its end
};

struct Choice {
  std::string id;
  std::string title;
  /// JSON pointer and canonical JSON of the value: "/phases/..." into the policy, "/organisation/..." into the
  /// scenario; "null" takes away what lies there.
  std::vector<std::pair<std::string, std::string>> set;
  double cost = 0;            ///< a quarter, in the scenario's currency
  double engineer_hours = 0;  ///< a quarter
};

struct DecisionVariable {
  std::string id;
  std::string title;
  std::vector<Choice> choices;  ///< at least two
};

struct Decisions {
  std::string title;
  std::string start;  ///< id of the policy in which choices are set
  Minimise minimise = Minimise::total_cost;
  StatedPrices prices;
  PolicyLimits limits;
  std::vector<DecisionVariable> variables;
};

/// One choice of each variable.
struct Candidate {
  std::string id;                    ///< the choices' ids, "+" between them
  std::string title;                 ///< the choices' titles, "; " between them
  std::vector<std::size_t> choices;  ///< by variable
  double cost = 0;                   ///< of all choices
  double engineer_hours = 0;
};

}  // namespace faultline
