// Formats written in YAML: published figures of real files, and what YAML can do to a reader.
#include <gtest/gtest.h>

#include "models/io/graph_kubernetes.h"
#include "models/io/yaml_document.h"
#include "tests/models/io/graph_readings.h"

namespace faultline {
namespace {

using namespace testing;

TEST(Compose, FilesHaveTheirPublishedShapes) {
  expect_published({{"delimitrou-DeathStarBench/socialNetwork-docker-compose.yml", {27, 19, 0, 1, 8}},
                    {"delimitrou-DeathStarBench/mediaMicroservices-docker-compose.yml", {33, 0, 0, 0, 33}},
                    {"open-telemetry-opentelemetry-demo/compose.yaml", {20, 46, 0, 5, 1}},
                    {"open-telemetry-opentelemetry-demo/compose.full.yaml", {5, 5, 0, 1, 1}},
                    {"instana-robot-shop/docker-compose.yaml", {12, 12, 0, 2, 1}},
                    {"microservices-demo-sock-shop/docker-compose.yml", {15, 0, 0, 0, 15}},
                    {"microservices-patterns-ftgo-application/docker-compose.yml", {16, 33, 0, 3, 2}}},
                   "compose");
  const auto folder = shared_data("graphs/open-telemetry-opentelemetry-demo");
  if (folder) {
    const std::vector<std::filesystem::path> both{*folder / "compose.yaml", *folder / "compose.full.yaml"};
    const GraphReading merged = read_graph("", both);
    EXPECT_EQ(shape_of(merged.graph), (Shape{23, 51, 0, 5, 1}));
  }
}

TEST(Kubernetes, FileHasItsPublishedShape) {
  expect_published({{"GoogleCloudPlatform-microservices-demo/kubernetes-manifests.yaml", {13, 17, 0, 4, 1}}},
                   "kubernetes");
  if (const auto file = shared_data("graphs/GoogleCloudPlatform-microservices-demo/kubernetes-manifests.yaml")) {
    EXPECT_TRUE(has_note(read_file(*file), 1, "declared nowhere"));
  }
}

TEST(Isotope, FilesHaveTheirPublishedShapes) {
  expect_published({{"istio-tools-isotope/canonical.yaml", {4, 5, 0, 2, 1}},
                    {"istio-tools-isotope/10-svc_100-end.yaml", {19, 18, 0, 2, 1}},
                    {"istio-tools-isotope/1000-svc_5000-end.yaml", {1000, 999, 0, 2, 1}},
                    {"istio-tools-isotope/tree-13-services.yaml", {13, 12, 0, 2, 1}},
                    {"istio-tools-isotope/chain-2-services-different-namespace.yaml", {2, 1, 0, 1, 1}}},
                   "isotope");
}

TEST(Backstage, CatalogHasItsPublishedShape) {
  const auto folder = shared_data("graphs/tyriis-home-ops/backstage");
  if (!folder) {
    return;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  ASSERT_EQ(files.size(), 38U);
  const GraphReading reading = read_graph("backstage", files);
  EXPECT_EQ(shape_of(reading.graph), (Shape{36, 36, 0, 3, 15})) << notes_of(reading);
  EXPECT_EQ(reading.graph.service(reading.graph.find("traefik").value()).team, "home-ops");
  expect_survives_export(reading);
}

TEST(Yaml, SmallFilesAreRecognisedAndRead) {
  for (const char* name : {"compose.yaml", "kubernetes.yaml", "isotope.yaml", "backstage.yaml"}) {
    const GraphReading reading = read_file(test_data(std::string("graphs/made/").append(name)));
    EXPECT_EQ(reading.graph.call_count(), 2U) << name;
    (void)call_between(reading, "web", "cart");
    (void)call_between(reading, "cart", "db");
    expect_survives_export(reading);
  }
  const GraphReading isotope = read_file(test_data("graphs/made/isotope.yaml"));
  EXPECT_EQ(call_between(isotope, "web", "cart").calls_per_request, 1.5);
  EXPECT_EQ(isotope.graph.service(isotope.graph.find("web").value()).baseline_error_fraction, 0.0025);
  const GraphReading backstage = read_file(test_data("graphs/made/backstage.yaml"));
  EXPECT_EQ(backstage.graph.service(backstage.graph.find("cart").value()).team, "shoppers");
  EXPECT_EQ(backstage.graph.service(backstage.graph.find("cart").value()).tier, "1");
}

TEST(Kubernetes, FindsHostsInAddresses) {
  bool port = false;
  EXPECT_EQ(host_of_address("cart:7070", port), "cart");
  EXPECT_TRUE(port);
  EXPECT_EQ(host_of_address("http://u:p@cart.shop.svc:80/x?y", port), "cart.shop.svc");
  EXPECT_EQ(host_of_address("cart", port), "cart");
  EXPECT_FALSE(port);
  for (const char* text : {"", "10.0.0.1:80", "8080", "a b:80", "cart:http", ":80", "://", "-x:1", "cart:123456"}) {
    EXPECT_EQ(host_of_address(text, port), "") << text;
  }
}

TEST(Yaml, MergesAliasesAndStopsBombs) {
  ProblemList problems;
  const YamlStream stream = parse_yaml("base: &b {x: '1', y: [a, b]}\nuse: {<<: *b, x: 2}\n", "f.yaml", problems);
  const JsonNode& root = *stream.documents().at(0);
  EXPECT_EQ(root.find("use")->find("x")->as_string(), "2");
  EXPECT_EQ(root.find("use")->find("y")->size(), 2U);
  EXPECT_EQ(root.find("base")->find("y")->pointer(), "/base/y");
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string now = std::to_string(i);
    bomb.append("a").append(now).append(": &a").append(now).append(" [");
    for (int j = 0; j < 10; ++j) {
      bomb.append(j == 0 ? "*a" : ", *a").append(std::to_string(i - 1));
    }
    bomb.append("]\n");
  }
  EXPECT_NE(problems_of(bomb, "compose").find("more than 1000000 values"), std::string::npos);
}

TEST(Yaml, RefusesWhatIsBroken) {
  for (const char* format : {"compose", "kubernetes", "isotope", "backstage"}) {
    for (const char* text : {"a: [", "a: &x [*x]", "? [1]\n: 2", "a: *nothing", "\xFF", "a: \x01", "\"\\ud800\": 1",
                             "- 1", "services: 7", "kind: Deployment", "kind: Component\nmetadata: {}", "a: 1\na: 2"}) {
      if (std::string(text) == "kind: Deployment" && std::string_view(format) == "backstage") {
        continue;  // of no concern to a catalog
      }
      if (std::string(text).starts_with("kind: Component") && std::string_view(format) == "kubernetes") {
        continue;
      }
      EXPECT_FALSE(problems_of(text, format).empty()) << format << ' ' << text;
    }
    EXPECT_FALSE(problems_of(std::string(100'000, '['), format).empty());
    EXPECT_FALSE(problems_of(std::string(100'000, '-'), format).empty());
  }
  const std::string problems =
      problems_of("services:\n  web:\n    depends_on: [7, {a: b}, '']\n    links: ['']\n  cart: 5\n");
  for (const std::string part :
       {"/services/web/depends_on/1", "/services/web/depends_on/2", "/services/web/links/0", "/services/cart"}) {
    EXPECT_NE(problems.find(part), std::string::npos) << problems;
  }
  EXPECT_NE(problems_of("services:\n- name: a\n  script: [call: {service: b, probability: 101}]\n- name: a\n")
                .find("/services/0/script/0/call/probability"),
            std::string::npos);
}

TEST(Backstage, PersonsWhoOwnAreHashed) {
  const auto team = [](const std::string& owner, const std::string& salt) {
    const GraphReading reading = read_text(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: web}\nspec: {owner: '" + owner + "'}\n",
        "", {{}, salt});
    return reading.graph.service(ServiceId{0}).team + (has_note(reading, 1, "names of persons") ? " noted" : "");
  };
  EXPECT_EQ(team("group:default/shop", ""), "shop");
  EXPECT_EQ(team("shop", ""), "shop");
  const std::string ann = team("user:default/ann", "");
  EXPECT_EQ(ann.find("ann"), std::string::npos) << ann;
  EXPECT_TRUE(ann.starts_with("person-") && ann.ends_with(" noted")) << ann;
  EXPECT_EQ(team("User:Ann", ""), ann) << "the same person";
  EXPECT_NE(team("user:ben", ""), ann);
  EXPECT_NE(team("user:default/ann", "salt"), ann);
  EXPECT_EQ(team("ann@example.invalid", "").find("example"), std::string::npos);
}

TEST(Backstage, ReferencesWithoutANamespaceStayInTheirOwn) {
  const auto entity = [](const std::string& name, const std::string& space, const std::string& more) {
    return "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: " + name +
           ", namespace: " + space + "}\nspec: {" + more + "}\n";
  };
  const GraphReading reading = read_text(
      entity("web", "shop", "dependsOn: ['component:cart', 'component:default/ads']") + entity("cart", "shop", "") +
      entity("cart", "default", "") + entity("ads", "default", "dependsOn: [cart]"));
  EXPECT_EQ(reading.graph.service_count(), 4U);
  EXPECT_EQ(call_between(reading, "shop/web", "shop/cart").coupling, 1.0);
  EXPECT_EQ(call_between(reading, "shop/web", "ads").coupling, 1.0);
  EXPECT_EQ(call_between(reading, "ads", "cart").coupling, 1.0);
}

TEST(Backstage, AnswersOfTheCatalogsApiAreRead) {
  const GraphReading reading = read_text(
      R"([{"apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": {"name": "web"},
           "spec": {"dependsOn": ["resource:db"]}},
          {"apiVersion": "backstage.io/v1alpha1", "kind": "Resource", "metadata": {"name": "db"}}])");
  EXPECT_EQ(reading.graph.call_count(), 1U);
  EXPECT_EQ(reading.graph.service_count(), 2U);
}

TEST(Kubernetes, OneNameInTwoNamespacesIsTwoServices) {
  const auto workload = [](const std::string& name, const std::string& space, const std::string& address) {
    return "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + ", namespace: " + space +
           "}\nspec: {template: {spec: {containers: [{name: c, env: [{name: A, value: '" + address + "'}]}]}}}\n";
  };
  const GraphReading reading = read_text(workload("api", "a", "db:5432") + workload("api", "b", "api.a:80") +
                                         workload("db", "a", "") + workload("web", "b", "api:80"));
  EXPECT_EQ(reading.graph.service_count(), 4U);
  EXPECT_EQ(call_between(reading, "api.a", "db").coupling, 1.0);
  EXPECT_EQ(call_between(reading, "api.b", "api.a").coupling, 1.0);
  EXPECT_EQ(call_between(reading, "web", "api.b").coupling, 1.0);
  EXPECT_EQ(reading.graph.call_count(), 3U);
}

TEST(Kubernetes, ObjectsMayBeJsonAndServicesNeedNoWorkload) {
  const GraphReading reading = read_text(
      R"({"apiVersion": "v1", "kind": "List", "items": [
           {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"template": {"spec":
             {"containers": [{"name": "c", "env": [{"name": "A", "value": "db:80"}, {"name": "B", "value": "wep:80"}]}]}}}},
           {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "db"}}]})");
  EXPECT_EQ(reading.graph.call_count(), 2U);
  EXPECT_TRUE(has_note(reading, 1, "declared nowhere in the input: wep (nearest: web)")) << notes_of(reading);
}

TEST(DeclaredLinks, NotesOfManyUndeclaredNamesStayShort) {
  std::string text = "services:\n  web:\n    depends_on:\n";
  for (int i = 0; i < 50; ++i) {
    text += "      - service-" + std::to_string(i) + std::string(50, 'x') + "\n";
  }
  const GraphReading reading = read_text(text);
  EXPECT_TRUE(has_note(reading, 50, ", ...")) << notes_of(reading);
  expect_survives_export(reading);
}

}  // namespace
}  // namespace faultline
