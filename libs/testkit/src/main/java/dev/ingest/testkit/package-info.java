/** The local stack for tests: real parts, started once per test run, and nothing shared between test classes but the processes. */
@NullMarked
package dev.ingest.testkit;

import org.jspecify.annotations.NullMarked;
