/** What is left of APIs' budgets, carried from drain to drain and from process to process. */
@NullMarked
package dev.ingest.executor.budget;

import org.jspecify.annotations.NullMarked;
