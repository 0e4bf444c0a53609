/** Who changes something, within which tenant. That they may is decided before. */
export type RuleActing = { readonly tenantId: string; readonly by: string; readonly ip: string | null }
