package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sonar.plugins.python.api.tree.ComprehensionFor;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.syntax.Trees;

/** Handles of aiofiles that are used as if they were ordinary files. */
public final class AsyncFiles {

  private static final String HANDLES = "aiofiles.threadpool.";
  /** What reads or writes the handle it is given, synchronously. */
  private static final Set<String> SYNC_READERS = Set.of(
    "json.load", "json.dump", "yaml.load", "yaml.safe_load", "yaml.dump", "yaml.safe_dump", "pickle.load",
    "pickle.dump", "csv.reader",
    "csv.DictReader", "csv.writer", "csv.DictWriter", "toml.load", "tomllib.load", "shutil.copyfileobj",
    "configparser.ConfigParser.read_file");

  /** What takes the text or bytes that were read. */
  private static final Set<String> TEXT_READERS = Set.of(
    "json.loads", "yaml.safe_load", "yaml.load", "toml.loads", "tomllib.loads", "pickle.loads", "str", "len", "bytes",
    "print", "int", "float");

  private final FileModel file;

  public AsyncFiles(FileModel file) {
    this.file = file;
  }

  /**
   * A synchronous loop or comprehension over a handle.
   *
   * @param keyword the word {@code for}
   * @param iterable the handle
   */
  public record SyncLoop(Token keyword, Expression iterable) {
    public String written() {
      return Trees.written(iterable);
    }
  }

  private boolean isHandle(Expression expression) {
    return expression != null && file.names().typeOf(expression).filter(type -> type.startsWith(HANDLES)).isPresent();
  }

  /** {@code data = f.read()}, {@code f.write(text)}: a coroutine is made, and nothing is read or written. */
  public List<CallInfo> notAwaited() {
    return file.calls()
      .where(call -> call.receiver().filter(this::isHandle).isPresent())
      .where(call -> call.fact().filter(Fact::isCoroutine).isPresent())
      // a coroutine that is returned, collected or passed on may be awaited elsewhere
      .where(call -> call.use().is(Use.How.DROPPED, Use.How.CHAINED, Use.How.ITERATED, Use.How.TESTED)
        || isReadBySyncCode(call)
        || call.use().is(Use.How.ASSIGNED) && isNeverAwaited(call))
      .list();
  }

  /** {@code json.loads(f.read())} */
  private boolean isReadBySyncCode(CallInfo call) {
    return call.use().is(Use.How.ARGUMENT) && isReadBySyncCode(call.use());
  }

  private boolean isReadBySyncCode(Use use) {
    return file.callOf(use.site()).filter(user -> user.name().filter(TEXT_READERS::contains).isPresent()).isPresent();
  }

  /** {@code text = f.read()} where every use of the variable takes it for text. */
  private boolean isNeverAwaited(CallInfo call) {
    Life life = Life.of(file, call.tree());
    return life.isLocal()
      && life.uses().stream().allMatch(use -> use.is(Use.How.CHAINED, Use.How.ITERATED, Use.How.TESTED, Use.How.DROPPED)
        || use.is(Use.How.ARGUMENT) && isReadBySyncCode(use));
  }

  /** {@code for line in f}: an aiofiles handle is only iterable with {@code async for}. */
  public List<SyncLoop> iterated() {
    List<SyncLoop> found = new ArrayList<>();
    for (ForStatement loop : file.nodes(ForStatement.class, Tree.Kind.FOR_STMT)) {
      if (!loop.isAsync() && loop.testExpressions().size() == 1 && isHandle(loop.testExpressions().get(0))) {
        found.add(new SyncLoop(loop.forKeyword(), loop.testExpressions().get(0)));
      }
    }
    for (ComprehensionFor loop : file.nodes(ComprehensionFor.class, Tree.Kind.COMP_FOR)) {
      if (loop.asyncToken() == null && isHandle(loop.iterable())) {
        found.add(new SyncLoop(loop.forToken(), loop.iterable()));
      }
    }
    return found;
  }

  /** {@code json.load(f)}: it calls {@code f.read()} and gets a coroutine. */
  public List<CallInfo> passedToSyncReaders() {
    return file.calls().to(SYNC_READERS.toArray(String[]::new))
      .where(call -> call.arguments().stream().anyMatch(this::isHandle))
      .list();
  }
}
