/** What outlives a process: the state folder, its lock, its generated passwords, and who runs. */
@NullMarked
package dev.ingest.local.state;

import org.jspecify.annotations.NullMarked;
