/** The pages of a repository. `-` is no name of a repository, so it ends the name that stands before it. */
export const REPOSITORY_VIEWS = ['tags', 'readme', 'compare', 'settings'] as const
export type RepositoryView = (typeof REPOSITORY_VIEWS)[number]

export type ImagePlace =
  | { readonly repository: string; readonly view: RepositoryView }
  | { readonly repository: string; readonly view: 'image'; readonly reference: string }

/** `acme/hello`, `acme/hello/-/readme`, `acme/hello/-/image/1`. What is none of these is read as the tags. */
export function parseImagePath(parts: readonly string[]): ImagePlace {
  const end = parts.indexOf('-')
  const repository = (end < 0 ? parts : parts.slice(0, end)).join('/')
  const [name, reference] = end < 0 ? [] : parts.slice(end + 1)
  if (name === 'image' && reference) return { repository, view: 'image', reference }
  return { repository, view: REPOSITORY_VIEWS.find((view) => view === name) ?? 'tags' }
}

export function repositoryPath(tenant: string, repository: string, view: RepositoryView = 'tags'): string {
  const base = `/t/${tenant}/images/${repository}`
  return view === 'tags' ? base : `${base}/-/${view}`
}

/** `reference`: a tag or a digest. */
export function imagePath(tenant: string, repository: string, reference: string): string {
  return `/t/${tenant}/images/${repository}/-/image/${encodeURIComponent(reference)}`
}
