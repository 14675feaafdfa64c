/**
 * Access to the golden vectors, which were made with the reference implementation and SoX 14.4.2.
 *
 * <p>The module carries a subset; where the whole set lies beside the checkout, in {@code shared/parity/augment}, it is used.
 */
package io.clmr.augment.golden;
