package io.clmr.eval.similar;

/**
 * A song near a query.
 *
 * @param path as the index has it
 * @param similarity cosine of the angle between the query and the nearest row of this song, -1 to 1
 * @param row that is the nearest of this song
 * @param startSeconds where in the song that row begins; NaN if there is no index
 * @param endSeconds where it ends
 */
public record SimilarSong(String path, double similarity, int row, double startSeconds, double endSeconds) {}
