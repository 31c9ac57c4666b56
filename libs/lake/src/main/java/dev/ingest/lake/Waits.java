package dev.ingest.lake;

import java.time.Duration;

/**
 * How long a destination may keep a thread waiting. One that takes connections and never answers must not hold a drain, which
 * has four minutes, nor the threads of other tenants' tables.
 *
 * @param connect until it takes a connection, logged in where there is a login
 * @param answer until the next bytes of an answer
 * @param call for one call on the store, repeated tries included
 */
record Waits(Duration connect, Duration answer, Duration call) {

    static final Waits USUAL = new Waits(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(120));
}
