/** One manifest that was handed out; `tag` is how it was asked for, null: by its digest. */
export type Pull = { readonly repositoryId: string; readonly digest: string; readonly tag: string | null }

/** The same, so many times. */
export type CountedPull = Pull & { readonly count: number; readonly lastAt: Date }
