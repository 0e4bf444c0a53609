import type { ReceivedPack, RefUpdate } from '@berth/git'
import type { Pusher } from '../ports.ts'
import type { OpenRepository } from '../store/repositories.ts'

/** A push to the deploy branch, whose build decides over it. */
export type BuiltPush = {
  readonly pusher: Pusher
  readonly app: { readonly id: string; readonly name: string }
  readonly repository: OpenRepository
  /** of the deploy branch */
  readonly update: RefUpdate & { readonly new: string }
  readonly branch: string
  readonly pack: ReceivedPack | undefined
  /** whether other refs of the same push need its objects, whatever comes of the build */
  readonly shared: boolean
  readonly env: Readonly<Record<string, string>>
  /** whether its pusher may still push. Errors: auth.* */
  readonly checkRight: () => Promise<void>
  readonly say: (text: string) => void
}
