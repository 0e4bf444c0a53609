import type { Operation } from '../files/operation.ts'

/**
 * Attributes that a layer may bring: file capabilities and the user's own. `trusted.overlay.*` would steer the mount,
 * and labels of a security module belong to the node.
 */
export function keptXattrs(xattrs: ReadonlyMap<string, Buffer>): Operation[] {
  return [...xattrs]
    .filter(([name]) => isKept(name))
    .map(([name, value]) => ({ op: 'xattr', name, value }) as const)
}

function isKept(name: string): boolean {
  if (name.includes('\0') || name.length > 255) return false
  if (name === 'security.capability') return true
  return name.startsWith('user.') && !name.startsWith('user.overlay.')
}
