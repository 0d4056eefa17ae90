"""Resource types whose CloudFormation handlers drop properties that their services would keep, or that are missing for a service that is there."""

import uuid

from ministack.services import ec2, ecs, iam
from ministack.services.cloudformation import provisioners

camel = provisioners._pascal_to_camel


def after(handler: dict, complete) -> dict:
    """A handler whose creations and updates are followed by `complete`."""

    def create(logical_id, props, stack_name):
        made = handler["create"](logical_id, props, stack_name)
        complete(made[0], props)
        return made

    def update(physical_id, old, new, stack_name, logical_id=None):
        known = [logical_id] if handler.get("update_with_logical_id") else []
        made = handler["update"](physical_id, old, new, stack_name, *known)
        complete(made[0], new)
        return made

    return {**handler, "create": create, "update": update}


def complete_task_definition(arn: str, props: dict) -> None:
    definition = ecs._task_defs[arn.rsplit("/", 1)[-1]]
    definition["volumes"] = camel(props.get("Volumes", []))
    for name in ("RuntimePlatform", "EphemeralStorage"):
        if name in props:
            definition[camel({name: None}).popitem()[0]] = camel(props[name])
    for container, asked in zip(definition["containerDefinitions"], props["ContainerDefinitions"]):
        for name, value in asked.items():
            # Keys of these two are somebody's own.
            if name not in ("DockerLabels", "LogConfiguration"):
                container.update(camel({name: value}))


# What the emulator's own handler passes on, under names or in forms of the API's own.
SERVICE_ITSELF = {"Cluster", "DeploymentConfiguration", "DesiredCount", "ServiceName", "Tags", "TaskDefinition"}


def complete_service(arn: str, props: dict) -> None:
    (service,) = [found for found in ecs._services.values() if found["serviceArn"] == arn]
    service.update(camel({name: value for name, value in props.items() if name not in SERVICE_ITSELF}))


def complete_role(name: str, props: dict) -> None:
    iam._roles[name]["PermissionsBoundary"] = props.get("PermissionsBoundary")


def security_group_rule(direction: str) -> dict:
    """Rules that are resources of their own, in the security group that they belong to."""
    store = "IpPermissions" if direction == "Ingress" else "IpPermissionsEgress"

    def rule_and_group(props):
        group = ec2._security_groups.get(props["GroupId"])
        if group is None:
            raise ValueError(f"the security group '{props['GroupId']}' does not exist")
        (rule,) = provisioners._ec2_sg_permissions([props])
        return rule, group

    def create(_logical_id, props, _stack_name):
        rule, group = rule_and_group(props)
        if rule in group[store]:
            raise ValueError("the specified rule already exists")
        group[store].append(rule)
        return f"sgr-{uuid.uuid4().hex[:17]}", {}

    def delete(_physical_id, props):
        if props["GroupId"] in ec2._security_groups:
            rule, group = rule_and_group(props)
            group[store] = [other for other in group[store] if other != rule]

    def update(physical_id, old, new, stack_name):
        delete(physical_id, old)
        create(None, new, stack_name)
        return physical_id, {}

    return {"create": create, "update": update, "delete": delete}


def capacity_providers() -> dict:
    def put(_logical_id, props, _stack_name):
        ecs._put_cluster_capacity_providers(camel(props))
        return props["Cluster"], {}

    return {
        "create": put,
        "update": lambda _physical_id, _old, new, stack_name: put(None, new, stack_name),
        "delete": lambda _physical_id, _props: None,
    }


def install(handlers: dict, replacing: dict) -> None:
    for type_name, complete in (
        ("AWS::ECS::TaskDefinition", complete_task_definition),
        ("AWS::ECS::Service", complete_service),
        ("AWS::IAM::Role", complete_role),
    ):
        handlers[type_name] = after(handlers[type_name], complete)
    for direction in ("Ingress", "Egress"):
        type_name = f"AWS::EC2::SecurityGroup{direction}"
        handlers[type_name] = security_group_rule(direction)
        replacing[type_name] = ("GroupId",)
    handlers["AWS::ECS::ClusterCapacityProviderAssociations"] = capacity_providers()
    # Source: CloudFormation's schema of the type; the emulator changes these in place.
    replacing["AWS::ECS::Service"] = ("Cluster", "LaunchType", "Role", "SchedulingStrategy", "ServiceName")
