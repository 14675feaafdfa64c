package io.clmr.eval.probe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS for a smooth convex function, turned inside out: it names a point, the caller says value and
 * gradient there. So many problems can be evaluated together, by one matrix product.
 *
 * <p>Steps are halved until the value falls enough (Armijo), which suffices for a strictly convex function.
 */
final class Lbfgs {
    private static final int MEMORY = 10;
    private static final int MAX_EVALUATIONS = 2000;
    private static final int MAX_HALVINGS = 50;
    private static final double SUFFICIENT_FALL = 1e-4;

    /** One accepted step: the move, the change of the gradient, and 1 over their product. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pair(double[] move, double[] change, double inverse) {}

    private final Deque<Pair> memory = new ArrayDeque<>(); // newest first
    private final double tolerance;
    private double[] best;
    private double[] gradient = new double[0];
    private double value = Double.POSITIVE_INFINITY;
    private double[] direction = new double[0];
    private double step;
    private double[] point;
    private int evaluations;
    private int halvings;
    private boolean done;

    /** @param tolerance largest gradient, relative to the value or 1, at which the search ends */
    Lbfgs(double[] start, double tolerance) {
        best = start.clone();
        point = start.clone();
        this.tolerance = tolerance;
    }

    boolean isDone() {
        return done;
    }

    /** Returns where value and gradient are wanted next; after the end the minimum. */
    double[] point() {
        return point;
    }

    /** Returns the lowest value seen. */
    double value() {
        return value;
    }

    /** Takes value and gradient at {@link #point()}. */
    void tell(double valueThere, double[] gradientThere) {
        evaluations++;
        boolean first = direction.length == 0;
        if (first || valueThere <= value + SUFFICIENT_FALL * step * dot(direction, gradient)) {
            accept(valueThere, gradientThere, first);
        } else {
            halvings++;
            step /= 2;
        }
        // rounding ends the search where no step can lower the value any more
        if (evaluations >= MAX_EVALUATIONS || halvings >= MAX_HALVINGS) {
            done = true;
        }
        point = done ? best : along(step);
    }

    private void accept(double valueThere, double[] gradientThere, boolean first) {
        if (!first) {
            remember(gradientThere);
        }
        best = point;
        value = valueThere;
        gradient = gradientThere.clone();
        halvings = 0;
        done = largest(gradient) <= tolerance * Math.max(1, Math.abs(value));
        direction = downhill();
        step = memory.isEmpty() ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    }

    private void remember(double[] gradientThere) {
        double[] move = new double[point.length];
        double[] change = new double[point.length];
        for (int n = 0; n < move.length; n++) {
            move[n] = point[n] - best[n];
            change[n] = gradientThere[n] - gradient[n];
        }
        double product = dot(move, change);
        if (product > 1e-12 * Math.sqrt(dot(move, move) * dot(change, change))) { // else curvature is lost in rounding
            memory.addFirst(new Pair(move, change, 1 / product));
            if (memory.size() > MEMORY) {
                memory.removeLast();
            }
        }
    }

    /** The two loops of the textbook: the gradient times the inverse Hessian as far as it is remembered. */
    private double[] downhill() {
        double[] d = gradient.clone();
        double[] weights = new double[memory.size()];
        int n = 0;
        for (Pair pair : memory) {
            weights[n] = pair.inverse * dot(pair.move, d);
            addScaled(d, pair.change, -weights[n++]);
        }
        if (!memory.isEmpty()) {
            Pair newest = memory.getFirst();
            scale(d, 1 / (newest.inverse * dot(newest.change, newest.change)));
        }
        for (Iterator<Pair> oldestFirst = memory.descendingIterator(); oldestFirst.hasNext(); ) {
            Pair pair = oldestFirst.next();
            addScaled(d, pair.move, weights[--n] - pair.inverse * dot(pair.change, d));
        }
        scale(d, -1);
        return d;
    }

    private double[] along(double length) {
        double[] there = best.clone();
        addScaled(there, direction, length);
        return there;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int n = 0; n < a.length; n++) {
            sum += a[n] * b[n];
        }
        return sum;
    }

    private static void addScaled(double[] target, double[] source, double factor) {
        for (int n = 0; n < target.length; n++) {
            target[n] += factor * source[n];
        }
    }

    private static void scale(double[] target, double factor) {
        for (int n = 0; n < target.length; n++) {
            target[n] *= factor;
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }
}
