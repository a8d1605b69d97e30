import com.helger.diagnostics.error.level.EErrorLevel;
import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.io.resource.FileSystemResource;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation;
import com.helger.phive.peppol.PeppolValidation2026_05;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import com.helger.phive.xrechnung.XRechnungValidation;
import java.io.File;
import java.util.Locale;
import java.util.Map;

/** Says of each file, by schema and rules of the profile that its name begins with, what they find: errors and warnings. */
public class Einvoice {
  static final Map<String, DVRCoordinate> RULES = Map.of(
      "xrechnung-invoice", XRechnungValidation.VID_XRECHNUNG_UBL_INVOICE_302,
      "xrechnung-credit", XRechnungValidation.VID_XRECHNUNG_UBL_CREDITNOTE_302,
      "xrechnung-cii", XRechnungValidation.VID_XRECHNUNG_CII_302,
      "peppol-invoice", PeppolValidation2026_05.VID_OPENPEPPOL_INVOICE_UBL_V3,
      "peppol-credit", PeppolValidation2026_05.VID_OPENPEPPOL_CREDIT_NOTE_UBL_V3);

  public static void main(String[] args) throws Exception {
    var registry = new ValidationExecutorSetRegistry<IValidationSourceXML>();
    EN16931Validation.initEN16931(registry);
    XRechnungValidation.initXRechnung(registry);
    PeppolValidation.initStandard(registry);
    for (var file : new File(args[0]).listFiles()) {
      var rules = RULES.entrySet().stream().filter(one -> file.getName().startsWith(one.getKey())).findFirst().get().getValue();
      var found = ValidationExecutionManager.executeValidation(
          IValidityDeterminator.createDefault(), registry.getOfID(rules), ValidationSourceXML.create(new FileSystemResource(file)), Locale.US);
      System.out.println("judged " + file.getName());
      found.forEachFlattened(one -> {
        if (one.getErrorLevel().isGE(EErrorLevel.WARN))
          System.out.println("found " + file.getName() + " " + one.getErrorLevel().getID() + " " + one.getErrorID() + " " + one.getErrorText(Locale.US).replaceAll("\\s+", " "));
      });
    }
  }
}
