package org.usingasyncio.knowledge;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The library facts, asked by public qualified name. Immutable and shared: the files are read once, when first asked.
 */
public final class Knowledge {

  private static final Set<String> ASYNCHRONOUS = Set.of("aio", "asyncio", "asynchronous", "_async", "async_");

  private final Map<String, String> written;
  private final Map<String, String> aliases;
  private final Set<String> packages = new HashSet<>();
  /** What names of which something is known end with: most questions are about names that end otherwise. */
  private final Set<String> lastParts = new HashSet<>();
  /** An analysis asks of few of the names: their fields are read when it does. */
  private final Map<String, Fact> facts = new ConcurrentHashMap<>();

  Knowledge(KnowledgeFiles.Packed packed) {
    this.written = packed.facts();
    this.aliases = packed.aliases();
    written.keySet().forEach(this::addParts);
    aliases.keySet().forEach(this::addParts);
  }

  private void addParts(String name) {
    packages.add(root(name));
    lastParts.add(name.substring(name.lastIndexOf('.') + 1));
  }

  /** The facts that ship with the plugin; throws {@link IllegalStateException} when a file of them is broken. */
  public static Knowledge shipped() {
    return Shipped.INSTANCE;
  }

  private static final class Shipped {
    static final Knowledge INSTANCE = new Knowledge(KnowledgeFiles.read());
  }

  /** All facts, in no order. */
  public Collection<Fact> all() {
    return written.keySet().stream().map(this::known).toList();
  }

  /** What is known of the name as it is spelled; null when nothing is. */
  private Fact known(String name) {
    String fields = written.get(name);
    return fields == null ? null : facts.computeIfAbsent(name, key -> KnowledgeFiles.fact(key, fields));
  }

  /**
   * The public name for any spelling of it. Inner modules are left out where that gives a known name
   * ({@code requests.api.get} is {@code requests.get}); a name of which nothing is known comes back as it is.
   */
  public String publicName(String spelling) {
    if (written.containsKey(spelling) || !mayBeKnown(spelling)) {
      return spelling;
    }
    String alias = aliases.get(spelling);
    if (alias != null) {
      return alias;
    }
    String[] parts = spelling.split("\\.");
    for (int left = 1; left < parts.length - 1; left++) {
      for (int from = 1; from + left < parts.length; from++) {
        Optional<String> shorter = without(parts, from, from + left);
        if (shorter.isPresent()) {
          return shorter.get();
        }
      }
    }
    return spelling;
  }

  private boolean mayBeKnown(String spelling) {
    return lastParts.contains(spelling.substring(spelling.lastIndexOf('.') + 1)) && packages.contains(root(spelling));
  }

  private Optional<String> without(String[] parts, int from, int to) {
    StringBuilder name = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      if (i >= from && i < to) {
        if (!isInnerModule(parts[i])) {
          return Optional.empty();
        }
      } else {
        name.append('.').append(parts[i]);
      }
    }
    String shorter = name.toString();
    return written.containsKey(shorter) ? Optional.of(shorter) : Optional.ofNullable(aliases.get(shorter));
  }

  /**
   * A class is no module, and without {@code asyncio} a coroutine would turn into its blocking twin: {@code
   * redis.asyncio.Redis}.
   */
  private static boolean isInnerModule(String part) {
    return !part.isEmpty() && !Character.isUpperCase(part.charAt(0)) && !ASYNCHRONOUS.contains(part);
  }

  private static String root(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** What is known of the name, in any spelling. A member may be inherited: {@code redis.asyncio.StrictRedis.get}. */
  public Optional<Fact> fact(String name) {
    Fact known = known(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (!mayBeKnown(name)) {
      return Optional.empty();
    }
    known = known(publicName(name));
    if (known != null) {
      return Optional.of(known);
    }
    int dot = name.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : member(name.substring(0, dot), name.substring(dot + 1));
  }

  /** What is known of a member of a class or of its bases. */
  public Optional<Fact> member(String type, String member) {
    if (!lastParts.contains(member)) {
      return Optional.empty();
    }
    for (String ancestor : ancestors(type)) {
      Fact known = known(ancestor + "." + member);
      if (known != null) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** The class and its known bases, the nearest first. */
  public List<String> ancestors(String type) {
    Fact own = known(type);
    if (own == null && !mayBeKnown(type) || own != null && own.bases().isEmpty()) {
      return List.of(type);
    }
    List<String> found = new java.util.ArrayList<>();
    Deque<String> open = new ArrayDeque<>(List.of(publicName(type)));
    while (!open.isEmpty()) {
      String name = open.poll();
      if (!found.contains(name)) {
        found.add(name);
        Fact fact = known(name);
        if (fact != null) {
          open.addAll(fact.bases());
        }
      }
    }
    return found;
  }

  /** True when the class is {@code base} or known to extend it. */
  public boolean isA(String type, String base) {
    return type.equals(base) || ancestors(type).contains(base);
  }

  public boolean isClass(String name) {
    return fact(name).filter(Fact::isClass).isPresent();
  }

  /** True when the name plays the role; false when nothing is known of it. */
  public boolean plays(String name, Role role) {
    return fact(name).filter(fact -> fact.is(role)).isPresent();
  }

  /** What kind of blocking call this is; empty when it does not block or nothing is known of it. */
  public Optional<Blocking> blocking(String name) {
    return fact(name).flatMap(Fact::blocks);
  }

  /** The resource that an instance of the class is, or empty. Inherited from known bases. */
  public Optional<Fact> resource(String type) {
    return ancestors(type).stream()
      .map(this::known)
      .filter(fact -> fact != null && fact.resource().isPresent())
      .findFirst();
  }

  /** Whether many tasks may use one instance of the class at once. Inherited from known bases. */
  public Fact.Sharing sharing(String type) {
    return ancestors(type).stream()
      .map(this::known)
      .filter(fact -> fact != null && fact.sharing() != Fact.Sharing.UNKNOWN)
      .map(Fact::sharing)
      .findFirst()
      .orElse(Fact.Sharing.UNKNOWN);
  }
}
