package io.clmr.data.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Which clips belong together: each pair that is joined makes one group of two. */
final class DuplicateGroups {
    private int[] parents = new int[0];

    /** Returns the number of the group's first clip. */
    int first(int clip) {
        if (clip >= parents.length) {
            return clip;
        }
        int root = clip;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    void join(int one, int other) {
        int needed = Math.max(one, other) + 1;
        if (needed > parents.length) {
            int known = parents.length;
            parents = Arrays.copyOf(parents, Math.max(needed, 2 * known));
            for (int i = known; i < parents.length; i++) {
                parents[i] = i;
            }
        }
        int first = first(one);
        int second = first(other);
        parents[Math.max(first, second)] = Math.min(first, second);
    }

    /** Returns the groups of two clips and more, in the order of their first clips. */
    List<List<Integer>> list() {
        TreeMap<Integer, List<Integer>> groups = new TreeMap<>();
        for (int clip = 0; clip < parents.length; clip++) {
            groups.computeIfAbsent(first(clip), first -> new ArrayList<>()).add(clip);
        }
        return groups.values().stream().filter(group -> group.size() > 1).toList();
    }
}
