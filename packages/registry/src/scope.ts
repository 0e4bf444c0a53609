/** What may be done with a repository. */
export const ACTIONS = ['pull', 'push', 'delete'] as const
export type Action = (typeof ACTIONS)[number]

export type RepositoryScope = { readonly name: string; readonly actions: readonly Action[] }

const MAX_SCOPES = 50

/**
 * The repositories that a client asks a token for: `scope` may be repeated, hold several separated by spaces, list
 * actions in any order, and say `*` for all of them. What is not a repository's is left out: a token request never
 * fails as a whole, because clients add scopes of their own guess.
 */
export function parseScopes(values: readonly string[]): RepositoryScope[] {
  const wanted = new Map<string, Set<Action>>()
  for (const scope of values.flatMap((value) => value.split(' ')).slice(0, MAX_SCOPES)) {
    const match = /^repository(?:\([a-z]+\))?:([^:]+):([a-z*,]+)$/.exec(scope)
    const [, name, actions] = match ?? []
    if (name === undefined || actions === undefined) continue
    const known = wanted.get(name) ?? new Set()
    for (const action of parseActions(actions)) known.add(action)
    wanted.set(name, known)
  }
  return [...wanted].map(([name, actions]) => ({
    name,
    actions: ACTIONS.filter((action) => actions.has(action)),
  }))
}

function parseActions(text: string): readonly Action[] {
  const words = text.split(',')
  return words.includes('*') ? ACTIONS : ACTIONS.filter((action) => words.includes(action))
}
