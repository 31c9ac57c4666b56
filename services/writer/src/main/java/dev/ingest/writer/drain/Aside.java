package dev.ingest.writer.drain;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.DoUpkeep;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.writer.parked.Parked;
import dev.ingest.writer.parked.ParkedLog;
import dev.ingest.writer.parked.ParkedTables;
import dev.ingest.writer.parked.Trouble;
import dev.ingest.writer.parked.Turn;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Where messages go whose table cannot be committed now. */
interface Aside {
    /** Puts messages of one table aside, in their order. */
    void put(List<Incoming.OfTable> messages, Trouble why);

    /** Puts them on {@code ingest.parked}, from where they are replayed before whatever comes after them. */
    final class InLog implements Aside {
        private static final Logger LOG = Logger.getLogger(InLog.class);

        private final ParkedLog log;
        private final ParkedTables tables;
        private final TableKey table;
        private final Facts facts;
        private final Acknowledgements sent;
        private final Ulid ids;

        InLog(ParkedLog log, ParkedTables tables, TableKey table, Facts facts, Acknowledgements sent, Ulid ids) {
            this.log = log;
            this.tables = tables;
            this.table = table;
            this.facts = facts;
            this.sent = sent;
            this.ids = ids;
        }

        @Override
        public void put(List<Incoming.OfTable> messages, Trouble why) {
            List<Incoming.OfTable> waiting =
                    messages.stream().filter(message -> !isForNow(message)).toList();
            if (waiting.isEmpty()) {
                return;
            }
            LOG.errorf("parked: table=%s messages=%d reason=%s", table, waiting.size(), why.reason());
            tables.hold(table.toString(), why);
            facts.parked(why);
            String run = ids.next();
            for (int index = 0; index < waiting.size(); index++) {
                Incoming.OfTable message = waiting.get(index);
                sent.add(log.add(new Parked(
                        message.source(), message.message(), why, Optional.of(new Turn(run, index, waiting.size())))));
                tell(message, why);
            }
        }

        /** What is asked of the table as it is now has no place behind what waits. */
        private static boolean isForNow(Incoming.OfTable message) {
            return message instanceof Incoming.Marked marked && marked.marker() instanceof DoUpkeep;
        }

        /** Its run is not kept waiting: it ends, and says what is wrong. When the slice is replayed, it is committed after all. */
        private void tell(Incoming.OfTable message, Trouble why) {
            if (message instanceof Incoming.Marked marked && marked.marker() instanceof SliceCompleted completed) {
                facts.failed(completed.attempt(), why.kind(), why.reason());
            }
        }
    }

    /** What is replayed is aside already: it stays there. */
    final class Stays implements Aside {
        @Override
        public void put(List<Incoming.OfTable> messages, Trouble why) {
            throw new StillWaitingException(why);
        }
    }
}
