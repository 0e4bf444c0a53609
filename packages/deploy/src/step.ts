import type { DeployStep, DesiredState, EndReason, StopCause } from '@berth/core'
import type { DeployNote } from '@berth/protocol'
import type { Placement } from './place.ts'

/** Who is shown to have asked for something (null keeps who asked before), and what for. */
export type Wish = { readonly by: string | null; readonly why?: StopCause }

/** One change that the scheduler makes. All are written in one transaction, in order; each may be done twice. */
export type Step =
  | ({ readonly kind: 'place'; readonly releaseId: string } & Placement)
  | ({
      readonly kind: 'want'
      readonly containerId: string
      readonly desired: DesiredState
    } & Wish)
  /** it stays, as an instance of that release, which is of its kin */
  | { readonly kind: 'adopt'; readonly containerId: string; readonly releaseId: string }
  | {
      readonly kind: 'renew'
      readonly containerId: string
      readonly restartNonce: number
      readonly by: string | null
    }
  /** visitors are sent to it */
  | { readonly kind: 'route'; readonly containerId: string }
  /** visitors are no longer sent to it, and those it has are cut */
  | { readonly kind: 'unroute'; readonly containerId: string }
  /** nobody new is sent to it */
  | { readonly kind: 'drain'; readonly containerId: string }
  /** its node has removed it: the row goes */
  | { readonly kind: 'forget'; readonly containerId: string }
  | {
      readonly kind: 'progress'
      readonly deployId: string
      readonly reached: DeployStep
      readonly note: DeployNote | null
    }
  | { readonly kind: 'succeed'; readonly deployId: string; readonly releaseId: string }
  | {
      readonly kind: 'fail'
      readonly deployId: string
      readonly reason: string
      readonly note: DeployNote
      readonly lastLines: readonly string[]
      readonly end: EndReason | null
    }
  /** its release command is begun, unless it was before */
  | { readonly kind: 'begin-release'; readonly deployId: string }
  | { readonly kind: 'drained'; readonly deployId: string }
  | { readonly kind: 'delete-app' }
