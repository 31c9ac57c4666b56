/**
 * The keys of data files on local disk, for tables in which a batch's keys lie anywhere: a disposable copy of what the files say,
 * which never change. It knows keys and places, and nothing of tables or commits.
 */
@NullMarked
package dev.ingest.lake.index;

import org.jspecify.annotations.NullMarked;
