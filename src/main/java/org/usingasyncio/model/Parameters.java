package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.syntax.Trees;

/** Which parameter of a function of this file receives an argument. */
public final class Parameters {

  private Parameters() {}

  /** The parameter that the argument becomes in the function, coroutine or constructor that the call runs. */
  public static Optional<Variable> receiving(CallInfo call, Expression argument) {
    Optional<FunctionInfo> target = call.target();
    if (target.isEmpty() || !(target.get().tree() instanceof FunctionLike function) || function.parameters() == null) {
      return Optional.empty();
    }
    int shift = target.get().owner().isPresent() && !target.get().decorators().contains("staticmethod") ? 1 : 0;
    List<Parameter> parameters = function.parameters().nonTuple();
    int position = 0;
    for (Argument given : call.tree().arguments()) {
      if (!(given instanceof RegularArgument regular)) {
        return Optional.empty();
      }
      boolean isIt = Trees.bare(regular.expression()) == Trees.bare(argument);
      if (isIt && regular.keywordArgument() != null) {
        String keyword = regular.keywordArgument().name();
        return parameters.stream().map(Parameter::name).filter(name -> name != null && name.name().equals(keyword))
          .findFirst().flatMap(Variable::of);
      }
      if (isIt) {
        int index = position + shift;
        return index < parameters.size() && parameters.get(index).starToken() == null
          ? Optional.ofNullable(parameters.get(index).name()).flatMap(Variable::of)
          : Optional.empty();
      }
      position++;
    }
    return Optional.empty();
  }
}
