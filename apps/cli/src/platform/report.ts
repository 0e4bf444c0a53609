/** What `up` says while it works; to a terminal, or to the process that started it in the background. */
export type UpReport =
  | { readonly kind: 'progress'; readonly line: string }
  | {
      readonly kind: 'ready'
      readonly url: string
      readonly adminFile: string
      readonly first: FirstLogin | null
    }
  | { readonly kind: 'already'; readonly url: string; readonly pid: number; readonly phase: string }
  | { readonly kind: 'failed'; readonly message: string }

type FirstLogin = { readonly email: string; readonly password: string }

export type Report = (report: UpReport) => void

/** The lines of a report; results (the address, the first login) go to stdout, all else to stderr. */
export function reportLines(report: UpReport): {
  readonly out: readonly string[]
  readonly err: readonly string[]
} {
  switch (report.kind) {
    case 'progress':
      return { out: [], err: [report.line] }
    case 'ready':
      return {
        out: [
          `Berth is running at ${report.url}`,
          ...(report.first
            ? [`Sign in as ${report.first.email} with the password ${report.first.password}`]
            : []),
          `Credentials: ${report.adminFile}`,
        ],
        err: [],
      }
    case 'already':
      return {
        out: [
          report.phase === 'ready'
            ? `Berth is running already at ${report.url} (pid ${report.pid})`
            : `Berth is ${report.phase} already (pid ${report.pid})`,
        ],
        err: [],
      }
    case 'failed':
      return { out: [], err: [`berth: ${report.message}`] }
  }
}
