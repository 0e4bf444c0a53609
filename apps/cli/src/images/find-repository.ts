import { BerthError } from '@berth/core'
import { candidateReferences, type ImageReference } from '@berth/oci'
import { explainError } from '../session/explain-error.ts'
import type { Session } from '../session/session.ts'

/**
 * Asks for each repository that a reference may mean, as `deploy` does, and returns the first answer. Error: the first
 * refusal, or the one that knows the repository and misses the image, which says more.
 */
export async function firstFound<T>(
  session: Session,
  { tenant, text }: { readonly tenant: string; readonly text: string },
  ask: (reference: ImageReference) => Promise<T>,
): Promise<T> {
  const refusals: BerthError[] = []
  for (const reference of candidateReferences(text, { tenant, host: new URL(session.url).host })) {
    try {
      return await ask(reference)
    } catch (error) {
      const known = explainError(error)
      if (!(known instanceof BerthError) || known.kind !== 'not_found') throw error
      refusals.push(known)
    }
  }
  throw refusals.find(({ code }) => code !== 'registry.name_unknown') ?? refusals[0]
}

/** A tag or a digest is named; the colon of a host's port stands before a slash. */
export function isExact(text: string): boolean {
  return /:[^/]+$/.test(text)
}

/** The tag or digest that the API wants. */
export function referenceOf({ tag, digest }: ImageReference): string {
  return digest ?? tag ?? 'latest'
}
