// The table of fields of a file of decisions.
#include "models/io/decisions.h"

namespace faultline {
namespace {

constexpr double kMostMoney = 1e15;

void describe_choice(FieldVisitor& v, ChoiceFields& fields) {
  Choice& choice = fields.choice;
  fields.place = v.place();
  v.text({.name = "id", .description = "name in tables and in the ids of policies", .required = true}, choice.id);
  v.text({.name = "title", .description = "a few plain words"}, choice.title);
  v.raw({.name = "set",
         .description = "what it sets: JSON pointers into the policy (\"/phases/...\") or the organisation "
                        "(\"/organisation/...\"), and the values; null takes away what lies there; absent: everything "
                        "stays as it is"},
        "set", fields.set);
  v.number({.name = "cost",
            .description = "what it costs besides what is simulated",
            .unit = "currency per quarter",
            .min = 0.0,
            .max = kMostMoney,
            .reason = "none"},
           choice.cost);
  v.number({.name = "engineer_hours",
            .description = "what it takes of engineers' time besides what is simulated",
            .unit = "hours per quarter",
            .min = 0.0,
            .max = 1e9,
            .reason = "none"},
           choice.engineer_hours);
}

void describe_variable(FieldVisitor& v, DecisionVariableFields& fields) {
  fields.place = v.place();
  v.text({.name = "id", .description = "name in tables", .required = true}, fields.variable.id);
  v.text({.name = "title", .description = "the question that it answers"}, fields.variable.title);
  v.list({.name = "choices", .description = "two at least", .required = true},
         [&](FieldVisitor& inner) { describe_choice(inner, fields.choices.emplace_back()); });
}

void describe_prices(FieldVisitor& v, StatedPrices& prices) {
  const auto price = [&](std::string_view name, std::string_view description, std::string_view unit,
                         std::optional<double>& value) {
    v.optional_number({.name = name, .description = description, .unit = unit, .min = 0.0, .max = kMostMoney}, value);
  };
  price("margin_per_order", "of a lost order", "currency", prices.margin_per_order);
  price("cost_per_engineer_hour", "above 0 for what is counted in money", "currency", prices.cost_per_engineer_hour);
  price("cost_of_delay_per_change_day", "of a change that is not deployed for a day", "currency",
        prices.cost_of_delay_per_change_day);
}

void describe_limits(FieldVisitor& v, PolicyLimits& limits) {
  v.optional_number({.name = "lost_orders",
                     .description = "mean of gross lost orders in a quarter",
                     .unit = "orders",
                     .min = 0.0,
                     .max = kMostMoney,
                     .above_min = true,
                     .setting = true},
                    limits.lost_orders);
  v.optional_number({.name = "lead_time_hours",
                     .description = "mean of the quarters' median lead times",
                     .unit = "hours",
                     .min = 0.0,
                     .max = 1e6,
                     .above_min = true,
                     .setting = true},
                    limits.lead_time_hours);
  v.number({.name = "undelivered_fraction",
            .description = "mean share of a quarter's changes that are not deployed at its end: a policy that ships "
                           "nothing loses little",
            .min = 0.0,
            .max = 1.0,
            .above_min = true,
            .setting = true},
           limits.undelivered_fraction);
}

}  // namespace

void describe(FieldVisitor& visitor, DecisionsFields& fields) {
  Decisions& decisions = fields.decisions;
  fields.place = visitor.place();
  visitor.text({.name = "format", .description = "\"faultline-decisions\"", .required = true}, fields.format);
  visitor.whole(
      {.name = "version", .description = "of the format", .min = 1, .max = 1, .required = true, .setting = true},
      fields.version);
  visitor.text({.name = "title", .description = "one plain sentence"}, decisions.title);
  visitor.text(
      {.name = "start", .description = "id of the scenario's policy in which choices are set", .required = true},
      decisions.start);
  auto minimise = static_cast<std::size_t>(decisions.minimise);
  visitor.choice(
      {.name = "minimise",
       .description = "total-cost: margin of lost orders and friction; friction: engineer hours, delay, "
                      "agents' reviews and what choices cost, in money; lead-time: the median of a quarter's changes; "
                      "`--minimise` overrides it"},
      kMinimiseNames, minimise);
  decisions.minimise = static_cast<Minimise>(minimise);
  visitor.object({.name = "prices", .description = "in place of the scenario's economics"},
                 [&](FieldVisitor& v) { describe_prices(v, decisions.prices); });
  visitor.object({.name = "limits", .description = "what a policy must keep to; options override them"},
                 [&](FieldVisitor& v) { describe_limits(v, decisions.limits); });
  visitor.list({.name = "variables", .description = "what is to be decided", .required = true},
               [&](FieldVisitor& v) { describe_variable(v, fields.variables.emplace_back()); });
}

std::string decisions_prose() {
  return R"(# Decisions

This page is generated from the table of fields that the loader itself uses: `faultline schema decisions --format markdown`.
A test fails when it is out of date. `faultline schema decisions` prints the same as a JSON Schema.

A file of decisions says among which choices [`faultline optimize`](../methodology/optimize.md) looks for a policy, and what it
is to be good at. A file `decisions.json` in a scenario's folder is found by itself. One choice of each variable, set in the policy
`start`, makes a policy; all combinations are tried, 256 at most. `faultline validate` checks such a file as far as that is
possible without its scenario.

```json
{"id": "approvals", "title": "How many reviewers?", "choices": [
  {"id": "one", "set": {"/phases/*/gates/peer-review/approvals": 1}},
  {"id": "two", "set": {"/phases/*/gates/peer-review/approvals": 2}}
]}
```

**Pointers** are JSON pointers into the policy (`/phases/...`) or into the scenario's organisation (`/organisation/...`, for
reviewers hired). In a list, a token is a position, `*` for every item, or an item's id (its kind where it has none). The last key
may be new: what it means, the scenario's loader says. `null` takes away what lies there, so a gate is a choice when the policy
`start` has it and another choice removes it; removals come last. Two variables may not set the same pointer.

**Costs** are of a quarter, for what is not simulated: licences, salaries of people hired. Numbers are written plainly or with
their sources, as in [scenario.md](scenario.md).
)";
}

}  // namespace faultline
