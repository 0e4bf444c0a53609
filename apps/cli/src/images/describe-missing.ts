import type { RepositoryDetails } from '@berth/protocol'

/** What storage has lost of a repository, for whoever is about to pull from it. Undefined: nothing. */
export function describeMissing({ contents, tags }: RepositoryDetails['missing']): string | undefined {
  if (contents === 0) return undefined
  const what = contents === 1 ? 'one content' : `${contents} contents`
  const whose = tags.length > 0 ? ` (${tags.join(', ')})` : ''
  return `storage has lost ${what} of these images${whose}: push them again, whoever pulls them is refused until then`
}
