import type { IgnoreRules } from '@berth/dockerfile'

/** What a build is asked for, beside its Dockerfile. */
export type PlanOptions = {
  /** name or number of a stage; absent: the last one */
  readonly target?: string | undefined
  /** `--build-arg` */
  readonly args: Readonly<Record<string, string>>
  /** set on the image whatever its Dockerfile says */
  readonly labels: Readonly<Record<string, string>>
  /** of the image, `linux/amd64` */
  readonly platform: string
  /** of the machine that builds */
  readonly buildPlatform: string
  /** of the context, to warn of what cannot be copied; absent: nothing is left out */
  readonly ignore?: IgnoreRules | undefined
  /** seconds since 1970, for `ARG SOURCE_DATE_EPOCH` */
  readonly sourceDateEpoch?: number | undefined
}
