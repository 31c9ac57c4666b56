package dev.ingest.local.sampleapi;

import java.util.List;

/** Chance that repeats: the same seed, row and question always give the same answer, with nothing kept in memory. */
final class Dice {
    private static final long SEED = 0x1e57_0f5e_ed00_2026L;

    private Dice() {}

    /** A number from 0 up to, not including, {@code bound}. */
    static int roll(long row, String question, int bound) {
        return (int) Long.remainderUnsigned(mix(SEED ^ row * 0x9e3779b97f4a7c15L ^ question.hashCode()), bound);
    }

    /** One of these. */
    static String pick(long row, String question, List<String> from) {
        return from.get(roll(row, question, from.size()));
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
    private static long mix(long bits) {
        long first = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ first >>> 27) * 0x94d049bb133111ebL;
        return second ^ second >>> 31;
    }
}
