package io.clmr.data.dataset;

import io.clmr.data.dataset.DatasetConfig.MissingAudio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Decides about files that some list names: there, left out, or the end of loading. */
final class ListedAudio {
    private final Path root;
    private final MissingAudio policy;
    private final Findings findings;

    ListedAudio(Path root, MissingAudio policy, Findings findings) {
        this.root = root;
        this.policy = policy;
        this.findings = findings;
    }

    /** Returns whether a clip stays in the dataset. */
    boolean keep(String key, Path file) {
        if (policy == MissingAudio.KEEP || Files.isRegularFile(file)) {
            return true;
        }
        findings.add(Findings.WITHOUT_AUDIO, key);
        return false;
    }

    /** Refuses the dataset if files were missing and that was not allowed, or nothing is left. */
    void check(int kept, Supplier<String> listed) throws DatasetException {
        int missing = findings.count(Findings.WITHOUT_AUDIO);
        if (missing > 0 && (policy == MissingAudio.FAIL || kept == 0)) {
            String examples = findings.list().stream()
                    .filter(finding -> finding.what().equals(Findings.WITHOUT_AUDIO))
                    .map(finding -> String.join(", ", finding.examples()))
                    .findFirst()
                    .orElse("");
            throw new DatasetException(
                    root,
                    missing + " of " + (missing + kept) + " files listed in " + listed.get() + " are not there, first "
                            + examples + "; get them, or "
                            + (kept == 0
                                    ? "use dataset.missing_audio=keep if the PCM store holds them"
                                    : "use dataset.missing_audio=leave_out to go on without them, or keep if the PCM"
                                            + " store holds them"));
        }
        if (kept == 0) {
            throw new DatasetException(root, "has no clips: " + listed.get() + " lists none");
        }
    }
}
