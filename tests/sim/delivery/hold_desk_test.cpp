#include "sim/delivery/hold_desk.h"

#include <gtest/gtest.h>

#include <cmath>

namespace faultline {
namespace {

Gate gate_of(GateKind kind, int index, double limit) {
  Gate gate;
  gate.kind = kind;
  gate.id = 'g' + std::to_string(index);
  gate.index = GateId{index};
  gate.limit = limit;
  return gate;
}

std::vector<Policy> policies(const Gate& gate) { return {{"p", "P", {{0.0, {gate}}}}}; }

TEST(VelocityTokens, ComeEvenlyAndWaitUpToTheBurst) {
  Gate cap = gate_of(GateKind::velocity_cap, 0, 168.0);  // one an hour
  cap.burst = 3.0;
  HoldDesk desk(policies(cap), 2);
  EXPECT_EQ(desk.take_token(cap, 0, 10.0), 10.0);
  EXPECT_EQ(desk.take_token(cap, 0, 10.0), 10.0);
  EXPECT_EQ(desk.take_token(cap, 0, 10.0), 10.0);
  EXPECT_EQ(desk.take_token(cap, 0, 10.0), 11.0);
  EXPECT_EQ(desk.take_token(cap, 0, 10.5), 12.0);
  EXPECT_EQ(desk.take_token(cap, 1, 10.5), 10.5) << "each team has its own";
  EXPECT_EQ(desk.take_token(cap, 0, 100.0), 100.0) << "what was saved up is used again";
  EXPECT_EQ(desk.take_token(cap, 0, 100.0), 100.0);
  EXPECT_EQ(desk.take_token(cap, 0, 100.0), 100.0);
  EXPECT_EQ(desk.take_token(cap, 0, 100.0), 101.0);
  desk.clear();
  EXPECT_EQ(desk.take_token(cap, 0, 10.0), 10.0);
}

TEST(VelocityTokens, NeverComeUnderACapOfNothing) {
  const Gate cap = gate_of(GateKind::velocity_cap, 0, 0.0);
  HoldDesk desk(policies(cap), 1);
  EXPECT_TRUE(std::isinf(desk.take_token(cap, 0, 1.0)));
}

TEST(Places, AreAsManyAsTheLimitAndComeBack) {
  const Gate limit = gate_of(GateKind::wip_limit, 3, 2.0);
  HoldDesk desk(policies(limit), 1);
  EXPECT_TRUE(desk.limits(limit.index));
  EXPECT_TRUE(desk.take_place(limit, 0));
  EXPECT_TRUE(desk.take_place(limit, 0));
  EXPECT_FALSE(desk.take_place(limit, 0));
  desk.give_place_back(limit.index, 0);
  EXPECT_TRUE(desk.take_place(limit, 0));
  EXPECT_FALSE(desk.take_place(limit, 0));
  const Gate none = gate_of(GateKind::wip_limit, 3, 0.0);
  desk.clear();
  EXPECT_FALSE(desk.take_place(none, 0));
}

TEST(Lists, AreServedInOrderOfComing) {
  const Gate budget = gate_of(GateKind::error_budget_freeze, 1, 0.0);
  HoldDesk desk(policies(budget), 2);
  EXPECT_FALSE(desk.limits(budget.index));
  std::vector<InFlight> flights(4);
  for (const std::uint32_t slot : {2U, 0U, 3U}) desk.append(budget.index, 1, slot, flights);
  EXPECT_EQ(desk.waiting(budget.index, 1), 3U);
  EXPECT_EQ(desk.waiting(budget.index, 0), 0U);
  EXPECT_EQ(desk.take_first(budget.index, 1, flights), 2U);
  desk.append(budget.index, 1, 1, flights);
  EXPECT_EQ(desk.take_first(budget.index, 1, flights), 0U);
  EXPECT_EQ(desk.take_first(budget.index, 1, flights), 3U);
  EXPECT_EQ(desk.take_first(budget.index, 1, flights), 1U);
  EXPECT_EQ(desk.take_first(budget.index, 1, flights), kNoSlot);
  desk.set_frozen(budget.index, 1, true);
  EXPECT_TRUE(desk.frozen(budget.index, 1));
  EXPECT_FALSE(desk.frozen(budget.index, 0));
}

}  // namespace
}  // namespace faultline
