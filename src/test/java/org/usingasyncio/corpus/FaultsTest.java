package org.usingasyncio.corpus;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Knowledge;
import org.usingasyncio.testing.Fixture;

/** No rule throws, whatever stands in a file. The files of the corpus as they are: {@link CorpusTest}. */
class FaultsTest {

  private static final String DAMAGE_PROPERTY = "faults.each";

  private static final List<String> ARGUMENT_LISTS = List.of("", "*args", "**kwargs", "*args, **kwargs",
    "first, *args, last", "first, second, third, fourth", "None", "\"\"", "0", "key=1", "timeout=None", "*[], **{}",
    "x for x in y", "[x async for x in y]", "lambda: 0", "lambda *a, **k: a", "await other()", "(yield)", "x := 1",
    "f\"{x}\"", "(*args,)", "call()()[0].more", "call(*args)(*args)", "not x", "first if second else third", "...",
    "{**kwargs}", "-1, key=-1", "self.method, self.attribute", "functools.partial(f)", "functools.partial(*args)",
    "functools.partial()");

  /** SonarPython takes time with the square of the uses of a name, so a file has only so many. */
  private static final int CALLS_PER_FILE = 60;

  @TempDir
  Path folder;

  @Test
  void damaged_fixtures() {
    Faults faults = new Faults(folder);
    Fixture.all().forEach(fixture -> faults.damage(Corpus.text(fixture.path()), Integer.getInteger(DAMAGE_PROPERTY, 8),
      fixture.toString().hashCode()));

    assertThat(ofOurs(faults)).isEmpty();
    assertThat(faults.parsed()).as("damaged sources that still parse").isGreaterThan(faults.scanned() / 10);
  }

  /** Names of all libraries, each with another kind of argument list, in every kind of place. */
  @Test
  void known_calls() {
    Faults faults = calls(0, 5);

    assertThat(faults.failures()).isEmpty();
    assertThat(faults.parsed()).isEqualTo(faults.scanned());
  }

  static IntStream argumentLists() {
    return IntStream.range(0, ARGUMENT_LISTS.size());
  }

  @ParameterizedTest
  @MethodSource("argumentLists")
  @Tag("corpus")
  void every_known_call_with_every_argument_list(int first) {
    assertThat(calls(first, 1).failures()).isEmpty();
  }

  @ParameterizedTest
  @Tag("corpus")
  @ValueSource(strings = {"(%s)", "[%s]", "f(%s)", "-%s", "not %s", "(lambda: %s)", "(await %s)", "(yield %s)",
    "{%s: 1}"})
  void deep_expressions(String nesting) {
    // SonarPython takes minutes for the types of a hundred more lists or dictionaries in each other.
    boolean isContainer = nesting.startsWith("[") || nesting.startsWith("{");
    int deepest = deepestParsed(nesting, isContainer ? 100 : 10_000);

    assertThat(deepest).as("levels that SonarPython itself can take").isGreaterThan(10);
  }

  /** SonarPython gives up long before; with a stack that lets it pass, so must the rules. */
  @Test
  void ten_thousand_nested_parentheses() throws InterruptedException {
    AtomicReference<Faults> done = new AtomicReference<>();
    Thread withLargeStack = new Thread(null, () -> {
      Faults faults = new Faults(folder);
      faults.scan(inCoroutine("(".repeat(10_000) + "x" + ")".repeat(10_000)), "10,000 parentheses");
      done.set(faults);
    }, "large stack", 1L << 30);
    withLargeStack.start();
    withLargeStack.join();

    assertThat(done.get().failures()).isEmpty();
    assertThat(done.get().parsed()).isOne();
  }

  @ParameterizedTest
  @Tag("corpus")
  @ValueSource(strings = {"async def f%d():%n    await g()%n", "x%d = asyncio.create_task(f())%n",
    "class C%d:%n    async def close(self): self.session = aiohttp.ClientSession()%n"})
  void fifty_thousand_lines(String lines) {
    long needed = 50_000 / lines.split("%n").length;
    String source = "import asyncio, aiohttp\n"
      + IntStream.range(0, (int) needed).mapToObj(i -> String.format(lines, i)).collect(Collectors.joining());
    Faults faults = new Faults(folder);
    faults.scan(source, "50,000 lines");

    assertThat(faults.failures()).isEmpty();
    assertThat(faults.parsed()).isOne();
  }

  @Test
  @Tag("corpus")
  void damaged_test_suite_of_the_standard_library() {
    Path suite = corpusFolder("libpython3.11-testsuite");
    Faults faults = new Faults(folder);
    List<Path> files = ProjectScan.pythonFilesBelow(suite).stream().filter(FaultsTest::isReadable).toList();
    for (Path file : files) {
      faults.damage(Corpus.text(file), 3, suite.relativize(file).toString().hashCode());
    }
    System.out.printf(
      "%d damaged files of the standard library, %d of them parsed; SonarPython's parser failed in %d%n",
      faults.scanned(), faults.parsed(), faults.failures().size());

    assertThat(ofOurs(faults)).isEmpty();
    assertThat(faults.parsed()).isGreaterThan(faults.scanned() / 10);
  }

  private static Path corpusFolder(String name) {
    Corpus.Package found = Corpus.packages().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    assumeTrue(found.isThere(), "its/corpus/fetch has not run");
    return found.folder();
  }

  /** Python's own suite has files in other encodings, and one of three megabytes. */
  private static boolean isReadable(Path file) {
    try {
      return Corpus.text(file).length() < 200_000;
    } catch (UncheckedIOException otherEncoding) {
      return false;
    }
  }

  /** Halves the depth until SonarPython parses it, and lets no rule fail there. */
  private int deepestParsed(String nesting, int most) {
    String[] around = nesting.split("%s", -1);
    for (int depth = most; depth > 0; depth = depth * 2 / 3) {
      Faults faults = new Faults(folder);
      faults.scan(inCoroutine(around[0].repeat(depth) + "x" + around[1].repeat(depth)), depth + " times " + nesting);
      assertThat(ofOurs(faults)).isEmpty();
      if (faults.failures().isEmpty() && faults.parsed() == 1) {
        return depth;
      }
    }
    return 0;
  }

  private static String inCoroutine(String expression) {
    return "import asyncio\nasync def deep(x, f):\n    y = " + expression + "\n    asyncio.create_task(y)\n";
  }

  /** Calls of the names of every so many files. */
  private Faults calls(int firstArgumentList, int step) {
    Faults faults = new Faults(folder);
    List<String> names = List.copyOf(knownNames());
    for (int from = 0; from < names.size(); from += step * CALLS_PER_FILE) {
      int to = Math.min(names.size(), from + CALLS_PER_FILE);
      faults.scan(calls(names.subList(from, to), firstArgumentList), names.get(from) + " to " + names.get(to - 1));
    }
    return faults;
  }

  private static String calls(List<String> names, int firstArgumentList) {
    StringBuilder source = new StringBuilder("import asyncio\nimport functools\n");
    names.stream().filter(name -> name.contains(".")).map(name -> name.substring(0, name.indexOf('.'))).distinct()
      .forEach(root -> source.append("import ").append(root).append('\n'));
    int number = firstArgumentList;
    for (String name : names) {
      String arguments = ARGUMENT_LISTS.get(number++ % ARGUMENT_LISTS.size());
      String call = name + "(" + arguments + ")";
      source.append("""
                    async def function_%d(self, x, y, args, kwargs, first, second, third, f):
                        %2$s
                        a = %2$s
                        self.b = await %2$s
                        async with %2$s as c:
                            c.close()
                        with %2$s:
                            pass
                        async for d in %2$s:
                            break
                        try:
                            e, *g = await asyncio.gather(%2$s, return_exceptions=True)
                        except %3$s:
                            raise
                        finally:
                            await a.close()
                        asyncio.create_task(%2$s).add_done_callback(lambda t: %2$s)
                    """.formatted(number, call, name));
    }
    return source.toString();
  }

  /** What fails in our rules; on some broken sources SonarPython's parser itself fails. */
  private static List<ProjectScan.Failure> ofOurs(Faults faults) {
    return faults.failures().stream().filter(failure -> !failure.rule().equals("parser")).toList();
  }

  private static Set<String> knownNames() {
    return Knowledge.shipped().all().stream().map(Fact::name).collect(toCollection(TreeSet::new));
  }
}
