package io.clmr.eval.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several equal parts of a catalogue, so that machines can share the work.
 *
 * @param number 1 to {@code count}
 * @param count how many parts there are
 */
public record Shard(int number, int count) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

    public Shard {
        if (count < 1 || number < 1 || number > count) {
            throw new IllegalArgumentException("shard is " + number + "/" + count + ", expected 1/n to n/n");
        }
    }

    /** Returns the whole catalogue. */
    public static Shard all() {
        return new Shard(1, 1);
    }

    /** Reads {@code i/n}, 1/n to n/n. */
    public static Shard parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("shard is \"" + text + "\", expected i/n, such as 1/4");
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Returns every n-th element, from the i-th on: the parts are disjoint and together the whole list. */
    public <T> List<T> of(List<T> whole) {
        List<T> part = new ArrayList<>(whole.size() / count + 1);
        for (int n = number - 1; n < whole.size(); n += count) {
            part.add(whole.get(n));
        }
        return part;
    }
}
