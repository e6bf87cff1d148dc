package org.usingasyncio.debt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sonar.api.ce.measure.Component;
import org.sonar.api.ce.measure.Issue;
import org.sonar.api.ce.measure.Measure;
import org.sonar.api.ce.measure.MeasureComputer;
import org.sonar.api.ce.measure.MeasureComputer.MeasureComputerDefinition;
import org.sonar.api.ce.measure.Settings;
import org.sonar.api.issue.IssueStatus;
import org.sonar.api.issue.impact.Severity;
import org.sonar.api.issue.impact.SoftwareQuality;
import org.sonar.api.rule.RuleKey;
import org.sonar.api.rules.RuleType;
import org.sonar.api.utils.Duration;

/** A file, folder or project whose measures are computed as a server does it: the parts first, only what is declared. */
final class Node implements MeasureComputer.MeasureComputerContext {

  private final Component.Type type;
  private final List<Node> parts;
  private final List<Issue> issues = new ArrayList<>();
  private final Map<String, Object> measures = new HashMap<>();
  private Definition definition;

  private Node(Component.Type type, List<Node> parts) {
    this.type = type;
    this.parts = parts;
  }

  static Node file(int coroutines) {
    Node file = new Node(Component.Type.FILE, List.of());
    if (coroutines > 0) {
      file.measures.put(AsyncioMetrics.COROUTINES_OF_FILE.key(), coroutines);
    }
    return file;
  }

  static Node folder(Node... parts) {
    return new Node(Component.Type.DIRECTORY, List.of(parts));
  }

  static Node project(Node... parts) {
    return new Node(Component.Type.PROJECT, List.of(parts));
  }

  Node with(String rule, long minutes) {
    issues.add(new Found(RuleKey.parse(rule), null, Duration.create(minutes)));
    return this;
  }

  Node withResolved(String rule, String resolution) {
    issues.add(new Found(RuleKey.parse(rule), resolution, Duration.create(60)));
    return this;
  }

  Node withoutEffort(String rule) {
    issues.add(new Found(RuleKey.parse(rule), null, null));
    return this;
  }

  Node computed(MeasureComputer computer) {
    parts.forEach(part -> part.computed(computer));
    definition = (Definition) computer.define(Definition.Builder::new);
    computer.compute(this);
    return this;
  }

  Map<String, Object> measures() {
    return measures;
  }

  @Override
  public Component getComponent() {
    return new Component() {
      @Override
      public Type getType() {
        return type;
      }

      @Override
      public String getKey() {
        return "shop";
      }

      @Override
      public FileAttributes getFileAttributes() {
        throw new IllegalStateException("not asked for");
      }
    };
  }

  @Override
  public Settings getSettings() {
    throw new IllegalStateException("not asked for");
  }

  @Override
  public Measure getMeasure(String metric) {
    assertThat(definition.getInputMetrics()).contains(metric);
    return measures.containsKey(metric) ? new Value(measures.get(metric)) : null;
  }

  @Override
  public Iterable<Measure> getChildrenMeasures(String metric) {
    assertThat(definition.readable()).contains(metric);
    return parts.stream().filter(part -> part.measures.containsKey(metric))
      .<Measure>map(part -> new Value(part.measures.get(metric))).toList();
  }

  private void put(String metric, Object value) {
    assertThat(definition.getOutputMetrics()).contains(metric);
    assertThat(measures.put(metric, value)).as("a measure can be added once").isNull();
  }

  @Override
  public void addMeasure(String metric, int value) {
    put(metric, value);
  }

  @Override
  public void addMeasure(String metric, double value) {
    put(metric, value);
  }

  @Override
  public void addMeasure(String metric, long value) {
    put(metric, value);
  }

  @Override
  public void addMeasure(String metric, String value) {
    put(metric, value);
  }

  @Override
  public void addMeasure(String metric, boolean value) {
    put(metric, value);
  }

  @Override
  public List<? extends Issue> getIssues() {
    return issues;
  }

  private record Value(Object value) implements Measure {

    @Override
    public int getIntValue() {
      return (int) value;
    }

    @Override
    public long getLongValue() {
      return (long) value;
    }

    @Override
    public double getDoubleValue() {
      return (double) value;
    }

    @Override
    public String getStringValue() {
      return (String) value;
    }

    @Override
    public boolean getBooleanValue() {
      return (boolean) value;
    }
  }

  private record Found(RuleKey ruleKey, String resolution, Duration effort) implements Issue {

    @Override
    public String key() {
      return "key";
    }

    @Override
    public String status() {
      return resolution == null ? "OPEN" : "RESOLVED";
    }

    @Override
    public IssueStatus issueStatus() {
      return IssueStatus.of(status(), resolution);
    }

    @Override
    public String severity() {
      return "INFO";
    }

    @Override
    public RuleType type() {
      return RuleType.CODE_SMELL;
    }

    @Override
    public Map<SoftwareQuality, Severity> impacts() {
      return Map.of();
    }
  }

  /** What {@link AsyncioMeasures} says it reads and writes. */
  private record Definition(Set<String> getInputMetrics, Set<String> getOutputMetrics)
    implements
      MeasureComputerDefinition {

    Set<String> readable() {
      Set<String> readable = new HashSet<>(getInputMetrics);
      readable.addAll(getOutputMetrics);
      return readable;
    }

    private static final class Builder implements MeasureComputerDefinition.Builder {

      private Set<String> inputs = Set.of();
      private Set<String> outputs = Set.of();

      @Override
      public Builder setInputMetrics(String... metrics) {
        inputs = Set.of(metrics);
        return this;
      }

      @Override
      public Builder setOutputMetrics(String... metrics) {
        outputs = Set.of(metrics);
        return this;
      }

      @Override
      public MeasureComputerDefinition build() {
        return new Definition(inputs, outputs);
      }
    }
  }
}
