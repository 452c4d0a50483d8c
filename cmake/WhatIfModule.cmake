# The simulator as one file of WebAssembly and script, for pages that answer "what if" (preset what-if).

# Of the loader what a resolved scenario needs: no other graph format, no zone database.
set(loader
    decisions_fields
    expand
    fault_fields
    field_reader
    fields
    gate_fields
    graph_json
    graph_links
    graph_value
    graph_writer
    json_document
    json_parse
    json_text
    organisation_builder
    organisation_fields
    parameter_correlations
    policy_builder
    policy_fields
    resolve
    review_load
    scenario_builder
    scenario_fields
    scenario_json
    sourced_value
    time_builder
    time_zone
    variant_fields
    variants)
list(TRANSFORM loader REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/models/io/\\1.cpp")

add_executable(faultline_what_if ${loader} web/what_if.cpp web/zone_files.cpp web/no_graph_files.cpp web/exports.cpp)
target_link_libraries(faultline_what_if PRIVATE faultline_scenario faultline_replication nlohmann_json::nlohmann_json
                                                date::date)
# Boost's binders ask function objects for types that C++20 took away.
target_compile_definitions(faultline_graph PRIVATE _LIBCPP_ENABLE_CXX20_REMOVED_BINDER_TYPEDEFS)
# Solvers that run once a scenario: less room, and a compiler's minute saved.
set_source_files_properties(models/graph/traffic.cpp PROPERTIES COMPILE_OPTIONS -O1)
# Exceptions of WebAssembly itself cost nothing where none is thrown.
target_compile_options(faultline_options INTERFACE -fwasm-exceptions "SHELL:-include ${PROJECT_SOURCE_DIR}/web/older_library.h")
target_link_options(
  faultline_what_if
  PRIVATE
  -fwasm-exceptions
  --no-entry
  "SHELL:--extern-pre-js ${CMAKE_CURRENT_BINARY_DIR}/sources.js"
  "SHELL:--extern-post-js ${PROJECT_SOURCE_DIR}/web/session.js"
  -sSINGLE_FILE=1
  -sMODULARIZE=1
  -sEXPORT_NAME=faultlineWhatIf
  -sENVIRONMENT=worker,node
  -sALLOW_MEMORY_GROWTH=1
  -sMAXIMUM_MEMORY=2GB
  -sFORCE_FILESYSTEM=1
  -sEXPORTED_FUNCTIONS=_malloc,_free
  -sEXPORTED_RUNTIME_METHODS=FS,UTF8ToString)
set_target_properties(faultline_what_if PROPERTIES OUTPUT_NAME faultline-what-if SUFFIX .js)
set(session "${PROJECT_SOURCE_DIR}/web/session.js")
set(sources_line "${CMAKE_CURRENT_BINARY_DIR}/sources.js")
add_custom_target(
  faultline_sources_line
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DSCRIPT=${sources_line} -P
          ${PROJECT_SOURCE_DIR}/cmake/SourcesHash.cmake
  BYPRODUCTS ${sources_line})
add_dependencies(faultline_what_if faultline_sources_line)
set_target_properties(faultline_what_if PROPERTIES LINK_DEPENDS "${session};${sources_line}")
