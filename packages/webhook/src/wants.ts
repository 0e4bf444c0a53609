import type { Happening } from '@berth/protocol'

/** Whether a webhook that asks for these events and repositories (a pattern with `*`) is told. */
export function wants(
  hook: { readonly events: readonly string[]; readonly repositories: string },
  happening: Happening,
): boolean {
  if (!hook.events.includes(happening.kind)) return false
  return !('repository' in happening) || matches(hook.repositories, nameWithin(happening.repository))
}

/** Patterns name repositories as the tenant sees them: `web`, not `acme/web`. */
function nameWithin(repository: string): string {
  return repository.slice(repository.indexOf('/') + 1)
}

function matches(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  if (!name.startsWith(head)) return false
  const tail = rest.pop()
  if (tail === undefined) return name === head
  let at = head.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.length - at >= tail.length && name.endsWith(tail)
}
