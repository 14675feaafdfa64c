package io.clmr.lab.sweep;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a sweep goes through: every variant at every place of the grid with every encoder and seed.
 *
 * @param name of the sweep
 * @param encoders see {@link Cell#encoder}; at least one
 * @param variants settings that go together, by name; empty = none
 * @param grid values of each key, in YAML
 * @param seeds at least one
 * @param x the key that figures have on their axis; absent: that of the grid with most values
 * @param evaluates whether cells are evaluated; if not they are only trained
 */
public record SweepPlan(
        String name,
        List<String> encoders,
        Map<String, Variant> variants,
        Map<String, List<String>> grid,
        List<Long> seeds,
        Optional<String> x,
        boolean evaluates) {

    /** More than anybody trains, and few enough to be listed. */
    static final int MAX_CELLS = 20_000;

    public SweepPlan {
        encoders = List.copyOf(encoders);
        variants = Collections.unmodifiableMap(new LinkedHashMap<>(variants));
        grid = Collections.unmodifiableMap(new LinkedHashMap<>(grid));
        seeds = List.copyOf(seeds);
        requireSome("encoders", encoders);
        requireSome("seeds", seeds);
        grid.forEach((key, values) -> requireSome(key, values));
        if (x.isPresent() && !grid.containsKey(x.get())) {
            throw new IllegalArgumentException(
                    "x is " + x.get() + ", expected a key of the grid: " + String.join(", ", grid.keySet()));
        }
        Set<String> all = new LinkedHashSet<>(variants.isEmpty() ? encoders : List.of());
        for (Map.Entry<String, Variant> entry : variants.entrySet()) {
            List<String> own = encodersOf(entry.getValue(), encoders);
            requireSome("encoders of " + entry.getKey(), own);
            all.addAll(own);
        }
        if (!evaluates && !all.equals(Set.of(Cell.PRETRAIN))) {
            throw new IllegalArgumentException(
                    "encoders are " + all + " and nothing is evaluated, expected " + Cell.PRETRAIN + " alone");
        }
        requireFew(variants, encoders, grid, seeds);
    }

    private static void requireSome(String key, List<?> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(key + " has no values, expected at least one");
        }
        if (Set.copyOf(values).size() < values.size()) {
            throw new IllegalArgumentException(key + " is " + values + ", expected each value once");
        }
    }

    /** Counts the cells without making one: a few lines of YAML can ask for more than a machine holds. */
    private static void requireFew(
            Map<String, Variant> variants, List<String> encoders, Map<String, List<String>> grid, List<Long> seeds) {
        BigInteger cells = variants.isEmpty()
                ? BigInteger.valueOf(encoders.size())
                : BigInteger.valueOf(variants.values().stream()
                        .mapToLong(variant -> encodersOf(variant, encoders).size())
                        .sum());
        for (List<String> values : grid.values()) {
            cells = cells.multiply(BigInteger.valueOf(values.size()));
        }
        cells = cells.multiply(BigInteger.valueOf(seeds.size()));
        if (cells.compareTo(BigInteger.valueOf(MAX_CELLS)) > 0) {
            throw new IllegalArgumentException("the sweep has " + cells + " cells (encoders, list, grid and seeds"
                    + " multiplied), expected at most " + MAX_CELLS + "; make it several sweeps");
        }
    }

    /** Returns this plan with another list. */
    public SweepPlan withVariants(Map<String, Variant> other) {
        return new SweepPlan(name, encoders, other, grid, seeds, x, evaluates);
    }

    /** Returns all cells, the seeds of one place one after the other. */
    public List<Cell> cells() {
        Map<String, Variant> lines = variants.isEmpty() ? Map.of("", Variant.of(Map.of())) : variants;
        List<Cell> cells = new ArrayList<>();
        lines.forEach((name, variant) -> {
            for (String encoder : encodersOf(variant, encoders)) {
                for (Map<String, String> place : places()) {
                    Map<String, String> settings = new LinkedHashMap<>(variant.settings());
                    settings.putAll(place);
                    seeds.forEach(
                            seed -> cells.add(new Cell(encoder, name, place, settings, variant.training(), seed)));
                }
            }
        });
        return cells;
    }

    private static List<String> encodersOf(Variant variant, List<String> otherwise) {
        return variant.encoders().isEmpty() ? otherwise : variant.encoders();
    }

    private List<Map<String, String>> places() {
        List<Map<String, String>> places = List.of(Map.of());
        for (Map.Entry<String, List<String>> axis : grid.entrySet()) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> place : places) {
                for (String value : axis.getValue()) {
                    Map<String, String> next = new LinkedHashMap<>(place);
                    next.put(axis.getKey(), value);
                    more.add(next);
                }
            }
            places = more;
        }
        return places;
    }

    /** Returns the key on the figures' axis, if the grid has one with several values. */
    Optional<String> axis() {
        if (x.isPresent()) {
            return x;
        }
        return grid.entrySet().stream()
                .filter(axis -> axis.getValue().size() > 1)
                .reduce((a, b) -> b.getValue().size() > a.getValue().size() ? b : a)
                .map(Map.Entry::getKey);
    }

    /** Returns the name of a cell without its seed: what is not the same in all cells. */
    public String rowName(Cell cell) {
        return rowName(cell, "");
    }

    /**
     * Returns the name of a cell without its seed and one key.
     *
     * @param without a key that is left out of it
     */
    String rowName(Cell cell, String without) {
        Set<String> parts = new LinkedHashSet<>();
        if (namesEncoder(cell)) {
            parts.add(cell.encoder());
        }
        if (!cell.variant().isEmpty()) {
            parts.add(cell.variant());
        }
        cell.axes().forEach((key, value) -> {
            if (!key.equals(without) && grid.getOrDefault(key, List.of()).size() > 1) {
                parts.add(shortName(key) + " " + value);
            }
        });
        return parts.isEmpty() ? name : String.join(", ", parts);
    }

    private boolean namesEncoder(Cell cell) {
        Variant variant = variants.getOrDefault(cell.variant(), Variant.of(Map.of()));
        boolean ofItsOwn = !variant.encoders().isEmpty();
        return encodersOf(variant, encoders).size() > 1
                || (!ofItsOwn && !cell.encoder().equals(Cell.PRETRAIN));
    }

    static String shortName(String key) {
        return key.substring(key.lastIndexOf('.') + 1).replace('_', ' ');
    }
}
