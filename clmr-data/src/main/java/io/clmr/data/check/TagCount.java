package io.clmr.data.check;

/**
 * How many usable clips have a tag.
 *
 * @param tag the tag's name
 * @param train clips of the training split
 * @param valid clips of the validation split
 * @param test clips of the test split
 * @param unassigned clips in no split
 */
public record TagCount(String tag, int train, int valid, int test, int unassigned) {}
