type Values = Readonly<Record<string, string>>

/** Seals values for one context and no other; that of control fits. In web, which has no master key, control answers. */
export type SecretBox = {
  seal(context: string, values: Values): Promise<Values>
  open(context: string, values: Values): Promise<Values>
}

/** Has the door looked after soon; never rejects. `@berth/queue`'s Queues fit. */
export type Wake = { wakeScheduler(reason: string): Promise<void> }

const NAME = 'value'

export async function sealOne(box: Pick<SecretBox, 'seal'>, context: string, text: string): Promise<string> {
  return (await box.seal(context, { [NAME]: text }))[NAME] ?? ''
}

/** Error: vault.decrypt_failed. */
export async function openOne(
  box: Pick<SecretBox, 'open'>,
  context: string,
  sealed: string,
): Promise<string> {
  return (await box.open(context, { [NAME]: sealed }))[NAME] ?? ''
}
