package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.lab.reproduce.ModelPoint;
import io.clmr.lab.reproduce.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComplexityTableTest {

    @TempDir
    private Path results = Path.of("");

    @Test
    void rowsOfOneModelGiveOnePointTheMeanOfTheBest() throws IOException {
        Files.writeString(results.resolve("main-small.csv"), """
                cell,status,row,encoder,seed,pr_auc_macro,roc_auc_macro,head,data,network
                g,done,supervised,supervised,42,0.1,0.5,supervised,small,sample_cnn of width 0.25
                h,done,"supervised, faster",supervised,42,0.4,0.8,supervised,small,sample_cnn of width 0.25
                """);
        Files.writeString(results.resolve("beyond-small.csv"), """
                cell,status,row,encoder,seed,pr_auc_macro,roc_auc_macro,head,data,network
                a,done,the paper,pretrain,42,0.3,0.7,linear,small,sample_cnn of width 0.125
                b,done,the paper,pretrain,43,0.4,0.8,linear,small,sample_cnn of width 0.125
                c,done,another loss,pretrain,42,0.1,0.9,linear,small,sample_cnn of width 0.125
                d,done,another head,pretrain,42,0.6,0.9,mlp,small,sample_cnn of width 0.125
                e,done,MFCC,mfcc,42,0.2,0.6,logistic,small,
                f,done,elsewhere,mfcc,42,0.9,0.9,linear,other,
                """);
        ComplexityTable table = ComplexityTable.compute(Published.load(), results);
        assertEquals("small", table.data());
        assertEquals(
                List.of("supervised, faster", "sample_cnn of width 0.125", "sample_cnn of width 0.125", "MFCC"),
                table.measured().stream().map(ModelPoint::model).toList());
        assertEquals(Map.of("pr_auc_macro", 0.35), table.measured().get(1).metrics());
        assertEquals(38_016, table.measured().get(1).parameters());
        assertEquals(0, table.measured().get(3).parameters());
    }
}
