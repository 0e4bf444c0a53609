/** Who asks, as the use-cases of apps want it. */
export function callerOf(ctx: {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly actor: { readonly label: string; readonly token: { readonly appId: string | null } | null }
  readonly ip: string | null
}) {
  const { tenant, actor, ip } = ctx
  const ownApp = actor.token !== null && actor.token.appId !== null
  return { tenant: { id: tenant.id, name: tenant.name }, by: actor.label, ip, ...(ownApp && { ownApp }) }
}
