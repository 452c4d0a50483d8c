// What the module offers to the script of a page: plain functions on a WhatIf that the script keeps by its address.
#include <emscripten/emscripten.h>

#include <cstdint>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/input_error.h"
#include "models/io/json_document.h"
#include "web/what_if.h"

namespace {

using namespace faultline;

/// A scenario with the last answer in words, which must outlive the call that gave it.
struct Session {
  std::string answer;
  std::unique_ptr<WhatIf> what_if;
};

std::string problems_of(const InputError& error) {
  std::string text;
  for (const InputProblem& problem : error.problems()) {
    text += (text.empty() ? "" : "\n") + problem.message();
  }
  return text;
}

/// Does it and keeps what went wrong as the answer, empty when nothing did.
template <class Work>
void attempt(Session& session, const Work& work) {
  session.answer.clear();
  try {
    work();
  } catch (const InputError& error) {
    session.answer = problems_of(error);
  } catch (const std::bad_alloc&) {
    session.answer = "out of memory";
  } catch (const std::exception& error) {
    session.answer = error.what();
  }
}

/// [["/pointer", "JSON text"], ...]
Settings settings_from(std::string_view text) {
  const JsonDocument document = parse_json(text, "settings");
  Settings settings;
  for (const JsonNode& pair : document.root().items()) {
    const JsonNode& pointer = *pair.items().begin();
    const JsonNode& value = *++pair.items().begin();
    settings.emplace_back(pointer.as_string(), value.as_string());
  }
  return settings;
}

}  // namespace

extern "C" {

/// A session on a document and the policies at these positions of it. The seed in two halves, since numbers of scripts
/// hold 53 bits. what_if_answer() says what is wrong, if anything.
EMSCRIPTEN_KEEPALIVE Session* what_if_open(const char* document, std::uint32_t seed_low, std::uint32_t seed_high,
                                           const std::uint32_t* policies, std::size_t count) {
  auto* const session = new Session;
  attempt(*session, [&] {
    session->what_if = std::make_unique<WhatIf>(document, (std::uint64_t{seed_high} << 32U) | seed_low,
                                                std::vector<std::size_t>(policies, policies + count));
  });
  return session;
}

/// Sets values; what_if_answer() says what is wrong with them, if anything.
EMSCRIPTEN_KEEPALIVE void what_if_set(Session* session, const char* settings) {
  attempt(*session, [&] { session->what_if->set(settings_from(settings)); });
}

EMSCRIPTEN_KEEPALIVE const char* what_if_answer(const Session* session) { return session->answer.c_str(); }

/// The scenario with its setting as JSON.
EMSCRIPTEN_KEEPALIVE const char* what_if_document(const Session* session) {
  return session->what_if->document().c_str();
}

/// Figures of one quarter, of the policies in their order.
EMSCRIPTEN_KEEPALIVE const double* what_if_run(Session* session, std::uint32_t replication) {
  return session->what_if->run(replication).data();
}

/// Figures of one quarter and one policy, by its position among those to run.
EMSCRIPTEN_KEEPALIVE const double* what_if_run_policy(Session* session, std::uint32_t replication, std::size_t policy) {
  return session->what_if->run_policy(replication, policy).data();
}

/// Changes of the quarter last run.
EMSCRIPTEN_KEEPALIVE std::size_t what_if_changes(const Session* session) { return session->what_if->changes_drawn(); }

/// Of one policy.
EMSCRIPTEN_KEEPALIVE std::size_t what_if_figures(const Session* session) {
  return figure_count(session->what_if->scenario());
}
}
