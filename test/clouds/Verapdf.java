import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Says of each file whether it is PDF/A-3a, and which clauses of ISO 19005-3 it breaks. */
public class Verapdf {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (var file : files) {
      try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), PDFAFlavour.PDFA_3_A)) {
        var result = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_3_A, false).validate(parser);
        System.out.println((result.isCompliant() ? "valid " : "broken ") + file);
        result.getTestAssertions().stream()
            .filter(one -> one.getStatus() == TestAssertion.Status.FAILED)
            .map(one -> "  " + one.getRuleId().getClause() + ": " + one.getMessage())
            .distinct().limit(20).forEach(System.out::println);
      }
    }
  }
}
