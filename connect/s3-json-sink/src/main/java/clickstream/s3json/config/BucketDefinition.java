package clickstream.s3json.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import org.apache.kafka.common.config.ConfigDef;

/** Settings of the bucket, and of who may write to it. */
final class BucketDefinition {
    private BucketDefinition() {}

    static void bucket(Group group) {
        group.add(
                        Keys.BUCKET,
                        STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Valid.bucket(),
                        HIGH,
                        "Bucket",
                        "The bucket that takes the events.")
                .add(
                        Keys.PREFIX,
                        STRING,
                        "",
                        Valid.prefix(),
                        HIGH,
                        "Prefix",
                        "What every key begins with, without a slash at either end. Taken as it is: nothing in it is"
                                + " replaced.")
                .add(
                        Keys.REGION,
                        STRING,
                        "",
                        Valid.text("[a-z]{2,5}(-[a-z]+)+-\\d{1,2}", "a region such as us-east-1"),
                        HIGH,
                        "Region",
                        "The bucket's region. Nothing: what the AWS SDK finds in the environment, as on MSK Connect.")
                .add(
                        Keys.ENDPOINT,
                        STRING,
                        "",
                        Valid.endpoint(),
                        LOW,
                        "Endpoint",
                        "Another S3 server than Amazon's, or a VPC endpoint.")
                .add(
                        Keys.PATH_STYLE,
                        BOOLEAN,
                        false,
                        null,
                        LOW,
                        "Path style",
                        "Put the bucket's name into the path instead of the host's name; most local servers need it.")
                .add(
                        Keys.STORAGE_CLASS,
                        STRING,
                        "",
                        Choice.of("", "STANDARD", "INTELLIGENT_TIERING", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR"),
                        LOW,
                        "Storage class",
                        "Storage class of the objects, one that can be read at once. Nothing: STANDARD.")
                .add(
                        Keys.KMS_KEY,
                        STRING,
                        "",
                        Valid.text(
                                "arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(key|alias)/[\\w/-]+|alias/[\\w/-]+|[0-9a-f-]{36}|mrk-[0-9a-f]{32}",
                                "an ARN, id or alias of a KMS key"),
                        MEDIUM,
                        "KMS key",
                        "Encrypts the objects with this KMS key. Nothing: the bucket's own default encryption.")
                .add(
                        Keys.BUCKET_OWNER,
                        STRING,
                        "",
                        Valid.text("\\d{12}", "an account of 12 digits"),
                        LOW,
                        "Bucket owner",
                        "The account that must own the bucket; otherwise every request is refused.");
    }

    static void access(Group group) {
        group.add(
                        Keys.ROLE_ARN,
                        STRING,
                        "",
                        Valid.text("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}", "the ARN of a role"),
                        MEDIUM,
                        "Role",
                        "A role to assume with the worker's own credentials. Nothing: the worker's own credentials.")
                .add(
                        Keys.ROLE_EXTERNAL_ID,
                        STRING,
                        "",
                        Valid.text("[\\w+=,.@:/-]{2,1224}", "2 to 1,224 letters, digits or +=,.@:/-"),
                        LOW,
                        "External id",
                        "The external id that the role's trust policy asks for.")
                .add(
                        Keys.ROLE_SESSION_NAME,
                        STRING,
                        "",
                        Valid.text("[\\w+=,.@-]{2,64}", "2 to 64 letters, digits or +=,.@-"),
                        LOW,
                        "Session name",
                        "The name of the role's sessions in CloudTrail. Nothing: clickstream-s3-json-sink.");
    }
}
