package io.clmr.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens a page in a real browser, from the disk and without a network. */
class ReportInBrowserIT {

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    private Path page() throws IOException {
        ReportInputs inputs =
                new ReportInputs(path -> List.of(path.startsWith("quiet") ? "quiet" : Folders.HOSTILE), 2000);
        inputs.add(Folders.HOSTILE, Folders.run(folder.resolve("run"), Folders.HOSTILE, 60));
        inputs.add("second", Folders.run(folder.resolve("run2"), "--x", 60));
        for (double fraction : new double[] {0.01, 0.1, 1}) {
            for (String encoder : List.of("trained", Folders.HOSTILE)) {
                Path place = folder.resolve("eval-" + encoder.length() + "-" + fraction);
                inputs.add(
                        encoder,
                        Folders.evaluation(
                                place, encoder, 0.4, Folders.protocol("linear", fraction, 1), "rock", Folders.HOSTILE));
            }
        }
        inputs.add("map", Folders.embedding(folder.resolve("map.npy"), 30, Folders.HOSTILE));
        Path page = folder.resolve("page.html");
        new Report(inputs.contents(), false)
                .write(page, new ReportHead(Folders.HOSTILE, "2026-01-01", "clmr test", List.of("clmr", "report")));
        return page;
    }

    private record Shown(String document, String console) {}

    private Shown open(String browser, Path page, String... options) throws Exception {
        Path document = folder.resolve("document.html");
        Path console = folder.resolve("console.txt");
        List<String> command = new ArrayList<>(List.of(
                browser,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=3000"));
        command.addAll(List.of(options));
        command.add(page.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(document.toFile())
                .redirectError(console.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, "the browser did not end");
        return new Shown(Files.readString(document), Files.readString(console, StandardCharsets.ISO_8859_1));
    }

    private static String browser() {
        Optional<String> found = BROWSERS.stream()
                .filter(name -> List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                        .anyMatch(place -> Files.isExecutable(Path.of(place, name))))
                .findFirst();
        assumeTrue(found.isPresent(), "no browser on the PATH; install chromium to run this test");
        return found.orElseThrow();
    }

    @Test
    void drawsEveryChartWithoutAnErrorAndRunsNoName() throws Exception {
        Shown shown = open(browser(), page(), "--dump-dom");
        Matcher charts = Pattern.compile("<html[^>]* data-charts=\"(\\d+)\" data-faults=\"([^\"]*)\"")
                .matcher(shown.document());
        assertTrue(charts.find(), "the page's script did not come to its end");
        assertEquals("", charts.group(2));
        // two figures of the curve, loss and two panels of health, one chart of tags, one map
        assertEquals(7, Integer.parseInt(charts.group(1)));
        assertEquals(7, shown.document().split("<svg ", -1).length - 1);
        assertTrue(shown.document().split("<path ", -1).length > 50, "charts are empty");
        assertFalse(shown.console().contains("CONSOLE"), shown.console());
        assertFalse(shown.document().contains("<img src=x"), "a name became an element");
    }

    @Test
    void fitsThePrintedPageAndThePhone() throws Exception {
        String browser = browser();
        Path page = page();
        Path pdf = folder.resolve("page.pdf");
        open(browser, page, "--print-to-pdf=" + pdf);
        assertTrue(Files.size(pdf) > 20_000, "the printed page is empty");

        String measuring = Files.readString(page)
                .replace(
                        "</body></html>",
                        "<script>document.documentElement.dataset.over ="
                                + " document.documentElement.scrollWidth - document.documentElement.clientWidth;"
                                + "document.documentElement.dataset.wide = [...document.querySelectorAll('body *')].filter("
                                + "e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, pre, svg'))"
                                + ".map(e => e.tagName + '.' + e.className).slice(0, 5).join(' ')</script></body>");
        Path narrow = folder.resolve("narrow.html");
        Files.writeString(narrow, measuring);
        Shown shown = open(browser, narrow, "--window-size=500,900", "--dump-dom");
        assertTrue(
                shown.document().contains("data-over=\"0\""),
                "wider than the screen: " + shown.document().substring(0, 400));
    }
}
