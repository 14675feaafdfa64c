package io.clmr.cli;

import io.clmr.cli.config.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command's dataset is divided; shorter to type than the keys it sets. */
final class SplitOptions {

    private static final String RATIOS = "ratios";

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            description = "Shares of train, valid and test for a split drawn here, such as 0.8/0.1/0.1, or the name of"
                    + " one that the dataset's format has. Default: dataset.split (what the dataset offers).")
    private @Nullable String split;

    @Option(
            names = "--group-by",
            paramLabel = "WHAT",
            description = "What a drawn split keeps together: artist (the first folder below the root), folder, song or"
                    + " file. Default: dataset.group_by (artist).")
    private @Nullable String groupBy;

    /** Returns what the options override: shares, or something to keep together, ask for a drawn split. */
    List<Assignment> assignments() {
        List<Assignment> assignments = new ArrayList<>();
        if (split != null) {
            String option = "--split " + split;
            boolean shares = split.indexOf('/') >= 0;
            if (!shares && groupBy != null && !split.equals(RATIOS)) {
                throw new UsageException(option + " and --group-by " + groupBy + " are both given, but only a drawn"
                        + " split keeps things together; give shares, such as --split 0.8/0.1/0.1");
            }
            assignments.add(Assignment.of(option, "dataset.split", shares ? RATIOS : split));
            if (shares) {
                assignments.add(Assignment.of(option, "dataset.ratios", "[" + split.replace("/", ", ") + "]"));
            }
        }
        if (groupBy != null) {
            String option = "--group-by " + groupBy;
            if (split == null) {
                assignments.add(Assignment.of(option, "dataset.split", RATIOS));
            }
            assignments.add(Assignment.of(option, "dataset.group_by", groupBy.toLowerCase(Locale.ROOT)));
        }
        return assignments;
    }
}
