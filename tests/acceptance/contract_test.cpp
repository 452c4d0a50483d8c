// The promises of the command line: commands, streams, exit codes, the JSON summary.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <map>
#include <nlohmann/json.hpp>

#include "tests/acceptance/program.h"
#include "tests/support/trace_rules.h"

namespace faultline {
namespace {

using nlohmann::json;
using test::Ended;

class Contract : public test::ProgramTest {
 protected:
  Ended compare(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"compare", scenario(), "--replications", "20", "--out", file("run")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
};

TEST_F(Contract, SummaryHasEveryPromisedKey) {
  const Ended ended = compare({"--format", "json"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const json summary = json::parse(ended.out);
  for (const char* key : {"tool", "scenario", "scenario_sha256", "results_sha256", "seed", "replications",
                          "horizon_days", "warm_up_days", "run_off_days", "warnings", "policies", "pairs"}) {
    EXPECT_TRUE(summary.contains(key)) << key;
  }
  EXPECT_EQ(summary["results_sha256"].get<std::string>().size(), 64U);
  EXPECT_EQ(summary["replications"], 20);
  ASSERT_EQ(summary["policies"].size(), 5U);
  for (const json& policy : summary["policies"]) {
    for (const char* pointer : {"/id",
                                "/lost_orders/mean",
                                "/lost_orders/ci95",
                                "/lost_orders/sd",
                                "/lost_orders/p50",
                                "/lost_orders/p90",
                                "/lost_orders/p95",
                                "/lost_orders/p99",
                                "/lost_orders/p99_ci95",
                                "/lost_orders/tail_mean_99",
                                "/lost_orders_net/mean",
                                "/lost_orders_net/ci95",
                                "/lost_orders_per_1000_deployed/mean",
                                "/lost_orders_per_1000_deployed/ci95",
                                "/customer_errors/mean",
                                "/customer_errors/ci95",
                                "/incidents/mean",
                                "/incidents/by_severity/sev1",
                                "/incidents/by_severity/sev2",
                                "/incidents/by_severity/sev3",
                                "/changes/submitted_per_day",
                                "/changes/deployed_per_day",
                                "/changes/undelivered_fraction",
                                "/changes/defective_fraction",
                                "/changes/escaped_fraction",
                                "/lead_time_hours/p50",
                                "/lead_time_hours/p90",
                                "/review/utilisation",
                                "/review/median_turnaround_hours",
                                "/review/bypassed_fraction",
                                "/review/stamped_fraction",
                                "/review/peak_backlog",
                                "/engineer_hours/mean",
                                "/engineer_hours/by_gate",
                                "/caught_by",
                                "/loss_by/service",
                                "/loss_by/origin/human",
                                "/loss_by/origin/ai_assisted",
                                "/loss_by/origin/agent",
                                "/loss_by/origin/automated",
                                "/loss_by/channel/pipeline",
                                "/loss_by/channel/out_of_band",
                                "/loss_by/channel/background",
                                "/loss_by/gate",
                                "/gate_flow",
                                "/reviewer_load/hours_per_person_week/mean",
                                "/reviewer_load/most_loaded",
                                "/reviewer_load/pools",
                                "/backlog_by_day/mean",
                                "/backlog_by_day/sd",
                                "/backlog_recovers_on_day",
                                "/lost_orders_by_week",
                                "/reset_may_end",
                                "/waterfall",
                                "/audits/finds",
                                "/agent_review_cost",
                                "/incidents/waiting_for_responder",
                                "/lost_orders_with_run_off/mean",
                                "/second_reviewer_low"}) {
      EXPECT_TRUE(policy.contains(json::json_pointer(pointer))) << pointer;
    }
    EXPECT_TRUE(policy["lost_orders"]["p99_ci95"].is_null()) << "20 quarters have no interval at 99 %";
  }
  ASSERT_EQ(summary["pairs"].size(), 10U);
  for (const json& pair : summary["pairs"]) {
    for (const char* pointer : {"/a", "/b", "/lost_orders_a_minus_b/mean", "/lost_orders_a_minus_b/ci95",
                                "/probability_b_loses_less", "/probability_tie", "/engineer_hours_b_minus_a/mean",
                                "/engineer_hours_b_minus_a/ci95", "/lead_time_p50_hours_b_minus_a/mean",
                                "/lead_time_p50_hours_b_minus_a/ci95", "/delay_change_days_b_minus_a/mean",
                                "/orders_saved_per_engineer_hour/mean", "/net_benefit_of_b/mean", "/verdict"}) {
      EXPECT_TRUE(pair.contains(json::json_pointer(pointer))) << pointer;
    }
  }
  EXPECT_EQ(summary["pairs"][0]["a"], "baseline");
  EXPECT_EQ(ended.out.find("nan"), std::string::npos);
}

TEST_F(Contract, ThreadsChangeNothing) {
  std::string first;
  for (const char* threads : {"1", "2", "7"}) {
    const Ended ended = compare({"--format", "json", "--quiet", "--threads", threads});
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err, "") << "quiet";
    if (first.empty()) {
      first = ended.out;
    }
    EXPECT_EQ(ended.out, first) << threads << " threads";
  }
}

TEST_F(Contract, SetChangesOneValue) {
  const std::string plain = json::parse(compare({"--format", "json"}).out).at("scenario_sha256");
  const Ended set = compare({"--format", "json", "--set", "/defects/beta=0.003"});
  ASSERT_EQ(set.code, 0) << set.err;
  EXPECT_NE(json::parse(set.out).at("scenario_sha256"), plain);
  EXPECT_EQ(compare({"--set", "/defects/bta=0.1"}).code, 3);
  EXPECT_EQ(compare({"--set", "/defects/beta=-1"}).code, 3);
  EXPECT_EQ(compare({"--set", "nonsense"}).code, 2);
}

TEST_F(Contract, ExitCodes) {
  EXPECT_EQ(run({}).code, 2);
  EXPECT_EQ(run({"compair"}).code, 2);
  EXPECT_EQ(compare({"--replications", "0"}).code, 2);
  EXPECT_EQ(compare({"--threads", "-1"}).code, 2);
  EXPECT_EQ(compare({"--format", "yaml"}).code, 2);
  EXPECT_EQ(compare({"--unknown"}).code, 2);
  EXPECT_EQ(run({"compare", file("nowhere")}).code, 3);
  const Ended misspelt = compare({"--policies", "baseline,frieze"});
  EXPECT_EQ(misspelt.code, 3);
  EXPECT_NE(misspelt.err.find("freeze"), std::string::npos) << misspelt.err;
  EXPECT_EQ(run({"report", file("nowhere")}).code, 3);
  EXPECT_EQ(run({"compare", scenario(), "--replications", "5", "--out", "/proc/faultline"}).code, 5);
  EXPECT_EQ(shell("$F compare '" + scenario() + "' --replications 5 --out '" + file("run") + "' >/dev/full").code, 5);
}

TEST_F(Contract, Limits) {
  EXPECT_EQ(compare({"--max-mean-lost-orders", "1"}).code, 4);
  EXPECT_EQ(compare({"--max-mean-lost-orders", "1e12"}).code, 0);
  const Ended one = compare({"--policies", "baseline", "--format", "json"});
  const std::string mean = json::parse(one.out)["policies"][0]["lost_orders"]["mean"].dump();
  EXPECT_EQ(compare({"--policies", "baseline", "--max-mean-lost-orders", mean}).code, 6);
  EXPECT_EQ(compare({"--policies", "baseline", "--max-mean-lost-orders", mean, "--undecided", "pass"}).code, 0);
  EXPECT_EQ(compare({"--policies", "baseline", "--max-mean-lost-orders", mean, "--undecided", "fail"}).code, 4);
  EXPECT_EQ(compare({"--policies", "baseline", "--max-p99-lost-orders", "1e12"}).code, 6) << "no interval at 20";
}

TEST_F(Contract, HelpHasAnExampleForEveryCommand) {
  for (const char* command : {"compare", "run", "replay", "report", "export", "blast", "import", "generate", "validate",
                              "fit", "schema", "explain", "sweep", "sensitivity", "importance"}) {
    const Ended help = run({command, "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.out.find("Example: faultline " + std::string(command)), std::string::npos) << command;
  }
  EXPECT_EQ(run({"--version"}).out.substr(0, 10), "faultline ");
  for (const char* later : {"fit"}) {
    EXPECT_EQ(run({later}).code, 2);
  }
}

TEST_F(Contract, ScenarioByNameOfTheLibrary) {
  const Ended ended = shell("FAULTLINE_SCENARIOS='" + std::string(FAULTLINE_SOURCE_DIR) +
                            "/scenarios' $F compare online-boutique --replications 5 --out '" + file("run") + "'");
  EXPECT_EQ(ended.code, 0) << ended.err;
  const Ended misspelt = shell("FAULTLINE_SCENARIOS='" + std::string(FAULTLINE_SOURCE_DIR) +
                               "/scenarios' $F compare online-boutike --replications 5");
  EXPECT_EQ(misspelt.code, 3);
  EXPECT_NE(misspelt.err.find("online-boutique"), std::string::npos) << misspelt.err;
}

TEST_F(Contract, ReplayIsTheSameQuarter) {
  ASSERT_EQ(compare({}).code, 0);
  for (const std::string policy : {"baseline", "controlled-friction"}) {
    const Ended ended = run({"replay", scenario(), "--policy", policy, "--replication", "13", "--out", file("run"),
                             "--events", file("events.jsonl")});
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("bit for bit"), std::string::npos) << ended.out;
    std::istringstream lines(read(file("events.jsonl")));
    std::size_t stories = 0;
    double last = 0.0;
    for (std::string line; std::getline(lines, line);) {
      const json event = json::parse(line);
      EXPECT_LE(last, event.value("time_hours", last)) << line;
      last = event.value("time_hours", last);
      if (event["event"] == "change_submitted") {
        EXPECT_TRUE(event["lines"].is_number_integer() && event["lines"] >= 1) << line;
      }
      if (event["event"] != "incident_story") {
        continue;
      }
      ++stories;
      EXPECT_TRUE(event.contains("phases") && event.contains("cost") && event.contains("way"));
      if (event["began"]["channel"] != "background") {
        EXPECT_EQ(event["way"][0]["event"], "change_submitted");
      }
    }
    EXPECT_GT(stories, 0U);
  }
}

TEST_F(Contract, ReplayWritesATrace) {
  for (const std::string policy : {"baseline", "controlled-friction", "freeze"}) {
    const auto replay = [&](const std::string& name) {
      return run({"replay", scenario(), "--policy", policy, "--replication", "13", "--quiet", "--events",
                  file("events.jsonl"), "--trace", file(name)});
    };
    const Ended ended = replay("trace.json");
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, run({"replay", scenario(), "--policy", policy, "--replication", "13", "--quiet"}).out)
        << "a trace changes nothing else";
    const std::string text = read(file("trace.json"));
    const std::vector<std::string> broken = test::broken_trace_rules(text);
    EXPECT_TRUE(broken.empty()) << broken.size() << " broken rules, the first: " << broken.front();
    ASSERT_EQ(replay("again.json").code, 0);
    EXPECT_EQ(read(file("again.json")), text) << "the same quarter, the same bytes";

    // What the event log tells of, the trace shows.
    std::map<std::string, std::size_t> told;
    std::istringstream lines(read(file("events.jsonl")));
    for (std::string line; std::getline(lines, line);) {
      const json event = json::parse(line);
      ++told[event["event"]];
      told["by a change"] += event["event"] == "incident_began" && !event["change"].is_null() ? 1 : 0;
    }
    std::map<std::string, std::size_t> shown;
    const json trace = json::parse(text);
    for (const json& event : trace["traceEvents"]) {
      const bool by_name = event["ph"] == "i" || event["ph"] == "C";
      ++shown[by_name ? event["name"].get<std::string>() : event.value("cat", "")];
    }
    EXPECT_GT(shown["changes at peer-review"], 100U) << "all changes are counted, hour by hour";
    EXPECT_EQ(shown["incident"], told["incident_began"]);
    EXPECT_EQ(shown["change"], told["change_submitted"]);
    EXPECT_EQ(shown["arrow"], 2 * told["by a change"]);
    EXPECT_GT(shown["arrow"], 0U);
    EXPECT_GT(shown["gate"], 0U);
    for (const char* name :
         {"review_ended", "review_bypassed", "change_caught", "change_exposed", "change_blocked", "change_audited"}) {
      EXPECT_EQ(shown[name], told[name]) << name;
    }
  }
}

TEST_F(Contract, ATraceThatCannotBeWrittenIsTheMachinesFault) {
  const std::vector<std::string> replay{"replay", scenario(), "--policy", "baseline", "--replication", "0", "--quiet"};
  for (const std::string& path :
       {std::string("/dev/full"), std::string("/proc/faultline/trace.json"), folder_.string()}) {
    std::vector<std::string> arguments = replay;
    arguments.insert(arguments.end(), {"--trace", path});
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 5) << path;
    EXPECT_NE(ended.err.find("cannot be written"), std::string::npos) << ended.err;
  }
}

TEST_F(Contract, ReportAndExport) {
  ASSERT_EQ(compare({}).code, 0);
  const std::string page = read(file("run/report.html"));
  ASSERT_FALSE(page.empty());
  ASSERT_EQ(run({"report", file("run"), "-o", file("again.html")}).code, 0);
  EXPECT_EQ(read(file("again.html")), page) << "the same results, the same bytes";
  const Ended summary = run({"export", file("run"), "--format", "json"});
  EXPECT_EQ(summary.out, compare({"--format", "json", "--resume"}).out);
  EXPECT_EQ(run({"export", file("run"), "--format", "csv", "-o", file("tables")}).code, 0);
  EXPECT_EQ(run({"export", file("run"), "--format", "npy", "-o", file("tables")}).code, 0);
  EXPECT_EQ(run({"export", file("run"), "--format", "markdown", "-o", file("tables/summary.md")}).code, 0);
  for (const char* name :
       {"summary.csv", "pairs.csv", "replications.csv", "gates.csv", "desks.csv", "backlog.csv", "weeks.csv",
        "losses.npy", "metrics.npy", "gate_flow.npy", "loss_by_gate_miss.npy", "waterfall.npy",
        "review_hours_by_desk.npy", "backlog_by_day.npy", "lost_orders_by_week.npy", "summary.md"}) {
    EXPECT_GT(std::filesystem::file_size(folder_ / "tables" / name), 100U) << name;
  }
}

TEST_F(Contract, TableOfEightyColumns) {
  const Ended ended = compare({});
  std::istringstream lines(ended.out);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
  }
}

// A file that is renamed into place must never take the place of a device.
TEST_F(Contract, WritesThroughLinksAndPipesInsteadOfReplacingThem) {
  std::filesystem::create_symlink("/dev/null", folder_ / "link");
  ASSERT_EQ(mkfifo(file("pipe").c_str(), 0600), 0);
  EXPECT_EQ(shell("cat '" + file("pipe") + "' >'" + file("read") + "' & $F generate --services 5 -o '" + file("pipe") +
                  "' && wait")
                .code,
            0);
  EXPECT_EQ(run({"generate", "--services", "5", "-o", file("link")}).code, 0);
  EXPECT_EQ(run({"generate", "--services", "5", "-o", file("plain")}).code, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "link"));
  EXPECT_TRUE(std::filesystem::is_fifo(folder_ / "pipe"));
  EXPECT_EQ(read(file("read")), read(file("plain")));
  const std::string replay = "$F replay '" + scenario() + "' --policy baseline --replication 0 --quiet --trace '";
  EXPECT_EQ(shell(replay + file("trace") + "'; cat '" + file("pipe") + "' >'" + file("read") + "' & " + replay +
                  file("pipe") + "' && wait")
                .code,
            0);
  EXPECT_TRUE(std::filesystem::is_fifo(folder_ / "pipe"));
  EXPECT_EQ(read(file("read")), read(file("trace")));
  std::filesystem::create_symlink("/dev/full", folder_ / "full");
  EXPECT_EQ(run({"generate", "--services", "5", "-o", file("full")}).code, 5);
}

// Pipes and devices never end, or never begin: the program must not wait for them.
TEST_F(Contract, RefusesWhatIsNoFile) {
  ASSERT_EQ(mkfifo(file("pipe").c_str(), 0600), 0);
  std::filesystem::create_symlink("loop", folder_ / "loop");
  std::filesystem::create_directory(folder_ / "folder");
  const std::string long_name(5000, 'x');
  for (const std::string& input :
       {file("pipe"), file("loop"), file("folder"), file("missing"), long_name, std::string("/dev/zero")}) {
    for (const std::vector<std::string>& command :
         std::vector<std::vector<std::string>>{{"validate", input},
                                               {"compare", input},
                                               {"replay", input, "--policy", "p", "--replication", "0"},
                                               {"explain", input, "--policy", "p"},
                                               {"sweep", input, "--vary", "velocity=1:2", "--design", "lhs"},
                                               {"sensitivity", input},
                                               {"blast", input},
                                               {"import", "auto", input},
                                               {"report", input},
                                               {"export", input}}) {
      const Ended ended = run(command);
      EXPECT_EQ(ended.code, 3) << command[0] << ' ' << input << '\n' << ended.err;
      EXPECT_NE(ended.err, "") << command[0] << ' ' << input;
    }
  }
}

TEST_F(Contract, AGraphOfNothingHasNoBlastRadius) {
  std::ofstream(file("none.json")) << R"({"format": "faultline-graph", "version": 1, "services": [], "calls": []})";
  const Ended ended = run({"blast", file("none.json")});
  EXPECT_EQ(ended.code, 3);
  EXPECT_NE(ended.err.find("the graph has no services"), std::string::npos) << ended.err;
}

TEST_F(Contract, ImportSaysWhatItNeeds) {
  EXPECT_EQ(run({"import"}).code, 2);
  EXPECT_EQ(run({"import", "native"}).code, 2);
}

TEST_F(Contract, ImportsWhatItRecognises) {
  const std::string graph = scenario() + "/graph.json";
  EXPECT_EQ(run({"import", "auto", graph}).out, run({"import", "native", graph}).out);
  std::ofstream(file("marked.json"), std::ios::binary) << "\xEF\xBB\xBF" << read(graph);
  EXPECT_EQ(run({"import", "auto", file("marked.json")}).out, run({"import", "native", graph}).out);
}

TEST_F(Contract, ImportTakesColumnsAndMergesSources) {
  std::ofstream(file("calls.csv")) << "Who,Whom,N\nweb,cart,10\nweb,ads,5\n";
  EXPECT_EQ(run({"import", "csv", file("calls.csv")}).code, 3);
  EXPECT_EQ(run({"import", "csv", file("calls.csv"), "--columns", "caller"}).code, 2);
  const Ended table = run({"import", "csv", file("calls.csv"), "--columns", "caller=Who,callee=Whom,calls=N"});
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_NE(table.out.find("\"calls_per_request\": 0.5"), std::string::npos) << table.out;
  std::ofstream(file("catalog.yaml")) << "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
                                         "metadata: {name: cart}\nspec: {owner: shoppers}\n";
  std::ofstream(file("links.json")) << R"([{"parent": "web", "child": "cart", "callCount": 100}])";
  const Ended merged = run({"import", "--merge", file("links.json"), "backstage=" + file("catalog.yaml")});
  EXPECT_EQ(merged.code, 0) << merged.err;
  EXPECT_NE(merged.out.find("\"team\": \"shoppers\""), std::string::npos) << merged.out;
  EXPECT_NE(merged.err.find("2 sources merged"), std::string::npos) << merged.err;
  EXPECT_EQ(run({"import", "auto", "--merge", file("links.json"), file("catalog.yaml")}).out, merged.out);
  EXPECT_EQ(run({"import", "auto", "--merge", file("links.json"), file("missing.yaml")}).code, 3);
}

TEST_F(Contract, ImportSkipsFewMalformedRowsAndRefusesMany) {
  std::ofstream traces(file("traces.jsonl"));
  for (int i = 0; i < 40; ++i) {
    traces << R"([{"traceId": ")" << i << R"(", "id": "a", "localEndpoint": {"serviceName": "web"}}])" << '\n';
  }
  traces << "[{\n";
  traces.close();
  const Ended few = run({"import", "zipkin", file("traces.jsonl")});
  EXPECT_EQ(few.code, 0) << few.err;
  EXPECT_NE(few.err.find("line 41"), std::string::npos) << few.err;
  std::ofstream(file("traces.jsonl"), std::ios::app) << "[{\n[{\n[{\n";
  const Ended many = run({"import", "zipkin", file("traces.jsonl")});
  EXPECT_EQ(many.code, 3);
  EXPECT_NE(many.err.find("at most 5 %"), std::string::npos) << many.err;
}

TEST_F(Contract, WhatAnImportAssumedStaysWithTheGraph) {
  std::ofstream(file("links.json")) << R"([{"parent": "web", "child": "cart", "callCount": 100}])";
  const std::string assumed = "coupling assumed 1 (hard) for 1 call: the format does not carry it";
  const Ended imported = run({"import", "jaeger", file("links.json"), "-o", file("graph.json")});
  ASSERT_EQ(imported.code, 0) << imported.err;
  EXPECT_NE(imported.err.find(assumed), std::string::npos) << imported.err;
  const Ended again = run({"import", "native", file("graph.json")});
  EXPECT_EQ(again.out, read(file("graph.json")));
  EXPECT_NE(again.err.find("note: " + assumed), std::string::npos) << again.err;
  EXPECT_NE(run({"validate", file("graph.json")}).err.find("warning: " + assumed), std::string::npos);
  const Ended blast = run({"blast", file("graph.json")});
  EXPECT_NE((blast.out + blast.err).find(assumed), std::string::npos) << blast.out << blast.err;
}

}  // namespace
}  // namespace faultline
