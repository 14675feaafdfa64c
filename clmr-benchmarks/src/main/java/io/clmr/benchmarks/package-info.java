/**
 * JMH benchmarks of the augmentation chain, and our side of its race against Python.
 *
 * <p>Build, then run all of them, one of them, or one of them without vectors, on a machine that does nothing else:
 *
 * <pre>{@code
 * ./mvnw -q -pl clmr-benchmarks -am package -DskipTests
 * java -cp "clmr-benchmarks/target/classes:clmr-benchmarks/target/lib/*" org.openjdk.jmh.Main
 * java -cp "clmr-benchmarks/target/classes:clmr-benchmarks/target/lib/*" org.openjdk.jmh.Main OperationBenchmark -p "operation=pitch cents=137"
 * java -cp "clmr-benchmarks/target/classes:clmr-benchmarks/target/lib/*" org.openjdk.jmh.Main ChainBenchmark -jvmArgsAppend -Dclmr.kernels=scalar
 * }</pre>
 *
 * <p>Start at {@link io.clmr.benchmarks.ChainBenchmark}; {@link io.clmr.benchmarks.AugmentRace} is started by
 * {@code scripts/race-augment.sh}.
 */
@NullMarked
package io.clmr.benchmarks;

import org.jspecify.annotations.NullMarked;
