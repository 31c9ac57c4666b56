package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names as {@code snake_case}, in ASCII: a number is a word of its own, other signs separate words. */
final class SnakeCase {
    private static final Pattern TOKEN = Pattern.compile("[A-Z]+[a-z]*|[a-z]+|\\d+|[^a-zA-Z\\d]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Map<Character, String> LETTERS = letters();

    private SnakeCase() {}

    static String of(String name) {
        List<String> words = new ArrayList<>();
        Matcher token = TOKEN.matcher(ascii(name));
        while (token.find()) {
            boolean word = Character.isLetterOrDigit(token.group().charAt(0));
            words.add(word ? token.group() : "");
        }
        if (words.size() >= 3) {
            List<String> between = words.subList(1, words.size() - 1);
            between.removeIf(String::isEmpty);
        }
        if (!words.isEmpty()
                && !words.getFirst().isEmpty()
                && Character.isDigit(words.getFirst().charAt(0))) {
            words.addFirst("");
        }
        return String.join("_", words).toLowerCase(Locale.ROOT);
    }

    private static String ascii(String name) {
        if (name.chars().allMatch(c -> c < 128)) {
            return name;
        }
        StringBuilder ascii = new StringBuilder();
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        for (int i = 0; i < composed.length(); i++) {
            char c = composed.charAt(i);
            ascii.append(c < 128 ? Character.toString(c) : letter(c, name));
        }
        return ascii.toString();
    }

    private static String letter(char c, String name) {
        String known = LETTERS.get(c);
        if (known != null) {
            return known;
        }
        String parts = MARKS.matcher(Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD))
                .replaceAll("");
        if (!parts.isEmpty() && parts.chars().allMatch(part -> part < 128 || LETTERS.containsKey((char) part))) {
            return parts.chars()
                    .mapToObj(part -> LETTERS.getOrDefault((char) part, Character.toString(part)))
                    .collect(Collectors.joining());
        }
        if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "KeysToSnakeCase cannot write the field '" + name
                            + "' in ASCII (expected Latin, Greek or Cyrillic letters)");
        }
        return " ";
    }

    private static Map<Character, String> letters() {
        Map<Character, String> letters = new HashMap<>();
        String pairs = "ßss æae øo ØO łl ŁL đd ĐD ðd ÐD þth ÞTh œoe ŒOE ıi ħh ĦH ŋng ŊNg ŧt ŦT ĸq ſs ẞSS "
                + "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo "
                + "аa бb вv гg дd еe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ' ыy ь' эe юyu "
                + "яya іi їi єie ґg ђdj јj љlj њnj ћc џdzh ўu €EUR °deg №No";
        for (String pair : pairs.split(" ")) {
            letters.put(pair.charAt(0), pair.substring(1));
        }
        letters.put('Œ', "OE");
        Map<Character, String> upper = new HashMap<>();
        letters.forEach((letter, text) -> {
            char capital = Character.toUpperCase(letter);
            if (capital != letter && !text.isEmpty()) {
                upper.put(capital, Character.toUpperCase(text.charAt(0)) + text.substring(1));
            }
        });
        upper.forEach(letters::putIfAbsent);
        return Map.copyOf(letters);
    }
}
