package org.usingasyncio.checks.libraries;

import static org.usingasyncio.project.Suspicion.Question.CALLED_AGAIN;
import static org.usingasyncio.project.Suspicion.Question.CALLED_AGAIN_PERHAPS;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.WithItem;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Undecided;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.ClassInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.Holding;
import org.usingasyncio.model.PerCall;
import org.usingasyncio.model.ResourceInfo;
import org.usingasyncio.model.Resources;
import org.usingasyncio.model.Use;
import org.usingasyncio.model.Variable;
import org.usingasyncio.names.Binding;
import org.usingasyncio.project.Suspicion;
import org.usingasyncio.syntax.Trees;

/**
 * Reports an HTTP session that serves one request, or one call, and is made anew for the next: in a loop, a handler, a
 * method, or a helper that takes the URL from its caller. Each has its own connections, and none is reused.
 * <p>
 * Silent: the session outlives the call (returned, kept on an object), serves a whole batch, belongs to what runs once
 * (the main coroutine, a startup handler), or has cookies or a connector of its own on purpose; what is kept for the next
 * call; an object that only loads what it stands for.
 */
@Rule(key = "UA601")
public final class SessionPerRequestCheck extends AsyncioCheck {

  private static final String EACH_CALL = "this runs for each call";
  private static final String SHARE = "Share one \"%s\" between the calls of \"%s\" instead of making one in each.";
  private static final Set<String> SESSIONS = Set.of("aiohttp.ClientSession", "httpx.AsyncClient");

  private static final Pattern LOADS = Pattern.compile("_*(async_)?(down)?load(_\\w+)?");

  @RuleProperty(key = Depth.KEY, description = Depth.DESCRIPTION, type = "INTEGER", defaultValue = Depth.DEFAULT)
  public String depth = Depth.DEFAULT;

  @Override
  protected void review(FileModel file, Findings findings) {
    for (ResourceInfo resource : Resources.of(file)) {
      if (isReviewed(resource)) {
        review(resource, PerCall.of(file), findings);
      }
    }
    file.callsOnLoop().to("aiohttp.request")
      .where(request -> !PerCall.of(file).isOnce(request.function()) || request.isRepeated())
      .forEach(request -> findings.at(request.callee(),
        "Make this request with a \"ClientSession\" that is kept: \"%s\" opens a session and a connection for it alone.",
        request.writtenName()));
  }

  private static boolean isReviewed(ResourceInfo resource) {
    // one that nobody closes is a leak first: UA602
    boolean isClosed = resource.isManaged() || !resource.closings().isEmpty();
    return isClosed && SESSIONS.contains(resource.type().name()) && !isSeparateOnPurpose(resource.opening());
  }

  /** The sessions of functions of which only the callers, perhaps in other files, show how often they run. */
  public static List<Suspicion> undecided(FileModel file) {
    PerCall perCall = PerCall.of(file);
    List<Suspicion> found = new ArrayList<>();
    for (ResourceInfo resource : Resources.of(file)) {
      CallInfo opening = resource.opening();
      if (isReviewed(resource) && perCall.dependsOnCallers(opening) && !perCall.isKeptForNextTime(opening)) {
        Holding holding = Holding.of(opening);
        List<CallInfo> requests = requests(resource, holding);
        if (!holding.escapes() && (!requests.isEmpty() || !holding.passedTo().isEmpty()) && !isOnlyStream(requests)) {
          boolean isGuess = perCall.why(opening).isPresent() && !holding.isShared() && !requests.isEmpty();
          found.add(Undecided.suspicion("UA601", isGuess ? CALLED_AGAIN_PERHAPS : CALLED_AGAIN,
            opening.function().qualifiedName(), opening.callee(),
            String.format(SHARE, opening.writtenName(), opening.function().name()), List.of(),
            Undecided.note(opening.function().definition().orElseThrow().name(), EACH_CALL)));
        }
      }
    }
    return found;
  }

  private static List<CallInfo> requests(ResourceInfo resource, Holding holding) {
    return holding.calls(resource.type().closers()).stream().filter(SessionPerRequestCheck::isRequest).toList();
  }

  /** Cookies, credentials and special connectors are reasons for a session of one's own. */
  private static boolean isSeparateOnPurpose(CallInfo opening) {
    return !opening.lacks(-1, "cookie_jar") || !opening.lacks(-1, "cookies") || !opening.lacks(-1, "proxy")
      || !opening.lacks(-1, "proxies")
      || !opening.lacks(-1, "transport") || opening.argument(-1, "connector")
        .filter(connector -> !isPlainConnector(opening.file(), connector)).isPresent();
  }

  /** One that closes each connection after its request has none to reuse. */
  private static boolean isPlainConnector(FileModel file, Expression connector) {
    return file.names().typeOf(connector).filter("aiohttp.TCPConnector"::equals).isPresent()
      && making(file, connector).filter(call -> !call.lacks(-1, "force_close")).isEmpty();
  }

  private static Optional<CallInfo> making(FileModel file, Expression connector) {
    Expression bare = Trees.bare(connector);
    return bare instanceof Name name
      ? file.names().reaching(name).stream().map(Binding::value).filter(Objects::nonNull).map(file::callOf)
        .flatMap(Optional::stream).findFirst()
      : file.callOf(bare);
  }

  private static void review(ResourceInfo resource, PerCall perCall, Findings findings) {
    CallInfo opening = resource.opening();
    Holding holding = Holding.of(opening);
    List<CallInfo> requests = requests(resource, holding);
    if (holding.escapes() || requests.isEmpty() && holding.passedTo().isEmpty()
      || perCall.isKeptForNextTime(opening)) {
      return;
    }
    perCall.why(opening)
      .filter(reason -> reason.why() != PerCall.Why.METHOD || !isOnlyRequest(resource))
      .filter(reason -> reason.why() != PerCall.Why.METHOD && reason.why() != PerCall.Why.UTILITY
        || !isOnlyStream(requests))
      // what connects or stops an object is done once in its life
      .filter(reason -> reason.why() != PerCall.Why.METHOD && reason.why() != PerCall.Why.UTILITY
        || !isLifecycle(opening.function().name()))
      .filter(reason -> !Undecided.isDecidedLater(opening.file()) || !perCall.dependsOnCallers(opening))
      .filter(reason -> !holding.isShared() && !requests.isEmpty()
        // a handler or a loop makes a session for each request or item, however many requests that one needs
        || reason.why() == PerCall.Why.HANDLER || reason.why() == PerCall.Why.CALLED_IN_LOOP
        || reason.why() == PerCall.Why.LOOP && !hasOwnLoop(holding))
      .ifPresent(reason -> report(opening, reason, findings));
  }

  /**
   * {@code async def load(self)} of an object that makes no other request: its caller does not ask for one thing after
   * another.
   */
  private static boolean isOnlyRequest(ResourceInfo resource) {
    FunctionInfo method = resource.opening().function();
    boolean takesParameters = method.parameterNames().stream().anyMatch(name -> !name.equals("self"));
    boolean hasOthers = Resources.of(method.file()).stream().filter(SessionPerRequestCheck::isReviewed)
      .map(other -> other.opening().function())
      .anyMatch(other -> other != method && other.owner().equals(method.owner()));
    return !takesParameters && !hasOthers && (LOADS.matcher(method.name()).matches()
      // a record which says where its content is
      || method.owner().filter(ClassInfo::isRecord).isPresent() && method.name().matches("_*(async_)?fetch(_\\w+)?"));
  }

  private static boolean isOnlyStream(List<CallInfo> requests) {
    return !requests.isEmpty() && requests.stream().allMatch(SessionPerRequestCheck::isEventStream);
  }

  /**
   * {@code async with client.stream(…) as events: async for line in events.aiter_lines()}: the connection lasts as long
   * as its events.
   */
  private static boolean isEventStream(CallInfo request) {
    return request.simpleName().equals("stream") && request.use().is(Use.How.ENTERED)
      && request.use().site() instanceof WithItem item && item.expression() instanceof Name response
      && Variable.of(response).stream().flatMap(variable -> variable.reads().stream())
        .anyMatch(read -> read.parent() instanceof QualifiedExpression method
          && method.name().name().matches("aiter_(lines|sse|events)"));
  }

  private static boolean isLifecycle(String method) {
    // so is what is fetched into a cache, or needed to get started
    return method.matches(".*(cache|preflight|bootstrap|migrat|install|setup|authoriz).*") || method.matches(
      "_*(async_)?(re)?(connect|disconnect|close|aclose|open|init|initiali[sz]e|login|logout|log_in|start|stop|shutdown|register|unregister)");
  }

  /** A web socket lives as long as its session does. */
  private static boolean isRequest(CallInfo call) {
    return !call.simpleName().equals("ws_connect") && !call.simpleName().equals("stream_ws")
      && Set.of("get", "post", "put", "patch", "delete", "head", "options", "request", "stream", "send")
        .contains(call.simpleName());
  }

  /** In a reconnecting loop, the session lives for as long as the connection holds. */
  private static boolean hasOwnLoop(Holding holding) {
    return holding.isShared();
  }

  private static void report(CallInfo opening, PerCall.Reason reason, Findings findings) {
    String session = opening.writtenName();
    String function = opening.function().name();
    Finding finding = switch (reason.why()) {
      case LOOP ->
        findings.at(opening.callee(), "Make this \"%s\" before the loop, and reuse it in each turn.", session);
      case METHOD -> findings.at(opening.callee(),
        "Keep one \"%s\" on the object, and reuse it in each call of \"%s\".", session, function);
      default -> findings.at(opening.callee(), SHARE, session, function);
    };
    switch (reason.why()) {
      case LOOP -> finding.because(reason.evidence().firstToken(), "each turn makes a session");
      case HANDLER -> finding.because(reason.evidence(), "this runs for each request or event");
      case CALLED_IN_LOOP -> finding.because(reason.evidence(), "this calls it again and again");
      case METHOD -> finding.because(reason.evidence(), "this object could keep the session");
      default -> finding.because(reason.evidence(), EACH_CALL);
    }
  }
}
