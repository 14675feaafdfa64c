package io.clmr.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the page. */
final class ReportPage {

    private static final List<String> SCRIPTS =
            List.of("page.js", "training.js", "figures.js", "tags.js", "map.js", "start.js");

    private final ReportContents contents;
    private final ReportHead head;
    private final Comparison comparison;
    private final List<Figure> figures;
    private final Optional<PairMatrix> pairs;
    private final Html html = new Html();
    private final Map<String, String> sections = new LinkedHashMap<>();

    ReportPage(ReportContents contents, ReportHead head, Comparison comparison) {
        this.contents = contents;
        this.head = head;
        this.comparison = comparison;
        figures = new ArrayList<>(contents.figures());
        figures.addAll(LabelCurves.of(contents.entries()));
        pairs = PairMatrix.of(contents.entries());
    }

    /** Returns the whole page. */
    String write() throws IOException {
        collectSections();
        html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">")
                // nothing is fetched, whatever a name in the data says
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data: blob:;"
                        + " style-src 'unsafe-inline'; script-src 'unsafe-inline'\">")
                .element("title", head.title())
                .raw("<style>" + resource("page.css") + "</style></head><body>");
        masthead();
        html.raw("<main>");
        if (!contents.notes().isEmpty()) {
            notes();
        }
        if (!comparison.columns().isEmpty()) {
            comparison();
        }
        figures();
        training();
        drawn("tags", comparison.columns().stream().anyMatch(column -> hasTags(column)), "");
        map();
        passports();
        configurations();
        commands();
        html.raw("</main><footer>Made by ")
                .text(head.program())
                .raw(", ")
                .text(head.written())
                .raw(". Charts: Apache ECharts, Apache License 2.0.</footer>");
        html.raw("<script type=\"application/json\" id=\"data\">" + PageData.json(contents, figures, comparison)
                + "</script>");
        html.raw("<script>" + resource("echarts.min.js") + "</script><script>\"use strict\";\n");
        for (String script : SCRIPTS) {
            html.raw(resource(script));
        }
        return html.raw("</script></body></html>\n").toString();
    }

    private static boolean hasTags(Comparison.Column column) {
        return column.entries().stream()
                .anyMatch(entry -> !entry.first().perTag().isEmpty());
    }

    private void collectSections() {
        if (!comparison.columns().isEmpty()) {
            sections.put("comparison", "Comparison");
        }
        if (!figures.isEmpty() || pairs.isPresent()) {
            sections.put("figures", "Figures");
        }
        if (!contents.runs().isEmpty()) {
            sections.put("training", "Training");
        }
        if (comparison.columns().stream().anyMatch(ReportPage::hasTags)) {
            sections.put("tags", "Tags");
        }
        if (!contents.maps().isEmpty()) {
            sections.put("map", "Map");
        }
        if (!comparison.columns().isEmpty()) {
            sections.put("passports", "Passport");
        }
        if (!contents.runs().isEmpty()) {
            sections.put("configurations", "Configuration");
        }
        sections.put("commands", "Commands");
    }

    private void masthead() {
        html.raw("<header><p class=\"kicker\">clmr report</p>").element("h1", head.title());
        html.element(
                "p class=\"lede\"",
                head.written() + " · " + counted(contents.runs().size(), "training run") + " · "
                        + counted(
                                contents.entries().stream()
                                        .mapToInt(entry -> entry.runs().size())
                                        .sum(),
                                "evaluation"));
        html.raw("<nav>");
        sections.forEach((id, name) -> html.raw("<a href=\"#" + id + "\">" + name + "</a>"));
        html.raw("</nav></header>");
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void open(String id) {
        html.raw("<section id=\"" + id + "\"><h2>" + sections.get(id) + "</h2>");
    }

    private void notes() {
        html.raw("<aside class=\"notes\"><ul>");
        contents.notes().forEach(note -> html.element("li", note));
        html.raw("</ul></aside>");
    }

    private void comparison() {
        open("comparison");
        html.raw(
                "<p>Scores × 100 on the test clips, with 95 % intervals: of one run the bootstrap over test songs, of several"
                        + " seeds Student’s over their means. Within a column the bars share one scale.</p>");
        if (!comparison.remark().isEmpty()) {
            html.element("p class=\"remark\"", comparison.remark() + ".");
        }
        new ComparisonTable(comparison).scores(html);
        Set<String> leftOut = new LinkedHashSet<>();
        contents.entries().forEach(entry -> entry.runs().forEach(run -> leftOut.addAll(run.leftOut())));
        if (!leftOut.isEmpty()) {
            html.element(
                    "p class=\"fine\"",
                    "Left out, since the test clips have none or all: " + String.join(", ", leftOut) + ".");
        }
        html.raw("</section>");
    }

    private void figures() {
        if (sections.containsKey("figures")) {
            open("figures");
            html.raw("<div class=\"charts\">"); // the page's script adds the figures
            pairs.ifPresent(square -> square.write(html));
            html.raw("</div></section>");
        }
    }

    /** A section that the page's script fills. */
    private void drawn(String id, boolean present, String caption) {
        if (present) {
            open(id);
            html.raw(caption).raw("<div class=\"charts\"></div></section>");
        }
    }

    private void training() {
        drawn(
                "training",
                !contents.runs().isEmpty(),
                "<p>Each logged step, faint, and its running mean. Dashed: the loss of an encoder that knows nothing.</p>");
    }

    private void map() {
        if (contents.maps().isEmpty()) {
            return;
        }
        open("map");
        html.raw("<p>Each point is a track. Near points sound alike to the encoder; distances between far groups mean"
                + " little.</p><div class=\"charts\"></div>");
        for (EmbeddingMap map : contents.maps()) {
            html.element(
                    "p class=\"fine\"",
                    map.name() + ": t-SNE over cosine distance, perplexity " + Math.round(map.perplexity()) + ", "
                            + (map.tracks() > map.points().size()
                                    ? map.points().size() + " of " + map.tracks() + " tracks, drawn at random."
                                    : "all " + map.tracks() + " tracks."));
        }
        html.raw("</section>");
    }

    private void passports() {
        if (comparison.columns().isEmpty()) {
            return;
        }
        open("passports");
        html.raw(
                "<p>How each column was measured. Two scores may be compared only if these agree; marked fields differ.</p>");
        new ComparisonTable(comparison).passports(html);
        html.raw("</section>");
    }

    private void configurations() {
        if (contents.runs().isEmpty()) {
            return;
        }
        open("configurations");
        List<String> differing = Passports.differences(
                contents.runs().stream().map(RunHistory::values).toList());
        if (!differing.isEmpty()) {
            differences(differing);
        }
        for (RunHistory run : contents.runs()) {
            html.raw("<details><summary>").text(run.name()).raw(" <small>config.yaml</small></summary>");
            html.element("pre", run.config()).raw("</details>");
        }
        html.raw("</section>");
    }

    private void differences(List<String> keys) {
        html.raw(
                "<p>Keys in which the runs differ:</p><div class=\"scroll\"><table class=\"facts\"><thead><tr><th>Key</th>");
        contents.runs().forEach(run -> html.element("th", run.name()));
        html.raw("</tr></thead><tbody>");
        for (String key : keys) {
            html.raw("<tr>").element("th scope=\"row\"", key);
            contents.runs().forEach(run -> html.element("td", run.values().getOrDefault(key, "–")));
            html.raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    }

    private void commands() {
        open("commands");
        for (RunHistory run : contents.runs()) {
            html.raw("<h3>").text(run.name()).raw("</h3><pre class=\"command\">");
            run.commands().forEach(command -> html.text(shell(command)).raw("\n"));
            html.raw("</pre><p class=\"fine\">");
            List<String> facts = new ArrayList<>();
            run.facts().forEach((name, value) -> facts.add(name.replace('_', ' ') + " " + value));
            html.text(String.join(" · ", facts)).raw("</p>");
        }
        html.raw("<h3>This page</h3><pre class=\"command\">");
        contents.commands().forEach(command -> html.text(shell(command)).raw("\n"));
        html.text(shell(head.command())).raw("</pre></section>");
    }

    /** Returns a command line as one may paste it into a shell. */
    static String shell(List<String> words) {
        return String.join(
                " ",
                words.stream()
                        .map(word ->
                                word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .toList());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar, which was built without it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
