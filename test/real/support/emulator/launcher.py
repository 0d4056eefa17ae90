"""Starts ministack as the tests of deployments need it: nothing is skipped in silence, and a failure can be asked for.

GET  /_emulator/resources          every resource that CloudFormation made here, with its resolved properties
POST /_emulator/fail?type=TYPE     the next creation or update of a resource of this type fails, once
"""

import json
import uuid

import completed_types
from ministack import app
from ministack.services import ecr
from ministack.services.cloudformation import provisioners
from recorded_types import RECORDED, RecordedType

HANDLERS = provisioners._RESOURCE_HANDLERS
REPLACING = provisioners._REPLACING_PROPERTIES

resources: list[dict] = []


def find(type_name: str, physical_id: str, props: dict) -> dict | None:
    """A physical id need not be unique: that of a Glue table is its name alone, whatever its database."""
    found = [one for one in resources if (one["type"], one["physicalId"]) == (type_name, physical_id)]
    return next((one for one in found if one["properties"] == props), found[0] if found else None)


def record(type_name: str, kind: RecordedType) -> dict:
    """Handlers of a type that no service here knows. A name that is taken is refused, as the services themselves do."""

    def named(props) -> list:
        return [props[key] for key in kind.names if key in props]

    def attributes(physical_id: str) -> dict:
        return {**{name: physical_id for name in kind.arns}, **kind.values}

    def create(logical_id, props, _stack_name):
        name = named(props)
        taken = [named(found["properties"]) for found in resources if found["type"] == type_name]
        if name and name in taken:
            raise ValueError(f"a resource of type {type_name} named {'/'.join(map(str, name))} exists already")
        where = f"{provisioners.get_region()}:{provisioners.get_account_id()}"
        label = str(name[-1]).replace(":", "-").replace("/", "-") if name else logical_id
        physical_id = f"arn:aws:{kind.service}:{where}:{kind.resource}/{label}/{uuid.uuid4()}"
        return physical_id, attributes(physical_id)

    return {
        "create": create,
        "update": lambda physical_id, _old, _new, _stack_name: (physical_id, attributes(physical_id)),
        "delete": lambda _physical_id, _props: None,
    }


def remember(type_name: str, handler: dict) -> dict:
    """The same handlers, and what they were given is kept."""

    def keep(physical_id, logical_id, props, stack_name):
        resources.append(
            {
                "type": type_name,
                "physicalId": physical_id,
                "recordedOnly": type_name in RECORDED,
                "stack": stack_name,
                "logicalId": logical_id,
                "properties": props,
            }
        )

    def forget(physical_id, props) -> dict:
        found = find(type_name, physical_id, props)
        if found is not None:
            resources.remove(found)
        return found or {}

    def create(logical_id, props, stack_name):
        made = handler["create"](logical_id, props, stack_name)
        keep(made[0], logical_id, props, stack_name)
        return made

    def update(physical_id, old, new, stack_name, logical_id=None):
        known = [logical_id] if handler.get("update_with_logical_id") else []
        made = handler["update"](physical_id, old, new, stack_name, *known)
        before = forget(physical_id, old)
        keep(made[0], logical_id or before.get("logicalId"), new, stack_name)
        return made

    def delete(physical_id, props, *rest):
        handler["delete"](physical_id, props, *rest)
        forget(physical_id, props)

    own = {"create": create, "update": update, "delete": delete}
    return {**handler, **{name: own[name] for name in own if name in handler}}


def either(real: dict, other: dict, is_other) -> dict:
    """One type whose service takes some of its forms only: the others are recorded."""

    def update(physical_id, old, new, stack_name, logical_id=None):
        if is_other(new):
            return other["update"](physical_id, old, new, stack_name)
        return real["update"](physical_id, old, new, stack_name, logical_id)

    return {
        **real,
        "create": lambda *args: (other if is_other(args[1]) else real)["create"](*args),
        "update": update,
        "delete": lambda physical_id, props: (other if is_other(props) else real)["delete"](physical_id, props),
    }


def fail_next(type_name: str) -> None:
    usual = HANDLERS[type_name]

    def fail(*_args):
        HANDLERS[type_name] = usual
        raise ValueError("failed because a test asked for it")

    HANDLERS[type_name] = {**usual, "create": fail, "update": fail}


def describe_images(request, answer=ecr._describe_images):
    # By itself it answers 200 with an empty list, and cdk takes any 200 as "already published": nothing would be built.
    name = request.get("repositoryName", "")
    for image in request.get("imageIds") or []:
        if name in ecr._repositories and ecr._find_image(name, image) is None:
            message = f"The image with imageId {image} does not exist within the repository with name '{name}'"
            return ecr.error_response_json("ImageNotFoundException", message, 400)
    return answer(request)


async def own_paths(method, path, headers, query, request_id, otherwise=app._handle_pre_body_request):
    json_type = {"Content-Type": "application/json"}
    if (method, path) == ("GET", "/_emulator/resources"):
        return 200, json_type, json.dumps(resources).encode()
    if (method, path) == ("POST", "/_emulator/fail"):
        fail_next(query["type"][0])
        return 200, json_type, b"{}"
    return await otherwise(method, path, headers, query, request_id)


def main() -> None:
    completed_types.install(HANDLERS, REPLACING)
    for type_name, kind in RECORDED.items():
        HANDLERS[type_name] = record(type_name, kind)
        REPLACING[type_name] = kind.create_only
    alarm = "AWS::CloudWatch::Alarm"
    with_metrics = record(alarm, RecordedType("cloudwatch", "alarm", arns=("Arn",)))
    HANDLERS[alarm] = either(HANDLERS[alarm], with_metrics, lambda props: "Metrics" in props)
    for type_name in list(HANDLERS):
        HANDLERS[type_name] = remember(type_name, HANDLERS[type_name])
    ecr._describe_images = describe_images
    app._handle_pre_body_request = own_paths
    app.main()


if __name__ == "__main__":
    main()
