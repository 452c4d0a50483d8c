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
# What runs once a scenario or setting, not once a change, is made small: the page carries it.
target_compile_options(faultline_what_if PRIVATE -Oz)
target_compile_options(faultline_graph PRIVATE -Oz)
target_compile_options(faultline_organisation PRIVATE -Oz)
# Exceptions of WebAssembly itself cost nothing where none is thrown.
target_compile_options(faultline_options INTERFACE -fwasm-exceptions "SHELL:-include ${PROJECT_SOURCE_DIR}/web/older_library.h")
target_link_options(
  faultline_what_if
  PRIVATE
  -fwasm-exceptions
  --no-entry
  -sMODULARIZE=1
  -sEXPORT_NAME=faultlineWhatIf
  -sENVIRONMENT=worker,node
  -sALLOW_MEMORY_GROWTH=1
  -sMAXIMUM_MEMORY=2GB
  -sFORCE_FILESYSTEM=1
  -sEXPORTED_FUNCTIONS=_malloc,_free
  -sEXPORTED_RUNTIME_METHODS=FS,UTF8ToString)
set_target_properties(faultline_what_if PROPERTIES OUTPUT_NAME faultline-engine SUFFIX .js)

# The compiler's two files, the sources' hash and the session in one. Emscripten needs Python itself.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(session "${PROJECT_SOURCE_DIR}/web/session.js")
set(pack "${PROJECT_SOURCE_DIR}/web/pack.py")
set(sources_line "${CMAKE_CURRENT_BINARY_DIR}/sources.js")
set(module "${CMAKE_CURRENT_BINARY_DIR}/faultline-what-if.js")
add_custom_target(
  faultline_sources_line
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DSCRIPT=${sources_line} -P
          ${PROJECT_SOURCE_DIR}/cmake/SourcesHash.cmake
  BYPRODUCTS ${sources_line})
add_custom_command(
  OUTPUT ${module}
  COMMAND Python3::Interpreter ${pack} ${sources_line} $<TARGET_FILE:faultline_what_if> ${session} -o ${module}
  DEPENDS faultline_what_if faultline_sources_line ${sources_line} ${session} ${pack}
  VERBATIM)
add_custom_target(faultline_what_if_module ALL DEPENDS ${module})
