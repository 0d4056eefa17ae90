"""Resource types that the emulator has no service for: kept as they were asked for, and changed by CloudFormation's rules.

Create-only properties and the values of Ref and Fn::GetAtt: CloudFormation's resource schemas.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RecordedType:
    """One type: where its ARN belongs, what nobody else may be called, and what cannot change in place."""

    service: str
    resource: str
    names: tuple[str, ...] = ()
    create_only: tuple[str, ...] = ()
    # Attributes that are the physical id, and those with a value of their own.
    arns: tuple[str, ...] = ()
    values: dict[str, object] = field(default_factory=dict)


RECORDED = {
    "AWS::ApplicationAutoScaling::ScalableTarget": RecordedType(
        "application-autoscaling",
        "scalable-target",
        names=("ResourceId", "ScalableDimension"),
        create_only=("ResourceId", "ScalableDimension", "ServiceNamespace"),
        arns=("Id",),
    ),
    "AWS::ApplicationAutoScaling::ScalingPolicy": RecordedType(
        "autoscaling",
        "scalingPolicy",
        create_only=("PolicyName", "ResourceId", "ScalableDimension", "ScalingTargetId", "ServiceNamespace"),
        arns=("Id", "Arn"),
    ),
    "AWS::Athena::NamedQuery": RecordedType(
        "athena",
        "named-query",
        create_only=("Database", "Description", "Name", "QueryString", "WorkGroup"),
        arns=("NamedQueryId",),
    ),
    "AWS::CloudWatch::CompositeAlarm": RecordedType("cloudwatch", "alarm", names=("AlarmName",), arns=("Arn",)),
    "AWS::Glue::TableOptimizer": RecordedType(
        "glue",
        "tableOptimizer",
        names=("DatabaseName", "TableName", "Type"),
        create_only=("CatalogId", "DatabaseName", "TableName", "Type"),
    ),
    "AWS::KafkaConnect::Connector": RecordedType(
        "kafkaconnect",
        "connector",
        names=("ConnectorName",),
        # Capacity and configuration change in place, with the exception that `connector.class` makes in the configuration.
        create_only=(
            "ConnectorDescription",
            "ConnectorName",
            "KafkaCluster",
            "KafkaClusterClientAuthentication",
            "KafkaClusterEncryptionInTransit",
            "KafkaConnectVersion",
            "LogDelivery",
            "NetworkType",
            "Plugins",
            "ServiceExecutionRoleArn",
            "WorkerConfiguration",
        ),
        arns=("ConnectorArn",),
    ),
    "AWS::KafkaConnect::CustomPlugin": RecordedType(
        "kafkaconnect",
        "custom-plugin",
        names=("Name",),
        create_only=("ContentType", "Description", "Location", "Name"),
        arns=("CustomPluginArn",),
        values={"Revision": 1},
    ),
    "AWS::KafkaConnect::WorkerConfiguration": RecordedType(
        "kafkaconnect",
        "worker-configuration",
        names=("Name",),
        create_only=("Description", "Name", "PropertiesFileContent"),
        arns=("WorkerConfigurationArn",),
        values={"Revision": 1},
    ),
    "AWS::MSK::Topic": RecordedType(
        "kafka",
        "topic",
        names=("ClusterArn", "TopicName"),
        create_only=("ClusterArn", "ReplicationFactor", "TopicName"),
        arns=("TopicArn",),
    ),
    "AWS::Synthetics::Canary": RecordedType(
        "synthetics", "canary", names=("Name",), create_only=("Name",), arns=("Id",), values={"State": "RUNNING"}
    ),
    "AWS::WAFv2::WebACLAssociation": RecordedType(
        "wafv2", "association", names=("ResourceArn",), create_only=("ResourceArn", "WebACLArn")
    ),
}
