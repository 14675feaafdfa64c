package io.clmr.cli;

import io.clmr.cli.doctor.Check;
import io.clmr.cli.doctor.Examination;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code clmr doctor}: looks at the machine before anything is tried on it. */
@Command(
        name = "doctor",
        headerHeading = "Examples:%n",
        header = {"  clmr doctor", "  clmr doctor --device gpu", ""},
        description = "Checks Java, the native libraries, the device, the CPU, the allocator and the disk: what was"
                + " found, what is missing, what to do. Exit code 4 if something needed is missing.")
final class DoctorCommand extends ClmrCommand {

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "The device that must be usable: auto, cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}.",
            defaultValue = "auto")
    private String device = "auto";

    DoctorCommand(Session session) {
        super(session);
    }

    @Override
    int run() {
        List<Check> checks = new Examination(device, session().environment()).run();
        boolean usable = checks.stream().noneMatch(check -> check.status() == Check.Status.MISSING);
        StringBuilder text = new StringBuilder();
        for (Check check : checks) {
            text.append(check.text()).append(System.lineSeparator());
        }
        text.append(usable ? "clmr can run here." : "clmr cannot run here yet: see what is missing above.");
        print(Map.of("usable", usable, "checks", checks), text.toString());
        return usable ? ExitCode.DONE : ExitCode.ENVIRONMENT;
    }
}
