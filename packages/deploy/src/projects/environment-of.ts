import type { SecretRefs } from '../secrets/secret-refs.ts'

/** What a project gives to its apps: sealed variables, and which versions of its secrets. */
export type Shared = { readonly env: Readonly<Record<string, string>>; readonly secrets: SecretRefs }

/** What a release has of its own and of its project; variables are sealed. */
export type Environment = {
  readonly env: Readonly<Record<string, string>>
  readonly sharedEnv: Readonly<Record<string, string>>
  readonly secrets: SecretRefs
  readonly sharedSecrets: SecretRefs
}

/** What its programs get: a variable of the app is stronger than one of its project, and a secret than both. */
export function environmentOf(release: Environment): Readonly<Record<string, string>> {
  return { ...inherited(release), ...release.env }
}

/** Its own and its project's: what the app has of its own, variable or secret, hides what has its name there. */
export function secretsOf(release: Environment): SecretRefs {
  return { ...inheritedSecrets(release), ...release.secrets }
}

/** Variables that come from its project. */
export function inherited(release: Environment): Readonly<Record<string, string>> {
  return without(release.sharedEnv, release)
}

/** Secrets that come from its project. */
export function inheritedSecrets(release: Environment): SecretRefs {
  return without(release.sharedSecrets, release)
}

function without<Value>(
  shared: Readonly<Record<string, Value>>,
  { env, secrets }: Pick<Environment, 'env' | 'secrets'>,
): Readonly<Record<string, Value>> {
  const isOwn = (name: string) => Object.hasOwn(env, name) || Object.hasOwn(secrets, name)
  return Object.fromEntries(Object.entries(shared).filter(([name]) => !isOwn(name)))
}

/** Names of what the project shares that the app has of its own, so that they mean nothing to it. In their order. */
export function overridden({ env, secrets }: Pick<Environment, 'env' | 'secrets'>, shared: Shared): string[] {
  return [...new Set([...Object.keys(shared.env), ...Object.keys(shared.secrets)])]
    .filter((name) => Object.hasOwn(env, name) || Object.hasOwn(secrets, name))
    .toSorted()
}

/** Names of what came, went or changed in the project since the release was drafted, and would reach the app. */
export function behind(release: Environment, shared: Shared): string[] {
  const before = given(release)
  const after = given({ ...release, sharedEnv: shared.env, sharedSecrets: shared.secrets })
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => before.get(name) !== after.get(name)).toSorted()
}

/** By name, in a form that differs wherever what programs get does. */
function given(release: Environment): Map<string, string> {
  const secrets = Object.entries(inheritedSecrets(release)).map(([name, { id, version, as }]) => {
    return [name, `${id} ${version} ${as}`] as const
  })
  return new Map([...Object.entries(inherited(release)), ...secrets])
}
