package io.clmr.cli;

import io.clmr.base.files.PathText;
import io.clmr.base.files.PrintableText;
import io.clmr.eval.tag.Tagger;
import io.clmr.eval.tag.Tagging;
import io.clmr.eval.tag.Tagging.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The tags of some files, for people or as JSON. */
final class TagReport {

    private record TaggedFile(Path file, Tagging tagging) {}

    private final HeadChoice chosen;
    private final boolean overTime;
    private final int top;
    private final List<TaggedFile> tagged = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** @param top how many tags are shown */
    TagReport(HeadChoice chosen, boolean overTime, int top) {
        this.chosen = chosen;
        this.overTime = overTime;
        this.top = top;
    }

    /** Tags a file, or notes why it could not be. */
    void add(Path file, Tagger tagger) {
        try {
            Tagging tagging = tagger.tag(file);
            if (tagging.isEmpty()) {
                failures.add(PrintableText.of(file) + " is too short for a window of the encoder");
            } else {
                tagged.add(new TaggedFile(file, tagging));
            }
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            String named = PrintableText.of(file);
            failures.add(reason.startsWith(named) ? reason : named + ": " + reason);
        }
    }

    int done() {
        return tagged.size() + failures.size();
    }

    int tagged() {
        return tagged.size();
    }

    /** One line for each file that could not be tagged. */
    List<String> failures() {
        return failures;
    }

    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("probe", chosen.folder().toString());
        json.put("checkpoint", chosen.encoder().text());
        json.put("tags", chosen.head().tags());
        json.put("files", tagged.stream().map(this::asJson).toList());
        json.put("failed", failures);
        return json;
    }

    private Map<String, Object> asJson(TaggedFile one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", PathText.of(one.file()));
        json.put("tags", best(one.tagging().scores()));
        if (overTime) {
            List<Map<String, Object>> times = new ArrayList<>();
            for (Moment moment : one.tagging().moments()) {
                Map<String, Object> time = new LinkedHashMap<>();
                time.put("start_s", moment.startSeconds());
                time.put("end_s", moment.endSeconds());
                time.put("tags", best(moment.scores()));
                times.add(time);
            }
            json.put("times", times);
        }
        return json;
    }

    /** The tags with the highest scores by name, the highest first. */
    private Map<String, Float> best(float[] scores) {
        Map<String, Float> best = new LinkedHashMap<>();
        IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                .limit(top)
                .forEach(tag -> best.put(chosen.head().tags().get(tag), scores[tag]));
        return best;
    }

    String asText() {
        StringBuilder text = new StringBuilder();
        for (TaggedFile one : tagged) {
            text.append(PrintableText.of(one.file())).append(System.lineSeparator());
            best(one.tagging().scores())
                    .forEach((tag, score) ->
                            text.append(String.format(Locale.ROOT, "  %.3f  %s%n", score, PrintableText.of(tag))));
            if (overTime) {
                one.tagging().moments().forEach(moment -> text.append(line(moment)));
            }
        }
        return text.toString().stripTrailing();
    }

    private String line(Moment moment) {
        String tags = best(moment.scores()).entrySet().stream()
                .map(tag -> String.format(Locale.ROOT, "%s %.2f", PrintableText.of(tag.getKey()), tag.getValue()))
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "  %7.1f to %.1f s  %s%n", moment.startSeconds(), moment.endSeconds(), tags);
    }
}
