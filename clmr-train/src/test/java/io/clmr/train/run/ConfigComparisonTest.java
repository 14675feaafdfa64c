package io.clmr.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigComparisonTest {

    @Test
    void namesKeysThatDecideTheRun() {
        Map<String, String> before = Map.of("model.width", "1.0", "loss.temperature", "0.5", "train.workers", "2");
        Map<String, String> now = Map.of("model.width", "0.5", "train.workers", "4", "optimizer.momentum", "0.9");

        assertEquals(
                List.of(
                        "loss.temperature: was 0.5, is now (not set)",
                        "model.width: was 1.0, is now 0.5",
                        "optimizer.momentum: was (not set), is now 0.9"),
                ConfigComparison.decidingChanges(before, now));
    }

    @Test
    void letsLengthMachineAndPlacesChange() {
        Map<String, String> before = Map.of("train.max_epochs", "10", "store.path", "a", "probe.head", "linear");
        Map<String, String> now = Map.of("train.max_epochs", "20", "store.path", "b", "train.device", "gpu");

        assertEquals(List.of(), ConfigComparison.decidingChanges(before, now));
        assertEquals(4, ConfigComparison.changes(before, now).size());
        assertEquals(ConfigComparison.fingerprint(before), ConfigComparison.fingerprint(now));
    }

    @Test
    void runsFromBeforeSongsWereKeptApartGoOnAsLongAsTheyAreNot() {
        Map<String, String> before = Map.of("train.seed", "1");
        Map<String, String> off = Map.of("train.seed", "1", "train.one_clip_per_song", "false");
        Map<String, String> on = Map.of("train.seed", "1", "train.one_clip_per_song", "true");

        assertEquals(List.of(), ConfigComparison.decidingChanges(before, off));
        assertEquals(ConfigComparison.fingerprint(before), ConfigComparison.fingerprint(off));
        assertEquals(
                List.of("train.one_clip_per_song: was (not set), is now true"),
                ConfigComparison.decidingChanges(before, on));
    }

    @Test
    void runsFromBeforePositivesWereChosenGoOnWithThePapers() {
        Map<String, String> before = Map.of("train.seed", "1");
        Map<String, String> same =
                Map.of("train.seed", "1", "positives.name", "same_clip", "positives.distance_s", "[0.0, 5.0]");
        Map<String, String> songs = Map.of("train.seed", "1", "positives.name", "same_song");

        assertEquals(List.of(), ConfigComparison.decidingChanges(before, same));
        assertEquals(ConfigComparison.fingerprint(before), ConfigComparison.fingerprint(same));
        assertEquals(
                List.of("positives.name: was (not set), is now same_song"),
                ConfigComparison.decidingChanges(before, songs));
    }

    @Test
    void runsFromBeforeAveragesAndMoreViewsGoOnWithoutThem() {
        Map<String, String> before = Map.of("train.seed", "1");

        assertEquals(
                ConfigComparison.fingerprint(before),
                ConfigComparison.fingerprint(Map.of("train.seed", "1", "train.ema_decay", "0.0", "train.views", "2")));
        assertEquals(
                List.of("train.ema_decay: was (not set), is now 0.9"),
                ConfigComparison.decidingChanges(before, Map.of("train.seed", "1", "train.ema_decay", "0.9")));
    }

    @Test
    void fingerprintChangesWithADecidingKey() {
        assertNotEquals(
                ConfigComparison.fingerprint(Map.of("train.seed", "1")),
                ConfigComparison.fingerprint(Map.of("train.seed", "2")));
    }
}
