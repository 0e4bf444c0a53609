import type { Command, HereDocument, MountFlag, Pair } from './argument.ts'
import type { Place } from './place.ts'

/** What each instruction has; `text` is all of it on one line, continuations joined, without here-documents. */
type Written = { readonly place: Place; readonly text: string }

export type FromInstruction = Written & {
  readonly kind: 'from'
  /** an image, the name of an earlier stage, or `scratch`; with variables */
  readonly image: string
  readonly platform: string | null
  /** as written after AS */
  readonly alias: string | null
}

export type ArgInstruction = Written & {
  readonly kind: 'arg'
  /** `value` is null where none is given */
  readonly args: readonly { readonly name: string; readonly value: string | null; readonly place: Place }[]
}

export type EnvInstruction = Written & { readonly kind: 'env'; readonly pairs: readonly Pair[] }
export type LabelInstruction = Written & { readonly kind: 'label'; readonly pairs: readonly Pair[] }

export type RunInstruction = Written & {
  readonly kind: 'run'
  readonly command: Command
  readonly mounts: readonly MountFlag[]
  readonly network: 'default' | 'none' | 'host'
  readonly security: 'sandbox' | 'insecure'
}

/** What COPY and ADD share. The paths are as written, with variables. */
type Transfer = Written & {
  readonly sources: readonly { readonly path: string; readonly place: Place }[]
  /** here-documents among the sources */
  readonly inline: readonly HereDocument[]
  readonly destination: string
  readonly chown: string | null
  readonly chmod: string | null
  readonly link: boolean
  readonly excludes: readonly string[]
}

export type CopyInstruction = Transfer & {
  readonly kind: 'copy'
  /** a stage's name or number, or an image; null means the context */
  readonly from: { readonly text: string; readonly place: Place } | null
  readonly parents: boolean
}

export type AddInstruction = Transfer & {
  readonly kind: 'add'
  readonly checksum: string | null
  /** null: as the address says, else not */
  readonly keepGitDir: boolean | null
  /** null: archives of the context are unpacked, those behind addresses are not */
  readonly unpack: boolean | null
}

export type WorkdirInstruction = Written & { readonly kind: 'workdir'; readonly path: string }
export type UserInstruction = Written & { readonly kind: 'user'; readonly user: string }
export type ExposeInstruction = Written & {
  readonly kind: 'expose'
  readonly ports: readonly { readonly text: string; readonly place: Place }[]
}
export type VolumeInstruction = Written & { readonly kind: 'volume'; readonly paths: readonly string[] }
export type CmdInstruction = Written & { readonly kind: 'cmd'; readonly command: Command }
export type EntrypointInstruction = Written & { readonly kind: 'entrypoint'; readonly command: Command }
export type ShellInstruction = Written & { readonly kind: 'shell'; readonly words: readonly string[] }
export type StopsignalInstruction = Written & { readonly kind: 'stopsignal'; readonly signal: string }

export type HealthcheckInstruction = Written & {
  readonly kind: 'healthcheck'
  readonly check: Healthcheck
}

/** Times are nanoseconds, as image configurations hold them; absent ones are inherited. */
export type Healthcheck =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'command'
      readonly command: Command
      readonly interval?: number
      readonly timeout?: number
      readonly startPeriod?: number
      readonly startInterval?: number
      readonly retries?: number
    }

/** `trigger` is what the image that is built on this one will run first. */
export type OnbuildInstruction = Written & { readonly kind: 'onbuild'; readonly trigger: string }
export type MaintainerInstruction = Written & { readonly kind: 'maintainer'; readonly author: string }

export type StageInstruction =
  | ArgInstruction
  | EnvInstruction
  | LabelInstruction
  | RunInstruction
  | CopyInstruction
  | AddInstruction
  | WorkdirInstruction
  | UserInstruction
  | ExposeInstruction
  | VolumeInstruction
  | CmdInstruction
  | EntrypointInstruction
  | ShellInstruction
  | StopsignalInstruction
  | HealthcheckInstruction
  | OnbuildInstruction
  | MaintainerInstruction

export type Instruction = FromInstruction | StageInstruction
