package io.clmr.lab.report;

import java.util.List;

/**
 * A track with the vector an encoder gave it.
 *
 * @param name shown on hover, such as its path
 * @param tags it carries; possibly none
 * @param vector the mean over its windows
 */
@SuppressWarnings("ArrayRecordComponent") // a row of a matrix, handed over and not compared
public record Track(String name, List<String> tags, float[] vector) {
    public Track {
        tags = List.copyOf(tags);
    }
}
