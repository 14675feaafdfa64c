package io.clmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one page, asked by its debugging protocol. */
final class Browser implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int PATIENCE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final Messages messages;
    private int asked;

    private Browser(Process process, WebSocket socket, Messages messages) {
        this.process = process;
        this.socket = socket;
        this.messages = messages;
    }

    /** Puts the parts of a message together. */
    private static final class Messages implements WebSocket.Listener {
        private final BlockingQueue<String> whole = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                whole.add(part.toString());
                part.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }
    }

    /** Returns the program, if this machine has it. */
    static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page. */
    static Browser open(Path program, Path profile, URI page) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox", // tests in containers run as root
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--autoplay-policy=no-user-gesture-required",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        page.toString())
                .redirectErrorStream(true)
                .redirectOutput(profile.resolveSibling("browser.log").toFile())
                .start();
        try {
            Path port = profile.resolve("DevToolsActivePort");
            await(() -> Files.exists(port) && Files.readAllLines(port).size() > 1, process, "no debugging port");
            URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
            HttpClient client = HttpClient.newHttpClient();
            JsonNode[] found = new JsonNode[1];
            await(
                    () -> {
                        for (JsonNode one : JSON.readTree(send(client, list))) {
                            if (one.path("url").asText().equals(page.toString())) {
                                found[0] = one;
                            }
                        }
                        return found[0] != null;
                    },
                    process,
                    "no page");
            Messages messages = new Messages();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(found[0].path("webSocketDebuggerUrl").asText()), messages)
                    .join();
            return new Browser(process, socket, messages);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String send(HttpClient client, URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Something that becomes true. */
    interface Condition {
        boolean isMet() throws IOException, InterruptedException;
    }

    private static void await(Condition condition, Process process, String otherwise)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.isMet()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IOException(otherwise + " after " + PATIENCE_SECONDS + " s, or the browser ended");
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    private JsonNode call(String method, ObjectNode params) throws IOException, InterruptedException {
        int id = ++asked;
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", params);
        socket.sendText(message.toString(), true).join();
        while (true) {
            String text = messages.whole.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (text == null) {
                throw new IOException("no answer to " + message);
            }
            JsonNode answer = JSON.readTree(text);
            if (answer.path("id").asInt() == id) {
                if (answer.has("error")) {
                    throw new IOException(message + ": " + answer.path("error"));
                }
                return answer.path("result");
            }
        }
    }

    /** Returns the value of an expression in the page. */
    JsonNode evaluate(String expression) throws IOException, InterruptedException {
        return call(
                        "Runtime.evaluate",
                        JSON.createObjectNode().put("expression", expression).put("returnByValue", true))
                .path("result")
                .path("value");
    }

    /** Waits until an expression in the page is true. */
    void await(String expression) throws IOException, InterruptedException {
        await(() -> evaluate("Boolean(" + expression + ")").asBoolean(), process, expression + " is not true");
    }

    /** Chooses a file as a user does in an input field. */
    void choose(String selector, Path file) throws IOException, InterruptedException {
        JsonNode input = call(
                "Runtime.evaluate",
                JSON.createObjectNode().put("expression", "document.querySelector('" + selector + "')"));
        ObjectNode params = JSON.createObjectNode()
                .put("objectId", input.path("result").path("objectId").asText());
        params.putArray("files").add(file.toString());
        call("DOM.setFileInputFiles", params);
    }

    /** Drops a file on an element, as a user does who drags it from a folder. */
    void drop(String selector, Path file) throws IOException, InterruptedException {
        JsonNode place = evaluate("(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector('" + selector
                + "').getBoundingClientRect())");
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            ObjectNode params = JSON.createObjectNode().put("type", type);
            params.set("x", place.path(0));
            params.set("y", place.path(1));
            ObjectNode data = params.putObject("data").put("dragOperationsMask", 1);
            data.putArray("items");
            data.putArray("files").add(file.toString());
            call("Input.dispatchDragEvent", params);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join(); // its profile is deleted after the test
    }
}
