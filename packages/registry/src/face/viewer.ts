/** Whose images are asked for, and what a token is cut to. */
export type Viewer = {
  readonly tenantId: string
  /** whole names (`acme/web`) of the tenant's repositories that are reached; absent: all. What is public is seen by all */
  readonly only?: readonly string[] | undefined
}

/** The tenant's repositories that are reached, for Prisma. */
export function reached({ tenantId, only }: Viewer): { tenantId: string; name?: { in: string[] } } {
  return { tenantId, ...(only && { name: { in: [...only] } }) }
}
