import { misbehaves } from './s3-error.ts'

/** The pages of a list, each asked for with what the one before it named. Error: storage.refused, when it never ends. */
export async function* pagesOf<P, N extends object>(options: {
  readonly bucket: string
  readonly ask: (next: N | undefined) => Promise<P>
  /** undefined after the last one */
  readonly nextOf: (page: P) => N | undefined
  readonly most: number
}): AsyncGenerator<P> {
  const { bucket, ask, nextOf, most } = options
  let next: N | undefined
  for (let count = 1; ; count++) {
    const page = await ask(next)
    yield page
    const following = nextOf(page)
    if (!following) return
    if (JSON.stringify(following) === JSON.stringify(next))
      throw misbehaves(bucket, 'its list names the same next page again and again')
    if (count >= most) throw misbehaves(bucket, `its list has more than ${most} pages`)
    next = following
  }
}
