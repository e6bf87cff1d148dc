package org.usingasyncio.its.harness;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The web API of one server, as one user. Parameters are names and values in turn. */
public final class WebApi {

  private static final int PAGE = 500;
  private static final int REACHABLE = 10_000;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI server;
  private final String authorization;

  private WebApi(URI server, String authorization) {
    this.server = server;
    this.authorization = authorization;
  }

  public static WebApi anonymous(URI server) {
    return new WebApi(server, "");
  }

  public static WebApi as(URI server, String login, String password) {
    byte[] credentials = (login + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new WebApi(server, "Basic " + Base64.getEncoder().encodeToString(credentials));
  }

  /** The server said no, or nothing at all. */
  public static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(String request, int status, String body) {
      super(request + " was answered with status " + status + ": " + explanation(body));
      this.status = status;
    }

    Refused(String request, IOException cause) {
      super(request + " was not answered: " + cause, cause);
      this.status = 0;
    }

    /** The HTTP status, 0 if there was no answer. */
    public int status() {
      return status;
    }

    private static String explanation(String body) {
      try {
        String errors = Json.parse(body).list("errors").stream()
          .map(error -> error.text("msg"))
          .collect(Collectors.joining(" "));
        return errors.isEmpty() ? body : errors;
      } catch (RuntimeException notJson) {
        return body;
      }
    }
  }

  public Json get(String path, String... parameters) {
    String query = parameters.length == 0 ? "" : "?" + encoded(parameters);
    return send(path, HttpRequest.newBuilder(at(path + query)).GET());
  }

  public Json post(String path, String... parameters) {
    return send(path, HttpRequest.newBuilder(at(path))
      .header("Content-Type", "application/x-www-form-urlencoded")
      .POST(HttpRequest.BodyPublishers.ofString(encoded(parameters))));
  }

  /** All elements of a paged answer, as far as the server gives them out (the first ten thousand). */
  public List<Json> all(String path, String list, String... parameters) {
    List<Json> all = new ArrayList<>();
    for (int page = 1; page * PAGE <= REACHABLE; page++) {
      List<String> paged = new ArrayList<>(List.of(parameters));
      paged.addAll(List.of("ps", Integer.toString(PAGE), "p", Integer.toString(page)));
      List<Json> elements = get(path, paged.toArray(String[]::new)).list(list);
      all.addAll(elements);
      if (elements.size() < PAGE) {
        break;
      }
    }
    return all;
  }

  private Json send(String path, HttpRequest.Builder request) {
    request.timeout(Duration.ofSeconds(60));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new Refused(path, response.statusCode(), response.body());
      }
      return Json.parse(response.body());
    } catch (IOException unreachable) {
      throw new Refused(path, unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Refused(path, new IOException("interrupted", stopped));
    }
  }

  /** The server may stand under a path of its own. */
  private URI at(String path) {
    return URI.create(server.toString().replaceAll("/+$", "") + path);
  }

  private static String encoded(String... parameters) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < parameters.length; i += 2) {
      pairs.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return String.join("&", pairs);
  }
}
