import type { Place } from '@berth/dockerfile'

/** Which step it is, for output and failures. */
export type StepAt = { readonly number: number; readonly title: string; readonly place: Place }
