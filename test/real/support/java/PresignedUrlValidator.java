import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerExtensionsValidatorCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallback;

/**
 * Takes what MSK would take: a presigned URL for kafka-cluster:Connect, not older than it may be. The signature itself is
 * compared with AWS's own library elsewhere. Each token is noted as "accepted|reason accessKeyId expires" in the file that
 * the system property "token.log" names.
 */
public final class PresignedUrlValidator implements AuthenticateCallbackHandler {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

  @Override
  public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {}

  @Override
  public void close() {}

  @Override
  public void handle(Callback[] callbacks) {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerExtensionsValidatorCallback) continue;
      OAuthBearerValidatorCallback asked = (OAuthBearerValidatorCallback) callback;
      try {
        asked.token(token(asked.tokenValue()));
      } catch (IllegalArgumentException e) {
        note(e.getMessage() + " - -");
        asked.error("invalid_token", null, null);
      }
    }
  }

  private static OAuthBearerToken token(String value) {
    URI uri = URI.create(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8));
    Map<String, String> query = new HashMap<>();
    for (String pair : uri.getRawQuery().split("&")) {
      String[] sides = pair.split("=", 2);
      query.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    String[] scope = query.getOrDefault("X-Amz-Credential", "").split("/");
    check(uri.getScheme().equals("https") && scope.length == 5, "form");
    check(uri.getHost().equals("kafka." + scope[2] + ".amazonaws.com") && uri.getPath().equals("/"), "host");
    check("kafka-cluster:Connect".equals(query.get("Action")), "action");
    check("AWS4-HMAC-SHA256".equals(query.get("X-Amz-Algorithm")), "algorithm");
    check(scope[3].equals("kafka-cluster") && scope[4].equals("aws4_request"), "scope");
    check(query.getOrDefault("X-Amz-Signature", "").matches("[0-9a-f]{64}"), "signature");
    check("host".equals(query.get("X-Amz-SignedHeaders")), "headers");
    Instant signed = LocalDateTime.parse(query.get("X-Amz-Date"), TIME).toInstant(ZoneOffset.UTC);
    long seconds = Long.parseLong(query.get("X-Amz-Expires"));
    Instant now = Instant.now();
    check(seconds >= 1 && seconds <= 900, "lifetime");
    check(signed.isBefore(now.plusSeconds(5)) && now.isBefore(signed.plusSeconds(seconds)), "expired");
    note("accepted " + scope[0] + " " + signed.plusSeconds(seconds).toEpochMilli());
    return new OAuthBearerToken() {
      @Override public String value() { return value; }
      @Override public Set<String> scope() { return Set.of(); }
      @Override public long lifetimeMs() { return signed.plusSeconds(seconds).toEpochMilli(); }
      @Override public String principalName() { return scope[0]; }
      @Override public Long startTimeMs() { return signed.toEpochMilli(); }
    };
  }

  private static void check(boolean ok, String reason) {
    if (!ok) throw new IllegalArgumentException(reason);
  }

  private static synchronized void note(String line) {
    try {
      Files.writeString(Path.of(System.getProperty("token.log")), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
