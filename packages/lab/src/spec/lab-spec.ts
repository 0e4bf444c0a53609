import type { Page } from './page.ts'

/** A lab as its folder says it: all defaults filled in. Times in seconds, sizes in bytes. */
export type LabSpec = {
  readonly title: string
  readonly description: string
  /** 1 to 8; the first is the one that is meant where none is named */
  readonly containers: readonly LabContainer[]
  /** files that are kept; null: none */
  readonly home: { readonly container: string; readonly path: string; readonly bytes: number } | null
  readonly egress: LabEgress
  /** of the whole sandbox; bandwidth in bytes per second */
  readonly limits: { readonly connections: number; readonly bandwidth: number }
  readonly times: LabTimes
  readonly scripts: { readonly setup?: Script; readonly solve?: Script; readonly cleanup?: Script }
  readonly checks: readonly LabCheck[]
  readonly pages: readonly Page[]
  /** that it is written in, as far as its author says */
  readonly language?: string
  /** by language; versions of before know none */
  readonly translations?: Readonly<Record<string, LabTranslation>>
}

/** null: as the lab says it first */
export type LabTranslation = {
  readonly title: string | null
  readonly description: string | null
  /** titles, by the name of the check */
  readonly checks: Readonly<Record<string, string>>
  /** as many as the lab has */
  readonly pages: readonly (Page | null)[]
}

export type LabContainer = {
  readonly name: string
  /** one of these two is not null */
  readonly image: string | null
  /** path of a Dockerfile in the lab's folder; the folder that it lies in is built */
  readonly dockerfile: string | null
  /** null: nothing runs but what a student starts; empty: what the image says */
  readonly command: readonly string[] | null
  readonly env: Readonly<Record<string, string>>
  readonly user: string | null
  readonly workdir: string | null
  /** what a terminal runs */
  readonly shell: readonly string[]
  /** offered as a tab */
  readonly terminal: boolean
  readonly limits: {
    /** cores, weighed; `burst` is the most, when others need nothing */
    readonly cpu: number
    readonly burst: number
    readonly memory: number
    readonly pids: number
    readonly disk: number
  }
  /** `open`: shown to the student as soon as it is there */
  readonly ports: readonly { readonly name: string; readonly port: number; readonly open: boolean }[]
}

export type LabEgress =
  | { readonly kind: 'none' }
  | { readonly kind: 'open' }
  | {
      readonly kind: 'allow'
      readonly hosts: readonly { readonly host: string; readonly ports: readonly number[] }[]
    }

export type LabTimes = {
  /** from the start until it ends, unless it is extended */
  readonly expires: number
  /** what one extension gives */
  readonly overtime: number
  /** from the start until it ends at the latest */
  readonly deadline: number
  /** without keystroke, work and page in sight until it is frozen */
  readonly idle: number
  /** with no page open until it is stopped */
  readonly orphaned: number
  /** frozen until it is stopped */
  readonly overdue: number
  /** stopped until its containers are removed; its files stay */
  readonly archive: number
  /** archived until its files are deleted */
  readonly delete: number
}

/** What `/bin/sh -c` runs in a container, as root; at most 64 KiB. `timeout` in seconds. */
export type Script = { readonly container: string; readonly text: string; readonly timeout: number }

export type LabCheck = {
  readonly name: string
  readonly title: string
  /** passed when it exits with 0 */
  readonly script: Script
  /** asked now and then without a click */
  readonly auto: boolean
  readonly points: number
}
