package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.tree.*;

/** The HTTP sessions that a file makes, and which of them a fan-out sends its requests through. */
public final class HttpSessions {

  private static final Set<String> TYPES = Set.of("aiohttp.ClientSession", "httpx.AsyncClient");
  private static final int DEPTH = 4;

  private HttpSessions() {}

  /** The calls that make a session. */
  public static List<CallInfo> made(FileModel file) {
    return Resources.of(file).stream().filter(resource -> TYPES.contains(resource.type().name()))
      .map(ResourceInfo::opening).toList();
  }

  /** The calls that make the sessions which the fan-out uses: passed along, read in place, or kept on {@code self}. */
  public static List<CallInfo> usedBy(Fanout fanout) {
    FileModel file = fanout.site().file();
    List<CallInfo> sessions = made(file);
    if (sessions.isEmpty()) {
      return List.of();
    }
    Set<FunctionInfo> functions = new HashSet<>();
    fanout.target().ifPresent(target -> addReached(target, functions, DEPTH));
    List<CallInfo> found = new ArrayList<>();
    for (CallInfo opening : sessions) {
      // a session of its own for each element is another matter
      boolean isOwn = functions.contains(opening.function());
      if (!isOwn && (isRead(opening, fanout, functions) || isAttributeOf(file, opening, functions))) {
        found.add(opening);
      }
    }
    return found;
  }

  private static void addReached(FunctionInfo function, Set<FunctionInfo> found, int depth) {
    if (depth > 0 && found.add(function)) {
      function.calls().stream().map(CallInfo::target).flatMap(Optional::stream)
        .forEach(target -> addReached(target, found, depth - 1));
    }
  }

  private static boolean isRead(CallInfo opening, Fanout fanout, Set<FunctionInfo> functions) {
    Tree element = fanout.work().map(work -> (Tree) work.tree()).orElse(fanout.loop());
    return Holding.of(opening).reads().stream().anyMatch(read -> org.usingasyncio.syntax.Trees.isInside(read, element)
      || functions.contains(opening.file().functionAround(read)));
  }

  private static boolean isAttributeOf(FileModel file, CallInfo opening, Set<FunctionInfo> functions) {
    Life life = Life.of(file, opening.tree());
    boolean isAttribute = life.attributes().stream().flatMap(attribute -> attribute.mentions().stream())
      .anyMatch(
        mention -> functions.contains(file.functionAround(mention)) && mention.parent() instanceof QualifiedExpression);
    Set<Symbol> globals = new HashSet<>();
    life.globals().forEach(variable -> globals.add(variable.symbol()));
    return isAttribute || !globals.isEmpty()
      && functions.stream().flatMap(function -> function.nodes(Name.class, Tree.Kind.NAME).stream())
        .anyMatch(name -> name.symbol() != null && globals.contains(name.symbol()));
  }
}
