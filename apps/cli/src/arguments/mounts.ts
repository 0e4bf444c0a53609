import { UsageError } from './usage-error.ts'

type Mount = {
  readonly volume: string
  readonly path: string
  readonly readOnly: boolean
  readonly process?: string
}

/** `NAME:/path`, with `:ro` after it, and with `PROCESS=` before it for another than web. Error: UsageError. */
export function parseMounts(texts: readonly string[]): Mount[] {
  return texts.map((text) => {
    const parts =
      /^(?:(?<process>[a-z0-9-]+)=)?(?<volume>[a-z0-9-]+):(?<path>\/[^:]+)(?<access>:ro|:rw)?$/.exec(text)
    const { process, volume, path, access } = parts?.groups ?? {}
    if (volume === undefined || path === undefined) {
      throw new UsageError(`--volume ${text}: write it as NAME:/path, NAME:/path:ro or PROCESS=NAME:/path`)
    }
    return { volume, path, readOnly: access === ':ro', ...(process !== undefined && { process }) }
  })
}
