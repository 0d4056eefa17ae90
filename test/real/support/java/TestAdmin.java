import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** Kafka's own admin client behind a line protocol: words separated by tabs come in, "ok …" or "error …" goes out. */
public final class TestAdmin {
  public static void main(String[] args) throws Exception {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", args[0]);
    config.put("default.api.timeout.ms", 20000);
    config.put("request.timeout.ms", 5000);
    config.put("reconnect.backoff.max.ms", 500);
    try (Admin admin = Admin.create(config);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String answer;
        try {
          answer = "ok\t" + run(admin, line.split("\t"));
        } catch (Exception e) {
          answer = "error\t" + String.valueOf(e).replace('\n', ' ');
        }
        System.out.println(answer);
      }
    }
  }

  private static String run(Admin admin, String[] words) throws Exception {
    String name = words[1];
    String[] rest = Arrays.copyOfRange(words, 2, words.length);
    switch (words[0]) {
      case "create":
        NewTopic topic = new NewTopic(name, Integer.parseInt(rest[0]), Short.parseShort(rest[1]));
        admin.createTopics(List.of(topic.configs(pairs(rest, 2)))).all().get();
        return "";
      case "delete":
        admin.deleteTopics(List.of(name)).all().get();
        return "";
      case "partitions":
        admin.createPartitions(Map.of(name, NewPartitions.increaseTo(Integer.parseInt(rest[0])))).all().get();
        return "";
      case "config":
        Collection<AlterConfigOp> changes = new ArrayList<>();
        pairs(rest, 0).forEach((k, v) -> changes.add(new AlterConfigOp(new ConfigEntry(k, v), AlterConfigOp.OpType.SET)));
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, name), changes)).all().get();
        return "";
      case "describe":
        return admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().stream()
            .map(TestAdmin::describe).collect(Collectors.joining("\t"));
      case "lead": {
        TopicPartition partition = new TopicPartition(name, Integer.parseInt(rest[0]));
        List<Integer> nodes = Arrays.stream(rest).skip(1).map(Integer::valueOf).collect(Collectors.toList());
        admin.alterPartitionReassignments(Map.of(partition, Optional.of(new NewPartitionReassignment(nodes)))).all().get();
        while (!admin.listPartitionReassignments(Set.of(partition)).reassignments().get().isEmpty()) Thread.sleep(50);
        admin.electLeaders(ElectionType.PREFERRED, Set.of(partition)).partitions().get();
        return "";
      }
      case "scram":
        ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, info, rest[0]))).all().get();
        // The controller has it; a broker knows it a moment later, and nothing tells when.
        Thread.sleep(500);
        return "";
      default:
        throw new IllegalArgumentException(words[0]);
    }
  }

  private static String describe(TopicPartitionInfo partition) {
    return partition.partition() + " " + (partition.leader() == null ? -1 : partition.leader().id()) + " "
        + partition.replicas().stream().map(node -> String.valueOf(node.id())).collect(Collectors.joining(",")) + " "
        + partition.isr().stream().map(node -> String.valueOf(node.id())).collect(Collectors.joining(","));
  }

  private static Map<String, String> pairs(String[] words, int from) {
    return Arrays.stream(words).skip(from).map(word -> word.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
