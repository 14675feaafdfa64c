package io.clmr.cli;

import io.clmr.base.files.PrintableText;
import io.clmr.cli.console.Durations;
import io.clmr.data.check.CheckReport;
import io.clmr.data.check.Finding;
import io.clmr.data.check.TagCount;
import io.clmr.data.dataset.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Words for what the doctor found: all of it as JSON, or counts and examples. */
final class CheckText {

    /** Clips named of a large group; JSON names them all. */
    private static final int NAMED = 4;

    private static final int RAREST_TAGS = 5;
    private static final int DETAIL_LENGTH = 200;

    private final CheckReport report;
    private final double seconds;

    /** @param seconds the check took */
    CheckText(CheckReport report, double seconds) {
        this.report = report;
        this.seconds = seconds;
    }

    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", report.dataset());
        json.put("split", report.split());
        json.put("clean", report.clean());
        json.put("clips", report.clips());
        json.put("usable", report.usable());
        json.put("audio_seconds", report.audioSeconds());
        json.put("seconds", seconds);
        json.put("file_rates_hz", new TreeMap<>(report.fileRatesHz()));
        json.put("splits", splits());
        json.put("passed_over", report.passedOver());
        json.put("findings", report.problems().stream().map(CheckText::asJson).toList());
        json.put("notices", report.notices().stream().map(CheckText::asJson).toList());
        json.put("tags", report.tags());
        return json;
    }

    private static Map<String, Object> asJson(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", lower(finding.kind()));
        json.put("count", finding.count());
        json.put("what", finding.kind().what());
        json.put("advice", finding.kind().advice());
        json.put("cases", finding.cases());
        return json;
    }

    private Map<String, Integer> splits() {
        Map<String, Integer> splits = new LinkedHashMap<>();
        for (Split split : Split.values()) {
            Integer clips = report.splits().get(split);
            if (clips != null) {
                splits.put(lower(split), clips);
            }
        }
        return splits;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    String asText(int examples) {
        List<String> lines = new ArrayList<>();
        lines.add(report.dataset() + ": " + report.clips() + " clips, " + Durations.text(report.audioSeconds())
                + " of audio, " + report.usable() + " usable; checked in " + Durations.text(seconds));
        lines.add("  splits (" + report.split() + "): " + counts(splits()));
        if (!report.tags().isEmpty()) {
            lines.add("  " + report.tags().size() + " tags, rarest first (train/valid/test): " + rarest());
        }
        if (!report.passedOver().isEmpty()) {
            lines.add("  passed over: " + report.passedOver());
        }
        report.problems().forEach(finding -> add(lines, finding, examples));
        if (!report.notices().isEmpty()) {
            lines.add("");
            lines.add("Notices, which need no change:");
            report.notices().forEach(finding -> add(lines, finding, examples));
        }
        lines.add("");
        lines.add(lastLine());
        return String.join(System.lineSeparator(), lines);
    }

    private String lastLine() {
        String more = "--json names every case, --examples N more of them";
        if (!report.clean()) {
            return more;
        }
        return report.notices().isEmpty() ? "nothing to complain about" : "no problems; " + more;
    }

    private static void add(List<String> lines, Finding finding, int examples) {
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-24s %6d  %s: %s",
                lower(finding.kind()),
                finding.count(),
                finding.kind().what(),
                finding.kind().advice()));
        finding.cases().stream().limit(examples).forEach(example -> lines.add("    " + text(example)));
        if (finding.count() > examples && examples > 0) {
            lines.add("    … and " + (finding.count() - examples) + " more");
        }
    }

    private static String counts(Map<String, Integer> counts) {
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
    }

    private String rarest() {
        List<String> tags = report.tags().stream()
                .sorted(Comparator.comparingInt(tag -> tag.train() + tag.valid() + tag.test()))
                .limit(RAREST_TAGS)
                .map(CheckText::counts)
                .toList();
        return String.join(", ", tags) + (report.tags().size() > RAREST_TAGS ? ", …" : "");
    }

    private static String counts(TagCount tag) {
        return PrintableText.of(tag.tag()) + " " + tag.train() + "/" + tag.valid() + "/" + tag.test();
    }

    private static String text(Finding.Case example) {
        List<String> clips = example.clips();
        String names = String.join(
                        " = ",
                        clips.stream().limit(NAMED).map(PrintableText::of).toList())
                + (clips.size() > NAMED ? " = … (" + clips.size() + " clips)" : "");
        return names
                + (names.isEmpty() || example.detail().isEmpty() ? "" : ": ")
                + PrintableText.of(example.detail(), DETAIL_LENGTH);
    }
}
