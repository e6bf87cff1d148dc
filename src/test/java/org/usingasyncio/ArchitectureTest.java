package org.usingasyncio;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.usingasyncio.checks.AsyncioCheck;

/** Who may know whom. */
class ArchitectureTest {

  private static final JavaClasses PLUGIN = new ClassFileImporter()
    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
    .importPackages("org.usingasyncio");

  private static final DescribedPredicate<JavaClass> ON_EVERY_SERVER = resideInAnyPackage(
    "java..",
    "javax.annotation..",
    "org.slf4j",
    "org.sonar.api..",
    "org.sonar.check..",
    "org.sonar.plugins.python.api..",
    "org.sonarsource.analyzer.commons..",
    "org.usingasyncio..").or(primitive());

  @Test
  void uses_only_what_a_server_has() {
    classes().should().onlyDependOnClassesThat(ON_EVERY_SERVER)
      .as("org.sonar.python.. compiles and passes tests, but a server hides it from plugins")
      .check(PLUGIN);
  }

  @Test
  void calls_only_methods_whose_types_a_server_has() {
    classes().should(callOnlyMethodsOfVisibleTypes()).check(PLUGIN);
  }

  @Test
  void a_hidden_type_behind_a_visible_method_is_seen() {
    JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);
    assertThat(classes().should(callOnlyMethodsOfVisibleTypes()).evaluate(careless).getFailureReport().getDetails())
      .hasSize(1)
      .first().asString().contains("typeChecker");
  }

  /** The mistake that is easy to make: the name of the hidden type is nowhere in the source. */
  static class Careless {
    boolean isTyped(PythonVisitorContext context) {
      return context.typeChecker() != null;
    }
  }

  private static ArchCondition<JavaClass> callOnlyMethodsOfVisibleTypes() {
    return new ArchCondition<>("call only methods whose types a server has") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaCall<?> call : type.getMethodCallsFromSelf()) {
          Stream
            .concat(Stream.of(call.getTarget().getRawReturnType()), call.getTarget().getRawParameterTypes().stream())
            .filter(used -> !ON_EVERY_SERVER.test(used.getBaseComponentType()))
            .forEach(hidden -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
        }
      }
    };
  }

  private static DescribedPredicate<JavaClass> primitive() {
    return DescribedPredicate.describe("primitive", JavaClass::isPrimitive);
  }

  @Test
  void newer_types_moved_between_frontends() {
    noClasses().should().dependOnClassesThat().resideInAPackage("org.sonar.plugins.python.api.types.v2..")
      .check(PLUGIN);
  }

  @Test
  void packages_depend_one_way() {
    layeredArchitecture().consideringOnlyDependenciesInAnyPackage("org.usingasyncio..")
      .withOptionalLayers(true)
      .layer("plugin").definedBy("org.usingasyncio")
      .layer("review").definedBy("org.usingasyncio.review..")
      .layer("debt").definedBy("org.usingasyncio.debt..")
      .layer("rules").definedBy("org.usingasyncio.rules..")
      .layer("checks").definedBy("org.usingasyncio.checks..")
      .layer("project").definedBy("org.usingasyncio.project..")
      .layer("model").definedBy("org.usingasyncio.model..")
      .layer("reach").definedBy("org.usingasyncio.reach..")
      .layer("names").definedBy("org.usingasyncio.names..")
      .layer("knowledge").definedBy("org.usingasyncio.knowledge..")
      .layer("syntax").definedBy("org.usingasyncio.syntax..")
      .whereLayer("plugin").mayNotBeAccessedByAnyLayer()
      .whereLayer("review").mayOnlyBeAccessedByLayers("plugin")
      .whereLayer("debt").mayOnlyBeAccessedByLayers("plugin", "rules")
      .whereLayer("rules").mayOnlyBeAccessedByLayers("plugin")
      .whereLayer("checks").mayOnlyBeAccessedByLayers("rules")
      .whereLayer("project").mayOnlyBeAccessedByLayers("checks", "rules", "debt")
      .whereLayer("model").mayOnlyBeAccessedByLayers("checks", "rules", "project")
      .whereLayer("reach").mayOnlyBeAccessedByLayers("checks", "rules", "project", "model")
      .whereLayer("names").mayOnlyBeAccessedByLayers("checks", "project", "model", "reach")
      .whereLayer("knowledge").mayOnlyBeAccessedByLayers("checks", "project", "model", "reach", "names")
      .check(PLUGIN);
  }

  @Test
  void syntax_knows_nothing_of_ours() {
    noClasses().that().resideInAPackage("org.usingasyncio.syntax..")
      .should().dependOnClassesThat(resideInAnyPackage(
        "org.usingasyncio.checks..",
        "org.usingasyncio.model..",
        "org.usingasyncio.reach..",
        "org.usingasyncio.names..",
        "org.usingasyncio.knowledge..",
        "org.usingasyncio.rules.."))
      .allowEmptyShould(true)
      .check(PLUGIN);
  }

  @Test
  void a_check_is_final_and_has_a_key() {
    classes().that().areAssignableTo(AsyncioCheck.class).and().doNotHaveSimpleName("AsyncioCheck")
      .should().beAnnotatedWith(Rule.class)
      .andShould().haveModifier(JavaModifier.FINAL)
      .andShould().haveSimpleNameEndingWith("Check")
      .check(PLUGIN);
  }

  @Test
  void a_check_has_no_state_but_its_parameters() {
    fields().that().areDeclaredInClassesThat().areAssignableTo(AsyncioCheck.class).and().areNotStatic()
      .should().beAnnotatedWith(RuleProperty.class)
      .allowEmptyShould(true)
      .check(PLUGIN);
    fields().that().areStatic().should().beFinal().check(PLUGIN);
  }
}
