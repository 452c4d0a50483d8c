// Several builds of one function, chosen by what the processor can do. Only for functions on integers and bits: their
// results are the same on every processor.
#pragma once

// Sanitizers do not support the dispatch, and WebAssembly has no processor to ask.
#if !defined(__x86_64__)
#define FAULTLINE_CPU_CLONES(...)
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FAULTLINE_CPU_CLONES(...)
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define FAULTLINE_CPU_CLONES(...)
#endif
#endif
#ifndef FAULTLINE_CPU_CLONES
#define FAULTLINE_CPU_CLONES(...) __attribute__((target_clones(__VA_ARGS__, "default")))
#endif
