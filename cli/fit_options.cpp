#include "cli/fit_options.h"

#include <map>
#include <string>

#include "cli/option_kinds.h"

namespace faultline::cli {

void add_fit(CLI::App& app, FitCommandOptions& options) {
  add_choice(app, "KIND", options.kind, "What the records are of",
             std::map<std::string, FitKind>{{"changes", FitKind::changes},
                                            {"demand", FitKind::demand},
                                            {"deployments", FitKind::deployments},
                                            {"incidents", FitKind::incidents},
                                            {"reviews", FitKind::reviews}});
  app.get_option("KIND")->required();
  app.add_option("FILE", options.files, "Records: see docs/formats/measured.md for what is read")
      ->option_text("FILE...");
  app.add_option("--git", options.git, "Read the history of this working copy (changes)")->option_text("DIR");
  app.add_option("-o,--output", options.output, "Write measured.json here; - prints it instead of the table")
      ->option_text("FILE");
  auto* into = app.add_option("--into", options.into,
                              "Also write this scenario with the measured values in it, and say what stayed assumed")
                   ->option_text("SCENARIO");
  app.add_option("--as", options.as, "The new scenario (scenario-measured.json beside the old one)")
      ->needs(into)
      ->option_text("FILE");
  app.add_flag("--allow-outside", options.allow_outside, "Parts of the scenario may lie outside its folder")
      ->needs(into);
  add_history(app, options);
  app.add_flag("--quiet", options.quiet, "Errors alone on stderr");
}

void add_history(CLI::App& app, HistoryChoice& choice) {
  app.add_option("--columns", choice.columns, "Names that a table gives to columns, by comma, e.g. hash=sha")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->option_text("A=B,...");
  app.add_option("--window", choice.windows, "Days that the records cover (found from them); may be repeated")
      ->allow_extra_args(false)
      ->option_text("FROM..TO");
  app.add_option("--zone", choice.zone,
                 "Clock of days and hours, and of times that name no zone (UTC); author: each record's own")
      ->option_text("ZONE");
  app.add_option("--salt", choice.salt, "Mixed into the hashes that stand for people")->option_text("TEXT");
  app.add_option("--skip-at-most", choice.skip_at_most, "Share of rows that may be malformed (0.01), above it exit 3")
      ->check(finite_number(0.0, false))
      ->check(CLI::Range(0.0, 1.0))
      ->option_text("X");
}

}  // namespace faultline::cli
