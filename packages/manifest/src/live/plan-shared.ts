import type { Change } from './plan-changes.ts'

/** What an app's project shares, as far as the app's release is behind it. */
export type LiveShared = {
  /** names that came, went or changed since the release was made */
  readonly behind: readonly string[]
  /** names that the release has of the project */
  readonly before: readonly string[]
  /** variables of the project as they are now; of its secrets nobody is told */
  readonly variables: Readonly<Record<string, string>>
  readonly secrets: readonly string[]
}

/** What a deploy brings of the project, whatever the file says. Old values lie sealed in the release. Pure. */
export function planShared({ behind, before, variables, secrets }: LiveShared): readonly Change[] {
  return behind.map((name) => {
    const isThere = secrets.includes(name) || Object.hasOwn(variables, name)
    const value = Object.hasOwn(variables, name) ? (variables[name] ?? null) : '(secret)'
    return {
      name: `project.${name}`,
      from: before.includes(name) ? '(as before)' : null,
      to: isThere ? value : null,
    }
  })
}
