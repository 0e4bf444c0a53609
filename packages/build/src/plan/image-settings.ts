/**
 * The part of an image's configuration that instructions change: image-spec config.md `config`, with Docker's own
 * fields (Shell, OnBuild, Healthcheck, ArgsEscaped is not kept). A field that is absent is not written.
 */
export type ImageSettings = {
  readonly User?: string
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>
  /** `NAME=value`, each name once, in the order in which they first came */
  readonly Env?: readonly string[]
  readonly Entrypoint?: readonly string[]
  readonly Cmd?: readonly string[]
  readonly Volumes?: Readonly<Record<string, Record<string, never>>>
  readonly WorkingDir?: string
  readonly Labels?: Readonly<Record<string, string>>
  readonly StopSignal?: string
  readonly Shell?: readonly string[]
  readonly OnBuild?: readonly string[]
  readonly Healthcheck?: HealthcheckSettings
  /** MAINTAINER; stands beside `config` in the image, not in it */
  readonly author?: string
}

/** Times in nanoseconds. */
export type HealthcheckSettings = {
  readonly Test: readonly string[]
  readonly Interval?: number
  readonly Timeout?: number
  readonly StartPeriod?: number
  readonly StartInterval?: number
  readonly Retries?: number
}
