import type { LabParts } from '../read/scripts-of.ts'
import type { LabCheck } from '../spec/lab-spec.ts'

/** What instructions may name. */
export type PageParts = LabParts & { readonly checks: readonly LabCheck[] }
