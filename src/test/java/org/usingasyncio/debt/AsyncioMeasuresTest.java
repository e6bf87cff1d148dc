package org.usingasyncio.debt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.usingasyncio.debt.Node.file;
import static org.usingasyncio.debt.Node.folder;
import static org.usingasyncio.debt.Node.project;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sonar.api.measures.Metric;

class AsyncioMeasuresTest {

  private static final String CRITICAL = "using-asyncio:UA501";
  private static final String HIGH = "using-asyncio:UA202";
  private static final String MEDIUM = "using-asyncio:UA103";
  private static final String LOW = "using-asyncio:UA207";

  private final AsyncioMeasures measures = new AsyncioMeasures();

  @Test
  void a_file_is_measured_by_its_issues() {
    Node file = file(40).with(CRITICAL, 15).with(HIGH, 5).with(HIGH, 5).with(MEDIUM, 30).with(LOW, 1)
      .computed(measures);

    assertThat(file.measures()).containsAllEntriesOf(Map.of(
      "asyncio_critical", 1,
      "asyncio_high", 2,
      "asyncio_medium", 1,
      "asyncio_low", 1,
      "asyncio_debt", 56L,
      "asyncio_debt_by_pass", "blocking=15;concurrency=30;coroutine=11",
      "asyncio_coroutines", 40,
      "asyncio_density", 12.5,
      "asyncio_rating", Rating.D));
  }

  @Test
  void a_folder_and_a_project_are_what_is_in_them() {
    Node quiet = file(10);
    Node project = project(
      folder(file(4).with(CRITICAL, 15), file(6).with(LOW, 1)),
      folder(folder(file(0).with(MEDIUM, 30)), quiet),
      file(0)).computed(measures);

    assertThat(quiet.measures()).containsEntry("asyncio_critical", 0).containsEntry("asyncio_rating", Rating.A);
    assertThat(project.measures()).containsAllEntriesOf(Map.of(
      "asyncio_critical", 1,
      "asyncio_high", 0,
      "asyncio_medium", 1,
      "asyncio_low", 1,
      "asyncio_debt", 46L,
      "asyncio_debt_by_pass", "blocking=15;concurrency=30;coroutine=1",
      "asyncio_coroutines", 20,
      "asyncio_density", 15.0,
      "asyncio_rating", Rating.D));
  }

  @Test
  void a_resolved_issue_is_no_debt() {
    Node file = file(1).withResolved(CRITICAL, "FALSE-POSITIVE").withResolved(CRITICAL, "WONTFIX")
      .withResolved(HIGH, "FIXED").computed(measures);

    assertThat(file.measures()).containsEntry("asyncio_critical", 0).containsEntry("asyncio_high", 0)
      .containsEntry("asyncio_debt", 0L).containsEntry("asyncio_rating", Rating.A);
  }

  @Test
  void the_issues_of_other_rules_are_not_ours() {
    Node file = file(1).with("python:S7483", 10).with("using-asyncio:UA999", 10).computed(measures);

    assertThat(file.measures()).containsEntry("asyncio_debt", 0L).containsEntry("asyncio_density", 0.0);
  }

  @Test
  void an_issue_without_effort_still_counts() {
    Node file = file(1).withoutEffort(CRITICAL).computed(measures);

    assertThat(file.measures()).containsEntry("asyncio_critical", 1).containsEntry("asyncio_debt", 0L);
  }

  @Test
  void a_file_that_has_nothing_to_do_with_asyncio_has_no_measures() {
    assertThat(file(0).computed(measures).measures()).isEmpty();
  }

  @Test
  void a_project_always_has_its_measures() {
    assertThat(project(file(0)).computed(measures).measures()).containsEntry("asyncio_rating", Rating.A)
      .containsEntry("asyncio_coroutines", 0).containsEntry("asyncio_debt", 0L);
  }

  @Test
  void all_metrics_are_of_the_domain_and_described() {
    assertThat(new AsyncioMetrics().getMetrics()).hasSize(10).allSatisfy(metric -> {
      assertThat(metric.getDomain()).isEqualTo("Asyncio");
      assertThat(metric.getDescription()).isNotBlank();
      assertThat(metric.getKey()).startsWith("asyncio_");
    });
    assertThat(AsyncioMetrics.RATING.getType()).isEqualTo(Metric.ValueType.RATING);
    assertThat(AsyncioMetrics.DEBT.getType()).isEqualTo(Metric.ValueType.WORK_DUR);
  }
}
