import type { EndReason } from '@berth/core'
import type { DeployNote } from './deploy-note.ts'

/** What an instance of an app is waited for with. */
export type AppWait =
  | 'room'
  | 'node'
  | 'lost-node'
  | 'image'
  | 'start'
  | 'answer'
  | 'resume'
  | 'replacement'
  | 'end'

/** Why an app is not what it should be, as facts, so that each language can have a sentence for it. */
export type AppCause =
  | { readonly kind: 'waits'; readonly for: AppWait }
  | { readonly kind: 'ended'; readonly end: EndReason }
  /** of the deploy that failed */
  | { readonly kind: 'deploy'; readonly note: DeployNote }
