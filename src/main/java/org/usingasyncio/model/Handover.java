package org.usingasyncio.model;

import java.util.Optional;
import org.sonar.plugins.python.api.tree.Expression;
import org.usingasyncio.reach.Execution;

/**
 * A callable that is handed over to run elsewhere: {@code Thread(target=f)}, {@code loop.run_in_executor(None, f)},
 * {@code loop.call_soon(f)}.
 *
 * @param call the call that hands it over
 * @param callable the expression that is handed over, without {@code functools.partial}
 * @param function the function or lambda of this file that it is, if it is one
 * @param where where it will run
 */
public record Handover(CallInfo call, Expression callable, Optional<FunctionInfo> function, Execution where) {}
