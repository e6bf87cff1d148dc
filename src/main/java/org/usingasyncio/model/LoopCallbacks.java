package org.usingasyncio.model;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Synchronous methods and functions that the event loop, or a framework in its thread, calls by name or by decorator. */
final class LoopCallbacks {

  /** Decorators whose functions run on the loop; Home Assistant's developer documentation, "Working with Async". */
  private static final Set<String> DECORATORS = Set.of("homeassistant.core.callback");

  private static final Set<String> PROTOCOL = Set.of(
    "connection_made", "connection_lost", "data_received", "eof_received", "pause_writing", "resume_writing",
    "get_buffer", "buffer_updated",
    "datagram_received", "error_received", "pipe_data_received", "pipe_connection_lost", "process_exited");
  private static final Set<String> HTTP_METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options",
    "prepare", "on_finish");
  private static final Set<String> WEB_SOCKET = Set.of("open", "on_message", "on_close", "on_ping", "on_pong",
    "check_origin");

  /**
   * Class and methods. Python 3.13, "Transports and Protocols"; Tornado 6, {@code RequestHandler}, {@code
   * WebSocketHandler}.
   */
  private static final Map<String, Set<String>> METHODS = Map.of(
    "asyncio.BaseProtocol", PROTOCOL,
    "asyncio.Protocol", PROTOCOL,
    "asyncio.BufferedProtocol", PROTOCOL,
    "asyncio.DatagramProtocol", PROTOCOL,
    "asyncio.SubprocessProtocol", PROTOCOL,
    "asyncio.streams.FlowControlMixin", PROTOCOL,
    "tornado.web.RequestHandler", HTTP_METHODS,
    "tornado.websocket.WebSocketHandler", WEB_SOCKET);

  private static final Set<String> NAMES = METHODS.values().stream().flatMap(Set::stream).collect(Collectors.toSet());

  private LoopCallbacks() {}

  static boolean isCalledByLoop(FunctionInfo function) {
    return isCalledByName(function) && function.decorators().stream().allMatch(LoopCallbacks::staysOnLoop)
      || function.decorators().stream().anyMatch(DECORATORS::contains);
  }

  private static boolean isCalledByName(FunctionInfo function) {
    return NAMES.contains(function.name()) && function.owner().filter(type -> type.ancestorNames().stream()
      .anyMatch(base -> METHODS.getOrDefault(base, Set.of()).contains(function.name()))).isPresent();
  }

  /** {@code tornado.web.authenticated} does, {@code tornado.concurrent.run_on_executor} and what is unknown may not. */
  private static boolean staysOnLoop(String decorator) {
    return decorator.startsWith("tornado.web.") || decorator.startsWith("tornado.gen.")
      || decorator.startsWith("typing.");
  }
}
