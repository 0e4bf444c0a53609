/** What becomes of a sandbox, from the click to the deletion of its files. */
export const SANDBOX_STATES = [
  'queued',
  'starting',
  'running',
  'frozen', // held in the middle of everything, its memory with it
  'stopped', // its files and its containers' own layers stay
  'archived', // its files stay
  'ended',
  'failed', // could not be started: a reset tries again
] as const
export type SandboxState = (typeof SANDBOX_STATES)[number]

/** What its keeper works towards. */
export const SANDBOX_WISHES = ['running', 'frozen', 'stopped', 'archived', 'ended'] as const
export type SandboxWish = (typeof SANDBOX_WISHES)[number]

/** What an author has their lab do beside its checks and its set-up. */
export const SANDBOX_SCRIPTS = ['solve', 'cleanup'] as const
export type SandboxScript = (typeof SANDBOX_SCRIPTS)[number]

/** Why a sandbox is in its state. Everything that ends says why. */
export type SandboxReason =
  | { readonly kind: 'asked'; readonly by: string }
  /** no keystroke, no work, no page in sight */
  | { readonly kind: 'idle' }
  /** no page of it was open for long */
  | { readonly kind: 'orphaned' }
  /** frozen for long */
  | { readonly kind: 'overdue' }
  /** stopped for long */
  | { readonly kind: 'unused' }
  | { readonly kind: 'expired' }
  /** archived for long, after a notice */
  | { readonly kind: 'deleted' }
  | { readonly kind: 'course-over' }
  /** one that nobody had, and nobody needs */
  | { readonly kind: 'spare' }
  | { readonly kind: 'node-lost' }
  | { readonly kind: 'start-failed'; readonly message: string }
  | { readonly kind: 'setup-failed'; readonly message: string }

/** One English sentence for events and the CLI; the page has its own words in each language. */
export function describeSandboxReason(reason: SandboxReason): string {
  switch (reason.kind) {
    case 'asked':
      return `by ${reason.by}`
    case 'idle':
      return 'nobody typed, nothing worked and no page of it was in sight'
    case 'orphaned':
      return 'no page of it was open for long'
    case 'overdue':
      return 'it was frozen for long'
    case 'unused':
      return 'it was stopped for long'
    case 'expired':
      return 'its time was over'
    case 'deleted':
      return 'its files were kept for as long as its lab says'
    case 'course-over':
      return 'its course is over'
    case 'spare':
      return 'nobody needed it'
    case 'node-lost':
      return 'its node stopped answering'
    case 'start-failed':
      return `it could not start: ${reason.message}`
    case 'setup-failed':
      return `its set-up failed: ${reason.message}`
  }
}
