/** The nine agents: one that talks, eight that it asks, in the order of the deployment's steps. */
export const ROLES = [
  'orchestrator',
  'architecture-info',
  'msk-topic',
  'image-builder',
  'ecs-deployment',
  'load-balancer',
  'security-config',
  'data-connector',
  'testing',
] as const

export type Role = (typeof ROLES)[number]
export type SpecialistRole = Exclude<Role, 'orchestrator'>

export const SPECIALISTS: readonly SpecialistRole[] = ROLES.filter((role) => role !== 'orchestrator')

/** A role as a tool's name; models take letters, digits, `_` and `-` in one. */
export function toolName(role: Role): string {
  return role.replaceAll('-', '_')
}
