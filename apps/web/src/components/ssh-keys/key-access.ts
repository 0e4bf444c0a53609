import type { SshKeyView } from '@berth/protocol'

type NewKey = { readonly name: string; readonly publicKey: string }

/** What a list of keys is changed by: one's own, or a tenant's. */
export type KeyAccess = {
  readonly add: (key: NewKey) => Promise<SshKeyView>
  readonly remove: (id: string) => Promise<unknown>
}
