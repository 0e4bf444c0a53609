/** Who asks, as the use-cases of apps want it. */
export function callerOf(ctx: {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly actor: { readonly label: string }
  readonly ip: string | null
}) {
  return { tenant: { id: ctx.tenant.id, name: ctx.tenant.name }, by: ctx.actor.label, ip: ctx.ip }
}
