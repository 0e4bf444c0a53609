import type { Release } from '@berth/db'
import { inherited, inheritedSecrets } from './environment-of.ts'
import { releaseEnvironment } from './release-environment.ts'

/** Names of variables that a release has of its project. In their order. */
export function inheritedNames(row: Release): string[] {
  return Object.keys(inherited(releaseEnvironment(row))).toSorted()
}

/** Names of secrets that a release has of its project. In their order. */
export function inheritedSecretNames(row: Release): string[] {
  return Object.keys(inheritedSecrets(releaseEnvironment(row))).toSorted()
}
