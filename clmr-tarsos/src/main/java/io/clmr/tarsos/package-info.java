/**
 * TarsosDSP effects as transforms of the chain (this module alone is bound to TarsosDSP's GPL-3.0).
 */
@NullMarked
package io.clmr.tarsos;

import org.jspecify.annotations.NullMarked;
