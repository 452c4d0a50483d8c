#include <fmt/format.h>

#include <algorithm>
#include <array>

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

// "9.4 (8 to 11)"
std::string limit_estimate(LimitKind kind, const stats::Estimate& estimate) {
  std::string text = limit_value(kind, estimate.value);
  if (estimate.interval) {
    text += fmt::format(" ({} to {})", limit_value(kind, estimate.interval->low),
                        limit_value(kind, estimate.interval->high));
  }
  return text;
}

// "the limit on lost orders", "the limits on lost orders and lead time"
std::string limits_on(const std::vector<LimitKind>& kinds) {
  std::string text = kinds.size() > 1 ? "the limits on " : "the limit on ";
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    text += (i == 0                 ? ""
             : i + 1 < kinds.size() ? ", "
                                    : " and ") +
            std::string(kLimitNames[static_cast<std::size_t>(kinds[i])]);
  }
  return text;
}

class Sentences {
 public:
  Sentences(const Optimisation& search, const OptimisationAnswer& answer)
      : search_(search), answer_(answer), goal_(search.description().goal) {}

  std::vector<std::string> all() const {
    if (!answer_.recommended) {
      return answer_.nearest ? std::vector<std::string>{nothing(), nearest(*answer_.nearest)}
                             : std::vector<std::string>{nothing()};
    }
    std::vector<std::string> sentences{recommended()};
    if (answer_.runner_up) {
      sentences.push_back(runner_up());
      for (const PriceFlip& flip : answer_.price_flips) {
        sentences.push_back(price_flip(flip));
      }
      if (answer_.price_flips.empty()) {
        sentences.push_back((goal_.in_money() ? "No price of 0 or more, changed alone, would make it win. " : "") +
                            objective_flip());
      }
      for (const LimitRange& range : answer_.limit_ranges) {
        sentences.push_back(limit_range(range));
      }
    }
    if (answer_.limit_flip) {
      sentences.push_back(limit_flip(*answer_.limit_flip));
    }
    for (const std::string& warning : answer_.warnings) {
      sentences.push_back("Warning about the recommended: " + warning + ".");
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
    std::string text = report::format_brief(estimate.value) + unit();
    if (estimate.interval) {
      text += fmt::format(" ({} to {})", report::format_brief(estimate.interval->low),
                          report::format_brief(estimate.interval->high));
    }
    return text;
  }

  [[nodiscard]] static std::string_view maybe_nothing(const stats::Estimate& difference) {
    const bool straddles = difference.interval && difference.interval->low <= 0.0 && difference.interval->high >= 0.0;
    return straddles ? ", which may be nothing" : "";
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

  [[nodiscard]] std::string nearest(const NearestCandidate& nearest) const {
    const Candidate& own = search_.description().candidates[nearest.candidate];
    std::string text = fmt::format("Nearest to the limits is {} ({}).", own.id, printable(own.title, 200));
    for (const LimitGap& gap : nearest.gaps) {
      text += " " + limit_gap(gap);
    }
    text += nearest.gaps.size() > 1 ? " All of these limits must move, not one alone." : "";
    std::vector<LimitKind> open = open_limits(search_, nearest.candidate);
    open.erase(std::remove_if(open.begin(), open.end(),
                              [&](LimitKind kind) {
                                return std::any_of(nearest.gaps.begin(), nearest.gaps.end(),
                                                   [kind](const LimitGap& gap) { return gap.kind == kind; });
                              }),
               open.end());
    return open.empty() ? text : text + fmt::format(" Whether it keeps {} is not settled.", limits_on(open));
  }

  [[nodiscard]] std::string limit_gap(const LimitGap& gap) const {
    const std::string limit = fmt::format("the limit on {}, {}", kLimitNames[static_cast<std::size_t>(gap.kind)],
                                          limit_value(gap.kind, gap.now));
    const std::string margin = report::format_percent(goal_.limit_margin_fraction);
    const std::string surely = limit_value(gap.kind, gap.surely);
    if (gap.over.value <= 0.0) {
      return fmt::format(
          "It was turned down for {}, with its margin of {}: it has {}. A limit of {} would surely have "
          "admitted it.",
          limit, margin, limit_estimate(gap.kind, gap.needed), surely);
    }
    return fmt::format(
        "It is over {}, by {} or {:.3g} %{}. A limit of {} would have admitted it; with the margin of {}, "
        "one of {} surely.",
        limit, limit_estimate(gap.kind, gap.over), 100.0 * gap.over.value / gap.now,
        surely_breaks(gap.needed, gap.now) ? "" : ", which may be nothing", limit_estimate(gap.kind, gap.needed),
        margin, surely);
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
        report::format_percent(goal_.limit_margin_fraction), report::format_brief(search_.indifference()) + unit());
  }

  [[nodiscard]] std::string runner_up() const {
    const stats::Estimate& worse = answer_.runner_up_worse_by;
    const std::vector<LimitKind> limits = open_limits(search_, *answer_.runner_up);
    const std::string open = limits.empty() ? "" : "; not settled whether it keeps " + limits_on(limits);
    return fmt::format("Runner-up: {}, {} {}{}{}.", id(*answer_.runner_up), amount(worse), worse_word(),
                       maybe_nothing(worse), open);
  }

  [[nodiscard]] std::string price_flip(const PriceFlip& flip) const {
    const std::string interval = flip.at.interval ? fmt::format("{} to {}", report::format_brief(flip.at.interval->low),
                                                                report::format_brief(flip.at.interval->high))
                                                  : "no interval: how they differ there is not settled";
    return fmt::format("It would win if {} {} than {} {} ({}; now {}).",
                       kPriceWords[static_cast<std::size_t>(flip.price)], flip.above ? "more" : "less",
                       report::format_brief(flip.at.value), goal_.prices.currency, interval,
                       report::format_brief(flip.now));
  }

  [[nodiscard]] std::string objective_flip() const {
    constexpr std::array<const char*, kMinimiseNames.size()> kWhat{"total cost were smaller", "lost orders were fewer",
                                                                   "friction were smaller", "lead time were shorter"};
    const std::size_t others = search_.description().candidates.size() - 1;
    return fmt::format("It would win if its mean {} by more than {}{}.",
                       kWhat[static_cast<std::size_t>(goal_.minimise)], amount(answer_.runner_up_wins_by),
                       answer_.runner_up_wins_by.interval && others > 1
                           ? fmt::format("; the interval holds for all {} others at once", others)
                           : "");
  }

  [[nodiscard]] std::string limit_range(const LimitRange& range) const {
    const std::string between =
        fmt::format("{} and {}", limit_estimate(range.kind, range.from), limit_estimate(range.kind, range.below));
    const std::string_view name = kLimitNames[static_cast<std::size_t>(range.kind)];
    return range.now ? fmt::format("It would win if the limit on {} were between {}; now {}.", name, between,
                                   limit_value(range.kind, *range.now))
                     : fmt::format("It would win under a limit on {} between {}; now there is none.", name, between);
  }

  [[nodiscard]] std::string limit_flip(const LimitFlip& flip) const {
    const std::string needed = limit_estimate(flip.kind, flip.needed);
    const std::string_view name = kLimitNames[static_cast<std::size_t>(flip.kind)];
    const std::vector<LimitKind> others = open_limits(search_, flip.candidate);
    const std::string open =
        others.empty() ? "" : fmt::format(" Whether it keeps {} is not settled.", limits_on(others));
    const std::string nothing_perhaps =
        maybe_nothing(flip.better_by).empty() ? "" : std::string(maybe_nothing(flip.better_by)) + ",";
    if (!surely_breaks(flip.needed, flip.now)) {
      const double room = 1.0 - flip.needed.value / flip.now;
      const std::string help =
          room > 0.0
              ? fmt::format("A --limit-margin of {:.2g} % or less, and the more quarters that it takes, would tell.",
                            100.0 * room)
              : "More quarters (--first-replications) and a smaller --limit-margin would tell.";
      return fmt::format(
          "Better by {}{} is {}, which was turned down for the limit on {} with its margin of {}, but is not known to "
          "break it: it has {}, the limit is {}. {}{}",
          amount(flip.better_by), nothing_perhaps, id(flip.candidate), name,
          report::format_percent(goal_.limit_margin_fraction), needed, limit_value(flip.kind, flip.now), help, open);
    }
    const std::string until =
        flip.next ? fmt::format(" From {} on {} would win.", limit_estimate(flip.kind, flip.until), id(*flip.next))
                  : "";
    return fmt::format(
        "Better by {}{} is {}, which breaks the limit on {}: it would win if that were {} or more and not {}.{}{}",
        amount(flip.better_by), nothing_perhaps, id(flip.candidate), name, needed, limit_value(flip.kind, flip.now),
        until, open);
  }

  const Optimisation& search_;
  const OptimisationAnswer& answer_;
  const Goal& goal_;
};

}  // namespace

std::string brief_estimate(const stats::Estimate& estimate) {
  return estimate.interval
             ? fmt::format("{} ({} to {})", report::format_brief(estimate.value),
                           report::format_brief(estimate.interval->low), report::format_brief(estimate.interval->high))
             : report::format_brief(estimate.value);
}

std::string limit_value(LimitKind kind, double value) {
  return kind == LimitKind::undelivered_fraction ? report::format_brief(100 * value) + " %"
                                                 : report::format_brief(value);
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
