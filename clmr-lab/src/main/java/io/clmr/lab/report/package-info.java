/**
 * One self-contained HTML page from run folders, evaluations, sweeps and embeddings.
 *
 * <p>{@code ReportInputs} finds and reads what folders hold, {@code Comparison} decides what may stand in one column,
 * {@code EmbeddingMap} lays tracks out in a plane, {@code ReportPage} writes the page: tables as HTML, the figures' data as
 * JSON that the page's own script draws with ECharts. Whatever came from a file is text to it, never markup.
 *
 * <p>Uses evaluation's metrics and array files. Start at {@link io.clmr.lab.report.Report}.
 */
@NullMarked
package io.clmr.lab.report;

import org.jspecify.annotations.NullMarked;
