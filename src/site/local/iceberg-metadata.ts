import { randomUUID } from 'node:crypto'
import type { IcebergTableInput } from '../assembly/describe.js'

/** The first metadata file of an empty table of format version 2. Source: Iceberg table spec, "Table metadata fields". */
export function icebergMetadata({ Location, Schema, PartitionSpec, Properties }: IcebergTableInput): object {
  const fields = Schema.Fields.map(({ Id, Name, Type, Required, Doc }) => ({
    id: Id,
    name: Name,
    type: Type,
    required: Required,
    ...(Doc !== undefined && { doc: Doc }),
  }))
  const partitions = PartitionSpec.Fields.map(({ Name, SourceId, Transform, FieldId }) => ({
    name: Name,
    transform: Transform,
    'source-id': SourceId,
    'field-id': FieldId,
  }))
  return {
    'format-version': 2,
    'table-uuid': randomUUID(),
    location: Location,
    'last-sequence-number': 0,
    'last-updated-ms': Date.now(),
    'last-column-id': Math.max(...fields.map(({ id }) => id)),
    'current-schema-id': 0,
    schemas: [{ type: Schema.Type, fields, 'schema-id': 0 }],
    'default-spec-id': 0,
    'partition-specs': [{ 'spec-id': 0, fields: partitions }],
    'last-partition-id': Math.max(999, ...partitions.map((field) => field['field-id'])),
    'default-sort-order-id': 0,
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    properties: Properties,
  }
}
