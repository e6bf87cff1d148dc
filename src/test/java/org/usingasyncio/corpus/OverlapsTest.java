package org.usingasyncio.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.usingasyncio.project.Span;
import org.usingasyncio.testing.RuleFiles;

/** No expression carries two issues for one cause. */
class OverlapsTest {

  private static final Path PROJECTS = Path.of("its/projects");

  static List<Path> projects() throws IOException {
    try (Stream<Path> folders = Files.list(PROJECTS)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("projects")
  void sample_projects_have_one_issue_per_cause(Path project) {
    ProjectScan scan = ProjectScan.of(project.resolve("src")).run(Rules.all()).runAcrossFiles(Set.of());

    assertThat(Overlaps.unexplained(scan.found()))
      .as("two issues on one expression; when they have two causes, say which in %s", Overlaps.FILE).isEmpty();
  }

  @Test
  void pairs_are_of_known_rules_in_their_order_and_name_two_causes() {
    assertThat(Overlaps.causes()).isNotEmpty().allSatisfy((pair, causes) -> {
      String[] rules = pair.split("\t");
      assertThat(RuleFiles.catalogue()).containsKeys(rules);
      assertThat(rules[0]).isLessThan(rules[1]);
      assertThat(causes).as("the cause of %s; the cause of %s", rules[0], rules[1]).contains("; ");
    });
  }

  @Test
  void issues_overlap_when_one_place_is_in_the_other() {
    Found call = found("UA101", new Span(3, 4, 3, 20));
    Found callee = found("UA104", new Span(3, 4, 3, 9));
    Found later = found("UA104", new Span(3, 21, 3, 30));

    assertThat(Overlaps.in(List.of(callee, later, call))).singleElement()
      .isEqualTo(new Overlaps.Overlap(call, callee));
    assertThat(Overlaps.in(List.of(callee, found("UA104", callee.span())))).isEmpty();
  }

  private static Found found(String rule, Span span) {
    return new Found(rule, "file.py", span, "Do it.", List.of());
  }
}
