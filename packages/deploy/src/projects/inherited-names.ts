import type { Release } from '@berth/db'
import { inherited } from './environment-of.ts'
import { releaseEnvironment } from './release-environment.ts'

/** Names of what a release has of its project. In their order. */
export function inheritedNames(row: Release): string[] {
  return Object.keys(inherited(releaseEnvironment(row))).toSorted()
}
