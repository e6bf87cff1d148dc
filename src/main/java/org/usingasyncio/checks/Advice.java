package org.usingasyncio.checks;

import java.util.regex.Pattern;
import org.usingasyncio.model.CallInfo;

/** What to do about a call that holds up the event loop, in the words of the library's facts. */
public final class Advice {

  private static final String THREAD = "await asyncio.to_thread";
  private static final String PROCESS = "await loop.run_in_executor with a ProcessPoolExecutor";
  /** What is code as it stands, in contrast to "an aiohttp.ClientSession or httpx.AsyncClient". */
  private static final Pattern CODE = Pattern.compile("(await )?[\\w.]+");

  private Advice() {}

  /**
   * The sentence for a blocking call that is awaited: {@code Replace "time.sleep" with "asyncio.sleep", which can be
   * awaited.}
   */
  public static String toAwait(CallInfo call) {
    String name = call.writtenName();
    String instead = call.instead().orElse(THREAD).replaceFirst("^await ", "");
    return THREAD.endsWith(" " + instead)
      ? "Run \"" + name + "\" in a thread with \"" + instead + "\", which can be awaited."
      : "Replace \"" + name + "\" with " + (CODE.matcher(instead).matches() ? "\"" + instead + "\"" : instead)
        + ", which can be awaited.";
  }

  /** The sentence for a call that blocks or computes on the event loop: {@code Replace "os.remove" with "…".} */
  public static String instead(CallInfo call) {
    String name = call.writtenName();
    String instead = call.instead().orElse(THREAD);
    if (instead.equals(PROCESS)) {
      return "Run \"" + name + "\" in a ProcessPoolExecutor with \"loop.run_in_executor\".";
    }
    if (!call.function().isAsync() && !instead.startsWith("loop.")) {
      // a callback cannot await
      return "Run \"" + name + "\" in a thread with \"loop.run_in_executor\".";
    }
    if (instead.equals(THREAD)) {
      return "Run \"" + name + "\" in a thread with \"await asyncio.to_thread\".";
    }
    return "Replace \"" + name + "\" with " + (CODE.matcher(instead).matches() ? "\"" + instead + "\"" : instead) + ".";
  }
}
