import type { DeployView } from './views.ts'

export type ProjectView = {
  name: string
  apps: number
  /** of the environment that its apps share */
  variables: number
  secrets: number
  createdAt: Date
}

/** How far an app is with what its project shares. */
export type ProjectAppView = {
  name: string
  /** null: never deployed, its first release has it all */
  release: number | null
  /** its owner wants it to run; a stopped app has a change with its next release */
  running: boolean
  /** names of the project that it has of its own, and so not from there */
  overrides: string[]
  /** names that changed since its release was made */
  behind: string[]
}

/** Names only; `projects.env` gives values to those who may read them. */
export type ProjectEnvView = { project: string; names: string[]; apps: ProjectAppView[] }

/** What became of a change: the deploys that bring it, and apps that could not be deployed. */
export type ProjectEnvApplied = ProjectEnvView & {
  deploys: DeployView[]
  refused: { app: string; code: string; reason: string }[]
}
