package io.clmr.cli;

import io.clmr.cli.console.Console;
import io.clmr.cli.console.LogConfigurator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands have in common: the options everywhere, the session, and how results are printed. */
abstract class ClmrCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Session session;

    ClmrCommand(Session session) {
        this.session = session;
    }

    @Override
    public final Integer call() throws Exception {
        session.console().setVerbosity(common.verbosity());
        if (common.verbosity() == Console.Verbosity.VERBOSE) {
            LogConfigurator.showAll();
        }
        return run();
    }

    /** Does the work and returns the exit code. */
    abstract int run() throws Exception;

    Session session() {
        return session;
    }

    CommandSpec spec() {
        return spec;
    }

    /** Returns what the user typed, the program's name first. */
    List<String> typed() {
        List<String> typed = new ArrayList<>();
        typed.add("clmr");
        typed.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return typed;
    }

    Console console() {
        return session.console();
    }

    boolean json() {
        return common.json();
    }

    /** Prints a result: JSON if asked for, else the text. */
    void print(Object asJson, String asText) {
        if (json()) {
            console().out().println(Json.pretty(asJson));
        } else {
            console().print(asText);
        }
    }
}
