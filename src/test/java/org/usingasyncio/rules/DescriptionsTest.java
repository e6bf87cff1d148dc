package org.usingasyncio.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.testing.Python;
import org.usingasyncio.testing.RuleFiles;

/** The examples of a description are code: the bad one raises the rule, the good one raises none. */
class DescriptionsTest {

  private static final Pattern HEADING = Pattern.compile("<h2>(.*?)</h2>");
  private static final Pattern ANY_PRE = Pattern.compile("<pre\\b");
  private static final Pattern EXAMPLE = Pattern.compile(
    "<pre data-diff-id=\"(\\w+)\" data-diff-type=\"(noncompliant|compliant)\">\\n(.*?)</pre>", Pattern.DOTALL);
  private static final Pattern NAMED_FIX = Pattern.compile("How to fix it in .+");

  @TempDir
  Path folder;

  private record Example(String id, String type, String code) {}

  static Stream<String> keys() {
    return RuleFiles.checks().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void noncompliant_examples_raise_their_rule(String key) {
    for (Example example : examples(key, "noncompliant")) {
      PythonVisitorContext context = Python.parse(folder, example.code);
      assertThat(context.rootTree()).as("parses: %s", example.code).isNotNull();
      AsyncioCheck check = RuleFiles.newCheck(RuleFiles.checks().get(key));
      assertThat(Python.issues(check, context)).as(example.code).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void compliant_examples_raise_no_rule(String key) {
    for (Example example : examples(key, "compliant")) {
      PythonVisitorContext context = Python.parse(folder, example.code);
      for (AsyncioCheck check : RuleFiles.newChecks()) {
        assertThat(Python.issues(check, context))
          .as("%s on: %s", check.ruleKey(), example.code)
          .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void examples_are_python(String key) {
    examples(key).forEach(example -> Python.assertCompiles(Python.write(folder, example.code)));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void examples_are_pairs(String key) {
    List<String> bad = examples(key, "noncompliant").stream().map(Example::id).toList();
    List<String> good = examples(key, "compliant").stream().map(Example::id).toList();
    assertThat(bad).isNotEmpty().doesNotHaveDuplicates().isEqualTo(good);
    assertThat(ANY_PRE.matcher(RuleFiles.description(key)).results().count())
      .as("every <pre> is half of a pair").isEqualTo(bad.size() + good.size());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void headings_stand_in_the_order_that_a_server_accepts(String key) {
    List<String> headings = HEADING.matcher(RuleFiles.description(key)).results().map(match -> match.group(1)).toList();
    assertThat(headings).hasSizeGreaterThanOrEqualTo(3);
    assertThat(headings).first().isEqualTo("Why is this an issue?");
    assertThat(headings).last().isEqualTo("Resources");
    List<String> fixes = headings.subList(1, headings.size() - 1);
    if (!fixes.equals(List.of("How to fix it"))) {
      assertThat(fixes).as("one \"How to fix it\", or one per library").allMatch(NAMED_FIX.asMatchPredicate())
        .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void description_is_plain_american_english(String key) {
    String prose = EXAMPLE.matcher(RuleFiles.description(key)).replaceAll("").replaceAll("<code>.*?</code>", "");
    assertThat(prose).doesNotContainPattern("(?i)\\w+n['’]t\\b|\\b(it|that|there|what|let)['’]s\\b|\\byou['’]");
    assertThat(prose).doesNotContainPattern("(?i)\\b(behaviour|colour|serialis|synchronis|optimis|cancelling)");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void description_is_well_formed(String key) {
    List<String> open = new ArrayList<>();
    Matcher tag = Pattern.compile("<(/?)(\\w+)([^>]*?)(/?)>").matcher(RuleFiles.description(key));
    while (tag.find()) {
      if (tag.group(1).isEmpty() && tag.group(4).isEmpty() && !tag.group(2).equals("br")) {
        open.add(tag.group(2));
      } else if (!tag.group(1).isEmpty()) {
        assertThat(open).as("tags open before %s", tag.group()).isNotEmpty().last().isEqualTo(tag.group(2));
        open.remove(open.size() - 1);
      }
    }
    assertThat(open).as("tags left open").isEmpty();
  }

  private static List<Example> examples(String key, String type) {
    return examples(key).stream().filter(example -> example.type.equals(type)).toList();
  }

  private static List<Example> examples(String key) {
    return EXAMPLE.matcher(RuleFiles.description(key)).results()
      .map(match -> new Example(match.group(1), match.group(2), unescape(match.group(3))))
      .toList();
  }

  private static String unescape(String html) {
    return html.replaceAll("</?(strong|em)>", "")
      .replace("&lt;", "<")
      .replace("&gt;", ">")
      .replace("&quot;", "\"")
      .replace("&#39;", "'")
      .replace("&amp;", "&");
  }
}
