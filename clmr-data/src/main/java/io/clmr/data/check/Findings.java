package io.clmr.data.check;

import io.clmr.data.check.Finding.Case;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects cases by kind. */
final class Findings {
    private final Map<FindingKind, List<Case>> cases = new EnumMap<>(FindingKind.class);

    void add(FindingKind kind, String clip, String detail) {
        add(kind, List.of(clip), detail);
    }

    void add(FindingKind kind, List<String> clips, String detail) {
        cases.computeIfAbsent(kind, one -> new ArrayList<>()).add(new Case(clips, detail));
    }

    List<Finding> list() {
        return cases.entrySet().stream()
                .map(entry -> new Finding(entry.getKey(), entry.getValue()))
                .toList();
    }
}
