import type { Viewer } from '../face/viewer.ts'

/** Who changes something, within which tenant. That they may is decided before. */
export type RuleActing = Viewer & { readonly by: string; readonly ip: string | null }
