import { Construct } from 'constructs'
import { Alarms } from './alarms.js'
import { addBrokerAlarms, addEventAlarms, addServiceAlarms } from './collector-alarms.js'
import { wellTyped } from '../platform/well-typed.js'
import { COLLECTOR_OBSERVABILITY_TYPES, type CollectorObservabilityProps } from './observability-props.js'

/** Alarms on what stands between a client and Kafka, and on the brokers' disks; the way of an event is drawn by `PipelineDashboard`. */
export class CollectorObservability extends Construct {
  readonly alarms: Alarms

  constructor(scope: Construct, id: string, given: CollectorObservabilityProps) {
    super(scope, id)
    const props = wellTyped(this, given, COLLECTOR_OBSERVABILITY_TYPES)
    this.alarms = new Alarms(this, 'Alarms', props)
    addServiceAlarms(this.alarms, props)
    if (props.metrics !== undefined) addEventAlarms(this.alarms, props.metrics, props)
    if (props.brokers !== undefined) addBrokerAlarms(this.alarms, props.brokers)
  }
}
