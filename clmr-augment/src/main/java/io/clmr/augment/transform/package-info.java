/**
 * One file per transform: its configuration, what it draws and how it is applied.
 *
 * <p>Start at any of them; {@code Delay} is the shortest.
 */
@NullMarked
package io.clmr.augment.transform;

import org.jspecify.annotations.NullMarked;
