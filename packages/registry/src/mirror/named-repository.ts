import type { Call } from '../http/call.ts'
import { parseRepositoryName, type RepositoryName } from '../names.ts'
import type { Action } from '../scope.ts'

/**
 * The repository that a path names. `?ns=` (distribution-spec, "Registry Proxying") says whose it is, and reading
 * goes to the mirror of that registry then; the answer says so too. Errors: registry.name_invalid, mirror.not_found
 * for a namespace that is not mirrored: what lies here under the same name is another image.
 */
export async function namedRepository(
  { deps, query, response }: Pick<Call, 'deps' | 'query' | 'response'>,
  text: string,
  action: Action,
): Promise<RepositoryName> {
  const namespace = query.get('ns')
  if (!deps.mirror || action !== 'pull' || !namespace || namespace === deps.service)
    return parseRepositoryName(text)
  const name = await deps.mirror.nameOf(namespace, text)
  response.setHeader('oci-namespace', namespace)
  return name
}
