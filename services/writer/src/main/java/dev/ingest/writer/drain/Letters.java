package dev.ingest.writer.drain;

import dev.ingest.lake.DeadLetters;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Position;
import dev.ingest.lake.Rejection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Lets each dead letter through once that comes again. A letter is taken for its message before that message is committed: a
 * process that dies in between takes it for the same message again, and another message that brings the letter finds it taken.
 */
final class Letters {
    private final Supplier<DeadLetters> letters;
    private final Clock clock;

    Letters(Supplier<DeadLetters> letters, Clock clock) {
        this.letters = letters;
        this.clock = clock;
    }

    /**
     * The messages without those that bring a letter which was replayed already.
     *
     * @param applied what the table holds: nothing is taken for a message that is in it, accepted or not
     */
    List<Incoming.Records> current(List<Incoming.Records> messages, Supplier<Offsets> applied) {
        if (messages.stream().allMatch(message -> message.envelope().letter().isEmpty())) {
            return messages;
        }
        Offsets before = applied.get();
        Map<String, Position> replayed = replayed(messages.stream()
                .filter(message -> !before.cover(message.position()))
                .toList());
        if (replayed.isEmpty()) {
            return messages;
        }
        Set<String> taken = letters.get().take(replayed, clock.instant());
        return messages.stream()
                .filter(message -> message.envelope()
                        .letter()
                        .map(letter -> before.cover(message.position())
                                || taken.contains(letter) && message.position().equals(replayed.get(letter)))
                        .orElse(true))
                .toList();
    }

    /** Letters that still fit no row stay what they are; what is left was rejected for the first time. */
    List<Rejection> first(List<Incoming.Records> messages, List<Rejection> rejections) {
        Map<Position, String> again = messages.stream()
                .filter(message -> message.envelope().letter().isPresent())
                .collect(Collectors.toMap(
                        Incoming.Records::position,
                        message -> message.envelope().letter().orElseThrow()));
        List<String> rejected = rejections.stream()
                .flatMap(rejection -> Optional.ofNullable(again.get(rejection.position())).stream())
                .distinct()
                .toList();
        if (!rejected.isEmpty()) {
            letters.get().giveBack(rejected);
        }
        return rejections.stream()
                .filter(rejection -> !again.containsKey(rejection.position()))
                .toList();
    }

    /** By letter the first message that brings it. */
    private static Map<String, Position> replayed(List<Incoming.Records> messages) {
        return messages.stream()
                .filter(message -> message.envelope().letter().isPresent())
                .collect(Collectors.toMap(
                        message -> message.envelope().letter().orElseThrow(),
                        Incoming.Records::position,
                        (first, second) -> first));
    }
}
