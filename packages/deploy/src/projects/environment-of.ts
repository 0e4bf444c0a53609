/** Sealed environments of a release, and the names of its secrets. */
export type Environment = {
  readonly env: Readonly<Record<string, string>>
  readonly sharedEnv: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, unknown>>
}

/** What its programs get: a variable of the app is stronger than one of its project, and a secret than both. */
export function environmentOf({ env, sharedEnv, secrets }: Environment): Readonly<Record<string, string>> {
  return { ...inherited({ env, sharedEnv, secrets }), ...env }
}

/** What of it comes from its project. */
export function inherited({ env, sharedEnv, secrets }: Environment): Readonly<Record<string, string>> {
  const isOwn = (name: string) => Object.hasOwn(env, name) || Object.hasOwn(secrets, name)
  return Object.fromEntries(Object.entries(sharedEnv).filter(([name]) => !isOwn(name)))
}

/** Names of the project's variables that the app has of its own, so that they mean nothing to it. In their order. */
export function overridden({ env, secrets }: Environment, shared: Environment['sharedEnv']): string[] {
  return Object.keys(shared)
    .filter((name) => Object.hasOwn(env, name) || Object.hasOwn(secrets, name))
    .toSorted()
}

/** Names of what came, went or changed in the project since the release was drafted, and would reach the app. */
export function behind(release: Environment, shared: Environment['sharedEnv']): string[] {
  const before = inherited(release)
  const after = inherited({ ...release, sharedEnv: shared })
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => before[name] !== after[name]).toSorted()
}
