import { BerthError } from '@berth/core'

type Values = Readonly<Record<string, string>>

/** Seals values for one tenant and no other; that of @berth/deploy fits. */
export type SecretBox = {
  seal(tenantId: string, values: Values): Promise<Values>
  open(tenantId: string, values: Values): Promise<Values>
}

const NAME = 'webhook'

/** As it is stored. */
export async function sealSecret(box: Pick<SecretBox, 'seal'>, tenantId: string, secret: string) {
  return Buffer.from(valueOf(await box.seal(tenantId, { [NAME]: secret })))
}

/** Error: vault.decrypt_failed. */
export async function openSecret(
  box: Pick<SecretBox, 'open'>,
  tenantId: string,
  sealed: Uint8Array,
): Promise<string> {
  return valueOf(await box.open(tenantId, { [NAME]: Buffer.from(sealed).toString() }))
}

function valueOf(values: Values): string {
  const value = values[NAME]
  if (value === undefined)
    throw new BerthError('vault.decrypt_failed', 'the secret of a webhook did not come back')
  return value
}
