#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/optimize/answer_text.h"
#include "analysis/report/chart_format.h"
#include "models/core/input_error.h"

namespace faultline {
namespace {

constexpr std::array<const char*, kPriceCount> kPriceWords{"a lost order cost", "an engineer hour cost",
                                                           "a day of a change's delay cost"};

std::string limit_words(LimitKind kind, const std::string& value) {
  switch (kind) {
    case LimitKind::lost_orders:
      return "loses no more than " + value + " orders a quarter";
    case LimitKind::lead_time_hours:
      return "has a median lead time of at most " + value + " hours";
    case LimitKind::undelivered_fraction:
      break;
  }
  return "leaves at most " + value + " of the changes undelivered";
}

std::string limit_value(LimitKind kind, double value) {
  return kind == LimitKind::undelivered_fraction ? brief_number(100 * value) + " %" : brief_number(value);
}

class Sentences {
 public:
  Sentences(const Optimisation& search, const OptimisationAnswer& answer)
      : search_(search), answer_(answer), goal_(search.description().goal) {}

  std::vector<std::string> all() const {
    if (!answer_.recommended) {
      return {nothing()};
    }
    std::vector<std::string> sentences{recommended()};
    if (answer_.runner_up) {
      sentences.push_back(runner_up());
      for (const PriceFlip& flip : answer_.price_flips) {
        sentences.push_back(price_flip(flip));
      }
      if (answer_.price_flips.empty() && goal_.in_money()) {
        sentences.emplace_back("No price of 0 or more, changed alone, would make it win.");
      }
    }
    if (answer_.limit_flip) {
      sentences.push_back(limit_flip(*answer_.limit_flip));
    }
    return sentences;
  }

 private:
  [[nodiscard]] std::string id(std::size_t candidate) const { return search_.description().candidates[candidate].id; }

  [[nodiscard]] std::string unit() const {
    switch (goal_.minimise) {
      case Minimise::lost_orders:
        return " orders";
      case Minimise::lead_time:
        return " hours";
      case Minimise::total_cost:
      case Minimise::friction:
        break;
    }
    return " " + goal_.prices.currency;
  }

  [[nodiscard]] std::string_view worse_word() const {
    switch (goal_.minimise) {
      case Minimise::lost_orders:
        return "more lost";
      case Minimise::lead_time:
        return "longer";
      case Minimise::total_cost:
      case Minimise::friction:
        break;
    }
    return "more";
  }

  [[nodiscard]] std::string amount(const stats::Estimate& estimate) const {
    std::string text = brief_number(estimate.value) + unit();
    if (estimate.interval) {
      text += fmt::format(" ({} to {})", brief_number(estimate.interval->low), brief_number(estimate.interval->high));
    }
    return text;
  }

  [[nodiscard]] std::size_t most_quarters() const {
    std::size_t most = 0;
    for (const CandidateFigures& figures : answer_.candidates) {
      most = std::max(most, figures.quarters);
    }
    return most;
  }

  [[nodiscard]] std::string nothing() const {
    if (answer_.settled) {
      return fmt::format("No policy of these keeps the limits (probability of being right: {} at least).",
                         report::format_percent(search_.description().confidence));
    }
    return fmt::format(
        "Not settled with {} quarters: no policy is known to keep the limits, and not all are known to "
        "break them.",
        most_quarters());
  }

  [[nodiscard]] std::string recommended() const {
    const Candidate& best = search_.description().candidates[*answer_.recommended];
    if (!answer_.settled) {
      return fmt::format("Not settled with {} quarters. The best so far of those that keep the limits is {}: {}.",
                         most_quarters(), best.id, printable(best.title, 200));
    }
    return fmt::format(
        "Recommended: {} ({}). With a probability of {} at least it keeps the limits, and no policy that keeps them "
        "by {} is better by {} or more.",
        best.id, printable(best.title, 200), report::format_percent(search_.description().confidence),
        report::format_percent(goal_.limit_margin_fraction), brief_number(search_.indifference()) + unit());
  }

  [[nodiscard]] std::string runner_up() const {
    const stats::Estimate& worse = answer_.runner_up_worse_by;
    const auto& limits = search_.selection()->states()[*answer_.runner_up].limits;
    std::string open;
    for (std::size_t l = 0; l < limits.size(); ++l) {
      if (limits[l] == stats::LimitState::open) {
        open += (open.empty() ? "; not settled whether it keeps the limit on " : ", ") +
                std::string(kLimitNames[static_cast<std::size_t>(goal_.limit_kinds()[l])]);
      }
    }
    const bool straddles = worse.interval && worse.interval->low <= 0.0 && worse.interval->high >= 0.0;
    return fmt::format("Runner-up: {}, {} {}{}{}.", id(*answer_.runner_up), amount(worse), worse_word(),
                       straddles ? ", which may be nothing" : "", open);
  }

  [[nodiscard]] std::string price_flip(const PriceFlip& flip) const {
    const std::string interval = flip.at.interval ? fmt::format("{} to {}", brief_number(flip.at.interval->low),
                                                                brief_number(flip.at.interval->high))
                                                  : "no interval: how they differ there is not settled";
    return fmt::format("It would win if {} {} than {} {} ({}; now {}).",
                       kPriceWords[static_cast<std::size_t>(flip.price)], flip.above ? "more" : "less",
                       brief_number(flip.at.value), goal_.prices.currency, interval, brief_number(flip.now));
  }

  [[nodiscard]] std::string limit_flip(const LimitFlip& flip) const {
    std::string interval;
    if (flip.needed.interval) {
      interval = fmt::format(" ({} to {})", limit_value(flip.kind, flip.needed.interval->low),
                             limit_value(flip.kind, flip.needed.interval->high));
    }
    if (!surely_breaks(flip.needed, flip.now)) {
      const double room = 1.0 - flip.needed.value / flip.now;
      const std::string help =
          room > 0.0
              ? fmt::format("A --limit-margin of {:.2g} % or less, and the more quarters that it takes, would tell.",
                            100.0 * room)
              : "More quarters (--first-replications) and a smaller --limit-margin would tell.";
      return fmt::format(
          "Better by {} is {}, which was turned down for the limit on {} with its margin of {}, but is not known to "
          "break "
          "it: it has {}{}, the limit is {}. {}",
          amount(flip.better_by), id(flip.candidate), kLimitNames[static_cast<std::size_t>(flip.kind)],
          report::format_percent(goal_.limit_margin_fraction), limit_value(flip.kind, flip.needed.value), interval,
          limit_value(flip.kind, flip.now), help);
    }
    return fmt::format("Better by {} is {}, which breaks the limit on {}: that would have to be {}{} and not {}.",
                       amount(flip.better_by), id(flip.candidate), kLimitNames[static_cast<std::size_t>(flip.kind)],
                       limit_value(flip.kind, flip.needed.value), interval, limit_value(flip.kind, flip.now));
  }

  const Optimisation& search_;
  const OptimisationAnswer& answer_;
  const Goal& goal_;
};

}  // namespace

std::string brief_number(double value) {
  constexpr std::array<std::pair<double, const char*>, 3> kUnits{{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}}};
  for (const auto& [unit, letter] : kUnits) {
    if (std::abs(value) >= 0.9995 * unit) {
      return fmt::format("{:.4g}{}", std::stod(fmt::format("{:.3g}", value / unit)), letter);
    }
  }
  return fmt::format("{:.3g}", value == 0.0 ? 0.0 : value);
}

std::string brief_estimate(const stats::Estimate& estimate) {
  return estimate.interval ? fmt::format("{} ({} to {})", brief_number(estimate.value),
                                         brief_number(estimate.interval->low), brief_number(estimate.interval->high))
                           : brief_number(estimate.value);
}

std::string question_of(const Goal& goal) {
  constexpr std::array<const char*, kMinimiseNames.size()> kWhat{"the least total cost", "the fewest lost orders",
                                                                 "the least friction", "the shortest lead time"};
  std::string text = kWhat[static_cast<std::size_t>(goal.minimise)];
  std::string words;
  for (const LimitKind kind : goal.limit_kinds()) {
    words += (words.empty() ? " of a policy that " : " and ") + limit_words(kind, limit_value(kind, goal.limit(kind)));
  }
  return text + words;
}

std::vector<std::string> answer_sentences(const Optimisation& search, const OptimisationAnswer& answer) {
  return Sentences(search, answer).all();
}

}  // namespace faultline
