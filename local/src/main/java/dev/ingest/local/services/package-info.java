/** The five services as child processes: started in order, watched, started again when they die. */
@NullMarked
package dev.ingest.local.services;

import org.jspecify.annotations.NullMarked;
