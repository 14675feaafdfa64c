package io.clmr.eval.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CsvTest {
    /** Every mixture of the characters that matter; a lone carriage return is a line end to a reader of lines. */
    @Property(tries = 300)
    void anyFieldsComeBack(
            @ForAll @Size(min = 1, max = 4)
                    List<@Chars({',', '"', '\n', ' '}) @CharRange(from = 'a', to = 'c') String> fields)
            throws IOException {
        BufferedReader reader = new BufferedReader(new StringReader(Csv.line(fields) + Csv.line(List.of("end"))));
        assertEquals(Optional.of(fields), Csv.read(reader));
        assertEquals(Optional.of(List.of("end")), Csv.read(reader));
        assertEquals(Optional.empty(), Csv.read(reader));
    }

    @Test
    void quotesOnlyWhatNeedsIt() {
        assertEquals("plain,\"a,b\",\"say \"\"so\"\"\"\n", Csv.line(List.of("plain", "a,b", "say \"so\"")));
    }
}
