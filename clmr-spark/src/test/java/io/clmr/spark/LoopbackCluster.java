package io.clmr.spark;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A master and workers of Spark's own cluster manager, each a process, on the loopback address. */
final class LoopbackCluster implements Closeable {
    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://[\\d.]+:\\d+)");
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");
    private static final int START_SECONDS = 60;

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private String master = "";

    private LoopbackCluster(Path folder) {
        this.folder = folder;
    }

    static LoopbackCluster start(Path folder, int workers) throws IOException, InterruptedException {
        LoopbackCluster cluster = new LoopbackCluster(folder);
        try {
            cluster.makeSparkHome();
            Path log = cluster.launch("master", "127.0.0.1", "org.apache.spark.deploy.master.Master", "--port", "0");
            cluster.master = cluster.await(log, MASTER).group(1);
            for (int n = 0; n < workers; n++) {
                cluster.startWorker();
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** A worker starts its executors from the jars of a Spark that is installed; here they are links to Maven's. */
    private void makeSparkHome() throws IOException {
        Path jars = Files.createDirectories(folder.resolve("spark/jars"));
        String list = Files.readString(Music.checkout().resolve("clmr-spark/target/launch/spark-jars"));
        for (String jar : list.split(":", -1)) {
            Path file = Path.of(jar);
            Files.createSymbolicLink(jars.resolve(file.getFileName().toString()), file);
        }
    }

    String master() {
        return master;
    }

    /**
     * Starts a worker with one core and waits until the master knows it. Each has an address of its own: Spark runs a
     * second copy of a slow task on another host only.
     */
    void startWorker() throws IOException, InterruptedException {
        String name = "worker-" + workers.size();
        Path work = Files.createDirectories(folder.resolve(name));
        Path log = launch(
                name,
                "127.0.0." + (workers.size() + 2),
                "org.apache.spark.deploy.worker.Worker",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                work.toString(),
                master);
        workers.add(processes.get(processes.size() - 1));
        await(log, REGISTERED);
    }

    /** Kills a worker and its executors as {@code kill -9} does: nobody cleans up. */
    void killWorker(int number) {
        kill(workers.get(number));
    }

    private static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private Path launch(String name, String host, String daemon, String... arguments) throws IOException {
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                folder.resolve("spark/jars") + "/*",
                daemon,
                "--host",
                host,
                "--webui-port",
                "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());
        builder.environment().put("SPARK_LOCAL_IP", host);
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        processes.add(builder.start());
        return log;
    }

    private Matcher await(Path log, Pattern line) throws IOException, InterruptedException {
        Process process = processes.get(processes.size() - 1);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            Matcher matcher = line.matcher(Files.readString(log));
            if (matcher.find()) {
                return matcher;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("no line like " + line + " in " + Files.readString(log));
    }

    @Override
    public void close() {
        processes.forEach(LoopbackCluster::kill);
    }
}
