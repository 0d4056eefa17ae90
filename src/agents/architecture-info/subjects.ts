/** What the architect can be asked, with the tool that answers. */
export const SUBJECTS = {
  overview: 'explain_architecture',
  comparison: 'compare_solutions',
  recommendation: 'recommend_solution',
  'managed-services': 'compare_managed_services',
  guidance: 'deployment_guidance',
} as const
export type Subject = keyof typeof SUBJECTS
